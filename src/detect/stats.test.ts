import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaBinomial, logBeta, wilson } from './stats.ts';

describe('the beta-binomial distribution', () => {
  it('agrees with values worked out by hand', () => {
    // B(2, 3) = 1!·2!/4! = 1/12. Under Beta(1, 1) all counts are equally likely; under Beta(1, 4) none of 10 has 4/14.
    expect(Math.exp(logBeta(2, 3))).toBeCloseTo(1 / 12, 12);
    expect(betaBinomial(2, 3, 1, 1)).toBeCloseTo(1 / 4, 12);
    expect(betaBinomial(0, 10, 1, 4)).toBeCloseTo(4 / 14, 12);
    expect(betaBinomial(0, 0, 3, 1)).toBeCloseTo(1, 12);
  });

  it('sums to one over all counts', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.2, max: 20, noNaN: true }), fc.double({ min: 0.2, max: 20, noNaN: true }), (n, a, b) => {
      const sum = Array.from({ length: n + 1 }, (_, hits) => betaBinomial(hits, n, a, b)).reduce((total, chance) => total + chance, 0);
      expect(sum).toBeCloseTo(1, 9);
    }));
  });
});

describe("Wilson's interval", () => {
  it('agrees with published values, and knows nothing of nothing', () => {
    // 8 of 24: centre (1/3 + 3.8416/48) / (1 + 3.8416/24) = 0.3563, half width 0.1767.
    expect(wilson(8, 24)[0]).toBeCloseTo(0.1797, 3);
    expect(wilson(8, 24)[1]).toBeCloseTo(0.5329, 3);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });
});
