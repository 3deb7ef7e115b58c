import { FarmwatchError } from '../../errors.ts';
import type { Identified, Kept, Shelf } from '../../store/store.ts';

/** Each try means that somebody else wrote one of the same few documents in the milliseconds before. */
const TRIES = 20;

/**
 * Writes documents anew as they lie there now, also where somebody else writes some of them meanwhile: then these are read again.
 *
 * @param change the same value where nothing changes; asked again for what somebody else wrote
 * @throws FarmwatchError `record.stale` where others do not leave off
 */
export async function rewriteAll<T extends Identified>(shelf: Shelf<T>, ids: readonly string[], change: (value: T) => T): Promise<void> {
  let left = new Set(ids);
  for (let tried = 0; left.size > 0; tried++) {
    if (tried === TRIES) throw new FarmwatchError('record.stale', { id: [...left][0] });
    const changed: Kept<T>[] = [];
    for await (const { value, revision } of shelf.list()) {
      const next = left.has(value.id) ? change(value) : value;
      if (next !== value) changed.push({ value: next, revision });
    }
    left = new Set(await shelf.putEach(changed));
  }
}
