import { describe, expect, it } from 'vitest';
import { aPerson } from '../../test/support/window.ts';
import { cohortReader, nearReader } from './cohort.ts';
import type { Hire } from './detector.ts';
import { historyOf } from './people/history.ts';
import { registryAt } from './people/registry.ts';

const people = (many: number, fields: Partial<Hire>) => Array.from({ length: many }, (_, nth) => aPerson({ hire_id: `${fields.role ?? 'none'}-${nth}`, ...fields }));
const hiresOf = (rows: readonly ReturnType<typeof aPerson>[]): ReadonlyMap<string, Hire> => registryAt(historyOf({ people: rows }), Date.UTC(2026, 10, 20), { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' }).hires;
const never = (): boolean => false;

describe('a cohort', () => {
  const engineers = people(9, { role: 'Engineer', home_region: 'US-TX' });
  const hires = hiresOf([...engineers, ...people(4, { role: 'Analyst', home_region: 'US-TX' })]);

  it('is those of the same role, region and quarter where there are eight others, else the company', () => {
    const cohort = cohortReader(hires, hires.keys(), never);

    expect(cohort('Engineer-0')).toMatchObject({ of: 'like', others: engineers.slice(1).map(({ hire_id: id }) => id) });
    expect(cohort('Analyst-0').of).toBe('company');
    expect(cohort('Analyst-0').others).toHaveLength(12);
  });

  it('leaves out those at the same place', () => {
    const cohort = cohortReader(hires, hires.keys(), (a, b) => [a, b].includes('Engineer-1'));

    expect(cohort('Engineer-0').of).toBe('company');
    expect(cohort('Engineer-0').others).not.toContain('Engineer-1');
  });

  it('is the company where a role or region is not known', () => {
    const bare = hiresOf(people(12, {}));

    expect(cohortReader(bare, bare.keys(), never)('none-0').of).toBe('company');
  });
});

describe('being near', () => {
  const row = (holder: string, day: string, line: string, kind = 'home') => ({ holder, day, person: undefined, laptop: `SN-${holder}`, hire: holder, 'farmwatch.net.line': line, 'farmwatch.net.kind': kind, 'source.as.number': 1, halfHours: 1 });
  const window = { places: [], vouched: never, crowd: () => 0 };

  it('is one home line on one day', () => {
    const near = nearReader(window, [row('kim', '2026-11-02', '198.51.100.7'), row('lee', '2026-11-02', '198.51.100.7'), row('max', '2026-11-03', '198.51.100.7')]);

    expect([near('kim', 'lee'), near('kim', 'max'), near('kim', 'noa')]).toEqual([true, false, false]);
  });

  it('is no crowd behind an address', () => {
    const crowd = Array.from({ length: 31 }, (_, nth) => row(`hire-${nth}`, '2026-11-02', '198.51.100.7'));

    expect(nearReader(window, crowd)('hire-0', 'hire-1')).toBe(false);
  });

  it('is no web gateway, which has few behind each of its addresses on a quiet day', () => {
    const gateway = Array.from({ length: 80 }, (_, nth) => row(`hire-${nth}`, `2026-11-0${1 + (nth % 4)}`, `198.51.100.${Math.floor(nth / 4) % 2}`, 'corporate'));
    const near = nearReader(window, [...gateway, row('hire-0', '2026-11-05', '198.51.100.7'), row('hire-4', '2026-11-05', '198.51.100.7')]);

    expect([near('hire-0', 'hire-8'), near('hire-0', 'hire-4')]).toEqual([false, true]);
  });

  it('is no line by which nearly all of a small company leave', () => {
    const all = ['2026-11-02', '2026-11-03'].flatMap((day) => Array.from({ length: 9 }, (_, nth) => row(`hire-${nth}`, day, '198.51.100.7', 'corporate')));

    expect(nearReader(window, all)('hire-0', 'hire-1')).toBe(false);
    expect(nearReader(window, all.filter(({ holder }) => Number(holder.slice(-1)) < 6))('hire-0', 'hire-1')).toBe(true);
  });

  it('is no line that strangers share', () => {
    expect(nearReader(window, ['kim', 'lee'].map((hire) => row(hire, '2026-11-02', '203.0.113.1', 'mobile')))('kim', 'lee')).toBe(false);
  });
});
