import type { estypes } from '@elastic/elasticsearch';
import { FIELDS, fieldSpec, type FieldName, type FieldType, type Value } from '../../core/event.ts';
import type { Bucket, Condition, GroupBy, Measure, Period, Tally, Where } from '../store.ts';

/** Questions of the port in the language of Elasticsearch. Pure: what goes out can be read in a test. */

/** A condition as a search takes it. */
export type Query = NonNullable<estypes.SearchRequest['query']>;

/** A `terms` query takes 65,536 values; more are spread over several. */
export const TERMS_AT_ONCE = 60_000;
const NOTHING: Query = { match_none: {} };

/** Conditions that must all hold. */
export function conditionsOf(where: Where): readonly Query[] {
  return (Object.entries(where) as [FieldName, Condition | undefined][])
    .filter((entry): entry is [FieldName, Condition] => entry[1] !== undefined)
    .map(([field, condition]) => conditionOf(field, condition));
}

/** Rows of a period that meet the conditions. Nothing is scored. */
export function queryOf(where: Where, during: Period): Query {
  return {
    bool: {
      filter: [
        { range: { '@timestamp': { gte: during.from, lt: during.to } } },
        { range: { 'event.ingested': { lte: during.asOf } } },
        ...conditionsOf(where),
      ],
    },
  };
}

/** Rows to be removed: before an instant, meeting the conditions, and protected by none of the exceptions. */
export function forgetQuery(before: number, where: Where, keep: readonly Where[]): Query {
  return {
    bool: {
      filter: [{ range: { '@timestamp': { lt: before } } }, ...conditionsOf(where)],
      must_not: keep.map((exception) => ({ bool: { filter: [{ match_all: {} }, ...conditionsOf(exception)] } })),
    },
  };
}

function conditionOf(field: FieldName, condition: Condition): Query {
  if (typeof condition === 'object' && !Array.isArray(condition)) {
    const exists: Query = { exists: { field } };
    return (condition as { readonly exists: boolean }).exists ? exists : { bool: { must_not: [exists] } };
  }
  const wanted = (Array.isArray(condition) ? condition : [condition]) as readonly (string | number | boolean)[];
  const possible = wanted.filter((value) => canEqual(fieldSpec(field).type, value));
  if (possible.length === 0) return NOTHING;
  if (possible.length === 1) return { term: { [field]: { value: possible[0]! } } };
  const parts: Query[] = [];
  for (let i = 0; i < possible.length; i += TERMS_AT_ONCE) parts.push({ terms: { [field]: possible.slice(i, i + TERMS_AT_ONCE) } });
  return parts.length === 1 ? parts[0]! : { bool: { should: parts, minimum_should_match: 1 } };
}

/** The longest term that is kept; one that is asked for and longer is refused, with the whole question. */
const LONGEST_TERM_BYTES = 32_766;

/** Elasticsearch reads '5' as 5, and refuses 'x' for a number and texts that are too long; for us such a value simply equals nothing. */
function canEqual(type: FieldType, value: string | number | boolean): boolean {
  switch (type) {
    case 'keyword': case 'text': case 'ip': return typeof value === 'string' && isTerm(value);
    case 'time': case 'long': return Number.isSafeInteger(value);
    case 'double': return typeof value === 'number' && Number.isFinite(value);
    case 'boolean': return typeof value === 'boolean';
  }
}

function isTerm(text: string): boolean {
  // A unit of UTF-16 takes three bytes at most.
  return text.length * 3 <= LONGEST_TERM_BYTES || Buffer.byteLength(text) <= LONGEST_TERM_BYTES;
}

/** Time order, ties by id, module and dataset in byte order; a missing one comes first. */
export function timeOrder(newest: boolean): estypes.SortCombinations[] {
  const order = newest ? 'desc' : 'asc';
  const missing = newest ? '_last' : '_first';
  return [
    { '@timestamp': { order } },
    ...['event.id', 'event.module', 'event.dataset'].map((field) => ({ [field]: { order, missing } }) as estypes.SortCombinations),
  ];
}

/** Measures that need every value of something. */
type Spread = Extract<Measure, { readonly distinct: unknown } | { readonly bits: unknown }>;

function isSpread(measure: Measure): measure is Spread {
  return typeof measure === 'object' && ('distinct' in measure || 'bits' in measure);
}

/** One walk over the groups of a tally. Several are needed where several measures count distinct values. */
export interface Pass {
  readonly sources: Record<string, estypes.AggregationsCompositeAggregationSource>[];
  readonly aggregations: Record<string, estypes.AggregationsAggregationContainer>;
  /** The measure whose distinct values, or half hours, are the last source, if any. */
  readonly spread?: { readonly name: string; readonly measure: Spread };
  /** Measures that this pass brings, with the name of their aggregation. */
  readonly simple: Readonly<Record<string, { readonly measure: Measure; readonly aggregation: string }>>;
}

/**
 * A tally as walks over composite buckets.
 *
 * Distinct values become one more level, which is exact where `cardinality` guesses. The first walk also brings all
 * other measures: they add up over that level.
 */
export function passesOf(query: Tally): readonly Pass[] {
  const groups = query.by.map((group, i) => ({ [groupKey(i)]: sourceOf(group) }));
  const measures = Object.entries(query.measure);
  const spreads = measures.flatMap(([name, measure]) => isSpread(measure) ? [{ name, measure }] : []);
  const others = measures.filter((entry): entry is [string, Exclude<Measure, Spread>] => !isSpread(entry[1]));
  const simple: Record<string, { measure: Measure; aggregation: string }> = {};
  const aggregations: Record<string, estypes.AggregationsAggregationContainer> = {};
  others.forEach(([name, measure], i) => {
    const aggregation = `m${i}`;
    simple[name] = { measure, aggregation };
    if (typeof measure === 'object') aggregations[aggregation] = aggregationOf(measure);
  });

  const [first, ...rest] = spreads;
  const level = ({ measure }: { readonly measure: Spread }): estypes.AggregationsCompositeAggregationSource => sourceOf('bits' in measure ? measure.bits : measure.distinct);
  // A composite needs a level; without groups and distinct values the day serves, and its rows are put together again.
  const lead: Pass = first
    ? { sources: [...groups, { [DISTINCT_KEY]: level(first) }], aggregations, spread: first, simple }
    : { sources: groups.length > 0 ? groups : [{ day: sourceOf('day') }], aggregations, simple };
  return [lead, ...rest.map((one): Pass => ({ sources: [...groups, { [DISTINCT_KEY]: level(one) }], aggregations: {}, spread: one, simple: {} }))];
}

/** The last level of a pass that counts distinct values. */
export const DISTINCT_KEY = 'value';

/** The level of one `by` column; its position, because a field name is no name for an aggregation. */
export function groupKey(position: number): string {
  return `g${position}`;
}

const BUCKET_WIDTH: Readonly<Record<Bucket, string>> = { 'half-hour': '30m', 'hour': '1h', 'day': '1d' };

function sourceOf(group: GroupBy): estypes.AggregationsCompositeAggregationSource {
  if (isBucket(group)) return { date_histogram: { field: '@timestamp', fixed_interval: BUCKET_WIDTH[group] } };
  return { terms: { field: group, missing_bucket: true } };
}

function isBucket(group: GroupBy): group is Bucket {
  return !Object.hasOwn(FIELDS, group);
}

function aggregationOf(measure: Exclude<Measure, 'count' | Spread>): estypes.AggregationsAggregationContainer {
  if ('min' in measure) return { min: { field: measure.min } };
  if ('max' in measure) return { max: { field: measure.max } };
  // `stats` also tells how many rows had a value: the sum of none is missing, not zero.
  return { stats: { field: measure.sum } };
}

/** A group value in a reply: null is missing. */
export function groupValue(found: unknown): Value | undefined {
  return found === null || found === undefined ? undefined : found as Value;
}
