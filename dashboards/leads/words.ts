import type { Share, WeeklyReport } from '../../src/api/contract.ts';
import { capital, clock, count, moment } from '../kit/format.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** “9 Nov 2026” of a calendar day, which has no zone. */
export function daySays(day: string): string {
  const [year, month, date] = day.split('-');
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** “Tue 1 Dec 2026, 00:00 UTC”: a week is that of the company, and what was known of it is the same for every reader. */
export function utcSays(at: number): string {
  return `${moment(at, 'UTC').replace(',', ` ${clock(at, 'UTC').year},`)} UTC`;
}

/** A sentence of the report with its instants and days as pages write them, and begun like a sentence. */
export function pageSays(text: string): string {
  return capital(text.replace(/\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d) UTC/g, (_, day: string, time: string) => utcSays(Date.parse(`${day}T${time}Z`))).replace(/\b\d{4}-\d\d-\d\d\b(?!T)/g, daySays));
}

const KIND_SAYS: Readonly<Record<string, string>> = { 'sign-in': 'Sign-ins', 'check-in': 'Check-ins', 'activity': 'Activity', 'vpn-connected': 'VPN gateway', 'process-started': 'Software' };

/** A kind of record in the words of the page of a case; the name of a source as it is. */
export function kindSays(what: string): string {
  return KIND_SAYS[what] ?? what;
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
