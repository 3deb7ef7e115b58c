import { evolveCheck, idOfEntry, type CheckEntry, type Task } from '../../cases/check-task.ts';
import type { Store } from '../../store/store.ts';

/** The journal `checks`, folded as far as it was read. */
export interface CheckBook {
  /** Every check, in the order in which they were begun. */
  read(): Promise<ReadonlyMap<string, Task>>;
  append(...entries: readonly CheckEntry[]): Promise<void>;
}

export function checkBook(store: Pick<Store, 'journal'>): CheckBook {
  const journal = store.journal<CheckEntry>('checks');
  const tasks = new Map<string, Task>();
  let after = 0;
  return {
    async read() {
      for await (const { seq, entry } of journal.read(after)) {
        if (seq <= after) continue;
        after = seq;
        const id = idOfEntry(entry);
        const next = evolveCheck(tasks.get(id), entry);
        if (next) tasks.set(id, next);
      }
      return tasks;
    },
    async append(...entries) {
      for (const entry of entries) await journal.append(entry);
    },
  };
}
