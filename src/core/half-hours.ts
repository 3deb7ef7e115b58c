import { DAY, HOUR, floorTo, type Instant } from './time.ts';

/**
 * Half hours of a UTC day as one number: bit i, worth 2^i, stands for the i-th of 48. A double holds all of them exactly.
 *
 * Numbers with more than 32 bits know no bitwise operators, so bits are met by division.
 */
export type HalfHours = number;

const HALF_HOUR = HOUR / 2;

/** The half hours so far and the one that an instant falls in. @example withHalfHour(0, 31 * MINUTE) // => 2 */
export function withHalfHour(so: HalfHours, at: Instant): HalfHours {
  const bit = 2 ** Math.floor((at - floorTo(at, DAY)) / HALF_HOUR);
  return Math.floor(so / bit) % 2 === 1 ? so : so + bit;
}

/** When the half hours of a day begin, in order. @param midnight the first instant of the day */
export function halfHourStarts(halfHours: HalfHours, midnight: Instant): readonly Instant[] {
  const starts: Instant[] = [];
  for (let rest = halfHours, at = midnight; rest > 0; rest = Math.floor(rest / 2), at += HALF_HOUR) if (rest % 2 === 1) starts.push(at);
  return starts;
}
