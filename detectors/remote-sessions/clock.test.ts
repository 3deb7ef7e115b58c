import { describe, expect, it } from 'vitest';
import { clockOf } from './clock.ts';

const NOVEMBER = Date.UTC(2026, 10, 10, 15);
const JULY = Date.UTC(2026, 6, 10, 15);
const LIMITS = { sameHours: 2, farHours: 5 };

describe('clockOf', () => {
  it('counts minutes east, with daylight saving at the instant', () => {
    // Chicago is −360 in November and −300 in July.
    expect(clockOf(-360, 'America/Chicago', NOVEMBER, LIMITS)).toBe('same');
    expect(clockOf(-480, 'America/Chicago', NOVEMBER, LIMITS)).toBe('same');
    expect(clockOf(-480, 'America/Chicago', JULY, LIMITS)).toBe('near');
    expect(clockOf(480, 'America/Chicago', NOVEMBER, LIMITS)).toBe('far');
  });

  it('goes the shorter way round', () => {
    // 14 hours east and 10 west are the same hour of the day.
    expect(clockOf(840, 'Pacific/Honolulu', NOVEMBER, LIMITS)).toBe('same');
  });

  it('says nothing of servers on UTC, of offsets that no zone has, and of people without a zone', () => {
    for (const offset of [undefined, 0, 1_000, -3_600]) expect(clockOf(offset, 'America/Chicago', NOVEMBER, LIMITS)).toBeUndefined();
    expect(clockOf(480, undefined, NOVEMBER, LIMITS)).toBeUndefined();
    expect(clockOf(480, 'Nowhere/Land', NOVEMBER, LIMITS)).toBeUndefined();
  });
});
