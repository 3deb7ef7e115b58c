import { halfHourStarts, type HalfHours } from '../../src/core/half-hours.ts';
import { DAY, HOUR, dayOf, startOfDay, type Day, type Instant } from '../../src/core/time.ts';

const HALF_HOUR = HOUR / 2;

/** A half hour of all time, counted from 1970: sessions know no midnight. */
export type Slot = number;
export interface End { readonly at: Slot; /** Half hours from the beginning to it, where the end tells how long it was. */ readonly lasted?: number }
/** What one laptop told: sessions by each tool, and half hours with activity. */
export interface Told { readonly byTool: readonly { readonly begins: readonly Slot[]; readonly ends: readonly End[] }[]; readonly active: readonly Slot[] }

/** From one half hour to another, both included. */
export interface Stretch { readonly from: Slot; readonly to: Slot; /** Its end is told, or may still come; otherwise it is the one half hour of a beginning. */ readonly isTold: boolean }

/** No session is taken to last longer; its end was not told. */
const LONGEST = (3 * DAY) / HALF_HOUR;
/** Where another begins before an end is told, either both were there at once or the first end was lost: by so long the latter. */
const AT_ONCE = (12 * HOUR) / HALF_HOUR;
/** A session without an end so long before the run is still going on. */
const GOING_ON = DAY / HALF_HOUR;

/** The half hour that an instant lies in, counted from 1970 in UTC. */
export function slotOf(at: Instant): Slot {
  return Math.floor(at / HALF_HOUR);
}

/** The half hours of a UTC day that are marked in a mask of it. */
export function slotsOf(day: Day, halfHours: HalfHours): readonly Slot[] {
  return halfHourStarts(halfHours, startOfDay(day)).map(slotOf);
}

/** How many half hours an interval is long. @param nanoseconds as `event.duration` tells */
export function halfHoursLong(nanoseconds: number): number {
  return Math.min(LONGEST, Math.round(nanoseconds / 1e6 / HALF_HOUR));
}

/**
 * Stretches under control: from each beginning to the next end, over midnights; from each end back to its beginning where
 * it tells how long it was; and from a beginning to the run where the end may still come.
 *
 * A beginning without an end, and an end of unknown length without a beginning, count for their own half hour.
 *
 * @param now the half hour of the run
 * @example stretchesOf([32], [{ at: 49 }], 60) // => 32 to 49, over the midnight at 48; and 49 to 49
 */
export function stretchesOf(begins: readonly Slot[], ends: readonly End[], now: Slot): readonly Stretch[] {
  const starts = [...new Set(begins)].sort((a, b) => a - b);
  const stops = [...new Set(ends.map(({ at }) => at))].sort((a, b) => a - b);
  return [
    ...starts.map((from, place): Stretch => {
      const next = starts[place + 1] ?? Infinity;
      const to = stops.find((stop) => stop >= from);
      // Of a tool whose ends nobody tells nothing is known, however new the session is.
      if (to === undefined) return stops.length > 0 && next === Infinity && now - from <= GOING_ON ? { from, to: now, isTold: true } : { from, to: from, isTold: false };
      return to - from <= (next >= to ? LONGEST : AT_ONCE) ? { from, to, isTold: true } : { from, to: from, isTold: false };
    }),
    ...ends.map(({ at, lasted = 0 }): Stretch => ({ from: at - lasted, to: at, isTold: true })),
  ];
}

/**
 * Share of the active half hours under control, over all days in which there was a session.
 *
 * An end counts where it, or the session it ended, lies in a day with a beginning: others may end sessions for which
 * there is a reason.
 *
 * @returns undefined where no ends or no activity are told on any of them
 */
export function controlShare(laptops: readonly Told[], now: Slot): number | undefined {
  const counts = laptops.map(({ byTool, active }) => {
    const days = new Set(byTool.flatMap(({ begins }) => begins.map(dayIn)));
    const stretches = byTool.flatMap(({ begins, ends }) => stretchesOf(begins, ends, now)).filter((stretch) => slotsIn(stretch).some((slot) => days.has(dayIn(slot))));
    const controlled = new Set(stretches.flatMap(slotsIn));
    const told = new Set(stretches.filter(({ isTold }) => isTold).flatMap(slotsIn).map(dayIn));
    const counted = [...new Set(active)].filter((slot) => told.has(dayIn(slot)));
    return { active: counted.length, under: counted.filter((slot) => controlled.has(slot)).length };
  });
  const sum = (of: 'active' | 'under'): number => counts.reduce((total, one) => total + one[of], 0);
  return sum('active') === 0 ? undefined : sum('under') / sum('active');
}

function slotsIn({ from, to }: Stretch): readonly Slot[] {
  return Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
}

function dayIn(slot: Slot): Day {
  return dayOf(slot * HALF_HOUR);
}
