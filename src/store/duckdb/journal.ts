import type { ChainedJournal } from '../store.ts';
import { run, transaction, type Engine } from './engine.ts';

/** Entries of one name in the table `journal`, numbered from 1. */
export function duckdbJournal<T>(engine: Engine, name: string): ChainedJournal<T> {
  return {
    append: (entry) => engine.alone((connection) => transaction(connection, async () => {
      const [row] = await run(connection, { sql: `SELECT coalesce(max(seq), 0)::DOUBLE FROM farmwatch.journal WHERE journal = ?`, values: [name] });
      const seq = (row![0] as number) + 1;
      await run(connection, { sql: `INSERT INTO farmwatch.journal VALUES (?, ?, ?)`, values: [name, BigInt(seq), JSON.stringify(entry)] });
      return seq;
    })),

    chain: (next) => engine.alone((connection) => transaction(connection, async () => {
      const [row] = await run(connection, { sql: `SELECT seq::DOUBLE, entry FROM farmwatch.journal WHERE journal = ? ORDER BY seq DESC LIMIT 1`, values: [name] });
      const newest = row && { seq: row[0] as number, entry: readable<T>(row[1] as string) };
      const seq = (newest?.seq ?? 0) + 1;
      await run(connection, { sql: `INSERT INTO farmwatch.journal VALUES (?, ?, ?)`, values: [name, BigInt(seq), JSON.stringify(next(newest))] });
      return seq;
    })),

    async *read(after = 0) {
      const sql = `SELECT seq::DOUBLE, entry FROM farmwatch.journal WHERE journal = ? AND seq > ? ORDER BY seq`;
      for await (const { columns, rows } of engine.stream({ sql, values: [name, BigInt(after)] })) {
        const [seqs, entries] = columns as [number[], string[]];
        for (let i = 0; i < rows; i++) yield { seq: seqs[i]!, entry: JSON.parse(entries[i]!) as T };
      }
    },
  };
}

/** What was written, or nothing where the file was changed into what is no JSON. */
function readable<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
