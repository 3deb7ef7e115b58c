import { describe, expect, it } from 'vitest';
import { rate, share, verdictOf } from './figure.ts';
import { countBounds } from '../core/intervals.ts';

const PLACE = { section: 'found', of: 'two', measure: 'in time' };

describe('a figure', () => {
  it('is a share of what was looked at', () => {
    expect(share(PLACE, 3, 4)).toMatchObject({ value: 0.75, hits: 3, among: 4, unit: 'share' });
    expect(share(PLACE, 0, 0)).toMatchObject({ value: NaN, interval: [0, 1] });
  });

  it('is a rate for a thousand, bounds and all', () => {
    const [low, high] = countBounds(2);

    expect(rate(PLACE, 2, 4_000)).toMatchObject({ value: 0.5, interval: [low / 4, high / 4] });
    expect(rate(PLACE, 0, 0)).toMatchObject({ value: NaN });
  });

  it('meets its goal surely only where the whole interval does', () => {
    const goal = { is: 'at least', value: 0.6 } as const;

    // 8 of 10 is between 0.44 and 0.97; 95 of 100 between 0.89 and 0.98; 1 of 10 between 0 and 0.45.
    expect(verdictOf(share({ ...PLACE, goal }, 8, 10))).toEqual({ met: true, sure: false });
    expect(verdictOf(share({ ...PLACE, goal }, 95, 100))).toEqual({ met: true, sure: true });
    expect(verdictOf(share({ ...PLACE, goal }, 1, 10))).toEqual({ met: false, sure: true });
  });

  it('meets no goal where there is none, or nothing was counted', () => {
    expect(verdictOf(share(PLACE, 8, 10))).toBeUndefined();
    expect(verdictOf(share({ ...PLACE, goal: { is: 'at most', value: 1 } }, 0, 0))).toBeUndefined();
  });
});
