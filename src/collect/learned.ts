import type { Event } from '../core/event.ts';
import { wrongTimes, type Rejected } from '../core/parse-event.ts';
import { isoOf, type Instant } from '../core/time.ts';
import type { Counts } from './tally.ts';

/** When records that come in now count as learned of. */
export interface Learning {
  /** The instant of the import. */
  readonly stamp: Instant;
  /**
   * Of saved records: those that happened after this instant count as learned of when they happened. Without it, and before
   * it, everything counts as learned of now.
   */
  readonly after?: Instant | undefined;
}

/** What `--arrived` says: a saved record was known when it happened, or it really came this late. */
export const ARRIVED = ['then', 'now'] as const;
export type Arrived = (typeof ARRIVED)[number];

/**
 * From which instant on saved records count as learned of when they happened.
 *
 * @param arrived    what somebody said of them; undefined where nobody did
 * @param newestLive the newest run that was no replay; undefined where there is none
 * @returns undefined where all of them count as learned of now
 */
export function learnedAfter(arrived: Arrived | undefined, newestLive: Instant | undefined): Instant | undefined {
  if (arrived === 'now') return undefined;
  // What a live run has looked past without knowing it was not known then: a replay must not say otherwise.
  return arrived === 'then' ? -Infinity : newestLive ?? -Infinity;
}

/** An event with the instant at which it was learned of; `late` where it would have been another but for a live run. */
export interface Learned { readonly event: Event; readonly late: boolean }

/**
 * Stamps one event that was collected.
 *
 * @param event stamped with the instant of the import
 * @param own   when a system of the company took it in, where the record says so; it counts for saved records alone
 */
export function learned(event: Event, own: Instant | undefined, { stamp, after }: Learning): Learned | Rejected {
  const at = event['@timestamp'];
  const wrong = own === undefined ? undefined : wrongTimes(at, own, {});
  if (wrong !== undefined) return { rejected: wrong };
  const then = own ?? at;
  if (after === undefined || then >= stamp) return { event, late: false };
  if (then <= after) return { event, late: true };
  return { event: { ...event, 'event.ingested': then, ...(own === undefined ? { 'farmwatch.ingested_assumed': true } : {}) }, late: false };
}

/**
 * What to say of new events from saved records that a live run had looked past; undefined where there are none.
 *
 * @param cure what changes it, where it is said
 */
export function saidLate({ late = 0, added, known }: Pick<Counts, 'late' | 'added' | 'known'>, newestLive: Instant | undefined, cure: string): string | undefined {
  const most = Math.min(late, added);
  if (most === 0 || newestLive === undefined) return undefined;
  return `${known === 0 ? '' : 'Up to '}${most} new ${most === 1 ? 'event is' : 'events are'} of a time that a run has looked at already (as of ${isoOf(newestLive)}) without knowing of it: that counts as known from now on, and a replay of earlier days does not see it. ${cure}`;
}
