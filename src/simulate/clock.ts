import { DAY, HOUR, MINUTE, offsetMinutes, type Instant } from '../core/time.ts';

/** Days of a simulation are counted from its first UTC midnight; minutes are local. */
export interface Calendar { readonly from: Instant; readonly days: number }

const offsets = new Map<string, number>();

/**
 * Minutes east of UTC on a day, taken at noon.
 *
 * On the two days a year when clocks change, the hours before the change are an hour off; nobody sees it in a simulation.
 */
export function offsetOn(calendar: Calendar, day: number, zone: string): number {
  const noon = calendar.from + day * DAY + 12 * HOUR;
  const key = `${zone}${noon}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size > 50_000) offsets.clear();
    offsets.set(key, (offset = offsetMinutes(zone, noon)));
  }
  return offset;
}

/** The instant of a local minute of a day; minutes below 0 or above 1,440 lie on neighbouring days. */
export function instantOf(calendar: Calendar, day: number, minute: number, zone: string): Instant {
  return calendar.from + day * DAY + Math.round((minute - offsetOn(calendar, day, zone)) * MINUTE);
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(calendar: Calendar, day: number): number {
  return new Date(calendar.from + day * DAY).getUTCDay();
}

/** Number of the day on which an instant falls, UTC; negative before the simulation begins. */
export function dayIndexOf(calendar: Calendar, at: Instant): number {
  return Math.floor((at - calendar.from) / DAY);
}

/** The calendar date of a day, `2026-11-16`. */
export function dateOf(calendar: Calendar, day: number): string {
  return new Date(calendar.from + day * DAY).toISOString().slice(0, 10);
}
