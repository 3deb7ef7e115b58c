import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { habitChance, habitWeight, machineWeight, orMistaken } from './weigh.ts';

const shares = fc.tuple(fc.double({ min: 0.01, max: 0.4, noNaN: true }), fc.double({ min: 0.01, max: 0.5, noNaN: true })).map(([ordinary, more]) => ({ ordinary, farm: ordinary + more }));
const counts = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 })).map(([hits, rest]) => ({ hits, n: hits + rest }));

describe('the weight of a habit', () => {
  it('says nothing where nothing was looked at', () => {
    expect(habitWeight(0, 0, 0.08, 0.4)).toBeCloseTo(0, 12);
  });

  it('can be worked out by hand', () => {
    // One sign-in, unusual. With the habit: mean of Beta(1.5, 1) = 0.6; without: mean of Beta(0.4, 20) = 0.4 / 20.4 = 0.0196.
    // Farm: 0.4 · 0.6 + 0.6 · 0.0196 = 0.2518; ordinary: 0.08 · 0.6 + 0.92 · 0.0196 = 0.0660.
    expect(habitWeight(1, 1, 0.08, 0.4)).toBeCloseTo(Math.log(0.25176 / 0.06604), 3);
    expect(habitChance(1, 1)).toBeCloseTo(0.6 / 0.61961, 3);
  });

  it('lies between none and all, however many sign-ins there are', () => {
    fc.assert(fc.property(counts, shares, ({ hits, n }, { ordinary, farm }) => {
      const weight = habitWeight(hits, n, ordinary, farm);
      expect(weight).toBeGreaterThanOrEqual(Math.log((1 - farm) / (1 - ordinary)) - 1e-9);
      expect(weight).toBeLessThanOrEqual(Math.log(farm / ordinary) + 1e-9);
    }));
  });

  it('never falls when one of the sign-ins turns out to be unusual', () => {
    fc.assert(fc.property(counts, shares, ({ hits, n }, { ordinary, farm }) => {
      expect(habitWeight(hits + 1, n + 1, ordinary, farm)).toBeGreaterThanOrEqual(habitWeight(hits, n + 1, ordinary, farm) - 1e-9);
    }));
  });
});

describe('a habit that may be a mistake', () => {
  it('can be worked out by hand', () => {
    // 0.02 + 0.98 · 0.02 = 0.0396; 0.12 + 0.88 · 0.02 = 0.1376; their ratio bounds the weight: ln 3.475 = 1.246.
    expect(orMistaken(0.02, 0.02)).toBeCloseTo(0.0396, 10);
    expect(habitWeight(300, 300, orMistaken(0.02, 0.02), orMistaken(0.12, 0.02))).toBeCloseTo(1.246, 2);
  });
});

describe('the weight of another machine', () => {
  it('is 0 where no sign-in tells its machine', () => {
    expect(machineWeight(0, 0, 0.35, 0.6)).toBe(0);
  });

  it('can be worked out by hand', () => {
    // All of nine: share 9.5 / 10 = 0.95, so 0.95 · ln(0.6 / 0.35) + 0.05 · ln(0.4 / 0.65) = 0.488.
    expect(machineWeight(9, 9, 0.35, 0.6)).toBeCloseTo(0.488, 3);
  });

  it('never falls with more sign-ins from another machine', () => {
    fc.assert(fc.property(counts, ({ hits, n }) => {
      expect(machineWeight(hits + 1, n + 1, 0.35, 0.6)).toBeGreaterThanOrEqual(machineWeight(hits, n + 1, 0.35, 0.6));
    }));
  });
});
