import { DuckDBDataChunk, INTEGER, SQLNULL, listValue, type DuckDBConnection, type DuckDBType, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../../core/event.ts';
import { IDENTITY, KEY_SQL, columnOf } from './columns.ts';

/** Events on their way into the table: first into a temporary table of the same shape, a chunk of columns at a time. */
export interface Staged {
  /** What to select from: `_ord` (position in the batch), `_key` and the columns of `fields`. */
  readonly source: string;
  /** Fields that at least one event has. */
  readonly fields: readonly FieldName[];
}

/** Rows in one chunk of columns: the engine's own measure. */
const CHUNK = 2_048;

/** Copies events into a temporary table of a connection. It goes when the connection closes. */
export async function stage(connection: DuckDBConnection, events: readonly Event[]): Promise<Staged> {
  const groups = denseGroups(events).map((rows) => ({ rows, present: fieldsIn(rows.map((position) => events[position]!)) }));
  const fields = FIELD_NAMES.filter((field) => groups.some(({ present }) => present.has(field)));
  await connection.run(`CREATE TEMP TABLE staged (_ord INTEGER, ${fields.map((field) => `${columnOf(field).name} ${columnOf(field).sqlType}`).join(', ')})`);
  const appender = await connection.createAppender('staged', null, 'temp');
  for (const { rows, present } of groups) {
    // A column of type NULL costs nothing to write; the engine gives it the type of the table.
    const types = [INTEGER, ...fields.map((field) => present.has(field) ? columnOf(field).type : SQLNULL)];
    for (let start = 0; start < rows.length; start += CHUNK) {
      appender.appendDataChunk(chunkOf(events, rows.slice(start, start + CHUNK), types, fields, present));
    }
  }
  appender.closeSync();
  return { source: `(SELECT ${KEY_SQL} AS _key, * FROM staged)`, fields };
}

/**
 * Positions of events that have much the same fields.
 *
 * One kind of event fills one set of columns. Kept apart, columns have hardly any gaps, and gaps are what is slow to write.
 */
function denseGroups(events: readonly Event[]): readonly (readonly number[])[] {
  const all = events.map((_, position) => position);
  return events.length <= CHUNK ? [all] : [...Map.groupBy(all, (position) => events[position]!['event.action']).values()];
}

/** Fields that occur; those of the identity always. */
function fieldsIn(events: readonly Event[]): ReadonlySet<string> {
  const found = new Set<string>(IDENTITY);
  for (const event of events) {
    for (const field in event) found.add(field);
  }
  return found;
}

function chunkOf(events: readonly Event[], positions: readonly number[], types: readonly DuckDBType[], fields: readonly FieldName[], present: ReadonlySet<string>): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(types, positions.length);
  chunk.setColumnValues(0, positions);
  const rows = positions.map((position) => events[position]!);
  for (let column = 0; column < fields.length; column++) {
    const field = fields[column]!;
    if (!present.has(field)) continue;
    const vector = chunk.getColumnVector(column + 1);
    writerOf(field)(vector, rows, field);
    vector.flush();
  }
  return chunk;
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
