import { DAY, HOUR, MINUTE, floorTo, offsetMinutes, type Instant } from '../../src/core/time.ts';

const HALF_HOUR = HOUR / 2;
const HALF_HOURS_A_DAY = DAY / HALF_HOUR;

/**
 * How much of the day it takes to hold a share of some instants, round the dial: the shortest stretch of half hours.
 *
 * On the clock of a zone, because what somebody does at nine all year would else lie at two times of the day.
 *
 * @param share above 0, up to 1
 * @returns milliseconds, whole half hours up to a day; 0 of no instants
 * @example three sign-ins at 8:40 and one at 13:10: half an hour holds three of four, 5 hours hold all
 */
export function narrowestSpan(times: readonly Instant[], zone: string, share: number): number {
  const counts = countsByHalfHour(times, zone);
  // Ten times 0.8 is not exactly 8 for every share one may write.
  const wanted = times.length * share - 1e-9;
  return Math.min(...counts.map((_, from) => halfHoursFrom(counts, from, wanted))) * HALF_HOUR;
}

/** How many half hours from one on it takes to come to so many instants. */
function halfHoursFrom(counts: readonly number[], from: number, wanted: number): number {
  let held = 0;
  let many = 0;
  while (held < wanted) held += counts[(from + many++) % HALF_HOURS_A_DAY]!;
  return many;
}

function countsByHalfHour(times: readonly Instant[], zone: string): readonly number[] {
  const counts = Array<number>(HALF_HOURS_A_DAY).fill(0);
  for (const at of times) {
    const local = at + offsetMinutes(zone, at) * MINUTE;
    counts[Math.floor((local - floorTo(local, DAY)) / HALF_HOUR)]! += 1;
  }
  return counts;
}
