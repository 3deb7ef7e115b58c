import type { Journal, Seq } from '../store/store.ts';

export interface Line<T> { readonly seq: Seq; readonly entry: T }

/** A journal that is read from the store only as far as it is new. */
export interface Remembered<T> extends Journal<T> {
  /** All lines; the same array as long as nothing was added. */
  all(): Promise<readonly Line<T>[]>;
}

/** Keeps the lines of a journal in memory: they are never changed, and short ones are asked for with every page. Lines that another process empties stay until this one starts anew. */
export function remembered<T>(journal: Journal<T>): Remembered<T> {
  let lines: readonly Line<T>[] = [];
  const all = async (): Promise<readonly Line<T>[]> => {
    const news: Line<T>[] = [];
    for await (const line of journal.read(lines.at(-1)?.seq ?? 0)) news.push(line);
    // Whoever asked at the same time may have read them already.
    const last = lines.at(-1)?.seq ?? 0;
    const added = news.filter(({ seq }) => seq > last);
    if (added.length > 0) lines = [...lines, ...added];
    return lines;
  };
  return {
    all,
    append: (entry) => journal.append(entry),
    async empty(seqs) {
      await journal.empty(seqs);
      const gone = new Set(seqs);
      lines = lines.filter(({ seq }) => !gone.has(seq));
    },
    async *read(after = 0) {
      for (const line of await all()) if (line.seq > after) yield line;
    },
  };
}
