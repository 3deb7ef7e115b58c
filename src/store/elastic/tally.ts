import type { Value } from '../../core/event.ts';
import { withHalfHour } from '../../core/half-hours.ts';
import { compareValues, type Measure, type Tally } from '../store.ts';
import { DISTINCT_KEY, groupKey, groupValue, type Pass } from './translate.ts';

/** Composite buckets put together to rows. Pure. */

/** One composite bucket as it comes over the wire. */
export interface CompositeBucket {
  readonly key: Readonly<Record<string, unknown>>;
  readonly doc_count: number;
  readonly [aggregation: string]: unknown;
}

/** A result row before it gets its type. */
export type PlainRow = Record<string, Value | undefined>;

interface Group { readonly values: readonly (Value | undefined)[]; readonly measures: Record<string, number | undefined> }

/** Rows under construction: buckets go in, page by page and pass by pass. */
export interface Tabulation {
  add(pass: Pass, buckets: readonly CompositeBucket[]): void;
  rows(): readonly PlainRow[];
}

export function tabulate(query: Tally): Tabulation {
  const groups = new Map<string, Group>();
  const start = query.measure;

  const groupOf = (bucket: CompositeBucket): Group => {
    const values = query.by.map((_, i) => groupValue(bucket.key[groupKey(i)]));
    const key = JSON.stringify(values.map((value) => value ?? null));
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { values, measures: emptyMeasures(start) }));
    return group;
  };

  return {
    add(pass, buckets) {
      for (const bucket of buckets) {
        const { measures } = groupOf(bucket);
        for (const [name, { measure, aggregation }] of Object.entries(pass.simple)) {
          measures[name] = together(measure, measures[name], read(measure, bucket, aggregation));
        }
        if (pass.spread) measures[pass.spread.name] = withValue(pass.spread.measure, measures[pass.spread.name]!, groupValue(bucket.key[DISTINCT_KEY]));
      }
    },
    rows: () => [...groups.values()]
      .sort((a, b) => compareValueLists(a.values, b.values))
      .map(({ values, measures }) => {
        const row: PlainRow = {};
        query.by.forEach((column, i) => { row[column] = values[i]; });
        return Object.assign(row, measures);
      }),
  };
}

/** A count of distinct values, or half hours, with one more value: a distinct one comes once to a group, a half hour once for every day. */
function withValue(measure: NonNullable<Pass['spread']>['measure'], so: number, value: Value | undefined): number {
  if (value === undefined) return so;
  return 'bits' in measure ? withHalfHour(so, value as number) : so + 1;
}

function emptyMeasures(measures: Tally['measure']): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(measures).map(([name, measure]) => [name, measure === 'count' || 'distinct' in measure || 'bits' in measure ? 0 : undefined]));
}

function read(measure: Measure, bucket: CompositeBucket, aggregation: string): number | undefined {
  if (measure === 'count') return bucket.doc_count;
  if ('sum' in measure) {
    const { count, sum } = bucket[aggregation] as { count: number; sum: number };
    return count === 0 ? undefined : sum;
  }
  return (bucket[aggregation] as { value: number | null }).value ?? undefined;
}

function together(measure: Measure, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (measure === 'count' || 'sum' in measure) return a + b;
  return 'min' in measure ? Math.min(a, b) : Math.max(a, b);
}

/** Order of rows: column by column. */
export function compareValueLists(a: readonly (Value | undefined)[], b: readonly (Value | undefined)[]): number {
  for (let i = 0; i < a.length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return 0;
}
