import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { FarmwatchError, messageOf } from '../errors.ts';

/** True for a file of Apache Parquet, by its first bytes. */
export function isParquet(start: Buffer): boolean {
  return start.toString('latin1', 0, 4) === 'PAR1';
}

/** An engine of its own, small and with no way out: one file is read, and nothing is fetched, loaded or kept. */
const ENGINE = { memory_limit: '256MB', threads: '1', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };

/**
 * The rows of a Parquet file as texts of JSON, in batches and in the order of the file; instants in UTC. Amazon Security
 * Lake and the data lakes of other clouds keep events so.
 *
 * @throws FarmwatchError `file.unreadable` where the file is torn or written in a way that the engine does not know
 */
export async function* parquetRows(file: string): AsyncGenerator<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'farmwatch-parquet-'));
  try {
    // A name of ours: the engine takes brackets and stars in names for patterns.
    const named = join(folder, 'rows.parquet');
    await symlink(resolve(file), named);
    const engine = await DuckDBInstance.create(':memory:', { ...ENGINE, temp_directory: folder });
    const connection = await engine.connect();
    try {
      await connection.run("SET TimeZone = 'UTC'");
      const rows = await connection.stream('SELECT to_json(row)::VARCHAR FROM read_parquet($1) row', [named]);
      for (let chunk = await rows.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await rows.fetchChunk()) yield chunk.getColumnValues(0) as readonly string[];
    } catch (cause) {
      const why = messageOf(cause).replaceAll(named, file).split('\n', 1)[0]!;
      throw new FarmwatchError('file.unreadable', { file, why: `the Parquet file is torn, or of a kind that is not known (${why})`, cure: 'Copy it again, or save it as JSON, a record a line.' }, { cause });
    } finally {
      connection.closeSync();
      engine.closeSync();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
