import { halfHourStarts, type HalfHours } from '../../src/core/half-hours.ts';
import { HOUR, MINUTE, startOfDay, type Day, type Instant } from '../../src/core/time.ts';

/** Something happened within these instants; at one instant where they are equal. */
export interface Moment { readonly from: Instant; readonly to: Instant }

const HALF_HOUR = HOUR / 2;

/**
 * What a count of a day still tells of its times: the first and the last event to the millisecond, and for each other
 * half hour with events that there was one. Several events of one half hour are one, and their order is lost.
 */
export function momentsOf({ day, first, last, halfHours }: { readonly day: Day; readonly first: Instant; readonly last: Instant; readonly halfHours: HalfHours }): readonly Moment[] {
  const ends = first === last ? [first] : [first, last];
  const between = halfHourStarts(halfHours, startOfDay(day)).filter((start) => !ends.some((at) => at >= start && at < start + HALF_HOUR));
  return [...ends.map((at) => ({ from: at, to: at })), ...between.map((start) => ({ from: start, to: start + HALF_HOUR }))];
}

/** Intervals of input are written down when they end. */
const LONGEST_INTERVAL = 15 * MINUTE;

/** The half hours in which a laptop was in use. */
export function useMoments(day: Day, halfHours: HalfHours): readonly Moment[] {
  return halfHourStarts(halfHours, startOfDay(day)).map((start) => ({ from: start - LONGEST_INTERVAL, to: start + HALF_HOUR }));
}
