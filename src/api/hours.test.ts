import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../core/time.ts';
import { hoursOf } from './hours.ts';

/** Midnight in Chicago on Tuesday 10 November 2026. */
const FROM = Date.UTC(2026, 10, 10, 6);
const at = (day: number, hour: number): number => FROM + day * DAY + hour * HOUR;
const span = (day: number, from: number, to: number) => ({ from: at(day, from), to: at(day, to) });
const chicago = (days: number, hour = 0) => ({ from: FROM, to: at(days, hour), zone: 'America/Chicago' });

describe('hours of work', () => {
  it('are counted on the clock of the claimed home, day by day', () => {
    const { days, darkDays, halfHours } = hoursOf([span(0, 9, 10), span(1, 9.5, 10), span(2, 23.5, 25)], [], chicago(4));

    expect([days, darkDays]).toEqual([4, 0]);
    expect(halfHours).toHaveLength(48);
    expect([0, 1, 2, 18, 19, 20, 47].map((slot) => halfHours[slot]!.seen)).toEqual([1, 1, 0, 1, 2, 0, 1]);
    expect(halfHours.every(({ of }) => of === 4)).toBe(true);
  });

  it('leave out days on which nobody was there, and keep those that are dark', () => {
    const { days, darkDays, halfHours } = hoursOf([span(0, 9, 17)], [span(2, 0, 24)], chicago(5));

    expect([days, darkDays]).toEqual([1, 1]);
    expect(halfHours[18]).toEqual({ seen: 1, dark: 1, of: 2 });
    expect(halfHours[0]).toEqual({ seen: 0, dark: 1, of: 2 });
  });

  it('do not count hours that are still to come', () => {
    const { halfHours } = hoursOf([span(0, 9, 10), span(1, 9, 10)], [], chicago(1, 12.25));

    expect(halfHours[23]!.of).toBe(2);
    expect(halfHours[24]!.of).toBe(1);
  });

  it('are dark from end to end where nothing was looked at', () => {
    const { days, darkDays, halfHours } = hoursOf([], [{ from: FROM, to: at(3, 0) }], chicago(3));

    expect([days, darkDays]).toEqual([0, 3]);
    expect(halfHours.every(({ dark, of }) => dark === 3 && of === 3)).toBe(true);
  });

  it('count an hour once that a clock repeats, and not at all where it leaves one out', () => {
    // Clocks in Chicago went back on 1 November 2026 at 2, and forward on 14 March 2027 at 2.
    const back = hoursOf([{ from: Date.UTC(2026, 10, 1, 6), to: Date.UTC(2026, 10, 1, 7) }], [], { from: Date.UTC(2026, 10, 1, 5), to: Date.UTC(2026, 10, 2, 6), zone: 'America/Chicago' });
    const forward = hoursOf([{ from: Date.UTC(2027, 2, 14, 8), to: Date.UTC(2027, 2, 14, 9) }], [], { from: Date.UTC(2027, 2, 14, 6), to: Date.UTC(2027, 2, 15, 5), zone: 'America/Chicago' });

    expect([2, 3].map((slot) => back.halfHours[slot])).toEqual([{ seen: 1, dark: 0, of: 1 }, { seen: 1, dark: 0, of: 1 }]);
    expect([3, 4, 5, 6].map((slot) => forward.halfHours[slot])).toEqual([{ seen: 0, dark: 0, of: 1 }, { seen: 0, dark: 0, of: 0 }, { seen: 0, dark: 0, of: 0 }, { seen: 1, dark: 0, of: 1 }]);
  });
});
