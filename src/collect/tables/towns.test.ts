import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../core/geo.ts';
import { TOWN_KM, townFinder, type Town } from './towns.ts';

const AUSTIN = { lat: 30.267, lon: -97.743 };
const place = async (town: Town) => (await townFinder([town]))(town);

describe('townFinder', () => {
  it.each<Town>([
    { city: 'Austin', region: 'US-TX', country: 'US' }, { city: 'AUSTIN', region: 'US-TX' }, { city: 'Austin, TX' }, { city: 'Austin TX', region: 'US-TX' }, { city: 'Austin', region: 'Texas', country: 'US' },
  ])('finds a town however it is written: %o', async (town) => {
    const spot = await place(town);

    expect(distanceKm(spot!, AUSTIN)).toBeLessThan(5);
    expect(spot!.radiusKm).toBe(TOWN_KM);
  });

  it.each<readonly [Town, Town]>([
    [{ city: 'St. Paul', region: 'US-MN' }, { city: 'Saint Paul', region: 'US-MN' }], [{ city: 'New York', region: 'US-NY' }, { city: 'New York City', region: 'US-NY' }],
    [{ city: 'São Paulo', country: 'BR' }, { city: 'Sao Paulo', country: 'BR' }],
  ])('takes two spellings for one town: %o', async (one, other) => {
    const [a, b] = [await place(one), await place(other)];

    expect(a).toBeDefined();
    expect(b).toEqual(a);
  });

  it.each<Town>([
    { city: 'Springfield', country: 'US' }, { city: 'Austin', country: 'US' }, { city: 'Nowhere At All', region: 'US-TX' }, { city: 'Austin', region: 'US-MT' }, { city: 'Austin' },
    { city: '', country: 'US' }, { city: '__proto__', country: 'US' }, { city: ',,,', region: '-', country: '' },
  ])('knows no place for a name that several have, or none: %o', async (town) => {
    expect(await place(town)).toBeUndefined();
  });
});
