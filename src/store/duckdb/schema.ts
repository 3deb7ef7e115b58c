import type { DuckDBConnection } from '@duckdb/node-api';
import { FIELD_NAMES } from '../../core/event.ts';
import { FarmwatchError } from '../../errors.ts';
import { SCHEMA } from '../store.ts';
import { run, transaction, type Engine } from './engine.ts';
import { readLayout, viewsOf } from './log-tables.ts';

/**
 * No primary keys: their index costs appends half their speed, and writers take turns in this process anyway.
 * The tables of the log are made when there are rows for them. `shelf.indexes` holds each index value as the JSON text of [name, value].
 */
const TABLES: readonly string[] = [
  `CREATE TABLE farmwatch.meta (name VARCHAR, value VARCHAR)`,
  ...viewsOf(new Map()),
  `CREATE TABLE farmwatch.words (code UINTEGER, text VARCHAR)`,
  `CREATE TABLE farmwatch.forgotten (_key UBIGINT)`,
  `CREATE SEQUENCE farmwatch.revisions`,
  `CREATE TABLE farmwatch.shelf (shelf VARCHAR, id VARCHAR, revision BIGINT, body VARCHAR, indexes VARCHAR[])`,
  `CREATE TABLE farmwatch.journal (journal VARCHAR, seq BIGINT, entry VARCHAR)`,
];

/** Makes the tables of a new store, or checks those of an old one. @throws store.newer, store.older */
export async function prepare(engine: Engine): Promise<void> {
  await engine.alone(async (connection) => {
    const found = await schemaOf(connection);
    if (found === undefined) return create(engine, connection);
    if (found > SCHEMA) throw new FarmwatchError('store.newer', { store: engine.name, found, known: SCHEMA });
    if (found < SCHEMA) throw new FarmwatchError('store.older', { store: engine.name, found, known: SCHEMA });
    await renewViews(engine, connection, found);
  });
}

/** The schema number of an open store; undefined where there are no tables yet. */
export async function schemaOf(connection: DuckDBConnection): Promise<number | undefined> {
  const tables = await run(connection, { sql: `SELECT table_name FROM duckdb_tables() WHERE database_name = 'farmwatch' AND table_name = 'meta'`, values: [] });
  if (tables.length === 0) return undefined;
  const [row] = await run(connection, { sql: `SELECT value FROM farmwatch.meta WHERE name = 'schema'`, values: [] });
  return row ? Number(row[0]) : undefined;
}

export async function setSchema(connection: DuckDBConnection, schema: number): Promise<void> {
  await connection.run(`DELETE FROM farmwatch.meta WHERE name = 'schema'`);
  await run(connection, { sql: `INSERT INTO farmwatch.meta VALUES ('schema', ?)`, values: [String(schema)] });
}

async function create(engine: Engine, connection: DuckDBConnection): Promise<void> {
  if (engine.readOnly) throw new FarmwatchError('not.found', { what: `store in ${engine.name}`, cure: 'Import something first.' });
  await transaction(connection, async () => {
    for (const table of TABLES) await connection.run(table);
    await setSchema(connection, SCHEMA);
  });
}

/** Questions may name every field that this code knows, also of a store from before it; the tables get their columns with the rows that bring them. */
async function renewViews(engine: Engine, connection: DuckDBConnection, found: number): Promise<void> {
  const there = await run(connection, { sql: `SELECT column_name FROM duckdb_columns() WHERE database_name = 'farmwatch' AND table_name = 'events'`, values: [] });
  const names = new Set(there.map(([name]) => name));
  if (FIELD_NAMES.every((field) => names.has(field))) return;
  if (engine.readOnly) throw new FarmwatchError('store.older', { store: engine.name, found, known: SCHEMA });
  for (const view of viewsOf(await readLayout(connection))) await connection.run(view);
}
