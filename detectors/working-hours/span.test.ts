import { describe, expect, it } from 'vitest';
import { HOUR } from '../../src/core/time.ts';
import { at } from '../../test/support/window.ts';
import { narrowestSpan } from './span.ts';

const hoursOf = (times: readonly number[], share: number, zone = 'UTC'): number => narrowestSpan(times, zone, share) / HOUR;

describe('the narrowest span of the day', () => {
  it('holds so many of the instants, on whatever days they are', () => {
    const times = [at('2026-11-02', 8.7), at('2026-11-03', 8.6), at('2026-11-05', 8.9), at('2026-11-06', 13.1)];

    expect([hoursOf(times, 0.75), hoursOf(times, 1)]).toEqual([0.5, 5]);
  });

  it('goes round midnight', () => {
    expect(hoursOf([at('2026-11-02', 23.7), at('2026-11-03', 0.2)], 1)).toBe(1);
  });

  it('follows the clock of the zone when it changes', () => {
    // 9:10 in Chicago, before and after 1 November 2026.
    const times = [at('2026-10-30', 14.2), at('2026-11-02', 15.2)];

    expect([hoursOf(times, 1, 'America/Chicago'), hoursOf(times, 1)]).toEqual([0.5, 1.5]);
  });

  it('takes four of five for four fifths', () => {
    const times = [9, 9, 9, 9, 20].map((hour, index) => at('2026-11-02', hour + index / 100));

    expect(hoursOf(times, 0.8)).toBe(0.5);
  });

  it('is nothing without instants', () => {
    expect(hoursOf([], 0.8)).toBe(0);
  });
});
