import { createHash } from 'node:crypto';
import { canonicalText } from '../../core/canonical.ts';
import type { Event, FieldName } from '../../core/event.ts';
import { isPacked, packed, type PackedEvents } from '../../core/packed-events.ts';
import { dayOf } from '../../core/time.ts';
import { appendsUnderWay } from '../appends-under-way.ts';
import { inFieldOrder, type AppendResult, type EventLog, type Fold, type Folded, type Forget, type Period, type Row, type Select, type Tally, type TallyRow } from '../store.ts';
import { columnsOfRows } from '../tally-columns.ts';
import { appendAll, type AppendContext } from './append.ts';
import { bulk } from './bulk.ts';
import { FORGOTTEN_BLUEPRINT } from './mappings.ts';
import { compareValueLists } from './tally.ts';
import { forgetQuery, queryOf, timeOrder } from './translate.ts';
import { scan, scanPages, tallyRows } from './view.ts';

/** The event log on monthly indexes behind one alias. */

export interface EventsContext extends AppendContext {
  readonly writeMarginMs: number;
}

export function eventLog(context: EventsContext): EventLog {
  const { connection, indexes, names, now, writeMarginMs } = context;
  const underWay = appendsUnderWay(now);
  /** One append at a time: two at once could put copies of one record into two months. */
  let queue: Promise<unknown> = Promise.resolve();
  /** Rows may have been written that cannot be read yet: by a process before us, or by an append that failed. */
  let unsettled = true;

  const appendNow = async (events: PackedEvents): Promise<AppendResult> => {
    if (unsettled) await indexes.refresh(names.events);
    unsettled = true;
    const result = await appendAll(context, events);
    unsettled = false;
    return result;
  };

  const select = (query: Select, during: Period, source?: readonly string[]) => scan<Event>(connection, names.events, {
    query: queryOf(query.where, during),
    sort: timeOrder(query.newest ?? false),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
    ...(source ? { source } : {}),
  });

  const tally = async <const Q extends Tally>(query: Q, during: Period): Promise<readonly TallyRow<Q>[]> =>
    await tallyRows(connection, names.events, query, queryOf(query.where, during)) as readonly TallyRow<Q>[];

  return {
    async append(events) {
      const batch = isPacked(events) ? events : packed(events);
      if (batch.count === 0) return { added: 0, known: 0, conflicting: [] };
      const over = underWay.begun(batch);
      const turn = queue.then(() => appendNow(batch));
      queue = turn.catch(() => undefined);
      return turn.finally(over);
    },

    async watermark() {
      return underWay.watermark() - writeMarginMs;
    },

    async *select(query, during) {
      for await (const hit of select(query, during)) yield inFieldOrder(hit._source!);
    },

    tally,

    tallyColumns: async (query, during) => columnsOfRows(query, await tally(query, during)),

    async fold<S>(query: Fold<S>, during: Period): Promise<readonly Folded<S>[]> {
      const result: Folded<S>[] = [];
      let today = { day: '', states: new Map<string, { key: Row; state: S }>() };
      const finishDay = (): void => {
        const rows = [...today.states.values()].sort((a, b) => compareValueLists(query.key.map((name) => a.key[name]), query.key.map((name) => b.key[name])));
        for (const { key, state } of rows) result.push({ key, day: today.day, state });
      };
      const needed = ['@timestamp', ...query.fields, ...query.key];
      for await (const hit of select({ where: query.where }, during, needed)) {
        const event = hit._source!;
        const day = dayOf(event['@timestamp']);
        if (day !== today.day) {
          finishDay();
          today = { day, states: new Map() };
        }
        const key = only(event, query.key);
        const name = JSON.stringify(query.key.map((field) => key[field] ?? null));
        let kept = today.states.get(name);
        if (!kept) today.states.set(name, (kept = { key, state: query.start() }));
        kept.state = query.step(kept.state, only(event, query.fields));
      }
      finishDay();
      return result;
    },

    async days(during) {
      const found = await tally({ where: {}, by: ['day'], measure: { rows: 'count', latest: { max: 'event.ingested' }, stamps: { sum: 'event.ingested' } } }, during);
      return found.map(({ day, rows, latest, stamps }) => ({ day: dayOf(day), rows, latestIngested: latest!, stamps: stamps! }));
    },

    async forget(what: Forget, reason) {
      const run = async (): Promise<{ forgotten: number }> => {
        await indexes.refresh(names.events);
        await indexes.ensure(names.forgotten, FORGOTTEN_BLUEPRINT);
        let forgotten = 0;
        const at = now();
        const pages = scanPages<never>(connection, names.events, {
          query: forgetQuery(what.before, what.where ?? {}, what.keep ?? []), sort: timeOrder(false), source: false,
        });
        for await (const page of pages) {
          // The hash first, and readable: interrupted in between, the row is still there, and the next call removes it.
          await bulk(connection, page.map((hit) => ({ action: 'index', index: names.forgotten, id: hit._id!, document: { at, reason } })));
          await indexes.refresh(names.forgotten);
          await bulk(connection, page.map((hit) => ({ action: 'delete', index: hit._index, id: hit._id! })));
          forgotten += page.length;
        }
        await indexes.refresh(names.events);
        return { forgotten };
      };
      // Between two appends, so that none re-adds what is being removed.
      const turn = queue.then(run);
      queue = turn.catch(() => undefined);
      return turn;
    },

    async census() {
      let rows = 0;
      let sum = 0n;
      for await (const hit of scan<Event>(connection, names.events, { query: { match_all: {} }, sort: [{ _shard_doc: { order: 'asc' } }] })) {
        rows += 1;
        sum += BigInt(`0x${createHash('sha256').update(canonicalText(hit._source!)).digest('hex')}`);
      }
      return { rows, hash: (sum % (1n << 256n)).toString(16).padStart(64, '0') };
    },
  };
}


/** The named fields of an event that it has. */
function only(event: Event, fields: readonly FieldName[]): Row {
  return Object.fromEntries(fields.filter((field) => event[field] !== undefined).map((field) => [field, event[field]]));
}
