import { BIGINT, BOOLEAN, DOUBLE, DuckDBInstance, LIST, VARCHAR, listValue, type DuckDBConnection, type DuckDBDataChunk, type DuckDBResult, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { closeSync, fsyncSync, openSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { understood } from './failures.ts';
import { gate, type Gate } from '../../core/gate.ts';
import { makeFolder } from '../../make-folder.ts';
import { keptRows, type KeptRows } from './kept-rows.ts';
import './whole-texts.ts';

export const FILE_NAME = 'farmwatch.duckdb';

/** SQL with its values: text from outside only ever stands among the values. */
export interface Statement { readonly sql: string; readonly values: readonly Bound[] }
export type Scalar = string | number | bigint | boolean;
/** A value, or a list of values of one kind. */
export type Bound = Scalar | readonly Scalar[];
/** Some rows of a result, column by column. */
export interface Batch { readonly columns: readonly (readonly DuckDBValue[])[]; readonly rows: number }

export interface EngineOptions {
  readonly folder: string;
  readonly readOnly?: boolean;
  /** What the engine may hold in memory before it writes to its temporary folder; no cap on the process. */
  readonly memoryLimit?: string;
  /** What the engine may hold on to of what it wrote, now and then; as much as `memoryLimit` unless told. */
  readonly keptMemory?: string;
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
  /** Makes closing wait for an answer that takes several questions. */
  promised<T>(answer: Promise<T>): Promise<T>;
  /** A turn to write, for who has a connection already. */
  readonly turn: Gate;
  /** A place to get a batch ready: one is written, one gets ready, the others wait without holding memory. */
  readonly ready: Gate;
  /** To be told how many rows were written: after many, memory beyond `keptMemory` is given back, which the engine would hold in case that somebody asks. */
  wrote(connection: DuckDBConnection, rows: number): Promise<void>;
  /** All rows of a small result. */
  rows(statement: Statement): Promise<readonly (readonly DuckDBValue[])[]>;
  /** Rows of a large result as they come. */
  stream(statement: Statement): AsyncIterable<Batch>;
  /** As `stream`, as the engine hands them over. A chunk may be read until the next one is asked for. */
  chunks(statement: Statement): AsyncIterable<DuckDBDataChunk>;
  /** Answers that stay right until somebody writes. */
  readonly kept: KeptRows;
  /** @throws FarmwatchError `store.away` once it is closed */
  mustBeOpen(): void;
  close(): Promise<void>;
}

// The engine's lock keeps other processes out; this keeps out a second opener inside ours.
const held = new Set<string>();

/**
 * Rows that lie together. What a batch has for a table goes to its place at once when it fills a group, else through the log first;
 * smaller groups are filled more often, and take more of the engine's care. A multiple of 2,048.
 */
const ROW_GROUP = 30_720;

/**
 * Of a new file; one that is there keeps its own. Rows that came through the log fill at least a block a column, and another for
 * which values are missing, until the next checkpoint: in larger blocks an import takes a hundred megabytes more, in smaller ones the file does.
 */
const BLOCK_BYTES = 65_536;

/** A checkpoint holds the large documents of some two thousand rows at once, such as runs of a large company; with too little room the engine gives the file up. */
const MEMORY = '1GB';

/** Rows after which memory is given back: they take some tens of megabytes. */
const TRIMMED_ROWS = 150_000;

/** Opens the database file in a folder, and makes both if need be. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { folder, readOnly = false } = options;
  try {
    if (!readOnly) makeFolder(folder);
  } catch (error) {
    throw new FarmwatchError('store.refused', { store: folder, why: 'the folder cannot be made', cure: 'Choose a folder that this account may write.' }, { cause: error });
  }
  const file = join(absolute(folder), FILE_NAME);
  if (held.has(file)) throw new FarmwatchError('store.locked', { store: folder, why: 'it is open in this process already' });
  held.add(file);
  try {
    return engineOver(await attach(file, options), file, options);
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

async function attach(file: string, { folder, readOnly = false, memoryLimit = MEMORY, threads }: EngineOptions): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    default_block_size: String(BLOCK_BYTES),
    temp_directory: `${file}.tmp`,
    // Nothing is fetched from anywhere.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
  try {
    const first = await instance.connect();
    const how = readOnly ? 'READ_ONLY' : `ROW_GROUP_SIZE ${ROW_GROUP}, STORAGE_VERSION 'v1.5.0'`;
    await first.run(`ATTACH '${file.replaceAll("'", "''")}' AS farmwatch (${how})`);
    await first.run(`SET enable_external_access = false`);
    first.closeSync();
    if (!readOnly) syncFolder(folder);
    return instance;
  } catch (error) {
    instance.closeSync();
    throw error;
  }
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

function engineOver(opened: DuckDBInstance, file: string, options: EngineOptions): Engine {
  const { folder, readOnly = false } = options;
  const turn = gate(1);
  const healing = gate(1);
  /** Questions that are not answered yet, and those among them that have a connection. */
  const asked = new Set<Promise<unknown>>();
  const busy = new Set<Promise<unknown>>();
  const streams = new Set<AsyncGenerator<DuckDBDataChunk, void>>();
  let instance: DuckDBInstance | undefined = opened;
  const kept = keptRows();
  let sick = false;
  let closed = false;
  let untrimmed = 0;

  const away = (): FarmwatchError => new FarmwatchError('store.away', { store: folder, why: 'it has been closed' });
  const told = (error: unknown): unknown => {
    sick ||= /has been invalidated/.test(messageOf(error));
    return understood(error, folder);
  };
  const letGo = async (): Promise<void> => {
    await Promise.allSettled(busy);
    await Promise.all([...streams].map((rows) => rows.return()));
    instance?.closeSync();
    instance = undefined;
  };
  /** The open file. After a full disk the engine refuses everything until the file is opened anew. */
  const usable = async (): Promise<DuckDBInstance> => {
    if (sick) {
      await healing(async () => {
        if (!sick || closed) return;
        await letGo();
        instance = await attach(file, options);
        sick = false;
      });
    }
    if (closed || !instance) throw away();
    return instance;
  };

  const lent = async <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
    try {
      const running = lend(await usable(), work);
      busy.add(running);
      return await running.finally(() => busy.delete(running));
    } catch (error) {
      throw told(error);
    }
  };
  const promised = <T>(answer: Promise<T>): Promise<T> => {
    asked.add(answer);
    return answer.finally(() => asked.delete(answer));
  };
  const connected = <T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => promised(lent(work));

  async function* chunks(statement: Statement): AsyncGenerator<DuckDBDataChunk, void> {
    const lender = await usable();
    const rows = lendStream(lender, statement);
    streams.add(rows);
    try {
      yield* rows;
    } catch (error) {
      throw told(error);
    } finally {
      streams.delete(rows);
    }
    // Closing ends what somebody still reads; they must not take it for the end of the rows.
    if (closed || instance !== lender) throw away();
  }

  return {
    name: folder,
    readOnly,
    connected,
    // The connection comes first: who waits for a file to be opened anew must not keep others from finishing with it.
    alone: (work) => connected((connection) => turn(() => work(connection))),
    promised,
    turn,
    ready: gate(2),
    kept,
    mustBeOpen() {
      if (closed) throw away();
    },
    async wrote(connection, rows) {
      untrimmed += rows;
      if (options.keptMemory === undefined || untrimmed < TRIMMED_ROWS) return;
      untrimmed = 0;
      // One after the other with nobody in between. Where so much cannot be given back, because it is in use, the limit stays as it was.
      await connection.run(`SET memory_limit = '${options.keptMemory}'; SET memory_limit = '${options.memoryLimit ?? MEMORY}'`).catch(() => {});
    },
    rows: (statement) => connected((connection) => run(connection, statement)),
    async *stream(statement) {
      for await (const chunk of chunks(statement)) yield batchOf(chunk);
    },
    chunks,
    async close() {
      if (closed) return;
      // What was asked may ask for more.
      while (asked.size > 0) await Promise.allSettled(asked);
      closed = true;
      kept.forget();
      await healing(letGo);
      held.delete(file);
    },
  };
}

async function lend<T>(instance: DuckDBInstance, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
  }
}

/** Rows of a statement over a connection of its own. */
async function* lendStream(instance: DuckDBInstance, statement: Statement): AsyncGenerator<DuckDBDataChunk, void> {
  const connection = await instance.connect();
  try {
    yield* resultChunks(connection, statement);
  } finally {
    connection.closeSync();
  }
}

/** Rows of a statement as the engine finds them, on a connection that does nothing else meanwhile. */
export async function* batches(connection: DuckDBConnection, statement: Statement): AsyncGenerator<Batch, void> {
  for await (const chunk of resultChunks(connection, statement)) yield batchOf(chunk);
}

function batchOf(chunk: DuckDBDataChunk): Batch {
  return { columns: chunk.getColumns(), rows: chunk.rowCount };
}

/** Chunks of a result, on a connection that does nothing else meanwhile; one may be read until the next is asked for. */
export async function* resultChunks(connection: DuckDBConnection, { sql, values }: Statement): AsyncGenerator<DuckDBDataChunk, void> {
  const result = await connection.stream(sql, values.map(valueFor), values.map(typeOf));
  let over = false;
  try {
    for (;;) {
      const chunk = await result.fetchChunk();
      over = !chunk || chunk.rowCount === 0;
      if (!chunk || over) return;
      yield chunk;
    }
  } finally {
    if (!over) await endEarly(connection, result);
  }
}

/** A result that is not read to its end holds the file, and with it the lock, until it is told that there will be no more. */
async function endEarly(connection: DuckDBConnection, result: DuckDBResult): Promise<void> {
  try {
    for (;;) {
      connection.interrupt();
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
    }
  } catch {
    // Interrupted, as asked.
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
  return (await connection.runAndReadAll(sql, values.map(valueFor), values.map(typeOf))).getRows();
}

function valueFor(value: Bound): DuckDBValue {
  return typeof value === 'object' ? listValue(value) : value;
}

function typeOf(value: Bound): DuckDBType {
  switch (typeof value) {
    case 'string': return VARCHAR;
    case 'bigint': return BIGINT;
    case 'boolean': return BOOLEAN;
    case 'number': return DOUBLE;
    case 'object': return LIST(typeOf(value[0] ?? ''));
  }
}
