import { FarmwatchError } from '../errors.ts';
import type { Source } from './collector.ts';
import type { Taker } from './take.ts';
import { addCounts, noCounts, type Counts } from './tally.ts';

export interface CollectingFiles {
  readonly options: Readonly<Record<string, string>>;
  /** Takes the records of one file. @param written told after every batch */
  taker(counts: Counts, written: () => void): Taker;
  readonly progress?: (file: string, read: number) => void;
  /** Told after every file, also after one that is torn. */
  readonly done?: (file: string, counts: Counts) => void;
}

/** What became of some files; `torn` says why some could not be read to their end. */
export interface Collected { readonly counts: Counts; readonly torn: readonly FarmwatchError[] }

/** Reads saved files of a vendor through its source. One that is torn keeps nobody from reading the others. */
export async function collectFiles(source: Source, files: readonly string[], { options, taker: takerOf, progress, done }: CollectingFiles): Promise<Collected> {
  const total = noCounts();
  const torn: FarmwatchError[] = [];
  for (const file of files) {
    const counts = noCounts();
    const taker = takerOf(counts, () => progress?.(file, counts.read));
    try {
      try {
        for await (const record of source.read(file, options)) await taker.take(record);
      } finally {
        await taker.flush();
      }
    } catch (error) {
      if (!isTorn(error)) throw error;
      torn.push(error);
    }
    addCounts(total, counts);
    done?.(file, counts);
  }
  return { counts: total, torn };
}

/** True for a file that could not be read to its end; what came before is kept. */
export function isTorn(error: unknown): error is FarmwatchError {
  return error instanceof FarmwatchError && error.code === 'file.unreadable';
}
