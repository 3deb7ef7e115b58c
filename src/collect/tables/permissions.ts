import { canonicalText } from '../../core/canonical.ts';
import type { AllowedRow, Versioned } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { Journal, Store } from '../../store/store.ts';
import { idOf, registryShelf } from './registry.ts';
import { rowAt } from './versions.ts';

/** Who permitted or took back what by command. */
export interface PermissionEntry extends AllowedRow {
  readonly at: Instant;
  readonly by: string;
  readonly did: 'permitted' | 'taken back';
}

export function permissionJournal(store: Pick<Store, 'journal'>): Journal<PermissionEntry> {
  return store.journal<PermissionEntry>('permissions');
}

/** The id under which a permission stands: one for each tool and scope. */
export function permissionId(row: Pick<AllowedRow, 'tool' | 'scope'>): string {
  return idOf('allowed', row as AllowedRow);
}

/** The permission that stands for a tool and scope. */
export async function permissionHeld(store: Pick<Store, 'shelf'>, row: Pick<AllowedRow, 'tool' | 'scope'>, at: Instant): Promise<AllowedRow | undefined> {
  const held = await registryShelf(store).get(permissionId(row));
  const stands = held && rowAt((held.value as Versioned<AllowedRow>).versions, at);
  return stands?.absent ? undefined : stands;
}

/**
 * Permits a tool, or takes a permission back, from an instant on: before it nothing changes, so that a replay equals what
 * live runs told. What a file said of later instants ends with it.
 *
 * @param row with `absent` for one that is taken back, by its owner and for its reason
 * @returns false where that stands already
 * @throws FarmwatchError `record.stale` where somebody else changed it meanwhile
 */
export async function changePermission(store: Pick<Store, 'shelf' | 'journal'>, row: AllowedRow, by: string, at: Instant): Promise<boolean> {
  const shelf = registryShelf(store);
  const id = permissionId(row);
  const held = await shelf.get(id);
  const before = (held?.value as Versioned<AllowedRow> | undefined)?.versions ?? [{ from: null, row: { ...row, absent: true as const } }];
  if (canonicalText({ ...rowAt(before, at) }) === canonicalText({ ...row })) return false;
  const versions = [...before.filter(({ from }) => from === null || from < at), { from: at, row }];
  const { absent, ...said } = row;
  await permissionJournal(store).append({ at, by, did: absent ? 'taken back' : 'permitted', ...said });
  await shelf.put({ id, kind: 'allowed', versions }, held?.revision ?? '');
  return true;
}
