import { BIGINT, DuckDBDataChunk, type DuckDBConnection } from '@duckdb/node-api';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../../core/event.ts';
import { eventReader, type PackedEvents, type PackedGroup } from '../../core/packed-events.ts';
import type { AppendResult } from '../store.ts';
import { chunksOf } from './chunks.ts';
import { IDENTITY, columnOf, readable } from './columns.ts';
import { decide, worthReading, type Meeting, type Verdict } from './copies.ts';
import type { Dictionary } from './dictionary.ts';
import { batches, run, transaction, type Engine } from './engine.ts';
import { removeGone, tableOf, type LogTables } from './log-tables.ts';
import { eventsOf } from './rows.ts';
import { forgottenIn, stage, stageWhole, type Staged } from './stage.ts';
import { groupsByTopic, type Topic } from './topics.ts';

/**
 * Keeps a batch of events, once each, in one transaction.
 *
 * Rows go straight to the tables of their topics; only those that have a copy somewhere are staged and compared first.
 *
 * @param before settles when the batch that came before is written; this one gets ready meanwhile
 */
export async function append(engine: Engine, dictionary: Dictionary, tables: LogTables, batch: PackedEvents, before: Promise<unknown>): Promise<AppendResult> {
  if (batch.count === 0) return { added: 0, known: 0, conflicting: [] };
  return engine.ready(() => engine.connected(async (connection) => {
    const staged = await stage(connection, batch, dictionary);
    await before;
    return engine.turn(async () => {
      const verdict = await judge(connection, dictionary, staged);
      await write(connection, dictionary, tables, staged, verdict);
      await engine.wrote(connection, verdict.result.added);
      return verdict.result;
    });
  }));
}

/** Finds copies by key alone; only where there are some, more is read. */
async function judge(connection: DuckDBConnection, dictionary: Dictionary, staged: Staged): Promise<Verdict> {
  const { batch } = staged;
  // Copies meet whatever topics they are of. A stored row goes by its number in this table.
  await connection.run(`CREATE TEMP TABLE met AS SELECT _ord, _topic, _row, dense_rank() OVER (ORDER BY _topic, _row) AS _stored FROM farmwatch.places JOIN keys USING (_key)`);
  const forgotten = await forgottenIn(connection, staged, dictionary);
  const suspects = await numbers(connection, `
    SELECT _ord::DOUBLE FROM keys
    WHERE _key IN (SELECT _key FROM keys GROUP BY _key HAVING count(*) > 1) OR _ord IN (SELECT _ord FROM met)`);
  if (suspects.length === 0 && forgotten.size === 0) {
    return { drop: forgotten, replace: [], result: { added: batch.count, known: 0, conflicting: [] } };
  }
  const eventAt = eventReader(batch);
  const meetings = await meetingsOf(connection, await stageWhole(connection, staged, new Set(suspects)));
  const stored = await read(connection, dictionary, worthReading(eventAt, meetings));
  return decide(batch.count, eventAt, suspects, meetings, forgotten, stored);
}

/** Pairs of a staged and a stored copy. Equal keys are not proof, so the texts are compared too. */
async function meetingsOf(connection: DuckDBConnection, fields: readonly FieldName[]): Promise<readonly Meeting[]> {
  const there = new Set(fields);
  const told = FIELD_NAMES.filter((field) => field !== 'event.ingested' && fieldSpec(field).derived !== true);
  const equal = (field: FieldName): string =>
    there.has(field) ? `staged.${columnOf(field).name} IS NOT DISTINCT FROM events.${columnOf(field).name}` : `events.${columnOf(field).name} IS NULL`;
  const sql = await ofEachTopic(connection, 'met', (met, events) => `
    SELECT staged._ord::DOUBLE, met._stored::DOUBLE, events."event.ingested"::DOUBLE, events."@timestamp"::DOUBLE, ${told.map(equal).join(' AND ')}
    FROM ${met} AS met JOIN staged USING (_ord) JOIN ${events} AS events USING (_row)
    WHERE ${IDENTITY.map(equal).join(' AND ')}`);
  const meetings: Meeting[] = [];
  if (sql === undefined) return meetings;
  for await (const { columns, rows } of batches(connection, { sql, values: [] })) {
    const [position, row, storedIngested, storedAt, same] = columns as [number[], number[], number[], number[], boolean[]];
    for (let i = 0; i < rows; i++) {
      meetings.push({ position: position[i]!, row: row[i]!, storedIngested: storedIngested[i]!, storedAt: storedAt[i]!, same: same[i]! });
    }
  }
  return meetings;
}

/** Stored rows in full, by their numbers. */
async function read(connection: DuckDBConnection, dictionary: Dictionary, rows: readonly number[]): Promise<ReadonlyMap<number, Event>> {
  const found = new Map<number, Event>();
  if (rows.length === 0) return found;
  await listTable(connection, 'wanted', rows);
  await connection.run(`CREATE TEMP TABLE sought AS SELECT DISTINCT _stored, _topic, _row FROM met WHERE _stored IN (SELECT number FROM wanted)`);
  const sql = await ofEachTopic(connection, 'sought', (sought, events) => `SELECT _stored::DOUBLE, ${FIELD_NAMES.map(readable).join(', ')} FROM ${sought} JOIN ${events} USING (_row)`);
  if (sql === undefined) return found;
  for await (const batch of batches(connection, { sql, values: [] })) {
    const [row, ...columns] = batch.columns;
    eventsOf(FIELD_NAMES, { columns, rows: batch.rows }, dictionary).forEach((event, i) => found.set(row![i] as number, event));
  }
  return found;
}

/**
 * A question about stored rows whose places stand in a temporary table, asked of each topic by itself: then the engine reads
 * the stretches of a table between these rows. Asked of all topics at once it would read all of the log, whatever is in it.
 *
 * @returns undefined where the table is empty
 */
async function ofEachTopic(connection: DuckDBConnection, places: 'met' | 'sought', select: (places: string, events: string) => string): Promise<string | undefined> {
  const topics = await run(connection, { sql: `SELECT DISTINCT _topic FROM ${places}`, values: [] });
  if (topics.length === 0) return undefined;
  return topics.map(([topic]) => select(...[places, 'farmwatch.events'].map((table) => `(SELECT * FROM ${table} WHERE _topic = '${topic as Topic}')`) as [string, string])).join(' UNION ALL ');
}

async function write(connection: DuckDBConnection, dictionary: Dictionary, tables: LogTables, { batch, codes, stored, keys }: Staged, { drop, replace }: Verdict): Promise<void> {
  if (drop.size === batch.count && replace.length === 0) return;
  if (replace.length > 0) {
    await listTable(connection, 'replaced', replace);
    await connection.run(`CREATE TEMP TABLE gone AS SELECT DISTINCT _topic, _row FROM met WHERE _stored IN (SELECT number FROM replaced)`);
  }
  const left = marked(drop, keys.length);
  const topics = groupsByTopic({ ...batch, groups: batch.groups.filter((group) => hasRows(group, left)) });
  const kept = await transaction(connection, async () => {
    const saved = await dictionary.save(connection, codes);
    // Columns first: a table from which this transaction has removed rows cannot be widened by it any more.
    const { layout, keep } = await tables.widen(connection, topics);
    if (replace.length > 0) await removeGone(connection);
    for (const [topic, groups] of topics) {
      const appender = await connection.createAppender(tableOf(topic), null, 'farmwatch');
      for (const group of groups) {
        for (const chunk of chunksOf(group, layout.get(topic)!, { stored, keys }, left)) appender.appendDataChunk(chunk);
      }
      appender.closeSync();
    }
    return [saved, keep];
  });
  for (const keep of kept) keep();
}

/** 1 at each of some positions. */
function marked(positions: ReadonlySet<number>, length: number): Uint8Array {
  const marks = new Uint8Array(length);
  for (const position of positions) marks[position] = 1;
  return marks;
}

/** Whether rows are written of a group: for one without any there need be no table. */
function hasRows({ positions }: PackedGroup, left: Uint8Array): boolean {
  return positions.some((position) => left[position] === 0);
}

/** A temporary table of whole numbers. */
async function listTable(connection: DuckDBConnection, name: 'wanted' | 'replaced', numbers: readonly number[]): Promise<void> {
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
