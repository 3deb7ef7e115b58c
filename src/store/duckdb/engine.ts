import { DuckDBInstance, BIGINT, BOOLEAN, DOUBLE, VARCHAR, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { FarmwatchError } from '../../errors.ts';
import { understood } from './failures.ts';

export const FILE_NAME = 'farmwatch.duckdb';

/** SQL with its values: text from outside only ever stands among the values. */
export interface Statement { readonly sql: string; readonly values: readonly Bound[] }
export type Bound = string | number | bigint | boolean;
/** Some rows of a result, column by column. */
export interface Batch { readonly columns: readonly (readonly DuckDBValue[])[]; readonly rows: number }

export interface EngineOptions {
  readonly folder: string;
  readonly readOnly?: boolean;
  /** What the engine may hold in memory before it writes to its temporary folder; no cap on the process. */
  readonly memoryLimit?: string;
  /** All cores unless told. */
  readonly threads?: number;
}

/** One open database file, with as many connections as there are questions. */
export interface Engine {
  readonly name: string;
  readonly readOnly: boolean;
  /** Lends a connection of its own. */
  connected<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** As `connected`, one at a time: nobody else writes meanwhile. */
  alone<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  /** A turn to write, for who has a connection already. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** All rows of a small result. */
  rows(statement: Statement): Promise<readonly (readonly DuckDBValue[])[]>;
  /** Rows of a large result as they come. */
  stream(statement: Statement): AsyncIterable<Batch>;
  close(): Promise<void>;
}

// The engine's lock keeps other processes out; this keeps out a second opener inside ours.
const held = new Set<string>();

/** Opens the database file in a folder, and makes both if need be. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { folder, readOnly = false } = options;
  try {
    if (!readOnly) mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FarmwatchError('store.refused', { store: folder, why: 'the folder cannot be made', cure: 'Choose a folder that this account may write.' }, { cause: error });
  }
  const file = join(absolute(folder), FILE_NAME);
  if (held.has(file)) throw new FarmwatchError('store.locked', { store: folder, why: 'it is open in this process already' });
  held.add(file);
  try {
    return await attach(file, options);
  } catch (error) {
    held.delete(file);
    throw understood(error, folder);
  }
}

function absolute(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw new FarmwatchError('not.found', { what: `store in ${folder}`, cure: 'Check the path.' }, { cause: error });
  }
}

async function attach(file: string, { folder, readOnly = false, memoryLimit = '400MB', threads }: EngineOptions): Promise<Engine> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    temp_directory: `${file}.tmp`,
    // Nothing is fetched from anywhere.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Every question names its order; keeping the order of rows would cost memory and a core.
    preserve_insertion_order: 'true',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  try {
    const first = await instance.connect();
    // Row groups smaller than a large batch let it go to its place at once instead of through the log and then there.
    const how = readOnly ? 'READ_ONLY' : `ROW_GROUP_SIZE 51200, STORAGE_VERSION 'v1.5.0'`;
    await first.run(`ATTACH '${file.replaceAll("'", "''")}' AS farmwatch (${how})`);
    await first.run(`SET enable_external_access = false`);
    first.closeSync();
    if (!readOnly) syncFolder(folder);
  } catch (error) {
    instance.closeSync();
    throw error;
  }
  return engineOver(instance, file, folder, readOnly);
}

/** Makes a new file's name as durable as its contents. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function engineOver(instance: DuckDBInstance, file: string, folder: string, readOnly: boolean): Engine {
  let last: Promise<unknown> = Promise.resolve();
  const busy = new Set<Promise<unknown>>();
  let closed = false;

  const connected = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    if (closed) throw new FarmwatchError('store.away', { store: folder, why: 'it has been closed' });
    const connection = await instance.connect();
    const running = work(connection).finally(() => connection.closeSync());
    busy.add(running);
    try {
      return await running;
    } catch (error) {
      throw understood(error, folder);
    } finally {
      busy.delete(running);
    }
  };

  const turn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  return {
    name: folder,
    readOnly,
    connected,
    alone: (work) => turn(() => connected(work)),
    turn,
    rows: ({ sql, values }) => connected(async (connection) => (await connection.runAndReadAll(sql, [...values], values.map(typeOf))).getRows()),
    async *stream(statement) {
      if (closed) throw new FarmwatchError('store.away', { store: folder, why: 'it has been closed' });
      const connection = await instance.connect();
      try {
        yield* batches(connection, statement);
      } catch (error) {
        throw understood(error, folder);
      } finally {
        connection.closeSync();
      }
    },
    async close() {
      if (closed) return;
      await last;
      await Promise.allSettled(busy);
      closed = true;
      instance.closeSync();
      held.delete(file);
    },
  };
}

/** Rows of a statement as the engine finds them, on a connection that does nothing else meanwhile. */
export async function* batches(connection: DuckDBConnection, { sql, values }: Statement): AsyncIterable<Batch> {
  const result = await connection.stream(sql, [...values], values.map(typeOf));
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield { columns: chunk.getColumns(), rows: chunk.rowCount };
  }
}

/** Runs statements that all take effect or none. */
export async function transaction<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN');
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    // After a failed commit there is nothing left to roll back; the first failure is the one to tell.
    await connection.run('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Runs one statement with its values. */
export async function run(connection: DuckDBConnection, { sql, values }: Statement): Promise<readonly (readonly DuckDBValue[])[]> {
  return (await connection.runAndReadAll(sql, [...values], values.map(typeOf))).getRows();
}

function typeOf(value: Bound): DuckDBType {
  switch (typeof value) {
    case 'string': return VARCHAR;
    case 'bigint': return BIGINT;
    case 'boolean': return BOOLEAN;
    default: return DOUBLE;
  }
}
