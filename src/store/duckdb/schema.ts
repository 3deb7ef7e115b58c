import type { DuckDBConnection } from '@duckdb/node-api';
import { FarmwatchError } from '../../errors.ts';
import { SCHEMA } from '../store.ts';
import type { Target } from './chunks.ts';
import { COLUMNS } from './columns.ts';
import { run, transaction, type Engine } from './engine.ts';

/**
 * No primary keys: their index costs appends half their speed, and writers take turns in this process anyway.
 * `shelf.indexes` holds each index value as the JSON text of [name, value].
 */
const TABLES: readonly string[] = [
  `CREATE TABLE farmwatch.meta (name VARCHAR, value VARCHAR)`,
  `CREATE TABLE farmwatch.events (_key UBIGINT, ${[...COLUMNS.values()].map(({ name, sqlType }) => `${name} ${sqlType}`).join(', ')})`,
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
    await addColumns(engine, connection, found);
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

/** Columns of the event table as they lie in it: one that came later lies at the end. */
export async function columnsInOrder(engine: Engine): Promise<readonly Target[]> {
  const rows = await engine.rows({ sql: `SELECT column_name FROM duckdb_columns() WHERE database_name = 'farmwatch' AND table_name = 'events' ORDER BY column_index`, values: [] });
  return rows.map(([name]) => name as Target);
}

/** A field that is newer than the store becomes a column; rows from before simply lack it. */
async function addColumns(engine: Engine, connection: DuckDBConnection, found: number): Promise<void> {
  const there = await run(connection, { sql: `SELECT column_name FROM duckdb_columns() WHERE database_name = 'farmwatch' AND table_name = 'events'`, values: [] });
  const names = new Set(there.map(([name]) => name));
  const missing = [...COLUMNS.values()].filter(({ field }) => !names.has(field));
  if (missing.length === 0) return;
  if (engine.readOnly) throw new FarmwatchError('store.older', { store: engine.name, found, known: SCHEMA });
  await transaction(connection, async () => {
    for (const { name, sqlType } of missing) await connection.run(`ALTER TABLE farmwatch.events ADD COLUMN ${name} ${sqlType}`);
  });
}
