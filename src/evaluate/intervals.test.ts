import { describe, expect, it } from 'vitest';
import { clusterBounds, shareAmong, shareBounds } from './intervals.ts';

describe('the exact interval of a share', () => {
  it('is known in closed form where none or all hit', () => {
    expect(shareBounds(0, 10)).toEqual([0, expect.closeTo(1 - 0.025 ** (1 / 10), 10)]);
    expect(shareBounds(4, 4)).toEqual([expect.closeTo(0.025 ** (1 / 4), 10), 1]);
  });

  it('is open where nothing was looked at', () => {
    expect(shareBounds(0, 0)).toEqual([0, 1]);
  });

  it('is the published one for 5 of 10', () => {
    // Any table of Clopper–Pearson limits: 0.187 to 0.813.
    expect(shareBounds(5, 10)).toEqual([expect.closeTo(0.1871, 4), expect.closeTo(0.8129, 4)]);
  });
});

describe('the bounds of a share among things in clusters', () => {
  it('are those of so many clusters', () => {
    expect(clusterBounds(20, 20, 10)).toEqual(shareBounds(10, 10));
    // 7.5 of 10 clusters: the lower bound of 7, the upper one of 8.
    expect(clusterBounds(15, 20, 10)).toEqual([shareBounds(7, 10)[0], shareBounds(8, 10)[1]]);
    expect(clusterBounds(0, 0, 0)).toEqual([0, 1]);
  });
});

describe('the share of farm people at a base rate', () => {
  it('puts both kinds together as often as they are', () => {
    // Half of farm people and 1 of 1,000 ordinary ones, at 1 in 500: 0.5 against 499 · 0.001.
    const { value, interval } = shareAmong({ hits: 10, of: 20 }, { hits: 1, of: 1_000 }, 500);

    expect(value).toBeCloseTo(0.5 / (0.5 + 0.499), 10);
    expect(interval[0]).toBeCloseTo(shareBounds(10, 20)[0] / (shareBounds(10, 20)[0] + 499 * shareBounds(1, 1_000)[1]), 10);
    expect(interval[1]).toBeCloseTo(shareBounds(10, 20)[1] / (shareBounds(10, 20)[1] + 499 * shareBounds(1, 1_000)[0]), 10);
  });

  it('does not claim to be sure because no ordinary person was seen so', () => {
    const { value, interval: [low, high] } = shareAmong({ hits: 10, of: 20 }, { hits: 0, of: 100 }, 500);

    expect([value, high]).toEqual([1, 1]);
    // 0.272 of farm people at least, 0.0362 of ordinary ones at most: 0.272 / (0.272 + 18.1).
    expect(low).toBeCloseTo(0.0148, 3);
  });

  it('is no number where nobody looks so', () => {
    expect(shareAmong({ hits: 0, of: 20 }, { hits: 0, of: 100 }, 500)).toEqual({ value: NaN, interval: [0, 1] });
  });
});
