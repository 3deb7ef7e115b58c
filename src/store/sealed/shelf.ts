import { compareBytes } from '../../core/canonical.ts';
import { FarmwatchError, isStale } from '../../errors.ts';
import type { ChainedJournal, Identified, Indexes, Kept, Newest, Shelf, ShelfQuery, Store } from '../store.ts';
import type { BodySeal } from './bodies.ts';
import { tokenUnder, type IdentityKey } from './keys.ts';

/** A document as it lies in the store below; index values are tokens. */
export interface SealedDocument extends Identified { readonly sealed: string; readonly tokens?: Readonly<Record<string, string>> }

export interface SealedEntry { readonly sealed: string }

/** Shelves whose ids tell who somebody is; of some the part before the slash is a kind, or a day, which stays. */
const SEALED_IDS: Readonly<Record<string, 'whole' | 'after the kind'>> = { registry: 'after the kind', accounts: 'whole', pseudonyms: 'whole', 'thing-names': 'after the kind', crowd: 'after the kind' };

/** Those of them whose ids older versions wrote in plain text. */
export const LATE_IDS: readonly string[] = ['crowd'];

/** The id below of a document; the same where it tells nobody. */
function idBelow(key: IdentityKey, name: string, id: string): string {
  const idRule = SEALED_IDS[name];
  if (idRule === undefined) return id;
  const slash = idRule === 'whole' ? 0 : id.indexOf('/') + 1;
  return id.slice(0, slash) + tokenUnder(key, 'id', name, id);
}

/** A document as it lies below. @param values what may be asked for of it */
export function sealedDocument(key: IdentityKey, bodies: BodySeal, name: string, document: Identified, values: readonly (readonly [index: string, value: string | number])[]): SealedDocument {
  const id = idBelow(key, name, document.id);
  const tokens = values.map(([index, value]) => [index, indexToken(key, name, index, value)] as const);
  return { id, sealed: bodies.seal(`${name}\0${id}`, document), ...(tokens.length === 0 ? {} : { tokens: Object.fromEntries(tokens) }) };
}

function indexToken(key: IdentityKey, name: string, index: string, value: string | number): string {
  return tokenUnder(key, 'index', name, index, value);
}

/**
 * A shelf whose documents lie sealed in the store below.
 *
 * @param key its tokens stand for index values and ids; they must not change while documents lie there
 */
export function sealedShelf<T extends Identified>(store: Store, name: string, indexes: Indexes<T>, bodies: BodySeal, key: IdentityKey): Shelf<T> {
  const below = store.shelf<SealedDocument>(name, Object.fromEntries(Object.keys(indexes).map((index) => [index, ({ tokens }: SealedDocument) => tokens?.[index]])));
  const idRule = SEALED_IDS[name];
  const sealed = (value: T): SealedDocument => sealedDocument(key, bodies, name, value, Object.entries(indexes).flatMap(([index, valueOf]) => {
    const found = valueOf(value);
    return found === undefined ? [] : [[index, found] as const];
  }));
  const opened = ({ value, revision }: Kept<SealedDocument>): Kept<T> => ({ value: bodies.open<T>(`${name}\0${value.id}`, value.sealed), revision });
  const whereBelow = ({ where }: ShelfQuery): Pick<ShelfQuery, 'where'> =>
    (where === undefined ? {} : { where: Object.fromEntries(Object.entries(where).map(([index, value]) => [index, indexToken(key, name, index, value)])) });
  /** Where a document lies; an older version that works on the same store may have written it under its id in plain text. */
  const idsBelow = (id: string): readonly string[] => (LATE_IDS.includes(name) ? [idBelow(key, name, id), id] : [idBelow(key, name, id)]);

  return {
    async get(id) {
      const kept = await below.get(idBelow(key, name, id));
      return kept && opened(kept);
    },
    async put(value, over) {
      try {
        return await below.put(sealed(value), over);
      } catch (error) {
        throw isStale(error) ? new FarmwatchError('record.stale', { id: value.id }, { cause: error }) : error;
      }
    },
    putAll: (values) => below.putAll(values.map(sealed)),
    async putEach(values) {
      const ids = new Map(values.map(({ value }) => [idBelow(key, name, value.id), value.id]));
      const stale = await below.putEach(values.map(({ value, revision }) => ({ value: sealed(value), revision })));
      return stale.map((id) => ids.get(id)!);
    },
    remove: (id) => below.removeAll(idsBelow(id)),
    removeAll: (ids) => below.removeAll(ids.flatMap(idsBelow)),
    async *list(query = {}) {
      if (idRule === undefined) {
        for await (const kept of below.list({ ...query, ...whereBelow(query) })) yield opened(kept);
        return;
      }
      // Tokens are in another order than what they stand for; kinds are not.
      const found: Kept<T>[] = [];
      for await (const kept of below.list({ ...whereBelow(query), ...(idRule === 'after the kind' ? kindsBelow(query) : {}) })) found.push(opened(kept));
      const inRange = found.filter(({ value: { id } }) => (query.from === undefined || compareBytes(id, query.from) >= 0) && (query.to === undefined || compareBytes(id, query.to) < 0));
      const ordered = inRange.sort((a, b) => compareBytes(a.value.id, b.value.id) * (query.newest ? -1 : 1));
      yield* ordered.slice(0, query.limit);
    },
  };
}

/** The bounds that kinds alone decide, which lie as they are: nothing stands behind the slash. */
function kindsBelow({ from, to }: ShelfQuery): Pick<ShelfQuery, 'from' | 'to'> {
  const isOfKinds = (bound: string | undefined): bound is string => bound !== undefined && /^[^/]*\/?$/.test(bound);
  return { ...(isOfKinds(from) ? { from } : {}), ...(isOfKinds(to) ? { to } : {}) };
}

/**
 * Seals the ids of a shelf that older versions wrote in plain text. Safe to repeat: the sealed ones come first.
 *
 * @param name of a shelf without indexes
 */
export async function sealLateIds(store: Store, name: string, bodies: BodySeal, key: IdentityKey): Promise<void> {
  const below = store.shelf<SealedDocument>(name);
  const plain: string[] = [];
  const sealed: SealedDocument[] = [];
  for await (const { value: { id, sealed: body } } of below.list()) {
    const document = bodies.open<Identified>(`${name}\0${id}`, body);
    if (idBelow(key, name, document.id) === id) continue;
    plain.push(id);
    sealed.push(sealedDocument(key, bodies, name, document, []));
  }
  await below.putAll(sealed);
  await below.removeAll(plain);
}

/** A journal whose entries lie sealed in the store below. */
export function sealedJournal<T>(store: Store, name: string, bodies: BodySeal): ChainedJournal<T> {
  const below = store.journal<SealedEntry>(name);
  const sealed = (entry: T): SealedEntry => ({ sealed: bodies.seal(name, entry) });
  /** Nothing where an entry was emptied, or damaged: what follows it is written all the same. */
  const readable = (entry: SealedEntry | undefined): T | undefined => {
    try {
      return entry && bodies.open<T>(name, entry.sealed);
    } catch (error) {
      if (error instanceof FarmwatchError && error.code === 'store.damaged') return undefined;
      throw error;
    }
  };
  return {
    append: (entry) => below.append(sealed(entry)),
    chain: (...next) => below.chain(...next.map((one) => (newest: Newest<SealedEntry> | undefined) => sealed(one(newest && { seq: newest.seq, entry: readable(newest.entry) })))),
    empty: (seqs) => below.empty(seqs),
    async *read(after) {
      for await (const { seq, entry } of below.read(after)) yield { seq, entry: bodies.open<T>(name, entry.sealed) };
    },
  };
}
