import { compareBytes } from '../../core/canonical.ts';
import { FIELD_NAMES, type FieldName } from '../../core/event.ts';
import type { ChainedJournal, Condition, EventLog, Forget, Identified, Indexes, Journal, Kept, Row, Seq, Shelf, Store, Where } from '../../store/store.ts';

/** What would happen in one place: rows, documents or entries that go, and documents that would be written anew. */
export interface WouldGo { readonly goes: number; readonly changes: number }
/** By the name of a shelf or a journal, and `events`. A place in which nothing would happen is not named. */
export type WouldGoes = ReadonlyMap<string, WouldGo>;

/** A store of which nothing is written, and what would have gone from it so far. */
export interface Rehearsal { readonly store: Store; wouldGo(): Promise<WouldGoes> }

/** The same store, of which nothing is written: what would be forgotten is counted, and whatever else would be written lies over what is there and is lost. */
export function rehearsing(store: Store): Rehearsal {
  const shelves = new Map<string, Over<Shelf<Identified>>>();
  const journals = new Map<string, Over<ChainedJournal<unknown>>>();
  let rows = 0;
  return {
    store: {
      ...store,
      events: {
        ...store.events,
        forget: async (what) => {
          const forgotten = await wouldForget(store.events, what);
          rows += forgotten;
          return { forgotten };
        },
      },
      shelf: <T extends Identified>(name: string, indexes?: Indexes<T>): Shelf<T> => once(shelves, name, () => shelfOver(store.shelf<T>(name, indexes)) as unknown as Over<Shelf<Identified>>).place as unknown as Shelf<T>,
      journal: <T>(name: string): ChainedJournal<T> => once(journals, name, () => journalOver(store.journal<unknown>(name))).place as ChainedJournal<T>,
    },
    async wouldGo() {
      const found = new Map<string, WouldGo>([['events', { goes: rows, changes: 0 }]]);
      for (const [name, { wouldGo }] of [...shelves, ...journals]) found.set(name, await wouldGo());
      return new Map([...found].filter(([, { goes, changes }]) => goes + changes > 0));
    },
  };
}

/** A shelf or a journal over the one that is there, and what would go from below. */
interface Over<P> { readonly place: P; wouldGo(): Promise<WouldGo> }

function once<V>(all: Map<string, V>, name: string, make: () => V): V {
  const found = all.get(name) ?? make();
  all.set(name, found);
  return found;
}

/** Documents of a shelf with those over them that were written or removed. Index values are asked of the shelf below alone. */
function shelfOver<T extends Identified>(below: Shelf<T>): Over<Shelf<T>> {
  const over = new Map<string, Kept<T> | undefined>();
  let writes = 0;
  const write = (value: T): string => {
    const revision = `rehearsed ${++writes}`;
    over.set(value.id, { value, revision });
    return revision;
  };
  const place: Shelf<T> = {
    get: async (id) => (over.has(id) ? over.get(id) : below.get(id)),
    put: async (value) => write(value),
    putAll: async (values) => values.forEach(write),
    putEach: async (values) => values.flatMap(({ value }) => (write(value), [])),
    remove: async (id) => void over.set(id, undefined),
    removeAll: async (ids) => ids.forEach((id) => over.set(id, undefined)),
    async *list({ limit, newest, ...query } = {}) {
      const found = new Map<string, Kept<T>>();
      for await (const kept of below.list(query)) found.set(kept.value.id, kept);
      for (const [id, kept] of over) {
        if (kept === undefined) found.delete(id);
        else if ((query.from === undefined || compareBytes(query.from, id) <= 0) && (query.to === undefined || compareBytes(id, query.to) < 0)) found.set(id, kept);
      }
      const inOrder = [...found.values()].sort((a, b) => compareBytes(a.value.id, b.value.id));
      yield* (newest ? inOrder.reverse() : inOrder).slice(0, limit);
    },
  };
  return {
    place,
    async wouldGo() {
      let [goes, changes] = [0, 0];
      for (const [id, kept] of over) {
        const before = (await below.get(id))?.value;
        if (before === undefined) continue;
        if (kept === undefined) goes++;
        else if (JSON.stringify(before) !== JSON.stringify(kept.value)) changes++;
      }
      return { goes, changes };
    },
  };
}

function journalOver(below: Journal<unknown>): Over<ChainedJournal<unknown>> {
  const emptied = new Set<Seq>();
  const place: ChainedJournal<unknown> = {
    append: async () => Number.MAX_SAFE_INTEGER,
    chain: async (...next) => next.map(() => Number.MAX_SAFE_INTEGER),
    empty: async (seqs) => seqs.forEach((seq) => emptied.add(seq)),
    async *read(after) {
      for await (const line of below.read(after)) if (!emptied.has(line.seq)) yield line;
    },
  };
  return { place, wouldGo: async () => ({ goes: emptied.size, changes: 0 }) };
}

async function wouldForget(events: EventLog, { before, where = {}, keep = [] }: Forget): Promise<number> {
  const during = { from: 0, to: before, asOf: Number.MAX_SAFE_INTEGER };
  if (keep.length === 0) return (await events.tally({ where, by: [], measure: { rows: 'count' } }, during))[0]?.rows ?? 0;
  const named = new Set(keep.flatMap((one) => Object.keys(one)));
  const fields = FIELD_NAMES.filter((name): name is FieldName => named.has(name));
  const days = await events.fold<{ rows: number }>({
    where, fields, key: [], start: () => ({ rows: 0 }),
    step: (state, row) => {
      if (!keep.some((one) => meets(row, one))) state.rows++;
      return state;
    },
  }, during);
  return days.reduce((sum, { state }) => sum + state.rows, 0);
}

function meets(row: Row, where: Where): boolean {
  return Object.entries(where).every(([field, condition]) => holds(row[field as FieldName], condition as Condition));
}

function holds(value: Row[FieldName], condition: Condition): boolean {
  if (typeof condition === 'object' && 'exists' in condition) return (value !== undefined) === condition.exists;
  const wanted: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  return (Array.isArray(value) ? value : [value]).some((one) => wanted.includes(one));
}
