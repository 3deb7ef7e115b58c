import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { nightsWeight, usualAwake } from './weigh.ts';

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
  const rate = (awake: number, others: number): number => usualAwake(awake, others, values).rate;

  it('can be worked out by hand', () => {
    // Nothing seen: 0.05 · 3/5 + 0.95 · 3/30.
    expect(rate(0, 0)).toBeCloseTo(0.125, 10);
    // One of two: by rule 2 · 3 · 2 / (5 · 6) = 0.4, else 2 · 3 · 27 / (30 · 31) = 0.17419; so by rule with 0.02 / 0.18548 = 0.10783.
    // Shares 4/7 and 4/32 then: 0.10783 · 0.57143 + 0.89217 · 0.125 = 0.17314.
    expect(rate(1, 2)).toBeCloseTo(0.17314, 4);
    // Two of two would be 0.502, and at most (3 · 0.125 + 2 · 0.6) / 5.
    expect(usualAwake(2, 2, values)).toEqual({ rate: expect.closeTo(0.315, 10) as number, cohortPart: 0.4, isBounded: true });
  });

  it('rises with each of the others who never sleeps, and never beyond farms or the bound', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 299 }), (others, some) => {
      const awake = some % others;
      expect(rate(awake + 1, others)).toBeGreaterThanOrEqual(rate(awake, others) - 1e-12);
      expect(rate(others, others)).toBeLessThanOrEqual((3 * 0.125 + others * 0.6) / (3 + others) + 1e-12);
    }));
  });

  it('makes it usual where a few others all do the same, and rare only where many do not', () => {
    expect(rate(5, 9)).toBeGreaterThan(0.45);
    expect(rate(0, 9)).toBeGreaterThan(0.07);
    expect(rate(3, 60)).toBeCloseTo(6 / 90, 3);
    expect(rate(0, 1_000)).toBe(0.04);
  });

  it('leaves a weight to a farm that is most of a small company, and next to none where a large company never sleeps', () => {
    expect(weigh(21, 21, rate(9, 11))).toBeGreaterThan(0.15);
    expect(weigh(21, 21, rate(4, 12))).toBeGreaterThan(1);
    expect(weigh(21, 21, rate(200, 200))).toBeLessThan(0.02);
  });

  it('says how much of it is the cohort’s own', () => {
    expect(usualAwake(0, 0, values).cohortPart).toBe(0);
    expect(usualAwake(3, 30, values).cohortPart).toBeCloseTo(0.5, 2);
    expect(usualAwake(0, 0, values).isBounded).toBe(false);
  });
});
