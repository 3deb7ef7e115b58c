import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfHourStarts, withHalfHour } from './half-hours.ts';
import { DAY, HOUR, floorTo } from './time.ts';

describe('half hours of a day', () => {
  it('are the starts of those that were put in, each once, the last of the day included', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: DAY - 1 }), { maxLength: 60 }), fc.integer({ min: 0, max: 30_000 }), (times, day) => {
      const midnight = day * DAY;
      const bits = times.reduce((so, at) => withHalfHour(so, midnight + at), 0);

      expect(Number.isSafeInteger(bits)).toBe(true);
      expect(halfHourStarts(bits, midnight)).toEqual([...new Set(times.map((at) => midnight + floorTo(at, HOUR / 2)))].sort((a, b) => a - b));
    }));
  });

  it('are none for 0', () => {
    expect(halfHourStarts(0, 0)).toEqual([]);
  });
});
