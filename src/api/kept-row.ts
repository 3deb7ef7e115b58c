import { isStale } from '../errors.ts';
import type { Identified, Kept, Shelf } from '../store/store.ts';

/**
 * Changes a row as it stands: where somebody else was first, what they wrote is changed.
 *
 * @param read the row, anew at each try; undefined where it is gone
 * @param change undefined where nothing is to be changed
 * @returns what was written; undefined where nothing was
 */
export async function changeRow<T extends Identified>(shelf: Pick<Shelf<T>, 'put'>, read: () => Promise<Kept<T> | undefined>, change: (before: T) => T | undefined): Promise<T | undefined> {
  for (;;) {
    const kept = await read();
    const next = kept && change(kept.value);
    if (next === undefined) return undefined;
    try {
      await shelf.put(next, kept!.revision);
      return next;
    } catch (error) {
      unlessStale(error);
    }
  }
}

/** Passes over what somebody else wrote meanwhile; any other failure goes on. */
export function unlessStale(error: unknown): void {
  if (!isStale(error)) throw error;
}
