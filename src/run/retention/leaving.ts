import type { HireId } from '../../core/person.ts';
import type { Store } from '../../store/store.ts';

/** Whoever is being let go. */
export interface Leaving { readonly hires: ReadonlySet<HireId>; readonly applications: ReadonlySet<string> }

interface Note { readonly id: 'leaving'; readonly hires: readonly HireId[]; readonly applications: readonly string[] }

/**
 * Written down before rows of the registry go, and taken back when no journal names those people any more: cut off in
 * between, the next night goes on where this one ended.
 */
export interface LeavingNote {
  read(): Promise<Leaving>;
  add(more: { readonly hires?: readonly HireId[]; readonly applications?: readonly string[] }): Promise<void>;
  clear(): Promise<void>;
}

export function leavingNote(store: Pick<Store, 'shelf'>): LeavingNote {
  const shelf = store.shelf<Note>('housekeeping-turn');
  const read = async (): Promise<Leaving> => {
    const note = (await shelf.get('leaving'))?.value;
    return { hires: new Set(note?.hires), applications: new Set(note?.applications) };
  };
  return {
    read,
    async add({ hires = [], applications = [] }) {
      if (hires.length + applications.length === 0) return;
      const before = await read();
      await shelf.putAll([{ id: 'leaving', hires: [...before.hires.union(new Set(hires))], applications: [...before.applications.union(new Set(applications))] }]);
    },
    clear: () => shelf.remove('leaving'),
  };
}
