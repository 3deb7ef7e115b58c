import { isObject } from '../json.ts';
import { bareObject, putAt, wordsOf } from './paths.ts';

/** No index takes fields that lie deeper. */
const DEEPEST_NAME = 32;

/**
 * The records of a list, of a table that was written as columns and rows, or of a hit that carries lists of values.
 *
 * @returns undefined for anything else
 */
export function listedIn(raw: unknown): readonly unknown[] | undefined {
  if (Array.isArray(raw)) return raw;
  if (!isObject(raw)) return undefined;
  const rows = rowsOfTable(raw);
  if (rows !== undefined) return rows;
  const document = documentOfHit(raw);
  return document && [document];
}

/**
 * The rows of an answer that names its columns once and has a list of values for each row, as those of Azure Monitor Logs,
 * ES|QL, Splunk and SentinelOne's PowerQuery.
 *
 * @returns undefined for what is no such table
 */
function rowsOfTable(raw: Readonly<Record<string, unknown>>): readonly object[] | undefined {
  const columns = [raw['columns'], raw['fields']].find(Array.isArray)?.map((column: unknown) => (isObject(column) ? column['name'] : column));
  const rows = ['rows', 'values', 'data'].map((name) => raw[name]).find((found): found is readonly (readonly unknown[])[] => Array.isArray(found) && found.every(Array.isArray));
  if (!columns || !rows || !columns.every((name) => typeof name === 'string')) return undefined;
  // By the cells that are there: many columns over many empty rows would be more than whoever sent them has bytes.
  return rows.map((row) => Object.fromEntries(row.slice(0, columns.length).map((cell, at) => [columns[at]!, cell])));
}

/**
 * The document of an Elasticsearch hit that carries lists of values under dotted names in place of the document, as Kibana
 * shows and exports it: names become members of members, a list of one item that item. What an index keeps of a field in
 * another form (`user.name.keyword` beside `user.name`) is left out.
 *
 * @returns undefined for what is no such hit
 * @see https://www.elastic.co/docs/reference/elasticsearch/rest-apis/retrieve-selected-fields
 */
function documentOfHit(raw: Readonly<Record<string, unknown>>): object | undefined {
  if (!Object.hasOwn(raw, '_index') || isObject(raw['_source']) || !isObject(raw['fields'])) return undefined;
  const fields = Object.entries(raw['fields']);
  if (fields.length === 0 || !fields.every(([, values]) => Array.isArray(values))) return undefined;
  const document = bareObject();
  // By name, so that a field comes before its other forms.
  for (const [name, values] of fields.sort(([a], [b]) => (a < b ? -1 : 1))) putAt(document, wordsOf(name, DEEPEST_NAME), single(values, 0));
  return { ...document };
}

/** Nested objects come as lists of objects whose members are lists again. */
function single(value: unknown, depth: number): unknown {
  if (depth > DEEPEST_NAME) return value;
  const inside = (inner: unknown): unknown => single(inner, depth + 1);
  if (Array.isArray(value)) return value.length === 1 ? inside(value[0]) : value.map(inside);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(inner)])) : value;
}
