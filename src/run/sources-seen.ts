import { DAY, HOUR, isoOf, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';

/** A source by what it sent: fresh, late or dark. Dark is never clear: it says what cannot be seen. */
export interface SourceSeen {
  readonly name: string;
  readonly state: 'fresh' | 'late' | 'dark';
  readonly lastEventAt: Instant;
  /** Events in the last 60 days. */
  readonly times: number;
  readonly said: string;
}

const LATE_AFTER = 24 * HOUR;
const DARK_AFTER = 72 * HOUR;
/** What happens now and then; nobody can tell from outside whether nothing happened or nothing came. */
const OCCASIONAL = new Set(['shipment-updated', 'account-changed', 'verified', 'badge-in']);
const OCCASIONAL_LATE_AFTER = 7 * DAY;
/** Of the gaps between days with events, this share is usual: weekends and quiet weeks are, one outage is not. */
const USUAL = 0.9;

/**
 * Every module that sent something in the last 60 days before `asOf`.
 *
 * A source is late after a day of silence, or after what is usual for it where that is longer; dark after three days, or twice
 * the usual. Badge readers rest at the weekend. A source of what happens now and then, such as parcels, is late after a week and never dark.
 */
export async function sourcesSeen(store: Store, asOf: Instant): Promise<readonly SourceSeen[]> {
  const rows = await store.events.tally(
    { where: {}, by: ['event.module', 'event.action', 'day'], measure: { last: { max: '@timestamp' }, times: 'count' } },
    { from: asOf - 60 * DAY, to: asOf + 1, asOf },
  );
  return [...Map.groupBy(rows, (row) => row['event.module'] ?? 'unnamed')].map(([name, ofOne]) => {
    const last = Math.max(...ofOne.map((row) => row.last as Instant));
    const times = ofOne.reduce((sum, row) => sum + row.times, 0);
    const usual = usualGap([...new Set(ofOne.map((row) => row.day))]);
    const occasional = ofOne.every((row) => OCCASIONAL.has(row['event.action'] ?? ''));
    const silent = asOf - last;
    const state = !occasional && silent > Math.max(DARK_AFTER, 2 * usual) ? 'dark' as const
      : silent > Math.max(occasional ? OCCASIONAL_LATE_AFTER : LATE_AFTER, usual) ? 'late' as const : 'fresh' as const;
    const said = state === 'fresh' ? `${times} events in 60 days, last ${isoOf(last)}`
      : occasional ? `nothing since ${isoOf(last)}. Nothing may have happened; check that it still exports.`
      : `nothing since ${isoOf(last)}: what it would show cannot be seen, and counts for nobody. Check that it still exports, and collect again.`;
    return { name, state, lastEventAt: last, times, said };
  });
}

/** The gap between two days with events that most gaps do not exceed; 0 where there are fewer than two. */
function usualGap(days: readonly Instant[]): number {
  const order = [...days].sort((a, b) => a - b);
  const gaps = order.slice(1).map((day, index) => day - order[index]!).sort((a, b) => a - b);
  return gaps[Math.ceil(gaps.length * USUAL) - 1] ?? 0;
}
