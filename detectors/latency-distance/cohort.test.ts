import { describe, expect, it } from 'vitest';
import type { HireId } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import type { Area } from './areas.ts';
import { farEndOf } from './cohort.ts';
import { lowOf, middleOf, type Path } from './paths.ts';
import { SETTINGS } from './settings.ts';

const settings = { ...settle(SETTINGS).values, neighbours: 4, minimumOthers: 3, detour: 2, witnesses: 3, kmPerMs: 100 };
/** A degree of longitude on the equator is 111.2 km. */
const here: Area = { key: '0,0', at: { lat: 0, lon: 0 } };
const away: Area = { key: '0,9', at: { lat: 0, lon: 9 } };
const path = (hire: HireId, low: number, line = hire): Path => ({ hire, way: 'direct', network: '7922', to: 'gw', days: new Map([['2026-11-02', low], ['2026-11-03', low]]), lines: new Set([line]), entries: new Map(), last: 0 });
const areas = (entries: Record<HireId, Area>) => new Map(Object.entries(entries));

describe('what a far end makes one expect', () => {
  const others = [path('a', 10), path('b', 12), path('c', 14)];
  const homes = areas({ a: here, b: here, c: here, kim: here });

  it('is the median of those who live nearest', () => {
    expect(farEndOf('gw', others, homes, [], settings).expected(path('kim', 90), here)).toEqual({ ms: 12, others: 3, withinKm: 0 });
  });

  it('adds the way between homes, twice the straight line', () => {
    // 1,000.8 km at 100 km a millisecond, twice: 20 ms.
    expect(farEndOf('gw', others, homes, [], settings).expected(path('kim', 90), away)!.ms).toBeCloseTo(32, 1);
  });

  it('leaves out the person and those behind the same line', () => {
    const end = farEndOf('gw', [...others, path('kim', 90)], homes, [], settings);

    expect(end.expected(path('kim', 90), here)!.others).toBe(3);
    expect(end.expected(path('kim', 90, 'a'), here)).toBeUndefined();
  });

  it('compares people of one city where no coordinates are known', () => {
    const city: Area = { key: 'tulsa|US-OK|US' };
    const end = farEndOf('gw', others, areas({ a: city, b: city, c: city }), [], settings);

    expect(end.expected(path('kim', 90), city)).toMatchObject({ ms: 12, withinKm: 0 });
    expect(end.expected(path('kim', 90), here)).toBeUndefined();
  });
});

describe('the least that light allows', () => {
  const homes = areas({ a: here, b: here, c: here });
  const gateway = { place_id: 'gw', name: 'Gateway', kind: 'vpn-egress' as const, cidr: [], at: { lat: 0, lon: 0 } };

  it('comes from the place of the far end where it is listed', () => {
    const floor = farEndOf('gw', [], homes, [gateway], settings).floor(path('kim', 5), away)!;

    expect(floor.ms).toBeCloseTo(10, 1);
    expect(floor.inferred).toBeUndefined();
  });

  it('comes from three others else, and says so', () => {
    // 10 ms apart, of which the third fastest of them takes 4: 6 ms, less at most 110 km for the search.
    const floor = farEndOf('gw', [path('a', 2), path('b', 3), path('c', 4)], homes, [], settings).floor(path('kim', 5), away)!;

    expect(floor.ms).toBeGreaterThan(4.9);
    expect(floor.ms).toBeLessThanOrEqual(6);
    expect(floor.inferred).toMatchObject({ tellers: 3, against: 0 });
    expect(farEndOf('gw', [path('a', 2), path('b', 3)], homes, [], settings).floor(path('kim', 5), away)).toBeUndefined();
  });

  it('takes those behind one line for one', () => {
    const end = farEndOf('gw', [path('a', 2, 'farm'), path('b', 2, 'farm'), path('c', 2, 'farm')], homes, [], settings);

    expect(end.floor(path('kim', 5), away)).toBeUndefined();
  });

  it('is unknown for a far end without a name', () => {
    expect(farEndOf('', [path('a', 2), path('b', 3), path('c', 4)], homes, [], settings).floor(path('kim', 5), away)).toBeUndefined();
  });

  it('does not follow three who are elsewhere against all who are at home', () => {
    // The far end stands where eight live; three who say to live 1,000 km away are there too, each behind a line of their own.
    const atHome = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const elsewhere = ['x', 'y', 'z'];
    const all = areas({ ...Object.fromEntries(atHome.map((hire) => [hire, here])), ...Object.fromEntries(elsewhere.map((hire) => [hire, away])) });
    const end = farEndOf('gw', [...atHome, ...elsewhere].map((hire) => path(hire, 3)), all, [], { ...settings, scattered: 0.3 });

    expect(end.floor(path('kim', 3), here)!.ms).toBe(0);
    expect(end.floor(path('x', 3), away)!.ms).toBeGreaterThan(5);
    expect(end.floor(path('x', 3), away)!.inferred!.against).toBe(2);
  });

  it('is unknown where as many speak for one place as for another', () => {
    const ends = [...['a', 'b', 'c'].map((hire): [HireId, Area] => [hire, here]), ...['x', 'y', 'z'].map((hire): [HireId, Area] => [hire, away])];
    const end = farEndOf('gw', ends.map(([hire]) => path(hire, 2)), areas(Object.fromEntries(ends)), [], settings);

    expect(end.floor(path('kim', 2), here)).toBeUndefined();
  });

  it('says how many more would have to be elsewhere for the far end to be nearer', () => {
    const { inferred } = farEndOf('gw', [path('a', 2), path('b', 2), path('c', 2), path('d', 9.5)], areas({ a: here, b: here, c: here, d: here }), [], settings).floor(path('kim', 1), away)!;

    expect(inferred!.moreWithin(1)).toBe(3);
    expect(inferred!.moreWithin(9)).toBe(0);
  });
});

describe('the round trip of a network', () => {
  const days = new Map([40, 12, 11, 80, 11.5, 90, 85, 70, 60, 3].map((low, index) => [`2026-11-${10 + index}`, low]));

  it('is that of its good days, without the luckiest', () => {
    expect(lowOf({ days }, 0.1)).toBe(11);
    expect(middleOf({ days })).toBe(60);
  });
});
