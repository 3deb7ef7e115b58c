import type { DuckDBConnection } from '@duckdb/node-api';
import { run, transaction, type Engine } from './engine.ts';

/** Bytes of a number that fills up. */
const NUMBER_BYTES = 8;
/** Blocks that a table of its own needs besides, for its description. */
const BLOCKS_MORE = 8;

/**
 * Takes what was removed out of the bytes of the file.
 *
 * The engine marks rows as removed and leaves their bytes where they lie, until all of their group are gone; and a block
 * that it gives up keeps its contents until it is used anew. So every table is written anew, which leaves the old blocks
 * free, and then numbers without meaning are written over all free blocks.
 *
 * @returns false where a reader stood in the way: then the next time does it
 * @see https://duckdb.org/docs/stable/operations_manual/footprint_of_duckdb/reclaiming_space.html
 */
export async function scrub(engine: Engine): Promise<boolean> {
  return engine.alone(async (connection) => {
    const tables = await run(connection, { sql: `SELECT table_name FROM duckdb_tables() WHERE database_name = 'farmwatch' ORDER BY table_name`, values: [] });
    for (const [table] of tables) await writeAnew(connection, `"${String(table)}"`);
    if (!await checkpoint(connection)) return false;
    const { free, numbersABlock } = await freeBlocks(connection);
    await connection.run('CREATE OR REPLACE TABLE farmwatch.filling (number UBIGINT)');
    try {
      // Numbers that look like chance cannot be packed, so they take the room that they are made for.
      await run(connection, { sql: `INSERT INTO farmwatch.filling SELECT hash(range) FROM range(?)`, values: [BigInt((free + BLOCKS_MORE) * numbersABlock)] });
      return await checkpoint(connection);
    } finally {
      await connection.run('DROP TABLE farmwatch.filling');
      await checkpoint(connection);
    }
  });
}

function writeAnew(connection: DuckDBConnection, table: string): Promise<void> {
  return transaction(connection, async () => {
    await connection.run(`CREATE TABLE farmwatch.anew AS SELECT * FROM farmwatch.${table}`);
    await connection.run(`DROP TABLE farmwatch.${table}`);
    await connection.run(`ALTER TABLE farmwatch.anew RENAME TO ${table}`);
  });
}

async function checkpoint(connection: DuckDBConnection): Promise<boolean> {
  return connection.run('CHECKPOINT farmwatch').then(() => true, () => false);
}

async function freeBlocks(connection: DuckDBConnection): Promise<{ readonly free: number; readonly numbersABlock: number }> {
  const [row] = await run(connection, { sql: `SELECT free_blocks::DOUBLE, block_size::DOUBLE FROM pragma_database_size() WHERE database_name = 'farmwatch'`, values: [] });
  const [free, bytes] = row as readonly [number, number];
  return { free, numbersABlock: bytes / NUMBER_BYTES };
}
