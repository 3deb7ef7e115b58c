import { describe, expect, it } from 'vitest';
import { greatestOf, leastOf } from './extremes.ts';

describe('the least and the greatest', () => {
  it('are found in any order, and of more numbers than the stack holds', () => {
    const many = Array.from({ length: 300_000 }, (_, nth) => (nth * 7) % 300_000);

    expect([leastOf([3, 1, 2]), greatestOf([1, 3, 2])]).toEqual([1, 3]);
    expect([leastOf(many), greatestOf(new Set(many))]).toEqual([0, 299_999]);
  });
  it('of nothing are beyond every number', () => expect([leastOf([]), greatestOf([])]).toEqual([Infinity, -Infinity]));
});
