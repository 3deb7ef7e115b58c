import type { App } from '../../app.ts';
import { counted } from '../../core/counted.ts';
import { LATEST } from '../../core/parse-event.ts';
import { DAY, isoOf, type Day, type Instant } from '../../core/time.ts';
import { lastEventAt } from '../../run/sources-seen.ts';
import { printable, type CommandIo } from '../io.ts';

/** The last of everything held, and an instant near it from which to look: that of the newest run, where there is one. */
export interface Ends { readonly last: Instant; readonly look: Instant }

/** Vacations are shorter. */
const LONG_BEFORE = 7 * DAY;

/** Undefined where something is held of the days before an instant, or nothing at all. */
export async function endedLongBefore(app: App, at: Instant): Promise<Ends | undefined> {
  const last = await lastEventAt(app.store, at);
  if (last === undefined || at - last <= LONG_BEFORE) return undefined;
  const run = await app.pipeline.runs.newest(at);
  return { last, look: run !== undefined && Math.abs(run.asOf - last) <= LONG_BEFORE ? run.asOf : last };
}

/** As a sentence without its point, with the command that looks from then. */
export function saidEnds({ last, look }: Ends, at: Instant, command: string): string {
  return `everything held ends at ${isoOf(last)}, ${counted(Math.floor((at - last) / DAY), 'day')} before ${isoOf(at)}, by which this is judged. To judge by what was known then: ${command} --as-of ${isoOf(look)}`;
}

/** The same beside other lines; nothing where nothing has ended. */
export async function sayEnds(app: App, at: Instant, command: string, io: CommandIo): Promise<void> {
  const ends = await endedLongBefore(app, at);
  if (ends) io.err(printable(`Of note: ${saidEnds(ends, at, command)}.`));
}

/** What is held of a time to come, as of a wrong clock or a made-up company. */
export interface Ahead { readonly rows: number; readonly from: Day; readonly to: Day }

/** Undefined where nothing is held of days after an instant. */
export async function heldAhead({ store }: App, at: Instant): Promise<Ahead | undefined> {
  const days = (await store.events.days({ from: at, to: LATEST, asOf: LATEST })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  return days.length === 0 ? undefined : { rows: days.reduce((sum, { rows }) => sum + rows, 0), from: days[0]!.day, to: days.at(-1)!.day };
}

/** As a sentence without its point. */
export function saidAhead({ rows, from, to }: Ahead, at: Instant): string {
  return `${counted(rows, 'event')} of ${from} to ${to} ${rows === 1 ? 'lies' : 'lie'} ahead of ${isoOf(at)}, by which this is judged; look at the clock of this machine and of what sent them. To judge as of then: farmwatch doctor --as-of ${to}T23:59:59Z`;
}
