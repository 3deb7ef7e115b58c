import type { Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';

/** One planted farm, and whether it was found. Nothing of it is true but that. */
export interface Planting {
  readonly nth: number;
  readonly style: string;
  readonly laptops: number;
  /** When its third laptop, or the second of two, first stood there. */
  readonly since: Instant;
  readonly found: boolean;
  /** The run that found it, else the last one. */
  readonly asOf: Instant;
}

/** What planting came to, kept when it was done. Simulated, whatever company it was done in. */
export interface PlantedEntry { readonly at: Instant; readonly asOf: Instant; readonly seed: string; readonly plantings: readonly Planting[] }

/** What one row of what is allowed hid. Households stand together under one id: which people they are says more than is needed. */
export interface HiddenRow { readonly kind: 'permission' | 'place' | 'household'; readonly id: string; readonly findings: number; readonly people: number; readonly cases: number }
/** What was hidden when it was counted. */
export interface HiddenEntry { readonly at: Instant; readonly asOf: Instant; readonly rows: readonly HiddenRow[] }

/** Under this id stand all households together. */
export const ALL_HOUSEHOLDS = 'household/all';

/** What takes too long to find out while somebody waits for a report is found out before, and kept here. */
export function plantedJournal(store: Pick<Store, 'journal'>): Journal<PlantedEntry> {
  return store.journal<PlantedEntry>('planted');
}

export function hiddenJournal(store: Pick<Store, 'journal'>): Journal<HiddenEntry> {
  return store.journal<HiddenEntry>('hidden');
}

/** Entries of a journal made in [from, to), in order of when they were made: one that was written anew comes later in the journal. */
export async function entriesIn<T extends { readonly at: Instant }>(journal: Pick<Journal<T>, 'read'>, { from, to }: { readonly from: Instant; readonly to: Instant }): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const { entry } of journal.read()) if (entry.at >= from && entry.at < to) found.push(entry);
  return found.sort((a, b) => a.at - b.at);
}
