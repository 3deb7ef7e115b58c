import type { App } from '../app.ts';
import { counted } from '../core/counted.ts';
import { DAY, isoOf, type Instant } from '../core/time.ts';
import { lastEventAt } from '../run/sources-seen.ts';
import { printable, type CommandIo } from './io.ts';

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
