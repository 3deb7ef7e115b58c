import type { DuckDBConnection } from '@duckdb/node-api';
import type { ChainedJournal, Seq } from '../store.ts';
import { run, type Engine } from './engine.ts';

/** Entries of one name in the table `journal`, numbered from 1. */
export function duckdbJournal<T>(engine: Engine, name: string): ChainedJournal<T> {
  const { last, written, writesTo } = engine.kept;
  const key = `journal ${name}`;
  /** Writes entries, as text, behind the last one; where that fails nobody knows any more which is the last. */
  const write = async (connection: DuckDBConnection, before: Seq, texts: readonly string[]): Promise<readonly Seq[]> => {
    if (texts.length === 0) return [];
    const seqs = texts.map((_, nth) => before + nth + 1);
    written(key);
    try {
      await run(connection, { sql: `INSERT INTO farmwatch.journal SELECT ?, unnest(?), unnest(?)`, values: [name, seqs.map(BigInt), texts] });
      last.set(name, { seq: seqs.at(-1)!, entry: texts.at(-1)! });
    } catch (error) {
      last.delete(name);
      throw error;
    } finally {
      written(key);
    }
    return seqs;
  };
  const newestIn = async (connection: DuckDBConnection): Promise<{ readonly seq: Seq; readonly entry: string } | undefined> => {
    const [row] = await run(connection, { sql: `SELECT seq::DOUBLE, entry FROM farmwatch.journal WHERE journal = ? ORDER BY seq DESC LIMIT 1`, values: [name] });
    return row && { seq: row[0] as Seq, entry: row[1] as string | null ?? '' };
  };
  return {
    append: (entry) => engine.alone(async (connection) => (await write(connection, (last.get(name) ?? await newestIn(connection))?.seq ?? 0, [JSON.stringify(entry)]))[0]!),

    chain: (...next) => engine.alone(async (connection) => {
      const known = last.get(name);
      const before = known?.entry === undefined ? await newestIn(connection) : { seq: known.seq, entry: known.entry };
      const texts: string[] = [];
      let newest = before;
      for (const one of next) {
        const entry = JSON.stringify(one(newest && { seq: newest.seq, entry: readable<T>(newest.entry) }));
        texts.push(entry);
        newest = { seq: (newest?.seq ?? 0) + 1, entry };
      }
      return write(connection, before?.seq ?? 0, texts);
    }),

    async empty(seqs) {
      if (seqs.length === 0) return;
      await engine.alone(async (connection) => {
        last.delete(name);
        // Through unnest, which is looked up by hash: list_contains walks the whole list for each entry.
        await run(connection, { sql: `UPDATE farmwatch.journal SET entry = NULL WHERE journal = ? AND seq IN (SELECT unnest(?::BIGINT[]))`, values: [name, seqs.map(BigInt)] });
      }).finally(() => written(key));
    },

    async *read(after = 0) {
      engine.mustBeOpen();
      if (after >= (last.get(name)?.seq ?? Infinity)) return;
      const before = writesTo(key);
      let highest = after;
      const sql = `SELECT seq::DOUBLE, entry FROM farmwatch.journal WHERE journal = ? AND seq > ? ORDER BY seq`;
      for await (const { columns, rows } of engine.stream({ sql, values: [name, BigInt(after)] })) {
        const [seqs, entries] = columns as [number[], (string | null)[]];
        for (let i = 0; i < rows; i++) {
          highest = seqs[i]!;
          const entry = entries[i];
          if (entry !== null && entry !== undefined) yield { seq: highest, entry: JSON.parse(entry) as T };
        }
      }
      // Whoever wrote meanwhile knows better.
      if ((highest > after || after === 0) && writesTo(key) === before && last.get(name)?.seq !== highest) last.set(name, { seq: highest });
    },
  };
}

/** What was written, or nothing where it was emptied, or the file was changed into what is no JSON. */
function readable<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
