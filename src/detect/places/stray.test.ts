import { describe, expect, it } from 'vitest';
import { reachKm, strayChance } from './stray.ts';

const ALIKE = { misplacedAlike: 0.05 };
const FAR = { farthestKm: 3000 };

describe('the chance that entries name another area', () => {
  it('is that of one entry alone, and small as soon as a second operator agrees', () => {
    expect(strayChance([0.15], ALIKE)).toBeCloseTo(0.15, 6);
    // Odds 0.15 / 0.85 · 0.15 / 0.85 · 0.05.
    expect(strayChance([0.15, 0.15], ALIKE)).toBeCloseTo(0.00155, 4);
    expect(strayChance([0.2, 0.15], ALIKE)).toBe(strayChance([0.15, 0.2], ALIKE));
  });
});

describe('how far a region reaches', () => {
  it('is the usual reach where few entries err beyond it', () => {
    expect(reachKm(60, 0.09, 0.9, FAR)).toBe(60);
    expect(reachKm(60, 0.001, 0.9, FAR)).toBe(60);
  });

  it('is where nine of ten entries lie, else', () => {
    // A third of the logarithm from 60 to 3,000.
    expect(reachKm(60, 0.15, 0.9, FAR)).toBeCloseTo(60 * 50 ** (1 / 3), 6);
    expect(reachKm(60, 0.5, 0.9, FAR)).toBeGreaterThan(reachKm(60, 0.2, 0.9, FAR));
    expect(reachKm(60, 1, 0.9, FAR)).toBeLessThan(3000);
    expect(reachKm(5000, 0.5, 0.9, FAR)).toBe(5000);
  });
});
