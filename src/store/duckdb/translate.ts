import { FIELD_NAMES, fieldSpec, type FieldName, type FieldType, type Value } from '../../core/event.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../core/time.ts';
import type { Bucket, Condition, Forget, GroupBy, Measure, Period, Tally, Where } from '../store.ts';
import { columnOf, readable, timeOrder } from './columns.ts';
import type { Bound, Scalar, Statement } from './engine.ts';

/** Questions of the port as SQL. Pure: what goes to the engine can be read in a test. */

/** A part of a statement with the values of its question marks. */
interface Part { readonly sql: string; readonly values: readonly Bound[] }

const NEVER: Part = { sql: 'FALSE', values: [] };

/** Conditions that must all hold. */
export function conditionsOf(where: Where): readonly Part[] {
  return (Object.entries(where) as [FieldName, Condition | undefined][])
    .filter((entry): entry is [FieldName, Condition] => entry[1] !== undefined)
    .map(([field, condition]) => conditionOf(field, condition));
}

function conditionOf(field: FieldName, condition: Condition): Part {
  const { name } = columnOf(field);
  const { type, list } = fieldSpec(field);
  if (typeof condition === 'object' && 'exists' in condition) return { sql: `${name} IS ${condition.exists ? 'NOT ' : ''}NULL`, values: [] };
  const wanted = (Array.isArray(condition) ? condition : [condition]) as readonly (string | number | boolean)[];
  const values = wanted.flatMap((value) => bound(type, value));
  const [first] = values;
  if (first === undefined) return NEVER;
  // IS TRUE: a missing value makes a comparison unknown, and the opposite of unknown would be unknown too.
  if (list) return { sql: `(list_has_any(${name}, ?) IS TRUE)`, values: [values] };
  if (values.length === 1) return { sql: `(${name} = ? IS TRUE)`, values: [first] };
  // As a table, so that thousands of values become a hash table instead of thousands of comparisons a row.
  return { sql: `((${name} IN (SELECT unnest(?))) IS TRUE)`, values: [values] };
}

/** A value as the column compares it; none for a value of another kind, which equals nothing. */
function bound(type: FieldType, value: string | number | boolean): readonly Scalar[] {
  switch (type) {
    case 'keyword': case 'text': case 'ip': return typeof value === 'string' ? [value] : [];
    case 'time': case 'long': return Number.isSafeInteger(value) ? [BigInt(value as number)] : [];
    case 'double': return typeof value === 'number' && Number.isFinite(value) ? [value] : [];
    case 'boolean': return typeof value === 'boolean' ? [value] : [];
  }
}

function joined(parts: readonly Part[], word: ' AND ' | ' OR '): Part {
  return { sql: parts.map(({ sql }) => sql).join(word), values: parts.flatMap(({ values }) => values) };
}

/** Rows of a period that meet the conditions. */
export function during(where: Where, { from, to, asOf }: Period): Part {
  return joined([
    { sql: `"@timestamp" >= ?`, values: [whole(from)] },
    { sql: `"@timestamp" < ?`, values: [whole(to)] },
    { sql: `"event.ingested" <= ?`, values: [asOf === Infinity ? MOST : BigInt(Math.floor(asOf))] },
    ...conditionsOf(where),
  ], ' AND ');
}

const MOST = 2n ** 62n;

/** The first whole millisecond at or after an instant; periods may be open to either side. */
function whole(at: Instant): bigint {
  if (Number.isFinite(at)) return BigInt(Math.ceil(at));
  return at > 0 ? MOST : -MOST;
}

/** Which rows `forget` removes. */
export function forgettable({ before, where = {}, keep = [] }: Forget): Part {
  const gone: Part = joined([{ sql: `"@timestamp" < ?`, values: [whole(before)] }, ...conditionsOf(where)], ' AND ');
  if (keep.length === 0) return gone;
  const kept = joined(keep.map((one) => {
    const { sql, values } = joined(conditionsOf(one), ' AND ');
    return { sql: sql === '' ? 'TRUE' : `(${sql})`, values };
  }), ' OR ');
  return { sql: `${gone.sql} AND NOT (${kept.sql})`, values: [...gone.values, ...kept.values] };
}

/** Rows in order, with the fields that are asked for. */
export function rowsSql(fields: readonly FieldName[], where: Where, period: Period, order: { readonly newest?: boolean; readonly limit?: number } = {}): Statement {
  const { sql, values } = during(where, period);
  const limit = order.limit === undefined ? '' : ' LIMIT ?';
  return {
    sql: `SELECT ${fields.map(readable).join(', ')} FROM farmwatch.events WHERE ${sql} ORDER BY ${timeOrder(order.newest)}${limit}`,
    values: order.limit === undefined ? values : [...values, BigInt(order.limit)],
  };
}

/** Which fields any of the rows has: one row of true and false, in the order of FIELDS. */
export function presentSql(where: Where, period: Period): Statement {
  const { sql, values } = during(where, period);
  return { sql: `SELECT ${FIELD_NAMES.map((field) => `count(${columnOf(field).name}) > 0`).join(', ')} FROM farmwatch.events WHERE ${sql}`, values };
}

/** Days with rows, how many, and when the last of them was learned of. */
export function daysSql(where: Where, period: Period): Statement {
  const { sql, values } = during(where, period);
  return {
    sql: `SELECT day::DOUBLE, rows::DOUBLE, latest::DOUBLE FROM (SELECT ${bucket('day')} AS day, count(*) AS rows, max("event.ingested") AS latest FROM farmwatch.events WHERE ${sql} GROUP BY 1) ORDER BY 1`,
    values,
  };
}

/** A tally: `by` columns first, then measures, in the order of the question. */
export function tallySql(query: Tally, period: Period): Statement {
  const { sql, values } = during(query.where, period);
  const groups = query.by.map((group, i) => ({ name: `g${i}`, expression: groupExpression(group), number: isNumber(group) }));
  const measures = Object.values(query.measure).map((measure, i) => ({ name: `m${i}`, expression: measureExpression(measure) }));
  const inner = [...groups, ...measures].map(({ name, expression }) => `${expression} AS ${name}`);
  const outer = [...groups.map(({ name, number }) => number ? `${name}::DOUBLE` : name), ...measures.map(({ name }) => `${name}::DOUBLE`)];
  const grouping = groups.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${groups.map((_, i) => i + 1).join(', ')}`;
  const order = groups.length === 0 ? '' : ` ORDER BY ${groups.map(({ name }) => `${name} ASC NULLS FIRST`).join(', ')}`;
  return {
    sql: `SELECT ${outer.length === 0 ? '1' : outer.join(', ')} FROM (SELECT ${inner.length === 0 ? 'count(*)' : inner.join(', ')} FROM farmwatch.events WHERE ${sql} ${grouping})${order}`,
    values,
  };
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

function isNumber(group: GroupBy): boolean {
  return isBucket(group) || columnOf(group).sqlType === 'BIGINT';
}

function measureExpression(measure: Measure): string {
  if (measure === 'count') return 'count(*)';
  if ('distinct' in measure) return `count(DISTINCT ${groupExpression(measure.distinct)})`;
  if ('min' in measure) return `min(${columnOf(measure.min).name})`;
  if ('max' in measure) return `max(${columnOf(measure.max).name})`;
  return `sum(${columnOf(measure.sum).name})`;
}

/** A value of a result: null is missing. */
export function valueOf(found: unknown): Value | undefined {
  if (found === null || found === undefined) return undefined;
  return typeof found === 'object' ? (found as { readonly items: readonly string[] | readonly number[] }).items : found as Value;
}
