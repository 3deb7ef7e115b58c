import { describe, expect, it } from 'vitest';
import type { Company } from '../simulate/company.ts';
import { farmPeopleOf } from './farm-people.ts';

const spot = (lat: number) => [{ from: '2026-10-01', to: '2026-10-30', lat, lon: -97, line: 'home' as const }];

/** A farm of these hires; laptops by the place where they stand, and the day on which they came. */
function farm(standing: Readonly<Record<string, readonly [lat: number, arrival: number]>>): Pick<Company, 'tables' | 'truth'> {
  const hires = Object.keys(standing);
  return {
    tables: { people: [], places: [], travel: [], allowed: [], applications: [], devices: hires.map((hire) => ({ serial: `SN-${hire}`, hire_id: hire })) },
    truth: {
      innocents: {}, hardware: {}, laptops: Object.fromEntries(hires.map((hire) => [`SN-${hire}`, spot(standing[hire]![0])])),
      farms: [{
        id: 'farm-1', style: 'careful', hours: 'us', hires, arrivals: Object.fromEntries(hires.map((hire) => [hire, standing[hire]![1]])),
        since: 0, at: { city: 'Austin', lat: 30, lon: -97 }, operatedFrom: 'Asia/Shanghai',
      }],
    },
  };
}

describe('people of a farm', () => {
  it('count from the third laptop on, whoever came first', () => {
    expect(farmPeopleOf(farm({ a: [30, 40], b: [30, 10], c: [30, 30], d: [30, 20] })).map(({ hire, together, since }) => [hire, together, since])).toEqual([['a', 4, 30], ['b', 4, 30], ['c', 4, 30], ['d', 4, 30]]);
  });

  it('count from the second on where two stand together', () => {
    expect(farmPeopleOf(farm({ a: [30, 40], b: [30, 10] })).map(({ together, since }) => [together, since])).toEqual([[2, 40], [2, 40]]);
  });

  it('stand with those at the same place only: the house of a careful farm, and its flats', () => {
    const people = farmPeopleOf(farm({ a: [30, 1], b: [31, 2], c: [30, 3], d: [32, 4] }));

    expect(Object.fromEntries(people.map(({ hire, together, since }) => [hire, [together, since]]))).toEqual({ a: [2, 3], c: [2, 3], b: [1, 2], d: [1, 4] });
  });
});
