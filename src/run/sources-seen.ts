import { counted } from '../core/counted.ts';
import { DAY, HOUR, isoOf, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { durationSaid } from '../core/duration-said.ts';
import { successorsOf, type Successor } from './health/replaced.ts';
import { spokenAt, usualSilence, type Heard } from './health/rhythm.ts';

/**
 * A source by what it sent: fresh, late, dark or replaced. Dark is never clear: it says what cannot be seen. What a replaced
 * one showed is seen by its successors.
 */
export interface SourceSeen {
  readonly name: string;
  readonly state: 'fresh' | 'late' | 'dark' | 'replaced';
  readonly lastEventAt: Instant;
  /** Events in the last 60 days. */
  readonly times: number;
  /** How long it is usually silent at this time of the week, in ms; absent where too little came to tell. */
  readonly usualSilence?: number;
  /** Who brings since then what a replaced one brought. */
  readonly successors?: readonly Successor[];
  readonly said: string;
}

/** Where too little came to tell a rhythm. */
const LATE_AFTER = 24 * HOUR;
const DARK_AFTER = 72 * HOUR;
/** Of the silence that is usual: at a weekend a source speaks seldom, and of a few weeks the longest silence is soon passed by a little. */
const LATE_BY = 1.5;
/** What happens now and then; nobody can tell from outside whether nothing happened or nothing came. */
export const OCCASIONAL: ReadonlySet<string> = new Set(['shipment-updated', 'account-changed', 'verified', 'badge-in']);
const OCCASIONAL_LATE_AFTER = 7 * DAY;
const LOOK_BACK = 60 * DAY;
const UNNAMED = 'unnamed';
/** Four weeks are looked at by the half hour, what lies before by the day. */
const CLOSELY = 29 * DAY;

/**
 * Every module that sent something in the last 60 days before `asOf`.
 *
 * A source is late after one and a half times the silence that is usual for it at this time of the week, and dark after twice
 * that; where it is too new to have a rhythm, after a day and after three. Nights, weekends and nightly exports are usual where they were before.
 * A source of what happens now and then, such as parcels, is late after a week and never dark. One that would be dark, and
 * every kind of whose rows another source brings for the same people since it stopped, is replaced.
 */
export async function sourcesSeen(store: Store, asOf: Instant): Promise<readonly SourceSeen[]> {
  const measure = { first: { min: '@timestamp' }, last: { max: '@timestamp' }, known: { min: 'event.ingested' }, knownLast: { max: 'event.ingested' }, times: 'count' } as const;
  const days = await store.events.tally({ where: {}, by: ['event.module', 'event.action', 'day'], measure }, { from: asOf - LOOK_BACK, to: asOf + 1, asOf });
  const halfHours = await store.events.tally({ where: {}, by: ['event.module', 'half-hour'], measure }, { from: asOf - CLOSELY, to: asOf + 1, asOf });
  const heard = Map.groupBy([...days, ...halfHours], (row) => row['event.module']);
  const seen = [...Map.groupBy(days, (row) => row['event.module'])].map(([name, ofOne]) => {
    const spoken = spokenAt(heard.get(name)!.flatMap(({ first, last, known, knownLast }): Heard[] => [{ at: first!, known: known! }, { at: last!, known: knownLast! }]), asOf);
    return judged(name ?? UNNAMED, {
      last: Math.max(...ofOne.map((row) => row.last!)), times: ofOne.reduce((sum, row) => sum + row.times, 0),
      occasional: ofOne.every((row) => OCCASIONAL.has(row['event.action'] ?? '')), silent: asOf - spoken.at(-1)!, usual: usualSilence(spoken, asOf),
    });
  });
  const brought = days.map((row) => ({ source: row['event.module'] ?? UNNAMED, kind: row['event.action'] ?? '', last: row.last! }));
  return Promise.all(seen.map(async (source) => {
    const successors = source.state === 'dark' ? await successorsOf(store, { name: source.name, lastAt: source.lastEventAt }, brought, asOf) : [];
    return successors.length === 0 ? source : { ...source, state: 'replaced' as const, successors, said: replacedSaid(source, successors) };
  }));
}

function replacedSaid({ lastEventAt }: SourceSeen, successors: readonly Successor[]): string {
  return `nothing since ${isoOf(lastEventAt)}; ${successors.map(({ name, kinds, since }) => `${name} brings ${kinds.join(', ')} since ${isoOf(since)}`).join('; ')}: if it was replaced, take it out of the settings; if it was not, check that it still exports.`;
}

/** A source that sent something, and nothing in the last 60 days. */
export interface LongSilent { readonly name: string; readonly lastEventAt: Instant; readonly times: number; readonly said: string }

/** Every module all of whose events are older than 60 days: of old records that were brought in, or of a source that was given up. */
export async function longSilent(store: Store, asOf: Instant, seen: readonly SourceSeen[]): Promise<readonly LongSilent[]> {
  const older = await store.events.tally({ where: {}, by: ['event.module'], measure: { last: { max: '@timestamp' }, times: 'count' } }, { from: 0, to: asOf - LOOK_BACK, asOf });
  const names = new Set(seen.map(({ name }) => name));
  return older.map(({ 'event.module': name = UNNAMED, last, times }) => ({ name, lastEventAt: last!, times, said: `nothing in 60 days; ${times} older events, the last of ${isoOf(last!)}` }))
    .filter(({ name }) => !names.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Sources that are dark at an instant: what stands then leans on nothing they would have shown. */
export async function darkAt(store: Store, asOf: Instant): Promise<readonly SourceSeen[]> {
  return (await sourcesSeen(store, asOf)).filter(({ state }) => state === 'dark');
}

/** When the newest event was, of all that is known at an instant; undefined where there is none. */
export async function lastEventAt(store: Store, asOf: Instant): Promise<Instant | undefined> {
  const [all] = await store.events.tally({ where: {}, by: [], measure: { last: { max: '@timestamp' } } }, { from: 0, to: asOf + 1, asOf });
  return all?.last;
}

function judged(name: string, { last, times, occasional, silent, usual }: { readonly last: Instant; readonly times: number; readonly occasional: boolean; readonly silent: number; readonly usual: number | undefined }): SourceSeen {
  const lateAfter = occasional ? Math.max(OCCASIONAL_LATE_AFTER, usual ?? 0) : usual === undefined ? LATE_AFTER : LATE_BY * usual;
  const darkAfter = usual === undefined ? DARK_AFTER : 2 * usual;
  const state = !occasional && silent > darkAfter ? 'dark' as const : silent > lateAfter ? 'late' as const : 'fresh' as const;
  const since = `nothing since ${isoOf(last)}${usual === undefined ? '' : `, where ${durationSaid(usual)} of silence is usual`}`;
  const said = state === 'fresh' ? `${counted(times, 'event')} in 60 days, last ${isoOf(last)}`
    : occasional ? `nothing since ${isoOf(last)}. Nothing may have happened; check that it still exports.`
    : `${since}: what it would show cannot be seen, and counts for nobody. Check that it still exports, and collect again.`;
  return { name, state, lastEventAt: last, times, ...(usual === undefined ? {} : { usualSilence: usual }), said };
}
