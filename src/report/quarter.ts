import { DAY, dayOf, startOfDay, startOfLocalDay, type Day, type Instant } from '../core/time.ts';
import type { Week } from './week.ts';

/** Three calendar months, as a company lives them. */
export interface Quarter {
  /** `2026-Q3`. */
  readonly name: string;
  readonly first: Day;
  readonly last: Day;
  /** From the first instant of the first day to that of the day after the last, in the company's zone. */
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The quarter of a name.
 *
 * @param zone IANA zone of the company
 * @returns undefined for a name that is none
 * @example quarterNamed('2026-Q3', 'UTC')!.last // => '2026-09-30'
 */
export function quarterNamed(name: string, zone: string): Quarter | undefined {
  const [, year, number] = /^(\d{4})-Q([1-4])$/.exec(name) ?? [];
  return year === undefined ? undefined : quarterOf(Number(year) * 4 + Number(number) - 1, zone);
}

/** The quarter that an instant lies in. */
export function quarterAt(at: Instant, zone: string): Quarter {
  const near = quarterOnDay(dayOf(at), zone);
  // The company's day may be another one than that of UTC.
  return at < near.from ? quarterBefore(near, zone) : at >= near.to ? quarterBefore(near, zone, -1) : near;
}

/** The quarter so many quarters earlier; later ones for less than 0. */
export function quarterBefore({ first }: Quarter, zone: string, quarters = 1): Quarter {
  return quarterOf(numberOf(first) - quarters, zone);
}

/** The quarter that has ended in this week, or the day before it: the week tells of it. Undefined in the other weeks. */
export function quarterToldIn(week: Week, zone: string): Quarter | undefined {
  const begun = quarterOnDay(week.sunday, zone);
  return begun.first >= week.monday ? quarterBefore(begun, zone) : undefined;
}

function quarterOnDay(day: Day, zone: string): Quarter {
  return quarterOf(numberOf(day), zone);
}

/** Quarters since the year 0. */
function numberOf(day: Day): number {
  return Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}

function quarterOf(number: number, zone: string): Quarter {
  const firstOf = (quarter: number): Day => `${String(Math.floor(quarter / 4)).padStart(4, '0')}-${String((quarter % 4) * 3 + 1).padStart(2, '0')}-01`;
  const [first, after] = [firstOf(number), firstOf(number + 1)];
  return { name: `${Math.floor(number / 4)}-Q${(number % 4) + 1}`, first, last: dayOf(startOfDay(after) - DAY), from: startOfLocalDay(first, zone), to: startOfLocalDay(after, zone) };
}
