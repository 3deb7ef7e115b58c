import { isRejected, parseEvent, type Rejected } from '../core/parse-event.ts';
import type { Draft } from './collector.ts';
import { learned, type Learned, type Learning } from './learned.ts';
import { kindOfReason } from './tally.ts';

/** What one record tells that fits, and what else it tells. */
export interface Fitted {
  readonly fit: readonly Learned[];
  readonly misfits: readonly { readonly draft: Draft; readonly reason: string }[];
  /** What is of no use in a record that is used: values, and events that do not fit; each in a sentence. */
  readonly unused: readonly string[];
}

/**
 * Which drafts of one record become events. Those that do not fit keep the others from nothing: an application with an odd
 * date must not cost where the laptop is.
 *
 * @returns a rejection where there are drafts and none fits, with the reason of the first
 */
export function fitting(drafts: readonly Draft[], learning: Learning): Fitted | Rejected {
  const [fit, misfits, unused]: [Learned[], { draft: Draft; reason: string }[], string[]] = [[], [], []];
  for (const draft of drafts) {
    const ofNoUse: string[] = [];
    const event = learnedFrom(draft, learning, (said) => void ofNoUse.push(said));
    if (isRejected(event)) misfits.push({ draft, reason: event.rejected });
    else fit.push(event);
    unused.push(...isRejected(event) ? [`${String(draft['event.action'])} of it was left out: ${kindOfReason(event.rejected)}`] : ofNoUse);
  }
  return fit.length === 0 && misfits.length > 0 ? { rejected: misfits[0]!.reason } : { fit, misfits, unused };
}

/** The event of a draft, with the instant at which it was learned of. */
function learnedFrom(draft: Draft, learning: Learning, unusedValue: (said: string) => void): Learned | Rejected {
  const { 'event.ingested': own, ...told } = draft;
  const event = parseEvent(own === undefined ? draft : told, { stamp: learning.stamp, unusedValue });
  return isRejected(event) ? event : learned(event, typeof own === 'number' ? own : undefined, learning);
}
