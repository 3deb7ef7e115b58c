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

  it('is less where addresses or lines speak for several homes at one point', () => {
    // 0.35 · 0.2 / (0.008 · 0.1 + 0.01 · 0.9).
    expect(doorWeight(1, false, UNKNOWN, true, values)).toBeCloseTo(1.966, 3);
  });
});
