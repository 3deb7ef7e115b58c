import { timingSafeEqual } from 'node:crypto';
import { EARLIEST } from '../../core/event.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Identified, Indexes, Period, Store } from '../store.ts';
import { bodySeal } from './bodies.ts';
import { sealedEvents } from './events.ts';
import { keysInFile, type KeySource } from './key-file.ts';
import { tokenUnder, type IdentityKey, type IdentityKeys } from './keys.ts';
import { sealedJournal, sealedShelf } from './shelf.ts';
import { valueSeal } from './values.ts';

/**
 * What a sealed store says of itself in plain text: the version of the key under which its values and tokens lie, all
 * under one, or equal ones would differ; and a mark by which another key of that version is told from the right one.
 */
interface Note extends Identified { readonly id: 'store'; readonly key: number; readonly mark: string; /** The file in which the key lay then: a copy of the store on the same machine finds it there. */ readonly file?: string }

/** Where it is kept: the one shelf in plain text. */
const NOTES = 'sealing';

/** Shelves of which one at least is filled as soon as a store is used. */
const FIRST_FILLED = ['registry', 'accounts', 'jobs', 'catalogues', 'runs', 'pulls', 'read-files', 'arrivals', 'intake', 'intake-tokens', 'mappings', 'company'] as const;

/**
 * Makes a store sealed, or opens it as one: identity lies in it encrypted, under a key that does not.
 *
 * A new store becomes sealed. One that held something before there were keys stays as it is and is given back as it was.
 *
 * @throws FarmwatchError `store.sealed` where the key is not the one; nothing has been written then
 */
export async function openSealed(store: Store, source: KeySource): Promise<Store> {
  const notes = store.shelf<Note>(NOTES);
  const note = (await notes.get('store'))?.value;
  if (note === undefined) {
    if (await isUsed(store)) return store;
    const keys = source.read() ?? source.make();
    try {
      await notes.put({ id: 'store', key: keys.newest.version, mark: markOf(keys.newest), ...(source.file === undefined ? {} : { file: source.file }) }, '');
    } catch (error) {
      // Another process opened the same new store: its key counts.
      if (!(error instanceof FarmwatchError && error.code === 'record.stale')) throw error;
      return openSealed(store, source);
    }
    return sealedStore(store, keys, keys.newest);
  }
  const keys = source.read() ?? (source.file === undefined || note.file === undefined ? undefined : keysInFile(note.file).read());
  const cure = `Put it back from where it is kept, or name it with store.identity_key in farmwatch.json. Without it nobody can read who is meant.`;
  const refuse = (why: string): FarmwatchError => new FarmwatchError('store.sealed', { store: store.name, why, cure });
  if (keys === undefined) throw refuse(`its key of identity is not at ${source.from}`);
  const key = keys.of(note.key);
  if (key === undefined) throw refuse(`it needs version ${note.key} of the key of identity, which is not at ${source.from}`);
  if (!isSame(markOf(key), note.mark)) throw refuse(`the key at ${source.from} is another one than the key it was sealed with`);
  return sealedStore(store, keys, key);
}

/** @param key under which values and tokens lie; bodies are sealed under the newest */
export function sealedStore(store: Store, keys: IdentityKeys, key: IdentityKey): Store {
  const bodies = bodySeal(keys, store.name);
  return {
    ...store,
    sealed: { key: key.version },
    events: sealedEvents(store.events, valueSeal(key, store.name)),
    shelf: <T extends Identified>(name: string, indexes: Indexes<T> = {}) => (name === NOTES ? store.shelf(name, indexes) : sealedShelf(store, name, indexes, bodies, key)),
    journal: <T>(name: string) => sealedJournal<T>(store, name, bodies),
  };
}

const EVER: Period = { from: EARLIEST, to: Date.UTC(9999, 0, 1), asOf: Date.UTC(9999, 0, 1) };

async function isUsed(store: Store): Promise<boolean> {
  for (const name of FIRST_FILLED) for await (const _ of store.shelf(name).list({ limit: 1 })) return true;
  for await (const _ of store.events.select({ where: {}, limit: 1 }, EVER)) return true;
  return false;
}

function markOf(key: IdentityKey): string {
  return tokenUnder(key, 'mark');
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
