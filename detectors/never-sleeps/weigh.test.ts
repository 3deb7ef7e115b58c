import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { awakeRateOf, cohortPart, nightsWeight } from './weigh.ts';

const { values } = settle(SETTINGS);
const weigh = (awake: number, known: number, rate = 0.1): number => nightsWeight({ awake, known, rate }, values);

describe('the weight of nights awake', () => {
  it('can be worked out by hand', () => {
    // One night, awake: Beta means 12/13, 1/4, 0.4/16.4. Farm 0.6 · 0.9231 + 0.4 · (0.25 · 0.25 + 0.75 · 0.02439) = 0.58617.
    // Ordinary 0.1 · 0.9231 + 0.9 · (0.15 · 0.25 + 0.85 · 0.02439) = 0.14472.
    expect(weigh(1, 1)).toBeCloseTo(Math.log(0.58617 / 0.14472), 3);
  });

  it('never exceeds how rare such laptops are, nor falls below its floor', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 21 }), fc.integer({ min: 0, max: 21 }), fc.double({ min: 0.04, max: 0.6, noNaN: true }), (awake, asleep, rate) => {
      expect(weigh(awake, awake + asleep, rate)).toBeLessThanOrEqual(Math.log(0.6 / rate) + 1e-9);
      expect(weigh(awake, awake + asleep, rate)).toBeGreaterThanOrEqual(values.floor);
    }));
    expect(weigh(21, 21)).toBeCloseTo(Math.log(6), 1);
    expect(weigh(0, 21)).toBe(values.floor);
  });

  it('falls with every night of sleep, and with laptops around that never sleep', () => {
    for (let asleep = 0; asleep < 10; asleep++) expect(weigh(10 - asleep - 1, 10)).toBeLessThanOrEqual(weigh(10 - asleep, 10));
    expect(weigh(10, 10, 0.3)).toBeLessThan(weigh(10, 10, 0.1));
  });

  it('takes two nights in ten for no sign, and seven for a weak one', () => {
    expect(weigh(2, 10)).toBeLessThan(0);
    expect(weigh(7, 10)).toBeGreaterThan(0);
    expect(weigh(7, 10)).toBeLessThan(1.5);
  });
});

describe('the share of ordinary laptops that never sleep', () => {
  it('is the default without a cohort, and the more the cohort’s own the larger it is', () => {
    // (30 · 0.1 + 12) / (30 + 30) = 0.25
    expect(awakeRateOf(0, 0, values)).toBeCloseTo(0.1, 10);
    expect(awakeRateOf(12, 30, values)).toBeCloseTo(0.25, 10);
    expect(cohortPart(30, values)).toBe(0.5);
  });

  it('is never taken to be less than a little, nor more than among farms', () => {
    expect(awakeRateOf(0, 1_000, values)).toBe(0.04);
    expect(awakeRateOf(1_000, 1_000, values)).toBe(0.6);
  });
});
