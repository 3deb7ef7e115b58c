import { DAY, HOUR, isoOf, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';

/** A source by what it sent: fresh, late or dark. Dark is never clear: it says what cannot be seen. */
export interface SourceSeen {
  readonly name: string;
  readonly state: 'fresh' | 'late' | 'dark';
  readonly lastEventAt: Instant;
  readonly said: string;
}

const LATE_AFTER = 24 * HOUR;
const DARK_AFTER = 72 * HOUR;

/** Every module that sent something in the last 60 days before `asOf`. A weekend of silence is late, not dark. */
export async function sourcesSeen(store: Store, asOf: Instant): Promise<readonly SourceSeen[]> {
  const rows = await store.events.tally(
    { where: {}, by: ['event.module'], measure: { last: { max: '@timestamp' }, times: 'count' } },
    { from: asOf - 60 * DAY, to: asOf + 1, asOf },
  );
  return rows.map((row) => {
    const last = row.last as Instant;
    const silent = asOf - last;
    const state = silent > DARK_AFTER ? 'dark' as const : silent > LATE_AFTER ? 'late' as const : 'fresh' as const;
    const said = state === 'fresh' ? `${row.times} events in 60 days, last ${isoOf(last)}`
      : `nothing since ${isoOf(last)}: what it would show cannot be seen, and counts for nobody. Check that it still exports, and collect again.`;
    return { name: row['event.module'] ?? 'unnamed', state, lastEventAt: last, said };
  });
}
