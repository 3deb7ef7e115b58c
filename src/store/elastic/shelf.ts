import { createHash } from 'node:crypto';
import { FarmwatchError } from '../../errors.ts';
import type { Identified, Indexes as IndexValues, Kept, Lying, Revision, Shelf, ShelfQuery } from '../store.ts';
import { bulk } from './bulk.ts';
import { CONFLICT, MISSING, type Connection } from './client.ts';
import type { Indexes } from './indexes.ts';
import { SHELF_BLUEPRINT } from './mappings.ts';
import { scan } from './view.ts';

/** Documents with revisions. All shelves share one index; a document's id is a hash of shelf and id. */

export interface StoredDocument<T> { readonly shelf: string; readonly id: string; readonly index: readonly string[]; readonly body: T }

export interface ShelfContext { readonly connection: Connection; readonly indexes: Indexes; readonly index: string }

export function shelfOf<T extends Identified>({ connection, indexes, index }: ShelfContext, name: string, values: IndexValues<T> = {}): Shelf<T> {
  const documentId = (id: string): string => documentIdOf(name, id);
  const stored = (value: T): StoredDocument<T> => ({ shelf: name, id: value.id, index: tokensOf(value, values), body: value });

  return {
    async get(id) {
      const found = await connection.askUnless(MISSING, (client) => client.get<StoredDocument<T>>({ index, id: documentId(id) }));
      if (!found?._source) return undefined;
      return { value: found._source.body, revision: revisionOf(found._seq_no!, found._primary_term!) };
    },

    async put(value, over) {
      await indexes.ensure(index, SHELF_BLUEPRINT);
      const seen = over ? partsOf(over) : undefined;
      if (over && !seen) throw new FarmwatchError('record.stale', { id: value.id });
      const answer = await connection.askUnless(CONFLICT, (client) => client.index({
        index,
        id: documentId(value.id),
        document: stored(value),
        ...(over === '' ? { op_type: 'create' as const } : {}),
        ...(seen ? { if_seq_no: seen.seqNo, if_primary_term: seen.primaryTerm } : {}),
      }, { maxRetries: 0 }));
      if (!answer) throw new FarmwatchError('record.stale', { id: value.id });
      return revisionOf(answer._seq_no!, answer._primary_term!);
    },

    async putAll(all) {
      if (all.length === 0) return;
      await indexes.ensure(index, SHELF_BLUEPRINT);
      await bulk(connection, all.map((value) => ({ action: 'index' as const, index, id: documentId(value.id), document: stored(value) })));
    },

    async putEach(all) {
      if (all.length === 0) return [];
      await indexes.ensure(index, SHELF_BLUEPRINT);
      // A revision of another store is of no document here.
      const outcomes = await bulk(connection, all.map(({ value, revision }) => {
        const document = { index, id: documentId(value.id), document: stored(value) };
        return revision === '' ? { ...document, action: 'create' as const } : { ...document, action: 'index' as const, over: partsOf(revision) ?? NOWHERE };
      }));
      return all.filter((_, i) => outcomes[i] === 'conflict').map(({ value }) => value.id);
    },

    async remove(id) {
      await connection.askUnless(MISSING, (client) => client.delete({ index, id: documentId(id) }));
    },

    async removeAll(ids) {
      if (ids.length === 0) return;
      await indexes.ensure(index, SHELF_BLUEPRINT);
      await bulk(connection, ids.map((id) => ({ action: 'delete' as const, index, id: documentId(id) })));
    },

    async *list(query = {}) {
      // Others may have written since: what is acknowledged has to be seen, so the refresh belongs to reading.
      await indexes.refresh(index);
      const order = query.newest ? 'desc' : 'asc';
      for await (const hit of scan<StoredDocument<T>>(connection, index, {
        query: { bool: { filter: filtersOf(name, query) } },
        sort: [{ id: { order } }],
        revisions: true,
        few: true,
        ...(query.limit === undefined ? {} : { limit: query.limit }),
      })) {
        yield { value: hit._source!.body, revision: revisionOf(hit._seq_no!, hit._primary_term!) } satisfies Kept<T>;
      }
    },
  };
}

/** What a document of a shelf is called in the index. */
export function documentIdOf(shelf: string, id: string): string {
  return createHash('sha256').update(`${shelf}\0${id}`).digest('base64url');
}

/** Index values as tokens in one field: no mapping grows with them, and 1 differs from '1'. */
function tokensOf<T>(value: T, values: IndexValues<T>): readonly string[] {
  return tokensFor(Object.entries(values).flatMap(([key, read]) => {
    const found = read(value);
    return found === undefined ? [] : [[key, found] as const];
  }));
}

export function tokensFor(values: Lying['indexes']): readonly string[] {
  return values.map(([key, found]) => tokenOf(key, found));
}

/** The values behind such tokens. @throws TypeError for one that was hashed, which no value that Farmwatch keeps is long enough for */
export function indexValuesIn(tokens: readonly string[]): Lying['indexes'] {
  return tokens.map((token) => {
    if (token.startsWith('#')) throw new TypeError('an index value is too long to be read back');
    return JSON.parse(token) as Lying['indexes'][number];
  });
}

/** Long values are hashed: a term has a limit, a value has none. */
function tokenOf(key: string, value: string | number): string {
  const token = JSON.stringify([key, value]);
  return token.length <= LONGEST_TOKEN ? token : `#${createHash('sha256').update(token).digest('base64url')}`;
}
const LONGEST_TOKEN = 500;

function filtersOf(shelf: string, { where = {}, from, to }: ShelfQuery) {
  return [
    { term: { shelf } },
    ...Object.entries(where).map(([key, value]) => ({ term: { index: tokenOf(key, value) } })),
    ...(from === undefined && to === undefined ? [] : [{ range: { id: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) } } }]),
  ];
}

function revisionOf(seqNo: number, primaryTerm: number): Revision {
  return `${seqNo}.${primaryTerm}`;
}

/** No write has this number. */
const NOWHERE = { seqNo: Number.MAX_SAFE_INTEGER, primaryTerm: 1 };

function partsOf(revision: Revision): { readonly seqNo: number; readonly primaryTerm: number } | undefined {
  const parts = /^(\d+)\.(\d+)$/.exec(revision);
  return parts ? { seqNo: Number(parts[1]), primaryTerm: Number(parts[2]) } : undefined;
}
