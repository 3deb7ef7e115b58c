import { canonicalText, shortHash } from '../core/canonical.ts';
import { DAY, dayOf, daysBetween, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { DayMark, GroupBy, Period, Store, Tally } from '../store/store.ts';
import type { Evidence } from './detector.ts';

/**
 * Counts of one day for one plan, before anybody is named. People and places are applied after reading them,
 * so a new HR row rebuilds nothing.
 */
export type RawRow = Readonly<Record<string, unknown>>;
export interface Partial { readonly id: string; readonly mark: string; readonly rows: readonly RawRow[] }

export const IDENTITY = ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.id', 'host.name'] as const;

/** Rows held in memory; about a quarter of a kilobyte each. */
const ROWS_IN_MEMORY = 1_500_000;

/** Counts by day, kept on a shelf and in memory, so that a run costs new days and late rows. */
export interface Partials {
  of(plan: Evidence, from: Instant, to: Instant, asOf: Instant, marks: ReadonlyMap<Day, DayMark>): Promise<ReadonlyMap<Day, readonly RawRow[]>>;
  /** Keeps what was counted since the last time. */
  keep(): Promise<void>;
}

export function partialsOf(store: Store): Partials {
  const shelf = store.shelf<Partial>('partials');
  const held = new Map<string, Partial>();
  /** Plans whose kept days were read: what comes later, this process counts itself. */
  const read = new Set<string>();
  let fresh: Partial[] = [];

  let rowsHeld = 0;
  const hold = (partial: Partial): void => {
    rowsHeld += partial.rows.length - (held.get(partial.id)?.rows.length ?? 0);
    held.delete(partial.id);
    held.set(partial.id, partial);
  };

  async function of(plan: Evidence, from: Instant, to: Instant, asOf: Instant, marks: ReadonlyMap<Day, DayMark>): Promise<ReadonlyMap<Day, readonly RawRow[]>> {
    const planId = shortHash(canonicalText({ ...plan })).slice(0, 16);
    const found = new Map<Day, readonly RawRow[]>();
    const missing: Day[] = [];
    const days = daysBetween(from, to).filter((day) => marks.has(day));
    if (!read.has(planId)) {
      read.add(planId);
      for await (const { value } of shelf.list({ from: `${planId}/${dayOf(from)}`, to: `${planId}/~` })) hold(value);
    }
    for (const day of days) {
      const kept = held.get(`${planId}/${day}`);
      if (kept && kept.mark === markOf(marks.get(day)!)) found.set(day, kept.rows);
      else missing.push(day);
    }
    for (const [first, last] of stretches(missing)) {
      const period: Period = { from: startOfDay(first), to: startOfDay(last) + DAY, asOf };
      const tally: Tally = { where: plan.where, by: [...new Set<GroupBy>([...IDENTITY, ...plan.by, 'day'])], measure: plan.measure };
      const byDay = Map.groupBy(await store.events.tally(tally, period), (row) => dayOf((row as unknown as { day: Instant }).day));
      for (const day of daysBetween(period.from, period.to)) {
        const mark = marks.get(day);
        if (!mark) continue;
        const rows = (byDay.get(day) ?? []) as unknown as readonly RawRow[];
        const partial = { id: `${planId}/${day}`, mark: markOf(mark), rows };
        // The day that is still going on changes with every batch; keeping it would only wear the disk.
        if (startOfDay(day) + DAY <= asOf) fresh.push(partial);
        hold(partial);
        found.set(day, rows);
      }
    }
    for (const [id, partial] of held) {
      if (rowsHeld <= ROWS_IN_MEMORY) break;
      rowsHeld -= partial.rows.length;
      held.delete(id);
      // What was let go is read again from the shelf.
      read.delete(id.slice(0, 16));
    }
    // In order of days, whichever of them were kept: sums of decimals depend on the order of their parts.
    return new Map(days.map((day) => [day, found.get(day)!]));
  }

  return {
    of,
    async keep() {
      const keep = fresh;
      fresh = [];
      await shelf.putAll(keep);
    },
  };
}

export function markOf(mark: DayMark): string {
  return `${mark.rows}/${mark.latestIngested}`;
}

/** Neighbouring days as pairs of first and last: one query reads a stretch. */
function stretches(days: readonly Day[]): readonly (readonly [Day, Day])[] {
  const runs: [Day, Day][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && startOfDay(day) - startOfDay(last[1]) <= DAY) last[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

