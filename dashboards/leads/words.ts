import type { Share, WeeklyReport } from '../../src/api/contract.ts';
import { count } from '../kit/format.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** “9 Nov 2026” of a calendar day, which has no zone. */
export function daySays(day: string): string {
  const [year, month, date] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** “−2”, “+1”, “0”. */
export function signed(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}

/** “1.2 % (0.4–2.6)”, or that there is nothing to take a share of. */
export function spread({ hits, of, atLeast, atMost }: Share): string {
  if (of === 0) return 'none to count';
  const [is, from, to] = [hits / of, atLeast, atMost].map((part) => (100 * part).toFixed(1));
  return `${is} % (${from}–${to})`;
}

/** “96 %” of days; whole above one. */
export function partSays({ hits, of }: Share): string {
  if (of === 0) return 'none to count';
  const per = (100 * hits) / of;
  return `${per === 0 || per >= 1 ? Math.floor(per) : per.toFixed(1)} %`;
}

/** The address of a page about a week; without one about the usual week of that page. */
export function weekHref(page: 'overview' | 'report', week?: string): string {
  return week === undefined ? `/${page}` : `/${page}?week=${encodeURIComponent(week)}`;
}

/** What all the queries of a section are, each once. */
export function queriesOf(figures: readonly { readonly query: string }[]): readonly string[] {
  return [...new Set(figures.map(({ query }) => query))];
}

/** “Week 46 of 2026”. */
export function weekSays({ week }: Pick<WeeklyReport, 'week'>): string {
  return `Week ${Number(week.slice(6))} of ${week.slice(0, 4)}`;
}

/** When the cases stood open that are counted at the end of the week. */
export function endOf({ so_far: isRunning }: Pick<WeeklyReport, 'so_far'>): string {
  return isRunning ? 'so far' : 'on Sunday';
}
