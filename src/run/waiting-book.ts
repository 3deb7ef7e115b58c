import type { Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { foldOf } from './fold-of.ts';

/** Something that people did, which may wait until somebody lets it go. */
export interface Act { readonly id: string; readonly at: Instant; readonly by: string; readonly isWaiting: boolean }
/** A word of whoever let it go, or looked and left it waiting. */
export interface Word { readonly at: Instant; readonly by: string; readonly note?: string }

/** An act as it stands now. */
export type Standing<T extends Act> = T & { readonly released?: Word; readonly held?: readonly Word[]; readonly takenBack?: Word };

/** What a journal of such acts holds. */
export type ActEntry<T extends Act> = { readonly did: 'act'; readonly act: T } | ({ readonly did: 'released' | 'held' | 'taken-back'; readonly id: string } & Word);

/** A journal of acts, folded as far as it was read. */
export interface WaitingBook<T extends Act> {
  /** All acts, oldest first. */
  read(): Promise<readonly Standing<T>[]>;
  /** The act under an id, if it waits. */
  waiting(id: string): Promise<Standing<T> | undefined>;
  append(act: T): Promise<void>;
  /** Lets an act go. */
  release(id: string, word: Word): Promise<void>;
  /** Leaves it waiting, and says why. */
  hold(id: string, word: Word): Promise<void>;
  /** Takes an act back, as if it had not been meant; that it was there stays on record. */
  takeBack(id: string, word: Word): Promise<void>;
}

export function waitingBook<T extends Act>(store: Pick<Store, 'journal'>, name: string): WaitingBook<T> {
  const journal = store.journal<ActEntry<T>>(name);
  const acts = foldOf<ActEntry<T>, Map<string, Standing<T>>>(store, name, {
    start: () => new Map(),
    step(all, entry) {
      if (entry.did === 'act') return all.set(entry.act.id, entry.act);
      const { did, id, ...word } = entry;
      const known = all.get(id);
      return known ? all.set(id, after(known, did, word)) : all;
    },
  });
  return {
    read: async () => [...(await acts()).values()],
    async waiting(id) {
      const known = (await acts()).get(id);
      return known && isWaiting(known) ? known : undefined;
    },
    append: async (act) => { await journal.append({ did: 'act', act }); },
    release: async (id, word) => { await journal.append({ did: 'released', id, ...word }); },
    hold: async (id, word) => { await journal.append({ did: 'held', id, ...word }); },
    takeBack: async (id, word) => { await journal.append({ did: 'taken-back', id, ...word }); },
  };
}

export const isWaiting = <T extends Act>(act: Standing<T>): boolean => act.isWaiting && act.released === undefined && act.takenBack === undefined;

function after<T extends Act>(act: Standing<T>, did: 'released' | 'held' | 'taken-back', word: Word): Standing<T> {
  switch (did) {
    case 'released': return { ...act, released: word };
    case 'held': return { ...act, held: [...act.held ?? [], word] };
    case 'taken-back': return { ...act, takenBack: word };
  }
}
