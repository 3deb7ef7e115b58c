import type { DuckDBValue } from '@duckdb/node-api';
import type { Seq } from '../store.ts';

export type KeptRow = readonly DuckDBValue[];

/** Longer answers are not kept, bytes of text: a run, or a shelf of thousands. */
const LONGEST = 64 * 1024;
/** All kept answers together, bytes of text; the one that was asked for longest ago goes first. */
const ALL = 16 * 1024 * 1024;

/**
 * Small answers about shelves, kept until somebody writes to the shelf: pages ask the same few questions over and over, and each
 * is a walk over a table. Nobody but us writes to the file while it is open, so what is kept is what the file would say.
 */
export interface KeptRows {
  /** The rows of a question about a shelf: those that are kept, or as they are read. */
  rows(shelf: string, question: string, read: () => AsyncIterable<KeptRow>): AsyncIterable<KeptRow>;
  /** To be told after every write to a shelf, also after one that failed. */
  written(name: string): void;
  /** How often something was written under a name. */
  writesTo(name: string): number;
  /** The last number of each journal, where it is known; of those whose entries hang together, what was written under it. */
  readonly last: Map<string, { readonly seq: Seq; readonly entry?: string }>;
  forget(): void;
}

export function keptRows(): KeptRows {
  const answers = new Map<string, { readonly rows: readonly KeptRow[]; readonly bytes: number }>();
  const writes = new Map<string, number>();
  let bytes = 0;
  const writesTo = (name: string): number => writes.get(name) ?? 0;
  const drop = (key: string): void => {
    bytes -= answers.get(key)?.bytes ?? 0;
    answers.delete(key);
  };
  const keep = (key: string, rows: readonly KeptRow[], size: number): void => {
    drop(key);
    answers.set(key, { rows, bytes: size });
    bytes += size;
    for (const oldest of answers.keys()) {
      if (bytes <= ALL) break;
      drop(oldest);
    }
  };
  return {
    async *rows(shelf, question, read) {
      const before = writesTo(shelf);
      // A write makes older answers unreachable; they go when room is needed.
      const key = `${shelf} ${before} ${question}`;
      const known = answers.get(key);
      if (known) {
        answers.delete(key);
        answers.set(key, known);
        yield* known.rows;
        return;
      }
      const rows: KeptRow[] = [];
      let size = key.length;
      for await (const row of read()) {
        size += row.reduce((sum: number, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
        if (size <= LONGEST) rows.push(row);
        yield row;
      }
      if (size <= LONGEST && writesTo(shelf) === before) keep(key, rows, size);
    },
    written: (name) => { writes.set(name, writesTo(name) + 1); },
    writesTo,
    last: new Map(),
    forget() {
      answers.clear();
      bytes = 0;
    },
  };
}
