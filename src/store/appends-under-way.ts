import type { PackedEvents } from '../core/packed-events.ts';
import { MINUTE, type Instant } from '../core/time.ts';

/** Up to when every stamped row can be read, of a log of which some rows are still being written. */
export interface AppendsUnderWay {
  /** An append begins. @returns what to call when it is over */
  begun(batch: PackedEvents): () => void;
  /** Now, or just before the oldest append still under way, or the oldest stamp in it. */
  watermark(): Instant;
}

/** Stamps are given just before their rows are written; older ones are history that a file tells, which no run waits for. */
const JUST_NOW = 5 * MINUTE;

export function appendsUnderWay(now: () => Instant): AppendsUnderWay {
  const underWay = new Set<{ readonly since: Instant }>();
  return {
    begun(batch) {
      const mine = { since: Math.min(now(), earliestStamp(batch, now() - JUST_NOW)) };
      underWay.add(mine);
      return () => void underWay.delete(mine);
    },
    watermark: () => [...underWay].reduce((least, { since }) => Math.min(least, since - 1), now()),
  };
}

/** The earliest stamp after an instant that a batch brings; infinite where there is none, or all are assumed. */
function earliestStamp(batch: PackedEvents, after: Instant): Instant {
  let earliest = Infinity;
  for (const { count, columns } of batch.groups) {
    const stamps = columns.get('event.ingested');
    const assumed = columns.get('farmwatch.ingested_assumed');
    for (let row = 0; row < count && stamps?.kind === 'number'; row++) {
      const stamp = stamps.values[row]!;
      if (stamp > after && stamp < earliest && (assumed?.kind !== 'number' || assumed.values[row] !== 1)) earliest = stamp;
    }
  }
  return earliest;
}
