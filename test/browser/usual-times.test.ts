import { describe, expect, it } from 'vitest';
import { usualTimes } from '../../dashboards/soc/usual-times.ts';

/** Half hours in which something was seen on so many of four days, by the half hour of the day. */
const seenOn = (days: Readonly<Record<number, number>>, dark = 0) => ({ days: 4, halfHours: Array.from({ length: 48 }, (_, slot) => ({ seen: days[slot] ?? 0, dark, of: 4 })) });

describe('usual times', () => {
  it('are those of half of the days or more, on the clock, and one stretch over noon', () => {
    expect(usualTimes(seenOn({ 18: 1, 19: 2, 20: 4, 23: 3, 24: 3, 25: 2, 40: 4 }), 'Chicago time')).toBe('on half of the days or more 09:30–10:30, 11:30–13:00, 20:00–20:30, Chicago time.');
  });

  it('go on over midnight', () => {
    expect(usualTimes(seenOn({ 46: 4, 47: 4, 0: 4, 1: 4 }), 'UTC')).toBe('on half of the days or more 23:00–01:00, UTC.');
  });

  it('leave out what is dark, and name the longest three', () => {
    expect(usualTimes(seenOn({ 2: 1 }, 2), 'UTC')).toContain('01:00–01:30');
    expect(usualTimes(seenOn({ 2: 4, 3: 4, 6: 4, 7: 4, 10: 4, 11: 4, 14: 4 }), 'UTC')).toBe('on half of the days or more 01:00–02:00, 03:00–04:00, 05:00–06:00, and shorter, UTC.');
  });

  it('are none where nothing is frequent, or nothing was seen', () => {
    expect(usualTimes(seenOn({ 2: 1 }), 'UTC')).toBe('no half hour is busy on half of the days.');
    expect(usualTimes({ ...seenOn({}), days: 0 }, 'UTC')).toBe('nothing was seen.');
  });
});
