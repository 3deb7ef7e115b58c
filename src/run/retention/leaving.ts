import type { HireId, Serial } from '../../core/person.ts';
import { readHistory } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';

/** Whoever is being let go, with the laptops and accounts that are theirs alone. */
export interface Leaving { readonly hires: ReadonlySet<HireId>; readonly applications: ReadonlySet<string>; readonly serials: ReadonlySet<Serial>; readonly accounts: ReadonlySet<string> }
const KINDS = ['hires', 'applications', 'serials', 'accounts'] as const satisfies readonly (keyof Leaving)[];

type Note = { readonly id: 'leaving' } & { readonly [K in keyof Leaving]?: readonly string[] };

/**
 * Written down before rows of the registry go, and taken back when no run and no journal names those people any more: cut
 * off in between, the next night goes on where this one ended.
 */
export interface LeavingNote {
  read(): Promise<Leaving>;
  add(more: { readonly [K in keyof Leaving]?: readonly string[] }): Promise<void>;
  clear(): Promise<void>;
}

/** People who went, with what stood for them and for nobody else. */
export interface GoneNames { readonly hires: ReadonlySet<HireId>; readonly serials: ReadonlySet<Serial>; readonly accounts: ReadonlySet<string> }

/** Of those who were to go, whoever is gone: somebody who was put on hold at the last moment still has their row. */
export async function goneNames(store: Pick<Store, 'shelf'>): Promise<GoneNames> {
  const { hires, serials, accounts } = await leavingNote(store).read();
  const { people, devices } = await readHistory(store);
  const rows = people.flatMap(({ versions }) => versions.map(({ row }) => row));
  return {
    hires: hires.difference(new Set(rows.map(({ hire_id: hire }) => hire))),
    serials: serials.difference(new Set([...rows.flatMap((row) => row.device_serials), ...devices.map(({ versions }) => versions[0]!.row.serial)])),
    accounts: accounts.difference(new Set(rows.flatMap(({ email, user_names: names }) => [email, ...names]))),
  };
}

export function leavingNote(store: Pick<Store, 'shelf'>): LeavingNote {
  const shelf = store.shelf<Note>('housekeeping-turn');
  const merged = async (more: { readonly [K in keyof Leaving]?: readonly string[] }): Promise<Leaving> => {
    const note = (await shelf.get('leaving'))?.value;
    return Object.fromEntries(KINDS.map((kind) => [kind, new Set([...note?.[kind] ?? [], ...more[kind] ?? []])])) as unknown as Leaving;
  };
  return {
    read: () => merged({}),
    async add(more) {
      if (KINDS.every((kind) => (more[kind] ?? []).length === 0)) return;
      const all = await merged(more);
      await shelf.putAll([{ id: 'leaving', ...Object.fromEntries(KINDS.map((kind) => [kind, [...all[kind]]])) }]);
    },
    clear: () => shelf.remove('leaving'),
  };
}
