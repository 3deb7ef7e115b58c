import { CATALOGUE_SHELF, type CatalogueChange } from '../../catalogue/history.ts';
import { versionOf } from '../../catalogue/rows.ts';
import { shortHash } from '../../core/canonical.ts';
import type { Instant } from '../../core/time.ts';
import type { Journal, Store } from '../../store/store.ts';

/** Who changed the catalogues, when, with what. */
export interface CatalogueEntry {
  readonly at: Instant;
  readonly by: string;
  readonly did: CatalogueChange['kind'];
  readonly file?: string;
  /** SHA-256 of the file. */
  readonly checksum?: string;
  /** `tools 2026-12-01`, or the ids of rows: `devices/our-kvm`. */
  readonly what: readonly string[];
}

export function catalogueJournal(store: Pick<Store, 'journal'>): Journal<CatalogueEntry> {
  return store.journal<CatalogueEntry>('catalogues');
}

type Without<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * Keeps a change of the catalogues; from its instant on it holds.
 *
 * The journal first: a change that was cut off is told of, and repeating the command completes it.
 *
 * @throws FarmwatchError `record.stale` where somebody made the same change at the same instant
 */
export async function keepChange(store: Pick<Store, 'journal' | 'shelf'>, change: Without<CatalogueChange>): Promise<void> {
  const { at, by, file, checksum, kind } = change;
  const what = change.kind === 'sets' ? change.sets.map(({ catalogue, version, rows }) => `${catalogue} ${version} (${versionOf(rows)})`) : change.rows.map(({ list, id }) => `${list}/${id}`);
  await catalogueJournal(store).append({ at, by, did: kind, ...(file === undefined ? {} : { file }), ...(checksum === undefined ? {} : { checksum }), what });
  // Ids sort as instants do.
  const id = `${new Date(at).toISOString()}-${shortHash(JSON.stringify([kind, by, what]))}`;
  await store.shelf<CatalogueChange>(CATALOGUE_SHELF).put({ ...change, id } as CatalogueChange, '');
}
