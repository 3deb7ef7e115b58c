import { FIELD_NAMES, fieldSpec, type FieldName } from '../../core/event.ts';
import type { Packing } from '../../core/packed-events.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../core/time.ts';
import type { Bucket, Condition, Forget, GroupBy, Measure, Period, Tally, Where } from '../store.ts';
import { columnOf, readable } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import type { Bound, Scalar, Statement } from './engine.ts';
import { topicsMeeting } from './topics.ts';

/** Questions of the port as SQL. Pure: what goes to the engine can be read in a test. */

/** What a question needs to know of the dictionary. */
export type Codes = Pick<Dictionary, 'codeOf' | 'sourcesInOrder'>;

/** A part of a statement with the values of its question marks. */
interface Part { readonly sql: string; readonly values: readonly Bound[] }

const NEVER: Part = { sql: 'FALSE', values: [] };

/** Conditions that must all hold. */
export function conditionsOf(where: Where, codes: Codes): readonly Part[] {
  return (Object.entries(where) as [FieldName, Condition | undefined][])
    .filter((entry): entry is [FieldName, Condition] => entry[1] !== undefined)
    .flatMap(([field, condition]) => [...field === 'event.action' ? [ofTopics(condition)] : [], conditionOf(field, condition, codes)]);
}

/** Rows of other topics need not be looked at. Names of topics are ours. */
function ofTopics(condition: Condition): Part {
  const topics = topicsMeeting(condition).map((topic) => `'${topic}'`);
  return topics.length === 0 ? NEVER : { sql: `_topic IN (${topics.join(', ')})`, values: [] };
}

function conditionOf(field: FieldName, condition: Condition, codes: Codes): Part {
  const { name, packing } = columnOf(field);
  if (typeof condition === 'object' && 'exists' in condition) return { sql: `${name} IS ${condition.exists ? 'NOT ' : ''}NULL`, values: [] };
  const wanted = (Array.isArray(condition) ? condition : [condition]) as readonly (string | number | boolean)[];
  const values = wanted.flatMap((value) => bound(field, value, codes));
  const [first] = values;
  if (first === undefined) return NEVER;
  // The type is named: the engine would compare numbers of two kinds as the wider one, and look at every row for it.
  const one = `?::${columnOf(field).sqlType.replace('[]', '')}`;
  const many = `?::${columnOf(field).sqlType.replace('[]', '')}[]`;
  // IS TRUE: a missing value makes a comparison unknown, and the opposite of unknown would be unknown too.
  if (packing === 'words' || packing === 'numbers') return { sql: `(list_has_any(${name}, ${many}) IS TRUE)`, values: [values] };
  if (values.length === 1) return { sql: `(${name} = ${one} IS TRUE)`, values: [first] };
  // As a table, so that thousands of values become a hash table instead of thousands of comparisons a row.
  // NOT NULL is said, so that a table without the column is not looked at.
  return { sql: `(${name} IS NOT NULL AND ${name} IN (SELECT unnest(${many})))`, values: [values] };
}

/** A value as the column compares it; none for a value of another kind or a text that no row has, which equals nothing. */
function bound(field: FieldName, value: string | number | boolean, codes: Codes): readonly Scalar[] {
  const { type } = fieldSpec(field);
  switch (type) {
    case 'keyword': case 'text': case 'ip': {
      if (typeof value !== 'string') return [];
      if (TEXTUAL[columnOf(field).packing]) return [value];
      const code = codes.codeOf(value);
      return code === undefined ? [] : [code];
    }
    case 'time': case 'long': return Number.isSafeInteger(value) ? [BigInt(value as number)] : [];
    case 'double': return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    case 'boolean': return typeof value === 'boolean' ? [value] : [];
  }
}

const TEXTUAL: Readonly<Record<Packing, boolean>> = { text: true, word: false, words: false, number: false, numbers: false };

function joined(parts: readonly Part[], word: ' AND ' | ' OR '): Part {
  return { sql: parts.map(({ sql }) => sql).join(word), values: parts.flatMap(({ values }) => values) };
}

/** Rows of a period that meet the conditions. */
export function during(where: Where, { from, to, asOf }: Period, codes: Codes): Part {
  return joined([
    { sql: `"@timestamp" >= ?`, values: [whole(from)] },
    { sql: `"@timestamp" < ?`, values: [whole(to)] },
    { sql: `"event.ingested" <= ?`, values: [asOf === Infinity ? MOST : BigInt(Math.floor(asOf))] },
    ...conditionsOf(where, codes),
  ], ' AND ');
}

const MOST = 2n ** 62n;

/** The first whole millisecond at or after an instant; periods may be open to either side. */
function whole(at: Instant): bigint {
  if (Number.isFinite(at)) return BigInt(Math.ceil(at));
  return at > 0 ? MOST : -MOST;
}

/** Which rows `forget` removes. */
export function forgettable({ before, where = {}, keep = [] }: Forget, codes: Codes): Part {
  const gone: Part = joined([{ sql: `"@timestamp" < ?`, values: [whole(before)] }, ...conditionsOf(where, codes)], ' AND ');
  if (keep.length === 0) return gone;
  const kept = joined(keep.map((one) => {
    const { sql, values } = joined(conditionsOf(one, codes), ' AND ');
    return { sql: sql === '' ? 'TRUE' : `(${sql})`, values };
  }), ' OR ');
  return { sql: `${gone.sql} AND NOT (${kept.sql})`, values: [...gone.values, ...kept.values] };
}

/** Rows in order, with the fields that are asked for. */
export function rowsSql(fields: readonly FieldName[], where: Where, period: Period, codes: Codes, order: { readonly newest?: boolean; readonly limit?: number } = {}): Statement {
  const { sql, values } = during(where, period, codes);
  const sources = codes.sourcesInOrder();
  return {
    sql: `SELECT ${fields.map(readable).join(', ')} FROM farmwatch.events WHERE ${sql} ORDER BY ${timeOrder(order.newest)}${order.limit === undefined ? '' : ' LIMIT ?'}`,
    values: [...values, sources, sources, ...(order.limit === undefined ? [] : [BigInt(order.limit)])],
  };
}

/** Time order, ties by id, then by the texts of module and dataset, whose codes come as two lists in that order; a missing one comes first. */
function timeOrder(newest = false): string {
  const direction = newest ? 'DESC NULLS LAST' : 'ASC NULLS FIRST';
  const place = (field: FieldName): string => `list_position(?::UINTEGER[], ${columnOf(field).name})`;
  return ['"@timestamp"', '"event.id"', place('event.module'), place('event.dataset')].map((key) => `${key} ${direction}`).join(', ');
}

/** Which fields any of the rows has: one row of true and false, in the order of FIELDS. */
export function presentSql(where: Where, period: Period, codes: Codes): Statement {
  const { sql, values } = during(where, period, codes);
  return { sql: `SELECT ${FIELD_NAMES.map((field) => `count(${columnOf(field).name}) > 0`).join(', ')} FROM farmwatch.events WHERE ${sql}`, values };
}

/** Days with rows, how many, when the last of them was learned of, and all these instants added up. */
export function daysSql(where: Where, period: Period, codes: Codes): Statement {
  const { sql, values } = during(where, period, codes);
  return {
    sql: `SELECT day::DOUBLE, rows::DOUBLE, latest::DOUBLE, stamps::DOUBLE FROM (SELECT ${bucket('day')} AS day, count(*) AS rows, max("event.ingested") AS latest, sum("event.ingested") AS stamps FROM farmwatch.events WHERE ${sql} GROUP BY 1) ORDER BY 1`,
    values,
  };
}

/** A column of an answer to a tally, and how it is packed. */
export interface AnswerColumn { readonly name: string; readonly packing: 'word' | 'number' | 'text'; readonly boolean?: true }

/** A tally: `by` columns first, then measures, in the order of the question, each as its packing wants it, missing values included; no order of rows. */
export function tallySql(query: Tally, period: Period, codes: Codes): { readonly statement: Statement; readonly columns: readonly AnswerColumn[] } {
  const { sql, values } = during(query.where, period, codes);
  const columns: readonly AnswerColumn[] = [
    ...query.by.map((name): AnswerColumn => ({ name, ...packingOfGroup(name) })),
    ...Object.keys(query.measure).map((name): AnswerColumn => ({ name, packing: 'number' })),
  ];
  const expressions = [...query.by.map(groupExpression), ...Object.values(query.measure).map(measureExpression)];
  const outer = columns.map(({ packing }, i) => packing === 'word' ? `coalesce(c${i}, 0)` : packing === 'text' ? `coalesce(c${i}, '')` : `coalesce(c${i}::DOUBLE, 'nan'::DOUBLE)`);
  const inner = expressions.map((expression, i) => `${expression} AS c${i}`);
  const grouping = query.by.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${query.by.map((_, i) => i + 1).join(', ')}`;
  return {
    statement: {
      sql: `SELECT ${outer.length === 0 ? '1::DOUBLE' : outer.join(', ')} FROM (SELECT ${inner.length === 0 ? 'count(*)' : inner.join(', ')} FROM farmwatch.events WHERE ${sql} ${grouping})`,
      values,
    },
    columns: columns.length === 0 ? [{ name: '', packing: 'number' }] : columns,
  };
}

function packingOfGroup(group: GroupBy): Pick<AnswerColumn, 'packing' | 'boolean'> {
  if (isBucket(group)) return { packing: 'number' };
  const { packing } = columnOf(group);
  if (packing === 'words' || packing === 'numbers') throw new TypeError(`${group} holds lists, which cannot be grouped`);
  return fieldSpec(group).type === 'boolean' ? { packing, boolean: true } : { packing };
}

const WIDTH: Readonly<Record<Bucket, number>> = { 'half-hour': 30 * MINUTE, 'hour': HOUR, 'day': DAY };

function isBucket(group: GroupBy): group is Bucket {
  return Object.hasOwn(WIDTH, group);
}

/** Cut in UTC by arithmetic on milliseconds: no calendar, no zone. Events are younger than 1970, so the rest is never negative. */
function bucket(name: Bucket): string {
  return `"@timestamp" - "@timestamp" % ${WIDTH[name]}`;
}

function groupExpression(group: GroupBy): string {
  return isBucket(group) ? bucket(group) : columnOf(group).name;
}

function measureExpression(measure: Measure): string {
  if (measure === 'count') return 'count(*)';
  if ('distinct' in measure) return `count(DISTINCT ${groupExpression(measure.distinct)})`;
  if ('bits' in measure) return `bit_or(1::BIGINT << ("@timestamp" % ${DAY} // ${WIDTH[measure.bits]})::INTEGER)`;
  if ('min' in measure) return `min(${columnOf(measure.min).name})`;
  if ('max' in measure) return `max(${columnOf(measure.max).name})`;
  return `sum(${columnOf(measure.sum).name})`;
}
