import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { calibrated, turnWeight } from './weigh.ts';

const { values } = settle(SETTINGS);
const weigh = (p: number, handovers = 4, tried = 1, ratio = 0.3): number => turnWeight({ p, tried, handovers, ratio }, values);

describe('what a p-value can say at most', () => {
  it('is the bound of Sellke, Bayarri and Berger', () => {
    // 1 / (−e · 0.01 · ln 0.01) = 1 / (2.71828 · 0.01 · 4.60517)
    expect(calibrated(0.01)).toBeCloseTo(7.988, 3);
    expect(calibrated(0.05)).toBeCloseTo(2.456, 3);
    expect(calibrated(0.5)).toBe(1);
  });
});

describe('the weight of taking turns', () => {
  it('can be worked out by hand', () => {
    // Ordinary: 0.25 · e^−2 + 0.75 / 7.988 = 0.03383 + 0.09389 = 0.12772. ln(0.8 + 0.2 / 0.12772) = ln 2.3659.
    expect(weigh(0.01)).toBeCloseTo(Math.log(2.3659), 3);
  });

  it('clears no further than farms with a driver for each laptop allow', () => {
    expect(weigh(1)).toBeCloseTo(Math.log(0.8), 10);
    fc.assert(fc.property(fc.double({ min: 0.0005, max: 1, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }), fc.integer({ min: 1, max: 30 }), (p, handovers, tried) => {
      expect(weigh(p, handovers, tried)).toBeGreaterThanOrEqual(Math.log(0.8));
    }));
  });

  it('never falls with a smaller chance, and rises with handovers', () => {
    fc.assert(fc.property(fc.double({ min: 0.0005, max: 1, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.integer({ min: 1, max: 30 }), (p, less, tried) => {
      expect(weigh(Math.max(0.0005, p * less), 3, tried)).toBeGreaterThanOrEqual(weigh(p, 3, tried) - 1e-9);
    }));
    expect(weigh(0.0005, 6)).toBeGreaterThan(weigh(0.0005, 1) + 1);
  });

  it('says nothing of a small chance among many that were tried', () => {
    expect(weigh(0.05, 4, 10)).toBe(0);
    expect(weigh(0.0005, 4, 10)).toBeLessThan(weigh(0.0005, 4, 1));
  });

  it('falls with what they have in common, and is none where that is nearly what rhythms give, however sure it is', () => {
    expect(weigh(0.0005, 4, 1, 0.8)).toBeLessThan(weigh(0.0005, 4, 1, 0.7));
    expect(weigh(0.0005, 4, 1, 71 / 77)).toBe(0);
  });

  it('stays low for a pair that changes over once a day, however sure it is', () => {
    expect(weigh(0.0001, 1)).toBeLessThan(1);
  });
});
