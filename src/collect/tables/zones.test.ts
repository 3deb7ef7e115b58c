import { beforeAll, describe, expect, it } from 'vitest';
import type { Spot } from '../../core/geo.ts';
import { zoneFinder, type ZoneFinder } from './zones.ts';

describe('zoneFinder', () => {
  let find: ZoneFinder;
  beforeAll(async () => { find = await zoneFinder(); });

  it.each<readonly [Spot, string]>([
    [{ lat: 30.27, lon: -97.74 }, 'America/Chicago'], [{ lat: 33.45, lon: -112.07 }, 'America/Phoenix'], [{ lat: 52.52, lon: 13.4, radiusKm: 25 }, 'Europe/Berlin'], [{ lat: 12.97, lon: 77.59 }, 'Asia/Kolkata'],
  ])('knows the zone of the nearest town: %o', (home, zone) => {
    expect(find(home, {})).toBe(zone);
  });

  it('knows that of a state or country where all of it has one, and none where it has several', () => {
    expect(find({ lat: 38.3, lon: -92.6, radiusKm: 379 }, { region: 'US-MO', country: 'US' })).toBe('America/Chicago');
    expect(find({ lat: 51, lon: 10, radiusKm: 455 }, { country: 'DE' })).toBe('Europe/Berlin');
    expect(find({ lat: 28, lon: -82, radiusKm: 455 }, { region: 'US-FL' })).toBeUndefined();
  });

  it('knows none on the open sea', () => {
    expect(find({ lat: 0, lon: -150 }, {})).toBeUndefined();
  });
});
