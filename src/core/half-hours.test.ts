import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bothHalfHours, eitherHalfHour, halfHourStarts, withHalfHour } from './half-hours.ts';
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

  it('of two numbers are those of either', () => {
    const times = fc.array(fc.integer({ min: 0, max: DAY - 1 }), { maxLength: 60 });
    fc.assert(fc.property(times, times, (a, b) => {
      const bits = (some: readonly number[]): number => some.reduce(withHalfHour, 0);

      expect(eitherHalfHour(bits(a), bits(b))).toBe(bits([...a, ...b]));
    }));
  });

  it('of two numbers in common are those of either once, less those of one alone', () => {
    const times = fc.array(fc.integer({ min: 0, max: DAY - 1 }), { maxLength: 60 });
    fc.assert(fc.property(times, times, (one, other) => {
      const [a, b] = [one, other].map((some) => some.reduce(withHalfHour, 0)) as [number, number];
      const starts = (halfHours: number): ReadonlySet<number> => new Set(halfHourStarts(halfHours, 0));

      expect(starts(bothHalfHours(a, b))).toEqual(starts(a).intersection(starts(b)));
    }));
  });

  it('are none for 0', () => {
    expect(halfHourStarts(0, 0)).toEqual([]);
  });
});
