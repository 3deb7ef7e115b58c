import { halfHoursIn, type HalfHours } from '../../src/core/half-hours.ts';

/** What one laptop told on one day: half hours in which sessions began, in which they ended, and with activity. */
export interface DayOfControl { readonly begins: HalfHours; readonly ends: HalfHours; readonly active: HalfHours }

const has = (halfHours: HalfHours, nth: number): boolean => Math.floor(halfHours / 2 ** nth) % 2 === 1;

/**
 * Half hours of a day under control: from each beginning to the next end.
 *
 * A beginning without an end, and an end without a beginning, count for their own half hour: the rest lies on another
 * day, or was not seen.
 *
 * @example controlled(0b0010, 0b1000) // => 0b1110
 */
export function controlled(begins: HalfHours, ends: HalfHours): HalfHours {
  let found = 0;
  for (let nth = 0; nth < 48; nth++) {
    if (has(ends, nth) && !has(found, nth)) found += 2 ** nth;
    if (!has(begins, nth)) continue;
    let end = nth;
    while (end < 48 && !has(ends, end)) end++;
    for (let one = nth; one <= (end === 48 ? nth : end); one++) if (!has(found, one)) found += 2 ** one;
  }
  return found;
}

/**
 * Share of the active time under control, over all days with sessions; at most 1.
 *
 * @returns undefined where no ends or no activity are told on any of them
 */
export function controlShare(days: readonly DayOfControl[]): number | undefined {
  const told = days.filter(({ ends, active }) => ends > 0 && active > 0);
  if (told.length === 0) return undefined;
  const sum = (of: (day: DayOfControl) => HalfHours): number => told.reduce((total, day) => total + halfHoursIn(of(day)), 0);
  return Math.min(1, sum(({ begins, ends }) => controlled(begins, ends)) / sum(({ active }) => active));
}
