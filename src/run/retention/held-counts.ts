import type { Instant } from '../../core/time.ts';
import type { Identified, Store } from '../../store/store.ts';
import { FOREVER } from './walk-days.ts';
import { counted, type Place } from './places.ts';

/** How much lies in a place, and since when; undefined where that is not told. */
export interface HeldCount { readonly many: number; readonly oldest: Instant | undefined }

/** Counts what lies in a place of the store; undefined for places that are not in it. */
export async function countHeld(store: Store, { kind, names }: Pick<Place, 'kind' | 'names'>): Promise<HeldCount | undefined> {
  if (kind === 'events') {
    const days = await store.events.days({ from: 0, to: FOREVER, asOf: FOREVER });
    const [first] = await store.events.tally({ where: {}, by: [], measure: { oldest: { min: '@timestamp' } } }, { from: 0, to: FOREVER, asOf: FOREVER });
    return { many: days.reduce((sum, { rows }) => sum + rows, 0), oldest: first?.oldest };
  }
  if (kind === 'shelf') {
    let many = 0;
    for (const name of counted(names)) for await (const { value: _ } of store.shelf<Identified>(name).list()) many++;
    return { many, oldest: undefined };
  }
  if (kind !== 'journal') return undefined;
  const held: { many: number; oldest: Instant | undefined } = { many: 0, oldest: undefined };
  for (const name of names) {
    for await (const { entry } of store.journal<unknown>(name).read()) {
      held.many++;
      const at = instantIn(entry);
      if (at !== undefined && at < (held.oldest ?? Infinity)) held.oldest = at;
    }
  }
  return held;
}

/** When an entry was written, wherever its journal says so. */
function instantIn(entry: unknown): Instant | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { at, act, event } = entry as { readonly at?: unknown; readonly act?: { readonly at?: unknown }; readonly event?: { readonly at?: unknown } };
  return [at, act?.at, event?.at].find((value) => typeof value === 'number');
}
