import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { addedBy, type Driven } from './looks.ts';
import { SETTINGS } from './settings.ts';
import { supportRateOf, weightOf } from './weigh.ts';

const { values } = settle(SETTINGS);
/** Two days with sessions, of two; nothing else is known. */
const BARE: Driven = { days: 2, active: 2, clock: undefined, from: undefined, serves: undefined, staff: undefined, rounds: undefined, long: undefined, supportRate: 0.12 };
const weigh = (seen: Partial<Driven>): number => weightOf({ ...BARE, ...seen }, values).llr;

const maybe = fc.constantFrom(true, false, undefined);
const driven = fc.record({
  days: fc.integer({ min: 1, max: 28 }), active: fc.integer({ min: 1, max: 28 }), clock: fc.constantFrom('same' as const, 'near' as const, 'far' as const, undefined),
  from: fc.constantFrom('home' as const, 'hidden' as const, 'elsewhere' as const, undefined), serves: maybe, staff: maybe, rounds: maybe, long: maybe, supportRate: fc.double({ min: 0.12, max: 1, noNaN: true }),
});

describe('the weight of sessions into a laptop', () => {
  it('can be worked out by hand', () => {
    // One further day of one: means of the spreads. Farm 4 / 5.5 = 0.72727; support and peer 1 / 13 = 0.076923; own 1 / 5 = 0.2; mainly 6 / 7.5 = 0.8.
    // Ordinary: (0.12 + 0.02) · 0.076923 + 0.014 · 0.2 + 0.006 · 0.8 + (0.06 + 0.002) · 0.72727 = 0.0634601.
    expect(weigh({})).toBeCloseTo(Math.log(0.6 + 0.4 * (0.72727 / 0.0634601)), 3);
    // A far clock: farm 0.75 · 0.72727 = 0.545455; ordinary 0.25 · 0.0092308 + 0.1 · 0.0015385 + 0.03 · (0.0028 + 0.0048 + 0.0436364) + 0.75 · 0.0014545 = 0.0050896.
    expect(weigh({ clock: 'far' })).toBeCloseTo(Math.log(0.6 + 0.4 * (0.545455 / 0.0050896)), 3);
  });

  it('stays within what unseen farms and unforeseen reasons allow', () => {
    fc.assert(fc.property(driven, (seen) => {
      const { llr } = weightOf(seen, values);
      expect(llr).toBeGreaterThanOrEqual(Math.log(0.6) - 1e-9);
      expect(llr).toBeLessThanOrEqual(Math.log(0.6 + 0.4 / 0.002) + 1e-9);
    }));
  });

  it('is the sum of what the looks add, and those that are not told add nothing', () => {
    fc.assert(fc.property(driven, (seen) => {
      const { llr, looks } = weightOf(seen, values);
      expect(looks.reduce((sum, look) => sum + addedBy(look), 0)).toBe(llr);
      for (const look of looks) if (!look.told) expect(addedBy(look)).toBe(0);
    }));
  });

  it('is at most about 2 where neither clock nor line nor controller is told, and all of it rests on the habit', () => {
    fc.assert(fc.property(driven, (seen) => {
      const { llr, habit } = weightOf({ ...seen, clock: undefined, from: undefined, serves: undefined, rounds: undefined, staff: undefined }, values);
      // 0.6 + 0.4 / (0.06 + 0.002) is 7.05.
      expect(llr).toBeLessThanOrEqual(Math.log(7.06));
      expect(habit).toBeCloseTo(Math.max(0, llr), 12);
    }));
  });

  it('rests on the habit alone where what is told is at home', () => {
    const atHome = weightOf({ ...BARE, days: 12, active: 12, long: true, clock: 'same', from: 'home', serves: false, staff: false }, values);
    const fromAfar = weightOf({ ...BARE, days: 12, active: 12, long: true, clock: 'far' }, values);

    expect(atHome.llr - atHome.habit).toBeLessThan(0);
    expect(fromAfar.llr - fromAfar.habit).toBeGreaterThan(2);
  });

  it('never rises with a company that has more help-desk sessions', () => {
    fc.assert(fc.property(driven, fc.double({ min: 0, max: 1, noNaN: true }), (seen, more) => {
      expect(weightOf({ ...seen, supportRate: seen.supportRate + more }, values).llr).toBeLessThanOrEqual(weightOf(seen, values).llr + 1e-9);
    }));
  });

  it('is nearly all that can be claimed for daily sessions of hours, from afar, by a machine that drives others', () => {
    expect(weigh({ days: 9, active: 10, clock: 'far', from: 'hidden', serves: true, staff: false, long: true })).toBeGreaterThan(4.9);
  });

  it('is low for a computer of one’s own, day after day, and for a few days of help', () => {
    const own = weightOf({ ...BARE, days: 12, active: 12, clock: 'same', from: 'home', serves: false, staff: false, long: true }, values);
    const help = weightOf({ ...BARE, days: 3, active: 10, clock: 'near', from: 'elsewhere', serves: true, staff: true, long: false }, values);

    expect([own.likeliest, help.likeliest]).toEqual(['own', 'support']);
    expect(own.llr).toBeLessThan(0.2);
    expect(help.llr).toBeLessThan(0);
  });
});

describe('how common help-desk sessions are', () => {
  it('is the default until the company shows more of them', () => {
    // 100 · 0.12 = 12; (12 + 5) / 200 lies below the default, (12 + 40) / 200 = 0.26 above.
    expect(supportRateOf(5, 100, values)).toBe(0.12);
    expect(supportRateOf(40, 100, values)).toBeCloseTo(0.26, 10);
  });
});
