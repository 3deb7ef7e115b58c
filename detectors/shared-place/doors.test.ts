import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { doorWeight } from './doors.ts';
import { SETTINGS } from './settings.ts';

const { values } = settle(SETTINGS);

describe('the weight of one door', () => {
  it('can be worked out by hand', () => {
    // 0.35 / (0.008 + 0.01), and 0.35 · 0.85 / (0.008 · 0.1 + 0.01 · 0.7).
    expect(doorWeight(1, false, values)).toBeCloseTo(2.968, 3);
    expect(doorWeight(2, false, values)).toBeCloseTo(3.641, 3);
  });

  it('rises with more laptops, and is small where all are of one agency', () => {
    expect(doorWeight(5, false, values)).toBeGreaterThan(doorWeight(2, false, values));
    // 0.35 / (0.018 + 0.15).
    expect(doorWeight(1, true, values)).toBeCloseTo(0.734, 3);
  });
});
