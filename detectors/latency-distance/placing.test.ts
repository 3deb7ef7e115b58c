import { describe, expect, it } from 'vitest';
import type { Point } from '../../src/core/geo.ts';
import { MOST_MORE, placing, type Reach } from './placing.ts';

const AUSTIN: Point = { lat: 30.27, lon: -97.74 };
const RENO: Point = { lat: 39.53, lon: -119.81 };
/** So many people at one home, each behind a line of their own, from whom the far end is at most so many km away. */
const living = (at: Point, many: number, km: number, first = 0): readonly Reach[] =>
  Array.from({ length: many }, (_, index) => ({ hire: `h-${first + index}`, home: at, km, lines: new Set([`line ${first + index}`]) }));
const NOBODY = new Set<string>();

describe('where others put a far end', () => {
  it('is within reach of all who tell, and no more of them can be elsewhere than there are', () => {
    const place = placing(living(AUSTIN, 4, 300))('subject', NOBODY);

    expect([place.tellers, place.against(), place.againstAt(AUSTIN), place.againstAt(RENO)]).toEqual([4, 0, 0, 4]);
    expect(place.moreWithin(RENO, 100)).toBe(4);
    // Austin and Reno are 2,252 km apart; the search stops at parts of about fifty.
    expect(place.leastKm(RENO, 3)).toBeGreaterThan(1_800);
    expect(place.leastKm(RENO, 3)).toBeLessThan(2_000);
  });

  it('counts to the most where many tell', () => {
    expect(placing(living(AUSTIN, 20, 300))('subject', NOBODY).moreWithin(RENO, 100)).toBe(MOST_MORE);
  });

  it('leaves out whoever is looked at, with those behind the same lines', () => {
    const place = placing([...living(AUSTIN, 4, 300), ...living(RENO, 2, 300, 4)])('h-4', new Set(['line 5']));

    expect([place.tellers, place.against(), place.againstAt(RENO)]).toEqual([4, 0, 4]);
  });

  it('tells how many must be elsewhere wherever it stands', () => {
    const place = placing([...living(AUSTIN, 4, 300), ...living(RENO, 2, 300, 4)])('subject', NOBODY);

    expect([place.tellers, place.against(), place.moreWithin(RENO, 100)]).toEqual([6, 2, 2]);
  });

  it('may be anywhere where too few tell', () => {
    expect(placing(living(AUSTIN, 2, 300))('subject', NOBODY).leastKm(RENO, 3)).toBe(0);
  });
});
