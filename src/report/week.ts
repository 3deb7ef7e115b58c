import { DAY, dayOf, startOfDay, startOfLocalDay, type Day, type Instant } from '../core/time.ts';

/** A calendar week, Monday to Sunday, as a company lives it. */
export interface Week {
  /** `2026-W46`, the name that ISO 8601 gives it. */
  readonly name: string;
  readonly monday: Day;
  readonly sunday: Day;
  /** From the first instant of Monday to the first of the next one, in the company's zone. */
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The week of a name.
 *
 * @param name such as `2026-W46`
 * @param zone IANA zone of the company
 * @returns undefined for a name that is none, or a week that the year does not have
 * @see ISO 8601: week 1 is the one with 4 January in it
 * @example weekNamed('2026-W46', 'UTC')!.monday // => '2026-11-09'
 */
export function weekNamed(name: string, zone: string): Week | undefined {
  const [, year, number] = /^(\d{4})-W(\d\d)$/.exec(name) ?? [];
  if (year === undefined || number === undefined) return undefined;
  const monday = mondayOf(startOfDay(`${year}-01-04`)) + (Number(number) - 1) * 7 * DAY;
  const week = weekFrom(monday, zone);
  return week.name === name ? week : undefined;
}

/** The week that an instant lies in. */
export function weekAt(at: Instant, zone: string): Week {
  const near = weekFrom(mondayOf(startOfDay(dayOf(at))), zone);
  // The company's day may be another one than that of UTC.
  return at < near.from ? weekBefore(near, zone) : at >= near.to ? weekFrom(startOfDay(near.monday) + 7 * DAY, zone) : near;
}

/** The week so many weeks earlier; later ones for less than 0. */
export function weekBefore(week: Week, zone: string, weeks = 1): Week {
  return weekFrom(startOfDay(week.monday) - weeks * 7 * DAY, zone);
}

/** @param monday midnight UTC of a Monday */
function weekFrom(monday: Instant, zone: string): Week {
  const day = (offset: number): Day => dayOf(monday + offset * DAY);
  const thursday = monday + 3 * DAY;
  const year = dayOf(thursday).slice(0, 4);
  const number = (monday - mondayOf(startOfDay(`${year}-01-04`))) / (7 * DAY) + 1;
  return { name: `${year}-W${String(number).padStart(2, '0')}`, monday: day(0), sunday: day(6), from: startOfLocalDay(day(0), zone), to: startOfLocalDay(day(7), zone) };
}

/** Midnight UTC of the Monday at or before a midnight UTC. */
function mondayOf(midnight: Instant): Instant {
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY;
}
