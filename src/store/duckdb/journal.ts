import type { Journal } from '../store.ts';
import { run, transaction, type Engine } from './engine.ts';

/** Entries of one name in the table `journal`, numbered from 1. */
export function duckdbJournal<T>(engine: Engine, name: string): Journal<T> {
  return {
    append: (entry) => engine.alone((connection) => transaction(connection, async () => {
      const [row] = await run(connection, { sql: `SELECT coalesce(max(seq), 0)::DOUBLE FROM farmwatch.journal WHERE journal = ?`, values: [name] });
      const seq = (row![0] as number) + 1;
      await run(connection, { sql: `INSERT INTO farmwatch.journal VALUES (?, ?, ?)`, values: [name, BigInt(seq), JSON.stringify(entry)] });
      return seq;
    })),

    async empty(seqs) {
      if (seqs.length === 0) return;
      await engine.alone((connection) => run(connection, { sql: `UPDATE farmwatch.journal SET entry = NULL WHERE journal = ? AND list_contains(?, seq)`, values: [name, seqs.map(BigInt)] }));
    },

    async *read(after = 0) {
      const sql = `SELECT seq::DOUBLE, entry FROM farmwatch.journal WHERE journal = ? AND seq > ? AND entry IS NOT NULL ORDER BY seq`;
      for await (const { columns, rows } of engine.stream({ sql, values: [name, BigInt(after)] })) {
        const [seqs, entries] = columns as [number[], string[]];
        for (let i = 0; i < rows; i++) yield { seq: seqs[i]!, entry: JSON.parse(entries[i]!) as T };
      }
    },
  };
}
