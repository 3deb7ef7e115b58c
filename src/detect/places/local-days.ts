import { isZone, localDayOf, type Day, type Instant } from '../../core/time.ts';
import { WHEREABOUTS, type WhereaboutsRow } from './whereabouts.ts';

/**
 * The day of a row by the clocks of its holder. Rows are counted by UTC days, and one evening in America lies in two of
 * them: seen once, a laptop would seem to have been seen on two days.
 *
 * A UTC day is told by its latest contact, so one that holds the end of an evening and the morning after it is the later
 * day: days may be counted too few, and never twice.
 *
 * @param day  the UTC day
 * @param last latest contact of that day; without it, or without a zone, the UTC day stands
 */
export function localDay(day: Day, last: Instant | undefined, zone: string | undefined): Day {
  return last === undefined || zone === undefined || !isZone(zone) ? day : localDayOf(last, zone);
}

/** The least number of days that a laptop was seen on, by the clocks of its holder. */
export function localDaysOf(rows: readonly Pick<WhereaboutsRow, 'day' | 'last'>[], zone: string | undefined): ReadonlySet<Day> {
  return new Set(rows.map(({ day, last }) => localDay(day, last, zone)));
}

const CELLS = ['person', 'laptop', 'holder', 'hire', 'times', 'last', ...WHEREABOUTS.by] as const;

/** The same row on the day of its holder. Rows as they are counted are views of a table, which a spread would leave empty. */
export function onLocalDay(row: WhereaboutsRow, zone: string | undefined): WhereaboutsRow {
  const day = localDay(row.day, row.last, zone);
  return day === row.day ? row : { ...Object.fromEntries(CELLS.map((name) => [name, row[name]])) as Omit<WhereaboutsRow, 'day'>, day };
}
