import { EARLIEST } from '../../core/event.ts';
import { FarmwatchError, isStale } from '../../errors.ts';
import type { Identified, Indexes, Period, Store } from '../store.ts';
import { bodySeal } from './bodies.ts';
import { sealedEvents } from './events.ts';
import type { KeySource } from './key-file.ts';
import type { IdentityKey, IdentityKeys } from './keys.ts';
import { NOTES, keysFor, noteOf, type Note } from './note.ts';
import { LATE_IDS, sealLateIds, sealedJournal, sealedShelf } from './shelf.ts';
import { valueSeal } from './values.ts';

/** Shelves of which one at least is filled as soon as a store is used. */
const FIRST_FILLED = ['registry', 'accounts', 'jobs', 'catalogues', 'runs', 'pulls', 'read-files', 'arrivals', 'intake', 'intake-tokens', 'mappings', 'company'] as const;

/**
 * Makes a store sealed, or opens it as one: identity lies in it encrypted, under a key that does not.
 *
 * A new store becomes sealed. One that held something before there were keys is given back as it is; {@link sealStore} seals it.
 *
 * @throws FarmwatchError `store.sealed` where the key is not the one, or sealing has not come to its end; nothing has been written then
 */
export async function openSealed(store: Store, source: KeySource): Promise<Store> {
  const notes = store.shelf<Note>(NOTES);
  const note = (await notes.get('store'))?.value;
  if (note === undefined) {
    if (await isUsed(store)) return store;
    const keys = source.read() ?? source.make();
    try {
      await notes.put(noteOf(keys, source), '');
    } catch (error) {
      // Another process opened the same new store: its key counts.
      if (!isStale(error)) throw error;
      return openSealed(store, source);
    }
    return sealedStore(store, keys, keys.newest, { from: source.from });
  }
  if (note.left === 'sealing') throw new FarmwatchError('store.sealed', { store: store.name, why: 'it is being sealed, and that has not come to its end', cure: 'Run "farmwatch seal" again: it goes on where it stopped.' });
  const { keys, key, from } = keysFor(note, source, store.name);
  const late = LATE_IDS.filter((name) => !note.ids?.includes(name));
  for (const name of late) await sealLateIds(store, name, bodySeal(keys, store.name), key);
  if (late.length > 0) await notes.putAll([{ ...note, ids: LATE_IDS }]);
  return sealedStore(store, keys, key, { from, left: note.left });
}

/** @param key under which values and tokens lie; bodies are sealed under the newest @param from where the keys were read */
function sealedStore(store: Store, keys: IdentityKeys, key: IdentityKey, { left, from }: { readonly left?: Note['left']; readonly from: string }): Store {
  const bodies = bodySeal(keys, store.name);
  return {
    ...store,
    sealed: { key: key.version, newest: keys.newest.version, from, ...(left === 'unclean' ? { unclean: true } : {}) },
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
