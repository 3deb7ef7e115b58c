import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { doorWeight } from './doors.ts';
import { SETTINGS } from './settings.ts';

const { values } = settle(SETTINGS);
const UNKNOWN = { known: 0, apart: 0 };

describe('the weight of one door', () => {
  it('can be worked out by hand', () => {
    // 0.35 / (0.008 + 0.01), and 0.35 · 0.85 / (0.008 · 0.1 + 0.01 · 0.7).
    expect(doorWeight(1, false, UNKNOWN, false, values)).toBeCloseTo(2.968, 3);
    expect(doorWeight(2, false, UNKNOWN, false, values)).toBeCloseTo(3.641, 3);
  });

  it('rises with more laptops, and is small where all are of one agency', () => {
    expect(doorWeight(5, false, UNKNOWN, false, values)).toBeGreaterThan(doorWeight(2, false, UNKNOWN, false, values));
    // 0.35 / (0.018 + 0.15).
    expect(doorWeight(1, true, UNKNOWN, false, values)).toBeCloseTo(0.734, 3);
  });

  it('is greater where the homes on record are far apart, and less where they are near each other', () => {
    // 0.35 · 0.6 / (0.008 · 0.2 + 0.01 · 0.1), and 0.35 · 0.4 / (0.008 · 0.8 + 0.01 · 0.9).
    expect(doorWeight(1, false, { known: 1, apart: 1 }, false, values)).toBeCloseTo(4.392, 3);
    expect(doorWeight(1, false, { known: 1, apart: 0 }, false, values)).toBeCloseTo(2.207, 3);
  });

  it('is less of who is known to live there, away from home, and is put up there perhaps', () => {
    // 0.35 / (0.008 + 0.01 + 0.06 · 0.5).
    expect(doorWeight(1, false, UNKNOWN, false, values, { isLodged: true })).toBeCloseTo(1.987, 3);
  });

  it('is less for who begins within a day of most of the others, as laptops are sent ahead to a hotel, for as long as that lasts', () => {
    const far = { known: 5, apart: 5 };
    const withAll = (days: number): number => doorWeight(5, false, far, false, values, { began: { along: 5, days } });

    // Five of five came within a day: 1/56 under Beta(1, 3), 8/13 under Beta(8, 1). Farm 0.35 · 0.85⁴ · 0.6 / 56; home 0.008 · 0.1⁴ · 0.2 / 56,
    // shop 0.01 · 0.7⁴ · 0.1 / 56, beginning 0.05 · 0.1 · 0.95⁴ · 0.7 · 8/13.
    const beginning = 0.005 * 0.95 ** 4 * 0.7 * (8 / 13);
    expect(withAll(0)).toBeCloseTo(Math.log((0.35 * 0.85 ** 4 * 0.6 / 56) / ((0.008 * 0.1 ** 4 * 0.2 + 0.01 * 0.7 ** 4 * 0.1) / 56 + beginning)), 6);
    expect(withAll(0)).toBeLessThan(1);
    expect(withAll(30)).toBeGreaterThan(withAll(10) + 1);
    expect(withAll(60)).toBeCloseTo(doorWeight(5, false, far, false, values), 1);
  });

  it('is less where addresses or lines speak for several homes at one point', () => {
    // 0.35 · 0.2 / (0.008 · 0.1 + 0.01 · 0.9).
    expect(doorWeight(1, false, UNKNOWN, true, values)).toBeCloseTo(1.966, 3);
  });
});
