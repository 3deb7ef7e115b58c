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

/** The half hours of both. */
export function eitherHalfHour(a: HalfHours, b: HalfHours): HalfHours {
  if (a === b) return a;
  // Twice 24 bits fit where 48 do not.
  return (Math.floor(a / HALF) | Math.floor(b / HALF)) * HALF + ((a % HALF) | (b % HALF));
}

/** The half hours that both have. */
export function bothHalfHours(a: HalfHours, b: HalfHours): HalfHours {
  return (Math.floor(a / HALF) & Math.floor(b / HALF)) * HALF + ((a % HALF) & (b % HALF));
}

const HALF = 2 ** 24;

/** How many they are. */
export function halfHoursIn(halfHours: HalfHours): number {
  let many = 0;
  for (let rest = Math.floor(halfHours / HALF); rest !== 0; rest &= rest - 1) many++;
  for (let rest = halfHours % HALF; rest !== 0; rest &= rest - 1) many++;
  return many;
}

/** The place of the lowest bit, from 0. */
function bitOf(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** When the half hours of a day begin, in order. @param midnight the first instant of the day */
export function halfHourStarts(halfHours: HalfHours, midnight: Instant): readonly Instant[] {
  const starts: Instant[] = [];
  // The lowest bit of the rest is the next one; taking it away leaves the others.
  for (let rest = halfHours % HALF; rest !== 0; rest &= rest - 1) starts.push(midnight + bitOf(rest) * HALF_HOUR);
  for (let rest = Math.floor(halfHours / HALF); rest !== 0; rest &= rest - 1) starts.push(midnight + (24 + bitOf(rest)) * HALF_HOUR);
  return starts;
}
