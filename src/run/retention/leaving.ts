import type { HireId, Serial } from '../../core/person.ts';
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
