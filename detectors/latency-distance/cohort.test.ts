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
const path = (hire: HireId, low: number, line = hire): Path => ({ hire, way: 'direct', network: '7922', to: 'gw', days: new Map([['2026-11-02', low], ['2026-11-03', low]]), lines: new Set([line]), last: 0 });
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

  it('comes from the place of the far end where it is listed', () => {
    const place = { place_id: 'gw', name: 'Gateway', kind: 'vpn-egress' as const, cidr: [], at: { lat: 0, lon: 0 } };

    expect(farEndOf('gw', [], homes, [place], settings).floor(path('kim', 5), away)).toBeCloseTo(10, 1);
  });

  it('comes from three others else: no two are nearer to it together than their homes are apart', () => {
    // 10 ms apart, of which the third fastest of them takes 4.
    const end = farEndOf('gw', [path('a', 2), path('b', 3), path('c', 4)], homes, [], settings);

    expect(end.floor(path('kim', 5), away)).toBeCloseTo(6, 1);
    expect(farEndOf('gw', [path('a', 2), path('b', 3)], homes, [], settings).floor(path('kim', 5), away)).toBeUndefined();
  });

  it('takes those behind one line for one', () => {
    const end = farEndOf('gw', [path('a', 2, 'farm'), path('b', 2, 'farm'), path('c', 2, 'farm')], homes, [], settings);

    expect(end.floor(path('kim', 5), away)).toBeUndefined();
  });

  it('is unknown for a far end without a name', () => {
    expect(farEndOf('', [path('a', 2), path('b', 3), path('c', 4)], homes, [], settings).floor(path('kim', 5), away)).toBeUndefined();
  });
});

describe('the round trip of a network', () => {
  const days = new Map([40, 12, 11, 80, 11.5, 90, 85, 70, 60, 3].map((low, index) => [`2026-11-${10 + index}`, low]));

  it('is that of its good days, without the luckiest', () => {
    expect(lowOf({ days }, 0.1)).toBe(11);
    expect(middleOf({ days })).toBe(60);
  });
});
