import type { Instant } from '../core/time.ts';
import type { Journal } from '../store/store.ts';

/** Something that people did, which may wait until somebody lets it go. */
export interface Act { readonly id: string; readonly at: Instant; readonly by: string; readonly isWaiting: boolean }
/** A word of whoever let it go, or looked and left it waiting. */
export interface Word { readonly at: Instant; readonly by: string; readonly note?: string }

/** An act as it stands now. */
export type Standing<T extends Act> = T & { readonly released?: Word; readonly held?: readonly Word[] };

/** What a journal of such acts holds. */
export type ActEntry<T extends Act> = { readonly did: 'act'; readonly act: T } | ({ readonly did: 'released' | 'held'; readonly id: string } & Word);

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
}

export function waitingBook<T extends Act>(journal: Journal<ActEntry<T>>): WaitingBook<T> {
  const acts = new Map<string, Standing<T>>();
  let after = 0;
  const refresh = async (): Promise<void> => {
    for await (const { seq, entry } of journal.read(after)) {
      if (seq <= after) continue;
      after = seq;
      if (entry.did === 'act') {
        acts.set(entry.act.id, entry.act);
        continue;
      }
      const { did, id, ...word } = entry;
      const known = acts.get(id);
      if (known) acts.set(id, did === 'released' ? { ...known, released: word } : { ...known, held: [...known.held ?? [], word] });
    }
  };
  return {
    async read() {
      await refresh();
      return [...acts.values()];
    },
    async waiting(id) {
      await refresh();
      const known = acts.get(id);
      return known && isWaiting(known) ? known : undefined;
    },
    append: async (act) => { await journal.append({ did: 'act', act }); },
    release: async (id, word) => { await journal.append({ did: 'released', id, ...word }); },
    hold: async (id, word) => { await journal.append({ did: 'held', id, ...word }); },
  };
}

export const isWaiting = <T extends Act>(act: Standing<T>): boolean => act.isWaiting && act.released === undefined;
