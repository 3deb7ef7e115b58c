import { NEWEST_FILES, type NewestFile } from '../../core/newest-file.ts';
import type { PersonRow, Versioned } from '../../core/person.ts';
import { dayOf, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import type { RegistryRow } from './registry-row.ts';

/** The row with the day on which a file named it, of people last and of applications first; the same one where it says so already, or is of another kind. */
export function toldOn<T>(row: Versioned<T>, at: Instant): Versioned<T> {
  const day = dayOf(at);
  const isTold = row.kind === 'people' ? (row.told ?? '') >= day : row.kind !== 'applications' || row.told !== undefined;
  return isTold ? row : { ...row, told: day };
}

/** A file that names fewer of the people without a last day is an addition, and says nothing about the others. */
const LEAST_SHARE = 0.5;

/** Writes down that a file of people was read, where it names most of those whom it could name. */
export async function noteNewest(store: Pick<Store, 'shelf'>, held: readonly RegistryRow[], named: ReadonlySet<string>, at: Instant): Promise<void> {
  const staying = held.filter(({ kind, versions }) => kind === 'people' && (versions.at(-1)!.row as PersonRow).end_date === undefined);
  if (staying.length === 0 || staying.filter(({ id }) => named.has(id)).length < LEAST_SHARE * staying.length) return;
  const shelf = store.shelf<NewestFile>(NEWEST_FILES);
  const day = dayOf(at);
  if (((await shelf.get('people'))?.value.day ?? '') < day) await shelf.putAll([{ id: 'people', day }]);
}
