import { DuckDBDataChunk, LIST, VARCHAR, listValue, type DuckDBConnection } from '@duckdb/node-api';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { Identified, Indexes, Kept, Revision, Shelf, ShelfQuery } from '../store.ts';
import { run, transaction, type Bound, type Engine, type Statement } from './engine.ts';
import type { KeptRow } from './kept-rows.ts';

/** Documents of one name in the table `shelf`. */
export function duckdbShelf<T extends Identified>(engine: Engine, name: string, indexes: Indexes<T> = {}): Shelf<T> {
  /** @param inPieces how the same rows come where they do not fit into memory together */
  async function* answers(statement: Statement, inPieces?: () => AsyncIterable<KeptRow>): AsyncGenerator<Kept<T>> {
    engine.mustBeOpen();
    for await (const [body, revision] of engine.kept.rows(name, JSON.stringify(statement, spelled), () => rowsOf(engine, statement, inPieces))) yield keptOf<T>(body as string, revision as string);
  }
  const writing = <A>(work: (connection: DuckDBConnection) => Promise<A>): Promise<A> => engine.alone(work).finally(() => engine.kept.written(name));
  return {
    async get(id) {
      const [found] = await Array.fromAsync(answers({ sql: `SELECT body, revision::VARCHAR FROM farmwatch.shelf WHERE shelf = ? AND id = ?`, values: [name, id] }));
      return found;
    },

    put: (value, over) => writing((connection) => transaction(connection, async () => {
      const [found] = await run(connection, { sql: `SELECT revision::VARCHAR FROM farmwatch.shelf WHERE shelf = ? AND id = ?`, values: [name, value.id] });
      if (over !== undefined && over !== (found?.[0] ?? '')) throw new FarmwatchError('record.stale', { id: value.id });
      await writeAll(connection, name, indexes, [value]);
      const [row] = await run(connection, { sql: `SELECT revision::VARCHAR FROM farmwatch.shelf WHERE shelf = ? AND id = ?`, values: [name, value.id] });
      return row![0] as Revision;
    })),

    async putAll(values) {
      if (values.length === 0) return;
      // The last of equal ids stays, as if they were written one after the other.
      const last = [...new Map(values.map((value) => [value.id, value])).values()];
      await writing((connection) => transaction(connection, () => writeAll(connection, name, indexes, last)));
    },

    putEach: (values) => (values.length === 0 ? Promise.resolve([]) : writing((connection) => transaction(connection, async () => {
      const found = await run(connection, { sql: `SELECT id, revision::VARCHAR FROM farmwatch.shelf WHERE shelf = ? AND id IN (${LISTED})`, values: [name, JSON.stringify(values.map(({ value }) => value.id))] });
      const revisions = new Map(found.map(([id, revision]) => [id as string, revision as Revision]));
      const [fresh, stale] = partedBy(values, ({ value, revision }) => (revisions.get(value.id) ?? '') === revision);
      if (fresh.length > 0) await writeAll(connection, name, indexes, fresh.map(({ value }) => value));
      return stale.map(({ value }) => value.id);
    }))),

    async remove(id) {
      await writing((connection) => run(connection, { sql: `DELETE FROM farmwatch.shelf WHERE shelf = ? AND id = ?`, values: [name, id] }));
    },

    async removeAll(ids) {
      if (ids.length > 0) await writing((connection) => run(connection, { sql: `DELETE FROM farmwatch.shelf WHERE shelf = ? AND id IN (${LISTED})`, values: [name, JSON.stringify(ids)] }));
    },

    list: (query = {}) => answers(listSql(name, query), () => oneByOne(engine, name, query)),
  };
}

/** The rows of a statement as they come. They are put in order before the first one is there: that is when memory runs out. */
async function* rowsOf(engine: Engine, statement: Statement, inPieces: (() => AsyncIterable<KeptRow>) | undefined): AsyncGenerator<KeptRow> {
  let begun = false;
  try {
    for await (const { columns, rows } of engine.stream(statement)) {
      begun = true;
      for (let i = 0; i < rows; i++) yield columns.map((column) => column[i]!);
    }
  } catch (error) {
    if (begun || inPieces === undefined || !/Out of Memory/.test(messageOf(error))) throw error;
    yield* inPieces();
  }
}

/** Documents of a shelf, each read by itself: slow, and no larger than the largest. */
async function* oneByOne(engine: Engine, name: string, query: ShelfQuery): AsyncGenerator<KeptRow> {
  const { sql, values } = listSql(name, query);
  for (const [id] of await engine.rows({ sql: sql.replace('SELECT body, revision::VARCHAR', 'SELECT id'), values })) {
    const [row] = await engine.rows({ sql: `SELECT body, revision::VARCHAR FROM farmwatch.shelf WHERE shelf = ? AND id = ?`, values: [name, id as string] });
    if (row) yield row;
  }
}

/** The texts of a JSON list that is bound. */
const LISTED = `SELECT unnest(json_extract_string(?, '$[*]'))`;

function partedBy<V>(values: readonly V[], isFirst: (value: V) => boolean): readonly [readonly V[], readonly V[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))];
}

/** JSON has no numbers without end. */
function spelled(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function keptOf<T>(body: string, revision: Revision): Kept<T> {
  return { value: JSON.parse(body) as T, revision };
}

/** The documents of a shelf that a query asks for. */
export function listSql(name: string, { where = {}, from, to, newest, limit }: ShelfQuery): Statement {
  const values: Bound[] = [name];
  let sql = `SELECT body, revision::VARCHAR FROM farmwatch.shelf WHERE shelf = ?`;
  const and = (condition: string, value: Bound): void => {
    sql += ` AND ${condition}`;
    values.push(value);
  };
  if (from !== undefined) and('id >= ?', from);
  if (to !== undefined) and('id < ?', to);
  for (const [index, value] of Object.entries(where)) and('list_contains(indexes, ?)', indexText(index, value));
  sql += ` ORDER BY id ${newest ? 'DESC' : 'ASC'}`;
  if (limit !== undefined) {
    sql += ' LIMIT ?';
    values.push(BigInt(limit));
  }
  return { sql, values };
}

function indexText(index: string, value: string | number): string {
  return JSON.stringify([index, value]);
}

/** Writes documents in a transaction of the caller: through a temporary table, so that thousands cost little more than one. */
async function writeAll<T extends Identified>(connection: DuckDBConnection, name: string, indexes: Indexes<T>, values: readonly T[]): Promise<void> {
  await connection.run(`CREATE TEMP TABLE incoming (id VARCHAR, body VARCHAR, indexes VARCHAR[])`);
  const appender = await connection.createAppender('incoming', null, 'temp');
  for (let start = 0; start < values.length; start += 2_048) {
    const part = values.slice(start, start + 2_048);
    const chunk = DuckDBDataChunk.create([VARCHAR, VARCHAR, LIST(VARCHAR)], part.length);
    chunk.setColumns([
      part.map(({ id }) => id),
      part.map((value) => JSON.stringify(value)),
      part.map((value) => listValue(Object.entries(indexes).flatMap(([index, valueOf]) => {
        const found = valueOf(value);
        return found === undefined ? [] : [indexText(index, found)];
      }))),
    ]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await run(connection, { sql: `DELETE FROM farmwatch.shelf WHERE shelf = ? AND id IN (SELECT id FROM incoming)`, values: [name] });
  await run(connection, { sql: `INSERT INTO farmwatch.shelf SELECT ?, id, nextval('farmwatch.revisions'), body, indexes FROM incoming`, values: [name] });
}
