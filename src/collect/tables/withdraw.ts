import { canonicalText } from '../../core/canonical.ts';
import type { HireId, TableKind, TableRows } from '../../core/person.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Kept, Store } from '../../store/store.ts';
import { idOf, keptRows, registryShelf } from './registry.ts';
import type { RegistryRow } from './registry-row.ts';
import type { Versions } from './versions.ts';

/** What became of rows that were told, and are no longer. Rows with one key count once. */
export interface Withdrawn {
  /** Rows of which nothing is left. */
  readonly gone: number;
  /** Rows that stand again as they did before. */
  readonly restored: number;
  /** Rows of which nothing stood as it was told. */
  readonly absent: number;
  /** Rows that stay, because others rest on them. */
  readonly kept: number;
}

/** How rows are withdrawn. */
export interface Withdrawing {
  /** False to find out only what would happen. */
  readonly write?: boolean;
  /** People whose rows stay. */
  readonly keep?: ReadonlySet<HireId>;
}

/** Takes rows out of the registry where they stand as they were told; what stood before each of them stands again. @throws FarmwatchError `record.stale` where somebody else changed one meanwhile */
export async function withdrawRows<K extends TableKind>(store: Pick<Store, 'shelf'>, kind: K, rows: readonly TableRows[K][], { write = true, keep = new Set() }: Withdrawing = {}): Promise<Withdrawn> {
  const shelf = registryShelf(store);
  const held = await keptRows(store, kind);
  let [gone, restored, absent, kept] = [0, 0, 0, 0];
  const changed: Kept<RegistryRow>[] = [];
  for (const [id, told] of Map.groupBy(rows, (row) => idOf(kind, row))) {
    const { value: before, revision = '' } = held.get(id) ?? {};
    const left = before === undefined ? [] : without(before.versions, told);
    if (before === undefined || left.length === before.versions.length) absent++;
    else if (before.versions.some(({ row }) => keep.has((row as { readonly hire_id?: HireId }).hire_id ?? ''))) kept++;
    else if (left.length > 0) {
      restored++;
      changed.push({ value: { ...before, versions: left }, revision });
    } else {
      gone++;
      if (write) await shelf.remove(before.id);
    }
  }
  // Somebody else may have written one of them meanwhile: that is not taken back unread.
  const [stale] = write ? await shelf.putEach(changed) : [];
  if (stale !== undefined) throw new FarmwatchError('record.stale', { id: stale });
  return { gone, restored, absent, kept };
}

/** The first version that is left holds from the beginning. */
function without<T>(versions: Versions<T>, told: readonly T[]): Versions<T> {
  const texts = new Set(told.map(textOf));
  const left = versions.filter(({ row }) => !texts.has(textOf(row)));
  return left.map((version, at) => (at === 0 ? { ...version, from: null } : version));
}

function textOf(row: unknown): string {
  return canonicalText(row as Record<string, unknown>);
}
