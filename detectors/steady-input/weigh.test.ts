import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { clockRateOf, clockWeight } from './weigh.ts';

const { values } = settle(SETTINGS);
const weigh = (steady: number, idle: number, device = false, rate = device ? 0.012 : 0.05): number => clockWeight({ idle, steady, device, rate }, values);

describe('the weight of input from a clock', () => {
  it('can be worked out by hand', () => {
    // One interval, steady: means 5/6.5 = 0.7692 and 0.3/12.3 = 0.02439.
    // Farm 0.12 · 0.7692 + 0.88 · 0.02439 = 0.11377; ordinary 0.05 · 0.7692 + 0.95 · 0.02439 = 0.06163.
    expect(weigh(1, 1)).toBeCloseTo(Math.log(0.11377 / 0.06163), 3);
  });

  it('stays between 0 and how rare such a beat is', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), fc.boolean(), (steady, rest, device) => {
      expect(weigh(steady, steady + rest, device)).toBeGreaterThanOrEqual(0);
      expect(weigh(steady, steady + rest, device)).toBeLessThanOrEqual(Math.log(device ? 0.08 / 0.012 : 0.12 / 0.05) + 1e-9);
    }));
    expect(weigh(30, 30)).toBeCloseTo(Math.log(2.4), 2);
    expect(weigh(30, 30, true)).toBeCloseTo(Math.log(80 / 12), 2);
  });

  it('is 0 where chance explains the steady ones', () => {
    expect(weigh(2, 100)).toBe(0);
  });

  it('falls with a cohort that has such beats', () => {
    // (100 · 0.05 + 20) / (100 + 60) = 0.15625
    expect(clockRateOf(false, 20, 60, values)).toBeCloseTo(0.15625, 10);
    expect(clockRateOf(false, 0, 60, values)).toBe(0.05);
    expect(weigh(30, 30, false, clockRateOf(false, 20, 60, values))).toBe(0);
  });
});
