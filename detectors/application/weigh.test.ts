import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { DETAIL_KINDS } from './kinds.ts';
import { atLeast } from './pattern.ts';
import { SETTINGS } from './settings.ts';
import { detailsWeight } from './weigh.ts';

describe('detailsWeight', () => {
  it('adds small details up and holds them at the limit', () => {
    expect(detailsWeight([], 0.2)).toBe(0);
    expect(detailsWeight([0.05, 0.02], 0.2)).toBeCloseTo(0.07, 12);
    expect(detailsWeight(Array.from({ length: 9 }, () => 0.05), 0.2)).toBe(0.2);
  });

  it('lets no single detail add more than a few hundredths', () => {
    const { values } = settle(SETTINGS);

    for (const kind of DETAIL_KINDS) {
      expect(values[kind]).toBeGreaterThan(0);
      expect(values[kind]).toBeLessThan(0.1);
    }
  });
});

describe('atLeast', () => {
  it('is the upper tail of a Poisson law', () => {
    // 1 − e^−1 (1 + 1).
    expect(atLeast(2, 1)).toBeCloseTo(1 - 2 / Math.E, 12);
    expect(atLeast(0, 3)).toBe(1);
    expect(atLeast(3, 0)).toBe(0);
  });
});
