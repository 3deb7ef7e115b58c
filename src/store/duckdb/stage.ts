import { DuckDBDataChunk, INTEGER, listValue, type DuckDBConnection, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../../core/event.ts';
import { IDENTITY, KEY_SQL, columnOf } from './columns.ts';

/** Events on their way into the table: first into temporary tables of the same shape, a chunk of columns at a time. */
export interface Staged {
  /** What to select from: `_ord` (position in the batch), `_key` and the columns of `fields`. */
  readonly source: string;
  /** Fields that at least one event has. */
  readonly fields: readonly FieldName[];
}

/** Rows in one chunk of columns: the engine's own measure. */
const CHUNK = 2_048;

/** Copies events into temporary tables of a connection. They go when it closes. */
export async function stage(connection: DuckDBConnection, events: readonly Event[]): Promise<Staged> {
  const fields = new Set<FieldName>();
  const tables: string[] = [];
  for (const group of denseGroups(events)) {
    const present = fieldsIn(events, group);
    const table = `staged_${tables.length}`;
    await connection.run(`CREATE TEMP TABLE ${table} (_ord INTEGER, ${present.map((field) => `${columnOf(field).name} ${columnOf(field).sqlType}`).join(', ')})`);
    await fill(connection, table, events, group, present);
    tables.push(`SELECT * FROM ${table}`);
    for (const field of present) fields.add(field);
  }
  return {
    source: `(SELECT ${KEY_SQL} AS _key, * FROM (${tables.join(' UNION ALL BY NAME ')}))`,
    fields: FIELD_NAMES.filter((field) => fields.has(field)),
  };
}

/**
 * Positions of events that have much the same fields.
 *
 * One kind of event fills one set of columns. Kept apart, columns have hardly any gaps, and gaps are what is slow to write.
 */
function denseGroups(events: readonly Event[]): readonly (readonly number[])[] {
  const all = events.map((_, position) => position);
  if (events.length <= CHUNK) return [all];
  return [...Map.groupBy(all, (position) => events[position]!['event.action']).values()];
}

/** Fields that occur, in the order of FIELDS; those of the identity always. */
function fieldsIn(events: readonly Event[], group: readonly number[]): readonly FieldName[] {
  const found = new Set<string>(IDENTITY);
  for (const position of group) {
    for (const field in events[position]) found.add(field);
  }
  return FIELD_NAMES.filter((field) => found.has(field));
}

async function fill(connection: DuckDBConnection, table: string, events: readonly Event[], group: readonly number[], fields: readonly FieldName[]): Promise<void> {
  const types = [INTEGER, ...fields.map((field) => columnOf(field).type)];
  const writers = fields.map((field) => writerOf(field));
  const appender = await connection.createAppender(table, null, 'temp');
  for (let start = 0; start < group.length; start += CHUNK) {
    const positions = group.slice(start, start + CHUNK);
    const chunk = DuckDBDataChunk.create(types, positions.length);
    const order = chunk.getColumnVector(0);
    for (let i = 0; i < positions.length; i++) order.setItem(i, positions[i]!);
    order.flush();
    const rows = positions.map((position) => events[position]!);
    for (let column = 0; column < fields.length; column++) {
      const vector = chunk.getColumnVector(column + 1);
      writers[column]!(vector, rows, fields[column]!);
      vector.flush();
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

type Writer = (vector: DuckDBVector, rows: readonly Event[], field: FieldName) => void;

/** One loop for each kind of column: this is where importing spends its time. */
function writerOf(field: FieldName): Writer {
  const { type, list } = fieldSpec(field);
  if (list) return writeLists;
  return type === 'time' || type === 'long' ? writeWhole : writePlain;
}

function writePlain(vector: DuckDBVector, rows: readonly Event[], field: FieldName): void {
  for (let i = 0; i < rows.length; i++) vector.setItem(i, (rows[i]![field] ?? null) as DuckDBValue);
}

function writeWhole(vector: DuckDBVector, rows: readonly Event[], field: FieldName): void {
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![field] as number | undefined;
    vector.setItem(i, value === undefined ? null : BigInt(value));
  }
}

function writeLists(vector: DuckDBVector, rows: readonly Event[], field: FieldName): void {
  const whole = fieldSpec(field).type === 'long' || fieldSpec(field).type === 'time';
  for (let i = 0; i < rows.length; i++) {
    const items = rows[i]![field] as readonly (string | number)[] | undefined;
    // An empty list is a missing value.
    vector.setItem(i, items === undefined || items.length === 0 ? null : listValue(whole ? items.map((item) => BigInt(item)) : items));
  }
}
