import { NEWEST_FILES, type NewestFile } from '../../core/newest-file.ts';
import type { ApplicationRow, HireId, PersonRow, Versioned } from '../../core/person.ts';
import { dayOf, startOfDay, type Instant } from '../../core/time.ts';
import { versionAt, type History } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import { rewriteAll } from './rewriting.ts';

/** Of rows that were read before days were kept the days begin now. */
export async function beginDays(store: Pick<Store, 'shelf'>, { people, applications }: Pick<History, 'people' | 'applications'>, now: Instant): Promise<void> {
  const day = dayOf(now);
  const without = [...people, ...applications].filter((row: Versioned<PersonRow | ApplicationRow>) => row.told === undefined);
  await rewriteAll(store.shelf<Versioned<PersonRow | ApplicationRow>>('registry'), without.map(({ id }) => id), (row) => (row.told === undefined ? { ...row, told: day } : row));
}

/**
 * People without a last day whom a file named last before an instant. None of them whom the newest file of people names,
 * and nobody while there was none.
 */
export async function untold(store: Pick<Store, 'shelf'>, { people }: Pick<History, 'people'>, before: Instant, now: Instant): Promise<readonly HireId[]> {
  const newest = (await store.shelf<NewestFile>(NEWEST_FILES).get('people'))?.value.day;
  if (newest === undefined) return [];
  const isUntold = ({ told }: Versioned<PersonRow>): boolean => told !== undefined && told < newest && told < dayOf(before);
  return people.filter(isUntold).map((row) => versionAt(row, now)).filter(({ end_date: end }) => end === undefined).map(({ hire_id: hire }) => hire);
}

/** Since when an application counts: when it was made or, where no file says so, since one named it first. */
export function appliedSince({ versions, told }: Versioned<ApplicationRow>): Instant | undefined {
  return versions.at(-1)!.row.applied_at ?? (told === undefined ? undefined : startOfDay(told));
}
