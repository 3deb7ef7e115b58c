import { describe, expect, it } from 'vitest';
import { aPerson } from '../../../test/support/window.ts';
import { apartKm } from '../../core/geo.ts';
import type { PersonRow } from '../../core/person.ts';
import { placedByTown } from './by-town.ts';

const placed = (...rows: readonly Partial<PersonRow>[]) => placedByTown('people', rows.map((row, index) => ({ line: index + 2, row: aPerson({ hire_id: `h-${index}`, ...row }) })));

describe('rows placed by their town', () => {
  it('get the middle of the town where they tell no point, and keep the point they tell', async () => {
    const told = { lat: 30.1, lon: -97.9 };
    const { rows, said } = await placed({ home_city: 'Austin', home_region: 'US-TX', home: told, ship_city: 'Tampa', ship_region: 'US-FL' }, { home_city: 'Austin', home_region: 'US-TX' }, { home_region: 'US-TX' });

    expect(rows[0]!.row.home).toEqual(told);
    expect(rows[0]!.row.ship).toMatchObject({ radiusKm: 25 });
    expect(rows[1]!.row.home!.lat).toBeCloseTo(30.27, 1);
    expect(rows[1]!.row.ship).toBeUndefined();
    expect(said[0]).toBe('2 places without coordinates are taken from the town, to within 25 km.');
  });

  it('have a home as wide as its region or a small country where no town of it is known, and none in a wide country', async () => {
    const { rows, said } = await placed(
      { home_city: 'Nowhere At All', home_region: 'US-MO', home_country: 'US' }, { home_country: 'SG' }, { home_city: 'Nowhere At All', home_country: 'US' }, { home_city: 'Nowhere At All', home_region: 'US-MO', ship_city: 'Elsewhere At All', ship_region: 'US-MO' },
    );
    const [state, country, wide, sent] = rows.map(({ row }) => row);

    for (const corner of [{ lat: 36.05, lon: -89.9 }, { lat: 40.4, lon: -95.4 }, { lat: 40.3, lon: -91.5 }]) expect(apartKm(state!.home!, corner)).toBe(0);
    expect(country!.home!.radiusKm).toBeLessThan(60);
    expect([wide!.home, sent!.ship]).toEqual([undefined, undefined]);
    expect(said).toEqual([
      '4 towns are not in the list of towns, or more than one has the name ("Nowhere At All, US-MO, US"; "Nowhere At All, US", without region; "Elsewhere At All, US-MO", without country): write region and country beside it, or its coordinates.',
      expect.stringMatching(/^3 homes without a town that is known are taken from region or country alone, to within \d+ to \d+ km\.$/),
    ]);
  });

  it('have the zone of the home where they tell none, apart from the one that the record tells', async () => {
    const untold = (row: Partial<PersonRow>) => { const { time_zone: _zone, ...rest } = aPerson({ hire_id: 'kim', ...row }); return { line: 2, row: rest }; };
    const { rows, said } = await placedByTown('people', [untold({ home: { lat: 33.45, lon: -112.07 } }), untold({}), { line: 4, row: aPerson({ hire_id: 'lee', home: { lat: 33.45, lon: -112.07 } }) }]);

    expect(rows.map(({ row }) => [row.time_zone, row.home_zone])).toEqual([[undefined, 'America/Phoenix'], [undefined, undefined], ['America/Chicago', undefined]]);
    expect(said).toEqual(['1 time zone is taken from the place of the home, for hours alone; time_zone tells them for certain.']);
  });

  it('name a handful of unknown towns, each once, and count the others', async () => {
    const { said } = await placed(...Array.from({ length: 9 }, (_, index) => ({ home_city: `Nowhere ${String.fromCharCode(65 + index)}`, home_region: 'US-XX', home_country: 'US' })), { home_city: 'Nowhere A', home_region: 'US-XX', home_country: 'US' });

    expect(said[0]).toContain('10 towns are not in the list of towns, or more than one has the name ("Nowhere A, US-XX, US"; ');
    expect(said[0]).toContain('"Nowhere F, US-XX, US"; and 3 more): write');
  });

  it('are told apart where a town is not known, with what would help', async () => {
    const { rows, said } = await placed({ home_city: 'Springfield', home_country: 'US' });

    expect(rows[0]!.row.home).toBeUndefined();
    expect(said).toEqual(['1 town is not in the list of towns, or more than one has the name ("Springfield, US", without region): write region and country beside it, or its coordinates.']);
  });

  it('of trips get the disc around a state or a small country, and are named where that is too wide or nothing is told', async () => {
    const trip = { hire_id: 'kim', from: '2026-11-02', to: '2026-11-06' } as const;
    const { rows, said } = await placedByTown('travel', [{ region: 'US-MA' }, { region: 'Massachusetts', country: 'US' }, { country: 'PT' }, { country: 'CA' }, {}].map((where, index) => ({ line: index + 2, row: { ...trip, ...where } })));
    const [state, named, country, wide, none] = rows.map(({ row }) => row.at);

    expect(apartKm(state!, { lat: 42.36, lon: -71.06 })).toBeLessThan(state!.radiusKm!);
    expect(state!.radiusKm).toBeLessThan(250);
    expect(named).toEqual(state);
    expect(apartKm(country!, { lat: 38.72, lon: -9.14 })).toBeLessThan(country!.radiusKm!);
    expect([wide, none]).toEqual([undefined, undefined]);
    expect(said).toEqual(['2 trips, first in line 5, name no town, and no country or region that is small enough to tell a place: they vouch for no laptop anywhere. Write the town or its coordinates.']);
  });

  it('are left as they are where there is no town', async () => {
    const rows = [{ line: 2, row: aPerson({ hire_id: 'kim' }) }];

    expect(await placedByTown('people', rows)).toEqual({ rows, said: [] });
    expect(await placedByTown('accounts', [{ line: 2, row: { email: 'kim@company.example' } }])).toMatchObject({ said: [] });
  });
});
