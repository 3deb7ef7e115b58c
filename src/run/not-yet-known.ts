import { counted } from '../core/counted.ts';
import { DAY, isoOf, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { knewSomebody, type Run } from './stored-run.ts';

/** Runs look back so far. */
const LOOK_BACK = 90 * DAY;
const FOREVER: Instant = 8_640_000_000_000_000;

/** Events of one source that had happened by an instant, most of which came in later, and when the last of them did. */
export interface NotYetKnown { readonly source: string; readonly happened: number; readonly later: number; readonly last: Instant }

/** What runs from `from` to `to` could know of what had happened: how much was there, and of which sources most was not. */
async function knownBy(store: Store, from: Instant, to: Instant): Promise<{ readonly known: number; readonly notYet: readonly NotYetKnown[] }> {
  const period = { from: from - LOOK_BACK, to: to + 1 };
  const count = { where: {}, by: ['event.module'], measure: { times: 'count' } } as const;
  const known = new Map((await store.events.tally(count, { ...period, asOf: to })).map((row) => [row['event.module'], row.times]));
  const all = await store.events.tally({ ...count, measure: { times: 'count', last: { max: 'event.ingested' } } }, { ...period, asOf: FOREVER });
  const notYet: NotYetKnown[] = [];
  for (const { 'event.module': source, times, last } of all) {
    const later = times - (known.get(source) ?? 0);
    if (2 * later > times) notYet.push({ source: source ?? 'unnamed', happened: times, later, last: last! });
  }
  return { known: [...known.values()].reduce((sum, times) => sum + times, 0), notYet };
}

/** Why runs up to the last one knew little or nothing, as sentences with their cure; nothing where they knew most of what had happened. */
export async function sayNotYetKnown(store: Store, from: Instant, last: Run): Promise<readonly string[]> {
  const { known, notYet } = await knownBy(store, from, last.asOf);
  const said = notYet.map(({ source, happened, later, last: came }) => `${source}: ${later} of ${counted(happened, 'event')} that had happened by the last run came in after it, up to ${isoOf(came)}, so no run knows them.`);
  if (notYet.length > 0) return [...said, 'Saved records that would have been known when they happened: give their files again with "farmwatch collect SOURCE --from-file FILE --arrived then" (nothing is added twice), and replay once more. What truly came so late was not known then.'];
  if (last.risks.length === 0 || knewSomebody(last)) return [];
  if (known === 0) return [`No event is held of the time up to ${isoOf(last.asOf)}: nothing could be known of anybody. Import or collect records of that time, and replay once more.`];
  const { strangers, machines } = last.unjoined;
  return [`${known} events were known by the last run, and none is about somebody who is watched: of the newest, ${strangers} name accounts nobody has and ${machines} come from machines nobody holds. Import accounts.csv or devices.csv, and replay once more.`];
}
