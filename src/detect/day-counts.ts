import { canonicalText, shortHash } from '../core/canonical.ts';
import { DAY, dayOf, daysBetween, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { DayMark, EventLog, GroupBy, Tally } from '../store/store.ts';
import type { Evidence } from './detector.ts';

/** One group of a tally, before anybody is named. */
export type RawRow = Readonly<Record<string, unknown>>;

export const IDENTITY = ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.id', 'host.name'] as const;

/** What one question asks of each day, and what is made of the answer. */
export interface DayQuestion<Row> {
  readonly plan: Evidence;
  readonly from: Instant;
  readonly to: Instant;
  readonly asOf: Instant;
  /** Days with rows; a day without a mark is empty. */
  readonly marks: ReadonlyMap<Day, DayMark>;
  /** What the rows made of a day depend on, besides its counts. */
  key(day: Day): string;
  /** Makes rows of counts; its rows hold all that was counted, so that it can be asked again under another key. */
  finish(day: Day, counted: readonly RawRow[]): readonly Row[];
}

/** Answers by day, held in memory: a run costs new days and late rows, not history. */
export interface DayCounts { of<Row extends RawRow>(question: DayQuestion<Row>): Promise<ReadonlyMap<Day, readonly Row[]>> }

/** What counting asks of a store. */
export interface CountedStore { readonly events: Pick<EventLog, 'days' | 'tally'> }

/** Rows held at once; about a quarter of a kilobyte each. */
const MOST_ROWS = 2_500_000;

interface Held { readonly mark: string; readonly key: string; readonly rows: readonly RawRow[] }

export function dayCounts(store: CountedStore): DayCounts {
  const held = new Map<string, Held>();
  let rowsHeld = 0;
  const hold = (id: string, answer: Held): void => {
    rowsHeld += answer.rows.length - (held.get(id)?.rows.length ?? 0);
    held.delete(id);
    held.set(id, answer);
  };
  return {
    async of<Row extends RawRow>({ plan, from, to, asOf, marks, key, finish }: DayQuestion<Row>) {
      const planId = shortHash(canonicalText({ ...plan }));
      const days = daysBetween(from, to).filter((day) => marks.has(day));
      const found = new Map<Day, readonly Row[]>();
      const make = (day: Day, counted: readonly RawRow[]): void => {
        const rows = finish(day, counted);
        found.set(day, rows);
        hold(`${planId}/${day}`, { mark: rowsMark(marks.get(day)!), key: key(day), rows });
      };
      const missing: Day[] = [];
      for (const day of days) {
        const kept = held.get(`${planId}/${day}`);
        if (kept?.mark !== rowsMark(marks.get(day)!)) missing.push(day);
        else if (kept.key !== key(day)) make(day, kept.rows);
        else found.set(day, kept.rows as readonly Row[]);
      }
      for (const [first, last] of stretches(missing)) {
        const tally: Tally = { where: plan.where, by: [...new Set<GroupBy>([...IDENTITY, ...plan.by, 'day'])], measure: plan.measure };
        const counted = await store.events.tally(tally, { from: startOfDay(first), to: startOfDay(last) + DAY, asOf });
        const byDay = Map.groupBy(counted as unknown as readonly RawRow[], (row) => dayOf(row['day'] as Instant));
        for (const day of missing.filter((one) => one >= first && one <= last)) make(day, byDay.get(day) ?? []);
      }
      for (const [id, { rows }] of held) {
        if (rowsHeld <= MOST_ROWS) break;
        rowsHeld -= rows.length;
        held.delete(id);
      }
      // In order of days, whichever of them were held: sums of decimals depend on the order of their parts.
      return new Map(days.map((day) => [day, found.get(day)!]));
    },
  };
}

/** Equal marks, equal rows of a day. */
export function rowsMark(mark: DayMark): string {
  return `${mark.rows}/${mark.latestIngested}`;
}

/** Days to ask about in one query: long stretches cost memory, single days cost queries. */
const STRETCH = 15;

/** Neighbouring days as pairs of first and last. */
function stretches(days: readonly Day[]): readonly (readonly [Day, Day])[] {
  const runs: [Day, Day][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && startOfDay(day) - startOfDay(last[1]) <= DAY && startOfDay(day) - startOfDay(last[0]) < STRETCH * DAY) last[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}
