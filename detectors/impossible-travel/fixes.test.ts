import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import type { FixRow } from './evidence.ts';
import { learnedRadii } from './fixes.ts';
import { SETTINGS } from './settings.ts';

const { values } = settle(SETTINGS);

/** A laptop so many degrees north of the entry of its line; a degree is 111.2 km. */
function fix(nth: number, degrees: number, kind = 'home'): FixRow {
  return {
    laptop: `SN-${nth}`, 'farmwatch.net.kind': kind, 'source.geo.city_name': 'Austin', 'source.geo.location.lat': 30, 'source.geo.location.lon': -97,
    'farmwatch.device.location.lat': 30 + degrees, 'farmwatch.device.location.lon': -97, 'farmwatch.device.location.radius_km': 0, 'farmwatch.device.location.source': 'wifi',
  } as unknown as FixRow;
}

describe('how far entries are off', () => {
  it('is what the settings say until there are enough fixes', () => {
    expect(learnedRadii(Array.from({ length: 39 }, (_, nth) => fix(nth, 0.01)), values)).toEqual({ fixed: 100, other: 500 });
  });

  it('is the distance within which 95 in 100 of the company’s own laptops are', () => {
    const rows = Array.from({ length: 100 }, (_, nth) => fix(nth, (nth + 1) / 100));

    expect(learnedRadii(rows, values).fixed).toBeCloseTo(0.95 * 111.195, 1);
    expect(learnedRadii(rows, values).other).toBe(500);
  });

  it('counts a laptop and an entry once, however often they are seen', () => {
    expect(learnedRadii(Array.from({ length: 100 }, () => fix(1, 0.1)), values).fixed).toBe(100);
  });

  it('learns nothing from a VPN, or from a location that was taken from the address', () => {
    const byAddress = Array.from({ length: 60 }, (_, nth) => ({ ...fix(nth, 0), 'farmwatch.device.location.source': 'ip' } as FixRow));

    expect(learnedRadii([...byAddress, ...Array.from({ length: 60 }, (_, nth) => fix(nth, 9, 'vpn'))], values)).toEqual({ fixed: 100, other: 500 });
  });
});
