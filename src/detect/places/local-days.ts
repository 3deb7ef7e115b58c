import { isZone, localDayOf, type Day } from '../../core/time.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

/**
 * Days of rows by the clocks of somebody's zone. Rows are counted by UTC days, and an evening that crosses midnight there is
 * two of them: it is one evening all the same.
 *
 * Each row tells its last instant, so that this is the least number of days that its laptop was seen on.
 *
 * @param zone of the holder; without one, UTC days are all there is
 */
export function localDaysOf(rows: readonly Pick<WhereaboutsRow, 'day' | 'last'>[], zone: string | undefined): ReadonlySet<Day> {
  const known = zone !== undefined && isZone(zone) ? zone : undefined;
  return new Set(rows.map(({ day, last }) => (known === undefined || last === undefined ? day : localDayOf(last, known))));
}
