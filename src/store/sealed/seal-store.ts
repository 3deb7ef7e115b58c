import { FarmwatchError } from '../../errors.ts';
import type { Identified, Lying, Rewritable, Rewriting } from '../store.ts';
import { bodySeal, type BodySeal } from './bodies.ts';
import type { KeySource } from './key-file.ts';
import type { IdentityKey, IdentityKeys } from './keys.ts';
import { NOTES, keysFor, noteOf, type Note } from './note.ts';
import { sealedDocument, type SealedDocument, type SealedEntry } from './shelf.ts';
import { SEALED_FIELDS, valueSeal } from './values.ts';

/** What became of a store that was to be sealed. */
export interface Sealing {
  /** It was sealed before, and nothing was left to do. */
  readonly wasSealed: boolean;
  /** Where the copy from before lies, which holds everything in plain text. */
  readonly backup?: string;
  /** Nothing of what lay there in plain text is left in the bytes of the store. */
  readonly isClean: boolean;
  /** Where the key of identity lies. */
  readonly key: string;
}

/**
 * Seals what a store holds from before there was a key: texts of events that tell who somebody is, all documents with the ids
 * and index values that do, all entries of journals.
 *
 * It may be ended at any moment and begun again. A store that writes all or nothing is then as it was; another one cannot be
 * opened until it has come to its end, and goes on where it stopped: what is sealed already opens under the key, and stays.
 *
 * @throws FarmwatchError `store.sealed` where it was sealed, in part or as a whole, under a key that is not at hand
 */
export async function sealStore(store: Rewritable, source: KeySource, say: (sentence: string) => void = () => {}): Promise<Sealing> {
  const found = await noteIn(store);
  if (found !== undefined && found.left === undefined) {
    keysFor(found, source, store.name);
    return { wasSealed: true, isClean: true, key: source.from };
  }
  let backup: string | undefined;
  let note = found;
  if (note?.left !== 'unclean') {
    if (note === undefined && store.backup) {
      say('making a backup');
      backup = await store.backup();
    }
    const { keys, key } = note === undefined ? newest(source) : keysFor(note, source, store.name);
    note ??= noteOf(keys, source);
    const begun: Note = { ...note, left: 'sealing' };
    const done: Note = { ...note, left: 'unclean' };
    say('sealing');
    await store.rewrite(async (rewriting) => {
      await rewriting.put(NOTES, lying(begun));
      await sealAll(rewriting, keys, key, store.name);
      await rewriting.put(NOTES, lying(done));
    });
    note = done;
  }
  say('taking what lay there in plain text out of the bytes of the store');
  const isClean = await store.clean();
  if (isClean) {
    const { left: _, ...clean } = note;
    await store.rewrite((rewriting) => rewriting.put(NOTES, lying(clean)));
  }
  return { wasSealed: false, isClean, key: source.from, ...(backup === undefined ? {} : { backup }) };
}

/** What sealing would find to do. */
export interface ToSeal {
  readonly wasSealed: boolean;
  /** Different texts of a field of events, documents of shelves, and entries of journals that lie there in plain text. */
  readonly texts: number;
  readonly documents: number;
  readonly entries: number;
  /** Where the key of identity lies, or would be made. */
  readonly key: string;
  readonly hasKey: boolean;
}

/** Looks at a store that is to be sealed: nothing is written, and no key is made. @throws FarmwatchError `store.sealed` as sealing does */
export async function lookBeforeSealing(store: Rewritable, source: KeySource): Promise<ToSeal> {
  const note = await noteIn(store);
  const keys = source.read();
  const about = { key: source.from, hasKey: keys !== undefined };
  const key = note === undefined ? keys?.newest : keysFor(note, source, store.name).key;
  if (note !== undefined && note.left !== 'sealing') return { ...about, wasSealed: note.left === undefined, texts: 0, documents: 0, entries: 0 };
  const [values, bodies] = keys === undefined || key === undefined ? [undefined, undefined] : [valueSeal(key, store.name), bodySeal(keys, store.name)];
  const found = { texts: 0, documents: 0, entries: 0 };
  const count = (kind: keyof typeof found, isPlain: boolean): undefined => void (found[kind] += isPlain ? 1 : 0);
  // Ended by an error of its own, so that a store which writes all or nothing writes nothing at all.
  const looked = new Error('looked');
  await store.rewrite(async (rewriting) => {
    Object.assign(found, { texts: 0, documents: 0, entries: 0 });
    await rewriting.texts(SEALED_FIELDS, (field, text) => count('texts', values === undefined || !opens(() => values.open(field, text))));
    await rewriting.documents((shelf, document) => count('documents', shelf !== NOTES && (bodies === undefined || !isSealedDocument(bodies, shelf, document))));
    await rewriting.entries((journal, entry) => count('entries', bodies === undefined || !isSealedEntry(bodies, journal, entry)));
    throw looked;
  }).catch((error: unknown) => {
    if (error !== looked) throw error;
  });
  return { ...about, wasSealed: false, ...found };
}

async function noteIn(store: Rewritable): Promise<Note | undefined> {
  let found: unknown;
  await store.rewrite(async ({ get }) => {
    found = await get(NOTES, 'store');
  });
  return found as Note | undefined;
}

function newest(source: KeySource): { readonly keys: IdentityKeys; readonly key: IdentityKey } {
  const keys = source.read() ?? source.make();
  return { keys, key: keys.newest };
}

const lying = (note: Note): Lying => ({ id: note.id, body: note, indexes: [] });

async function sealAll(rewriting: Rewriting, keys: IdentityKeys, key: IdentityKey, name: string): Promise<void> {
  const values = valueSeal(key, name);
  const bodies = bodySeal(keys, name);
  await rewriting.texts(SEALED_FIELDS, (field, text) => (opens(() => values.open(field, text)) ? undefined : values.seal(field, text)));
  await rewriting.documents((shelf, document) => (shelf === NOTES || isSealedDocument(bodies, shelf, document) ? undefined : sealedLying(key, bodies, shelf, document)));
  await rewriting.entries((journal, entry) => (isSealedEntry(bodies, journal, entry) ? undefined : { sealed: bodies.seal(journal, entry) } satisfies SealedEntry));
}

function sealedLying(key: IdentityKey, bodies: BodySeal, shelf: string, { body, indexes }: Lying): Lying {
  const sealed = sealedDocument(key, bodies, shelf, body as Identified, indexes);
  return { id: sealed.id, body: sealed, indexes: Object.entries(sealed.tokens ?? {}) };
}

function isSealedDocument(bodies: BodySeal, shelf: string, { id, body }: Lying): boolean {
  const { sealed } = body as Partial<SealedDocument>;
  return typeof sealed === 'string' && opens(() => bodies.open(`${shelf}\0${id}`, sealed));
}

function isSealedEntry(bodies: BodySeal, journal: string, entry: unknown): boolean {
  const sealed = typeof entry === 'object' && entry !== null ? (entry as Partial<SealedEntry>).sealed : undefined;
  return typeof sealed === 'string' && opens(() => bodies.open(journal, sealed));
}

/** What opens under the key was sealed under it: nobody could have written it otherwise. */
function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch (error) {
    if (error instanceof FarmwatchError) return false;
    throw error;
  }
}

