import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { habitWeight, interleavedWeight } from './weigh.ts';

describe('the weight of days in two places', () => {
  it('says nothing where nothing was looked at', () => {
    expect(habitWeight(0, 0, 0.006, 0.08)).toBeCloseTo(0, 12);
  });

  it('can be worked out by hand', () => {
    // One day of one. With the habit 1.5 / 2.5 = 0.6; without 0.2 / 30.2 = 0.00662.
    // Farm 0.08 · 0.6 + 0.92 · 0.00662 = 0.05409; ordinary 0.006 · 0.6 + 0.994 · 0.00662 = 0.01018.
    expect(habitWeight(1, 1, 0.006, 0.08)).toBeCloseTo(Math.log(0.05409 / 0.01018), 2);
  });

  it('never falls with one more such day, and never passes ln(farm/ordinary)', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 27 }), fc.integer({ min: 0, max: 27 }), (hits, rest) => {
      const weight = habitWeight(hits, hits + rest, 0.006, 0.08);
      expect(weight).toBeLessThanOrEqual(Math.log(0.08 / 0.006) + 1e-9);
      expect(weight).toBeGreaterThanOrEqual(Math.log(0.92 / 0.994) - 1e-9);
      expect(habitWeight(hits + 1, hits + rest + 1, 0.006, 0.08)).toBeGreaterThanOrEqual(weight - 1e-9);
    }));
  });
});

describe('the weight of taking turns', () => {
  it('can be worked out by hand', () => {
    // All of nine: share 9.5 / 10, so 0.95 · ln(0.75 / 0.45) + 0.05 · ln(0.25 / 0.55) = 0.4459.
    expect(interleavedWeight(9, 9, 0.45, 0.75)).toBeCloseTo(0.4459, 3);
  });

  it('grows with every day on which the places take turns', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 27 }), (days) => {
      expect(interleavedWeight(days, days, 0.45, 0.75)).toBeGreaterThan(interleavedWeight(days - 1, days, 0.45, 0.75));
    }));
  });
});
