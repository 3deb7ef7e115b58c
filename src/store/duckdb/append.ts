import { BIGINT, DuckDBDataChunk, type DuckDBConnection } from '@duckdb/node-api';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../../core/event.ts';
import type { AppendResult } from '../store.ts';
import { IDENTITY, columnOf, readable } from './columns.ts';
import { decide, worthReading, type Meeting, type Verdict } from './copies.ts';
import { batches, run, transaction, type Engine } from './engine.ts';
import { eventsOf } from './rows.ts';
import { stage, type Staged } from './stage.ts';

/**
 * Keeps a batch of events, once each, in one transaction.
 *
 * Filling the staging tables is this thread's work and writing is the engine's: while one batch is written, the next is staged.
 */
export async function append(engine: Engine, events: readonly Event[]): Promise<AppendResult> {
  if (events.length === 0) return { added: 0, known: 0, conflicting: [] };
  return engine.connected((connection) => engine.ready(async () => {
    const staged = await stage(connection, events);
    return engine.turn(async () => {
      const verdict = await judge(connection, events, staged);
      await write(connection, staged, verdict, events.length);
      return verdict.result;
    });
  }));
}

/** Finds copies by key alone; only where there are some, more is read. */
async function judge(connection: DuckDBConnection, events: readonly Event[], { source, fields }: Staged): Promise<Verdict> {
  await connection.run(`CREATE TEMP TABLE keys AS SELECT _ord, _key FROM ${source}`);
  await connection.run(`CREATE TEMP TABLE met AS SELECT keys._ord, events.rowid AS _row FROM farmwatch.events JOIN keys ON events._key = keys._key`);
  const forgotten = new Set(await numbers(connection, `SELECT _ord::DOUBLE FROM keys WHERE _key IN (SELECT _key FROM farmwatch.forgotten)`));
  const suspects = await numbers(connection, `
    SELECT _ord::DOUBLE FROM keys
    WHERE _key IN (SELECT _key FROM keys GROUP BY _key HAVING count(*) > 1) OR _ord IN (SELECT _ord FROM met)`);
  if (suspects.length === 0 && forgotten.size === 0) {
    return { drop: forgotten, replace: [], result: { added: events.length, known: 0, conflicting: [] } };
  }
  const meetings = await meetingsOf(connection, source, fields);
  const stored = await read(connection, worthReading(events, meetings));
  return decide(events, suspects, meetings, forgotten, stored);
}

/** Pairs of a staged and a stored copy. Equal keys are not proof, so the texts are compared too. */
async function meetingsOf(connection: DuckDBConnection, source: string, fields: readonly FieldName[]): Promise<readonly Meeting[]> {
  const there = new Set(fields);
  const told = FIELD_NAMES.filter((field) => field !== 'event.ingested' && fieldSpec(field).derived !== true);
  const equal = (field: FieldName): string =>
    there.has(field) ? `staged.${columnOf(field).name} IS NOT DISTINCT FROM events.${columnOf(field).name}` : `events.${columnOf(field).name} IS NULL`;
  const sql = `
    SELECT staged._ord::DOUBLE, met._row::DOUBLE, events."event.ingested"::DOUBLE, events."@timestamp"::DOUBLE, ${told.map(equal).join(' AND ')}
    FROM met JOIN ${source} AS staged ON staged._ord = met._ord JOIN farmwatch.events ON events.rowid = met._row
    WHERE ${IDENTITY.map(equal).join(' AND ')}`;
  const meetings: Meeting[] = [];
  for await (const { columns, rows } of batches(connection, { sql, values: [] })) {
    const [position, row, storedIngested, storedAt, same] = columns as [number[], number[], number[], number[], boolean[]];
    for (let i = 0; i < rows; i++) {
      meetings.push({ position: position[i]!, row: row[i]!, storedIngested: storedIngested[i]!, storedAt: storedAt[i]!, same: same[i]! });
    }
  }
  return meetings;
}

/** Stored rows in full, by row number. */
async function read(connection: DuckDBConnection, rows: readonly number[]): Promise<ReadonlyMap<number, Event>> {
  const found = new Map<number, Event>();
  if (rows.length === 0) return found;
  await listTable(connection, 'wanted', rows);
  const sql = `SELECT rowid::DOUBLE, ${FIELD_NAMES.map(readable).join(', ')} FROM farmwatch.events WHERE rowid IN (SELECT number FROM wanted)`;
  for await (const batch of batches(connection, { sql, values: [] })) {
    const [row, ...columns] = batch.columns;
    eventsOf(FIELD_NAMES, { columns, rows: batch.rows }).forEach((event, i) => found.set(row![i] as number, event));
  }
  return found;
}

async function write(connection: DuckDBConnection, { source, fields }: Staged, { drop, replace }: Verdict, size: number): Promise<void> {
  if (drop.size === size && replace.length === 0) return;
  if (drop.size > 0) await listTable(connection, 'dropped', [...drop]);
  if (replace.length > 0) await listTable(connection, 'replaced', replace);
  const names = fields.map((field) => columnOf(field).name).join(', ');
  await transaction(connection, async () => {
    if (replace.length > 0) await connection.run(`DELETE FROM farmwatch.events WHERE rowid IN (SELECT number FROM replaced)`);
    const condition = drop.size > 0 ? ' WHERE _ord NOT IN (SELECT number FROM dropped)' : '';
    await connection.run(`INSERT INTO farmwatch.events (_key, ${names}) SELECT _key, ${names} FROM ${source}${condition}`);
  });
}

/** A temporary table of whole numbers. */
async function listTable(connection: DuckDBConnection, name: 'wanted' | 'dropped' | 'replaced', numbers: readonly number[]): Promise<void> {
  await connection.run(`CREATE TEMP TABLE ${name} (number BIGINT)`);
  const appender = await connection.createAppender(name, null, 'temp');
  for (let start = 0; start < numbers.length; start += 2_048) {
    const part = numbers.slice(start, start + 2_048);
    const chunk = DuckDBDataChunk.create([BIGINT], part.length);
    chunk.setColumns([part.map(BigInt)]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

async function numbers(connection: DuckDBConnection, sql: string): Promise<readonly number[]> {
  return (await run(connection, { sql, values: [] })).map(([number]) => number as number);
}
