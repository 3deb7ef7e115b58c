import { describe, expect, it } from 'vitest';
import { controlShare, halfHoursLong, slotOf, slotsOf, stretchesOf, type End, type Slot, type Told } from './control-time.ts';

/** Half hours are counted from a midnight: 48 is the next one. */
const NOW = 200;
const ends = (...slots: readonly Slot[]): readonly End[] => slots.map((at) => ({ at }));
const told = (from: Slot, to: Slot) => ({ from, to, isTold: true });
const alone = (at: Slot) => ({ from: at, to: at, isTold: false });
const from = (first: Slot, last: Slot): readonly Slot[] => Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
const laptop = (begins: readonly Slot[], itsEnds: readonly End[], active: readonly Slot[]): Told => ({ byTool: [{ begins, ends: itsEnds }], active });

describe('the time under control', () => {
  it('goes from each beginning to the next end', () => {
    expect(stretchesOf([1, 5], ends(3, 6), NOW)).toEqual(expect.arrayContaining([told(1, 3), told(5, 6)]));
  });

  it('goes over midnight, and over several', () => {
    expect(stretchesOf([33], ends(49), NOW)).toContainEqual(told(33, 49));
    expect(stretchesOf([46], ends(100), NOW)).toContainEqual(told(46, 100));
  });

  it('ends somewhere: three days are the most, and half a day where another session begins before the end', () => {
    expect(stretchesOf([10], ends(10 + 145), NOW)).toContainEqual(alone(10));
    expect(stretchesOf([33, 81], ends(90), NOW)).toEqual(expect.arrayContaining([alone(33), told(81, 90)]));
    expect(stretchesOf([33, 48], ends(49), NOW)).toEqual(expect.arrayContaining([told(33, 49), told(48, 49)]));
  });

  it('reaches back from an end that tells how long it was', () => {
    expect(stretchesOf([], [{ at: 49, lasted: 16 }], NOW)).toEqual([told(33, 49)]);
    expect(halfHoursLong(8 * 3_600e9)).toBe(16);
    expect(halfHoursLong(1e18)).toBe(144);
  });

  it('takes a half hour for what has no other side', () => {
    expect(stretchesOf([], ends(20), NOW)).toEqual([told(20, 20)]);
    expect(stretchesOf([20], [], NOW)).toEqual([alone(20)]);
  });

  it('goes on to the run where the end may still come', () => {
    expect(stretchesOf([1, 33], ends(3), 49)).toContainEqual(told(33, 49));
    // A day later it is the end that was lost, and of a tool whose ends nobody tells nothing is known.
    expect(stretchesOf([1, 33], ends(3), 82)).toContainEqual(alone(33));
    expect(stretchesOf([33], [], 49)).toEqual([alone(33)]);
  });

  it('is set against the active half hours of days in which there was a session', () => {
    // 3 of 4 half hours; the day without ends says nothing.
    expect(controlShare([laptop([1, 96], ends(3), [1, 2, 3, 4, 96, 97, 98])], NOW)).toBe(0.75);
    expect(controlShare([laptop([1], [], [1, 2])], NOW)).toBeUndefined();
    expect(controlShare([laptop([1], ends(3), [])], NOW)).toBeUndefined();
    expect(controlShare([], NOW)).toBeUndefined();
  });

  it('counts a session over midnight on both of its days', () => {
    // From 16:30 to 0:30, active from 16:00 to 1:00: 17 of 19 half hours.
    expect(controlShare([laptop([33], ends(49), from(32, 50))], NOW)).toBeCloseTo(17 / 19, 10);
    // Only its end is known: the next session makes the second day one with sessions.
    expect(controlShare([laptop([81], [{ at: 49, lasted: 16 }, { at: 90 }], [...from(32, 50), ...from(81, 90)])], NOW)).toBeCloseTo(27 / 29, 10);
  });

  it('leaves out ends on days without any beginning: they may end sessions for which there is a reason', () => {
    expect(controlShare([laptop([1], ends(3, 60), [1, 2, 3, 4, 60, 61])], NOW)).toBe(0.75);
  });

  it('reads half hours of a day as those of all time', () => {
    expect(slotsOf('1970-01-02', 0b101)).toEqual([48, 50]);
    expect(slotOf(86_400_000 + 1_800_000)).toBe(49);
  });
});
