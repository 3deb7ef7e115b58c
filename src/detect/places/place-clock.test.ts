import { describe, expect, it } from 'vitest';
import { at } from '../../../test/support/window.ts';
import { distanceKm } from '../../core/geo.ts';
import { random } from '../../core/random.ts';
import { clockAt, nearestOf, type Zoned } from './place-clock.ts';

const NOVEMBER = at('2026-11-16', 0);
const NASHVILLE = { at: { lat: 36.16, lon: -86.78 }, zone: 'America/Chicago' };
const BOISE = { lat: 43.6, lon: -116.2 };
const ATLANTA = { lat: 33.75, lon: -84.39 };
const NEAR_ATLANTA: readonly Zoned[] = [{ at: { lat: 33.9, lon: -84.2 }, zone: 'America/New_York' }];

const says = (place: typeof BOISE, zones: readonly string[], zoned: readonly Zoned[] = [], home: Parameters<typeof clockAt>[2] = NASHVILLE) => clockAt(place, new Set(zones), home, nearestOf(zoned), NOVEMBER);

describe('the clock of a laptop seen far from home', () => {
  it('agrees or contradicts by the sun where no zone is known nearby', () => {
    expect(says(BOISE, ['America/Boise'])).toBe('agrees');
    expect(says(BOISE, ['America/Chicago'])).toBe('contradicts');
  });

  it('agrees half way round the globe, where the sun is behind and the date is ahead', () => {
    expect(says({ lat: 23.1, lon: 113.3 }, ['Asia/Shanghai'])).toBe('agrees');
    expect(says({ lat: 23.1, lon: 113.3 }, ['Asia/Shanghai'], [], { at: { lat: 25.8, lon: -80.2 }, zone: 'America/New_York' })).toBe('agrees');
    expect(says({ lat: 23.1, lon: 113.3 }, ['Pacific/Honolulu'])).toBe('silent');
    expect(says({ lat: 61.7, lon: 50.8 }, ['Europe/Moscow'])).toBe('agrees');
  });

  it('is read by the zone of a listed place or a home nearby, which tells neighbouring zones apart', () => {
    expect(says(ATLANTA, ['America/New_York'], NEAR_ATLANTA)).toBe('agrees');
    expect(says(ATLANTA, ['America/Chicago'], NEAR_ATLANTA)).toBe('contradicts');
    expect(says(ATLANTA, ['America/Chicago'])).toBe('silent');
  });

  it('says nothing where it shows a third zone, several, none, or where both places have one', () => {
    expect(says(BOISE, ['Asia/Tokyo'])).toBe('silent');
    expect(says(BOISE, ['UTC'])).toBe('silent');
    expect(says(BOISE, ['America/Boise', 'America/Chicago'])).toBe('silent');
    expect(says(BOISE, [])).toBe('silent');
    expect(says(ATLANTA, ['America/Chicago'], [{ at: ATLANTA, zone: 'America/Chicago' }])).toBe('silent');
  });

  it('says nothing where the zone of home is unknown', () => {
    expect(says(BOISE, ['America/Boise'], [], { at: NASHVILLE.at, zone: undefined })).toBe('silent');
    expect(says(BOISE, ['America/Boise'], [], { at: NASHVILLE.at, zone: 'Mars/Olympus' })).toBe('silent');
  });
});

describe('the nearest place with a known zone', () => {
  it('is found among thousands as by looking at all of them', () => {
    const draw = random('places');
    const anywhere = () => ({ lat: 30 + draw.next() * 15, lon: -110 + draw.next() * 30 });
    // Each twice, so that the first of two as near has to win.
    const zoned = Array.from({ length: 400 }, (_, i) => ({ at: anywhere(), zone: `Zone/${i}` })).flatMap((one) => [one, { ...one, zone: `${one.zone}b` }]);
    const near = nearestOf(zoned);
    const found = Array.from({ length: 500 }, anywhere).map((place) => {
      const sorted = zoned.map(({ at: there, zone }) => ({ zone, km: distanceKm(place, there) })).filter(({ km }) => km <= 150).sort((a, b) => a.km - b.km);
      expect(near(place)).toBe(sorted[0]?.zone);
      return sorted.length;
    });
    expect(found.some((many) => many === 0)).toBe(true);
    expect(found.some((many) => many > 4)).toBe(true);
  });
});
