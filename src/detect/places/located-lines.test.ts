import { describe, expect, it } from 'vitest';
import { settle } from '../../core/settings.ts';
import { CUSTODY_SETTINGS } from './custody-settings.ts';
import { locatedLines } from './located-lines.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

const settings = settle(CUSTODY_SETTINGS).values;
const LINE = '198.51.100.7';

function locatedBy(...longitudes: readonly number[]): ReturnType<typeof locatedLines> {
  const rows = longitudes.map((lon): WhereaboutsRow => ({
    person: undefined, hire: 'kim', holder: 'kim', laptop: 'SN-KIM', day: '2026-11-02', times: 1, 'farmwatch.net.line': LINE,
    'farmwatch.device.location.lat': -17.8, 'farmwatch.device.location.lon': lon, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi',
  }));
  return locatedLines(rows, () => 'somewhere', settings);
}

describe('a located line', () => {
  it('is where reports agree, on both sides of the date line too', () => {
    // Fiji: two hundredths of a degree at 17.8° south are 2.1 km.
    expect(locatedBy(179.99, -179.99).get(LINE)).toMatchObject({ lat: -17.8, radiusKm: settings.townKm });
    expect(Math.abs((locatedBy(179.99, -179.99).get(LINE) as { lon: number }).lon)).toBeCloseTo(180, 9);
  });

  it('is everywhere where they are far apart', () => {
    expect(locatedBy(179.99, -170).get(LINE)).toBe('everywhere');
  });
});
