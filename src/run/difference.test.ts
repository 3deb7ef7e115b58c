import { describe, expect, it } from 'vitest';
import type { Band } from '../risk/risk.ts';
import { differenceOf, isSame, keptOf, type CaseSide, type Side } from './difference.ts';

const side = (people: Readonly<Record<string, Band>>, ...cases: readonly CaseSide[]): Side => ({ people: new Map(Object.entries(people)), cases });
const aCase = (id: string, band: Band, ...hires: readonly string[]): CaseSide => ({ id, band, hires });

describe('a difference', () => {
  it('is none between equal sides', () => {
    const one = side({ kim: 'act', lee: 'quiet' }, aCase('c-1', 'act', 'kim'));

    expect(isSame(keptOf(differenceOf(one, one)))).toBe(true);
  });

  it('tells who moved, from the band of the one side to that of the other', () => {
    const { people } = differenceOf(side({ kim: 'act', lee: 'watch', pat: 'quiet' }), side({ kim: 'watch', lee: 'watch', pat: 'review' }));

    expect(people).toEqual({ compared: 3, up: [{ hire: 'pat', from: 'quiet', to: 'review' }], down: [{ hire: 'kim', from: 'act', to: 'watch' }] });
  });

  it('tells cases apart by their people, not by their names', () => {
    const before = side({}, aCase('c-1', 'review', 'kim', 'lee'), aCase('c-2', 'act', 'pat'));
    const after = side({}, aCase('c-9', 'act', 'lee', 'sam'), aCase('c-8', 'review', 'joe'));

    expect(differenceOf(before, after).cases).toEqual({
      before: 2, after: 2, opened: [aCase('c-8', 'review', 'joe')], lost: [aCase('c-2', 'act', 'pat')], moved: [{ ...aCase('c-9', 'act', 'lee', 'sam'), from: 'review' }],
    });
  });

  it('neither loses nor opens cases that become one, and measures that by the higher of them', () => {
    const { cases } = differenceOf(side({}, aCase('c-1', 'review', 'kim'), aCase('c-2', 'act', 'lee')), side({}, aCase('c-1', 'act', 'kim', 'lee')));

    expect([cases.opened, cases.lost, cases.moved]).toEqual([[], [], []]);
  });

  it('is kept without the id of anybody', () => {
    const kept = keptOf(differenceOf(side({ kim: 'quiet' }), side({ kim: 'act' }, aCase('c-1', 'act', 'kim', 'lee'))));

    expect(kept).toEqual({ people: { compared: 1, up: 1, down: 0 }, cases: { before: 0, after: 1, opened: [{ id: 'c-1', band: 'act', people: 2 }], lost: [], moved: [] } });
    expect(JSON.stringify(kept)).not.toMatch(/kim|lee/);
  });
});
