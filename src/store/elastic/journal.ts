import { FarmwatchError } from '../../errors.ts';
import type { ChainedJournal, Newest, Seq } from '../store.ts';
import { bulk } from './bulk.ts';
import { CONFLICT, type Connection } from './client.ts';
import type { Indexes } from './indexes.ts';
import { JOURNAL_BLUEPRINT } from './mappings.ts';
import { TERMS_AT_ONCE } from './translate.ts';
import { scan, scanPages, type Scan } from './view.ts';

/** Entries in order. The number is part of the document id, so that two writers cannot take the same one. */

export interface StoredEntry<T> { readonly journal: string; readonly seq: Seq; /** Null once it was emptied. */ readonly body: T | null }

/** Each lost race means that somebody else wrote an entry; so many in a row mean something is wrong. */
const RACES = 200;

export function journalOf<T>(context: { readonly connection: Connection; readonly indexes: Indexes; readonly index: string }, name: string): ChainedJournal<T> {
  const { connection, indexes, index } = context;
  let last: Newest<T> | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const newest = async (): Promise<Newest<T> | undefined> => {
    await indexes.refresh(index);
    for await (const hit of scan<StoredEntry<T>>(connection, index, { query: { term: { journal: name } }, sort: [{ seq: { order: 'desc' } }], limit: 1 })) {
      return { seq: hit._source!.seq, entry: hit._source!.body ?? undefined };
    }
    return undefined;
  };

  const take = async (next: (newest: Newest<T> | undefined) => T): Promise<Seq> => {
    await indexes.ensure(index, JOURNAL_BLUEPRINT);
    for (let race = 0; race < RACES; race++) {
      const before = last ?? await newest();
      const [seq, entry] = [(before?.seq ?? 0) + 1, next(before)];
      const document: StoredEntry<T> = { journal: name, seq, body: entry };
      const written: unknown = await connection.askUnless(CONFLICT, (client) => client.create({ index, id: idOf(name, seq), document }, { maxRetries: 0 }));
      // Else somebody took it: the one after the newest then leaves no gap.
      last = written ? { seq, entry } : undefined;
      if (written) return seq;
    }
    throw new FarmwatchError('store.away', { store: connection.name, why: `${RACES} others wrote to the journal ${name} at the same time` });
  };

  const inTurn = (next: (newest: Newest<T> | undefined) => T): Promise<Seq> => {
    const turn = queue.then(() => take(next));
    queue = turn.catch(() => { last = undefined; });
    return turn;
  };

  return {
    append: (entry) => inTurn(() => entry),
    async chain(...next) {
      const seqs: Seq[] = [];
      for (const one of next) seqs.push(await inTurn(one));
      return seqs;
    },

    async empty(seqs) {
      await indexes.refresh(index);
      for (let from = 0; from < seqs.length; from += TERMS_AT_ONCE) {
        const some = seqs.slice(from, from + TERMS_AT_ONCE);
        const written = { query: { bool: { filter: [{ term: { journal: name } }, { terms: { seq: some } }] } }, sort: [{ seq: { order: 'asc' } }], source: ['seq'] } satisfies Scan;
        for await (const page of scanPages<StoredEntry<T>>(connection, index, written)) {
          await bulk(connection, page.map(({ _source }) => ({ action: 'index', index, id: idOf(name, _source!.seq), document: { journal: name, seq: _source!.seq, body: null } satisfies StoredEntry<T> })));
        }
      }
    },

    async *read(after = 0) {
      await indexes.refresh(index);
      for await (const hit of scan<StoredEntry<T>>(connection, index, {
        query: { bool: { filter: [{ term: { journal: name } }, { range: { seq: { gt: after } } }] } },
        sort: [{ seq: { order: 'asc' } }],
        few: true,
      })) {
        const { seq, body } = hit._source!;
        if (body !== null) yield { seq, entry: body };
      }
    },
  };
}

/** Names of journals have letters and hyphens, and the number comes last: no two entries share an id. */
function idOf(name: string, seq: Seq): string {
  return `${name}-${String(seq).padStart(12, '0')}`;
}
