import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { kvmWeight, type KvmSeen } from './weigh.ts';

const settings = {
  ...settle(SETTINGS).values, farmDriven: 0.2, farmNamed: 0.6, sameFarm: 0.5, kindShare: 0.5, ceiling: 5,
  keptFarm: 0.95, keptOrdinary: 0.5, keptDaily: 0.75, usedDaily: 0.25, onceFarm: 0.05, onceOrdinary: 0.5, soonFarm: 0.6, soonOrdinary: 0.3,
};
/** Nobody else to compare with, and nothing known of its coming. */
const SEEN: KvmSeen = { how: 'named', rate: 0.004, shown: 10, looks: 10, days: 10, came: 'unknown', same: 0, others: 0 };

describe('the weight of a network KVM', () => {
  it('can be checked by hand', () => {
    // 0.6/0.004 = 150; kept on ten of ten looks: 0.95/0.5 = 1.9; nobody else has one: 0.5. ln(0.8 + 0.2 × 142.5) = ln 29.3.
    expect(kvmWeight(SEEN, settings)).toBeCloseTo(Math.log(29.3), 3);
  });

  it('rises where it was there at once and falls where it came later', () => {
    // 0.6/0.3 = 2; 0.4/0.7 = 0.571.
    expect(kvmWeight({ ...SEEN, came: 'at-once' }, settings)).toBeCloseTo(Math.log(57.8), 2);
    expect(kvmWeight({ ...SEEN, came: 'later' }, settings)).toBeCloseTo(Math.log(17.09), 2);
  });

  it('counts a single day for a tenth', () => {
    expect(kvmWeight({ ...SEEN, shown: 1, looks: 1, days: 1 }, settings)).toBeCloseTo(Math.log(0.8 + 0.2 * 150 * 0.1 * 0.5), 6);
  });

  it('falls with every look that does not show it', () => {
    const weights = [10, 8, 6, 4].map((shown) => kvmWeight({ ...SEEN, shown }, settings));

    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(weights.at(-1)).toBeLessThan(weights[0]! - 1);
  });

  it('rises where another starter has the same kind, less so where many could', () => {
    const [few, many] = [20, 2_000].map((others) => kvmWeight({ ...SEEN, same: 1, others }, settings));

    expect(few).toBeGreaterThan(kvmWeight({ ...SEEN, others: 20 }, settings) + 1);
    expect(many).toBeLessThan(few!);
  });

  it('takes a kind that many starters have for common', () => {
    const [three, four] = [3, 4].map((same) => kvmWeight({ ...SEEN, same, others: 20 }, { ...settings, companions: 3 }));

    expect(four).toBeLessThan(three! - 0.5);
  });

  it('says little where everybody has one, and stays below the ceiling', () => {
    expect(kvmWeight({ ...SEEN, rate: 0.5 }, settings)).toBeLessThan(0.1);
    expect(kvmWeight({ ...SEEN, rate: 1e-6 }, settings)).toBe(5);
  });
});
