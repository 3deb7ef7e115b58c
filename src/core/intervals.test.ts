import { describe, expect, it } from 'vitest';
import { countBounds, medianBounds, medianOf } from './intervals.ts';

describe('the exact interval of a count', () => {
  it('is known in closed form for none', () => {
    expect(countBounds(0)).toEqual([0, expect.closeTo(-Math.log(0.025), 8)]);
  });

  it.each([[1, 0.0253, 5.5716], [5, 1.6235, 11.6683], [10, 4.7954, 18.3904], [100, 81.3640, 121.6270]])('of %i is %f to %f, as tables of Poisson limits say', (count, low, high) => {
    expect(countBounds(count)).toEqual([expect.closeTo(low, 3), expect.closeTo(high, 3)]);
  });
});

describe('the interval of a median', () => {
  it('needs six values', () => {
    // Five lie on one side once in sixteen times, six once in thirty-two.
    expect(medianBounds([1, 2, 3, 4, 5])).toBeUndefined();
    expect(medianBounds([6, 5, 4, 3, 2, 1])).toEqual([1, 6]);
  });

  it('is the published one for 20 values', () => {
    // Tables of the sign test: for n = 20 the 6th and the 15th value bound the median with 95.9 %.
    expect(medianBounds(Array.from({ length: 20 }, (_, nth) => nth + 1))).toEqual([6, 15]);
  });

  it('lies around the middle value', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3]), medianOf([])]).toEqual([2, 2.5, undefined]);
  });
});
