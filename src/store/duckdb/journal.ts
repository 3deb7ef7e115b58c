import type { Journal, Seq } from '../store.ts';
import { run, type Engine } from './engine.ts';

/** Entries of one name in the table `journal`, numbered from 1. */
export function duckdbJournal<T>(engine: Engine, name: string): Journal<T> {
  const { last, written, writesTo } = engine.kept;
  const key = `journal ${name}`;
  return {
    append: (entry) => engine.alone(async (connection) => {
      const before = last.get(name) ?? (await run(connection, { sql: `SELECT coalesce(max(seq), 0)::DOUBLE FROM farmwatch.journal WHERE journal = ?`, values: [name] }))[0]![0] as Seq;
      written(key);
      try {
        await run(connection, { sql: `INSERT INTO farmwatch.journal VALUES (?, ?, ?)`, values: [name, BigInt(before + 1), JSON.stringify(entry)] });
      } catch (error) {
        last.delete(name);
        throw error;
      } finally {
        written(key);
      }
      last.set(name, before + 1);
      return before + 1;
    }),

    async *read(after = 0) {
      engine.mustBeOpen();
      if (after >= (last.get(name) ?? Infinity)) return;
      const before = writesTo(key);
      let highest = after;
      const sql = `SELECT seq::DOUBLE, entry FROM farmwatch.journal WHERE journal = ? AND seq > ? ORDER BY seq`;
      for await (const { columns, rows } of engine.stream({ sql, values: [name, BigInt(after)] })) {
        const [seqs, entries] = columns as [number[], string[]];
        for (let i = 0; i < rows; i++) yield { seq: (highest = seqs[i]!), entry: JSON.parse(entries[i]!) as T };
      }
      // Whoever wrote meanwhile knows better.
      if ((highest > after || after === 0) && writesTo(key) === before) last.set(name, highest);
    },
  };
}
