import { evolveCheck, idOfEntry, type CheckEntry, type Task } from '../../cases/check-task.ts';
import type { Journal, Store } from '../../store/store.ts';
import { foldOf } from '../fold-of.ts';

/** The journal `checks`, folded as far as it was read. */
export interface CheckBook {
  /** Every check, in the order in which they were begun. */
  read(): Promise<ReadonlyMap<string, Task>>;
  append(...entries: readonly CheckEntry[]): Promise<void>;
}

export function checkJournal(store: Pick<Store, 'journal'>): Journal<CheckEntry> {
  return store.journal<CheckEntry>('checks');
}

export function checkBook(store: Pick<Store, 'journal'>): CheckBook {
  const journal = checkJournal(store);
  return {
    read: foldOf<CheckEntry, Map<string, Task>>(store, 'checks', {
      start: () => new Map(),
      step(tasks, entry) {
        const id = idOfEntry(entry);
        const next = evolveCheck(tasks.get(id), entry);
        return next ? tasks.set(id, next) : tasks;
      },
    }),
    async append(...entries) {
      for (const entry of entries) await journal.append(entry);
    },
  };
}
