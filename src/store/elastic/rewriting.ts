import { FarmwatchError } from '../../errors.ts';
import type { Event } from '../../core/event.ts';
import type { Lying, Rewritable, Rewriting } from '../store.ts';
import { bulk, type Line } from './bulk.ts';
import { MISSING, connect, type Connection, type ElasticOptions } from './client.ts';
import { checkSchema } from './elastic-store.ts';
import { indexesOf, type Indexes } from './indexes.ts';
import type { StoredEntry } from './journal.ts';
import { SHELF_BLUEPRINT, namesOf, type Names } from './mappings.ts';
import { documentIdOf, indexValuesIn, tokensFor, type StoredDocument } from './shelf.ts';
import { scanPages, type Hit } from './view.ts';

/** In the order in which they lie; nothing else is quicker. */
const AS_THEY_LIE = [{ _shard_doc: { order: 'asc' } }] as const;

/**
 * Opens the store on an Elasticsearch for being written anew, a page of documents at a time. Nobody else may write meanwhile:
 * a document that somebody changed in between ends it.
 *
 * @throws FarmwatchError as opening it does; `not.found` where there is none
 */
export async function openElasticRewriting(options: ElasticOptions): Promise<Rewritable> {
  const connection = connect(options);
  const names = namesOf(options.prefix);
  const indexes = indexesOf(connection);
  try {
    if (!await checkSchema(connection, indexes, names, 'must be there')) throw new FarmwatchError('not.found', { what: `store at ${connection.name}`, cure: 'Import something first.' });
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    name: connection.name,
    rewrite: (work) => work(rewritingOver({ connection, indexes, names })),
    async clean() {
      // Documents that were replaced lie in their segments until these are written anew.
      const all = [names.events, names.shelf, names.journal];
      for (const index of all) await connection.askUnless(MISSING, (client) => client.indices.forcemerge({ index, max_num_segments: 1 }));
      await indexes.refresh(all);
      return true;
    },
    close: () => connection.close(),
  };
}

function rewritingOver({ connection, indexes, names }: { readonly connection: Connection; readonly indexes: Indexes; readonly names: Names }): Rewriting {
  const rewritten = async (lines: readonly Line[]): Promise<void> => {
    if ((await bulk(connection, lines)).includes('conflict')) throw new FarmwatchError('store.away', { store: connection.name, why: 'somebody else writes to it meanwhile; end every server and command that uses it, and run this again' });
  };
  return {
    async get(shelf, id) {
      const found = await connection.askUnless(MISSING, (client) => client.get<StoredDocument<unknown>>({ index: names.shelf, id: documentIdOf(shelf, id) }));
      return found?._source?.body;
    },
    async put(shelf, document) {
      await indexes.ensure(names.shelf, SHELF_BLUEPRINT);
      await bulk(connection, [{ action: 'index', index: names.shelf, id: documentIdOf(shelf, document.id), document: stored(shelf, document) }]);
    },
    async texts(fields, change) {
      await indexes.refresh(names.events);
      const query = { bool: { should: fields.map((field) => ({ exists: { field } })), minimum_should_match: 1 } };
      for await (const page of scanPages<Event>(connection, names.events, { query, sort: [...AS_THEY_LIE], revisions: true })) {
        await rewritten(page.flatMap((hit) => {
          const event = hit._source!;
          const changed = fields.flatMap((field) => {
            const after = typeof event[field] === 'string' ? change(field, event[field]) : undefined;
            return after === undefined ? [] : [[field, after] as const];
          });
          return changed.length === 0 ? [] : [over(hit, { ...event, ...Object.fromEntries(changed) })];
        }));
      }
      await indexes.refresh(names.events);
    },
    async documents(change) {
      await indexes.refresh(names.shelf);
      for await (const page of scanPages<StoredDocument<unknown>>(connection, names.shelf, { query: { match_all: {} }, sort: [...AS_THEY_LIE], revisions: true })) {
        await rewritten(page.flatMap((hit): readonly Line[] => {
          const { shelf, id, body, index } = hit._source!;
          const after = change(shelf, { id, body, indexes: indexValuesIn(index) });
          if (after === undefined) return [];
          if (after.id === id) return [over(hit, stored(shelf, after))];
          // The new one first: ended in between, the next time finds the old one and writes both again.
          return [{ action: 'index', index: hit._index, id: documentIdOf(shelf, after.id), document: stored(shelf, after) }, { action: 'delete', index: hit._index, id: hit._id! }];
        }));
      }
      await indexes.refresh(names.shelf);
    },
    async entries(change) {
      await indexes.refresh(names.journal);
      for await (const page of scanPages<StoredEntry<unknown>>(connection, names.journal, { query: { match_all: {} }, sort: [...AS_THEY_LIE], revisions: true })) {
        await rewritten(page.flatMap((hit) => {
          const { journal, body } = hit._source!;
          const after = body === null ? undefined : change(journal, body);
          return after === undefined ? [] : [over(hit, { ...hit._source!, body: after })];
        }));
      }
      await indexes.refresh(names.journal);
    },
  };
}

function over(hit: Hit<unknown>, document: unknown): Line {
  return { action: 'index', index: hit._index, id: hit._id!, over: { seqNo: hit._seq_no!, primaryTerm: hit._primary_term! }, document };
}

function stored(shelf: string, { id, body, indexes }: Lying): StoredDocument<unknown> {
  return { shelf, id, index: tokensFor(indexes), body };
}
