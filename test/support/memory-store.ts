import { shortHash, canonicalText, compareBytes } from '../../src/core/canonical.ts';
import type { Event, FieldName, Value } from '../../src/core/event.ts';
import { withHalfHour } from '../../src/core/half-hours.ts';
import { isPacked, unpacked } from '../../src/core/packed-events.ts';
import { DAY, HOUR, MINUTE, dayOf, floorTo, type Day, type Instant } from '../../src/core/time.ts';
import { FarmwatchError } from '../../src/errors.ts';
import {
  SCHEMA, compareCopies, compareValues, identityOf, inFieldOrder,
  type AppendResult, type Condition, type EventLog, type Fold, type Folded, type GroupBy, type Identified, type Indexes, type ChainedJournal, type Kept,
  type Measure, type Period, type Row, type Shelf, type Store, type Tally, type TallyRow, type Where,
} from '../../src/store/store.ts';
import { columnsOfRows } from '../../src/store/tally-columns.ts';

/** The store in plain words: what every adapter must answer, without a thought for speed. */
export function memoryStore(options: { readonly now: () => Instant }): Store {
  const shelves = new Map<string, Shelf<Identified>>();
  const journals = new Map<string, ChainedJournal<unknown>>();
  return {
    name: 'memory',
    events: memoryEvents(options.now),
    shelf: <T extends Identified>(name: string, indexes: Indexes<T> = {}) => kept(shelves, name, () => memoryShelf(indexes) as unknown as Shelf<Identified>) as unknown as Shelf<T>,
    journal: <T>(name: string) => kept(journals, name, memoryJournal) as ChainedJournal<T>,
    health: async () => ({ ok: true, engine: 'memory', schema: SCHEMA, said: 'ready' }),
    close: async () => {},
  };
}

function kept<V>(all: Map<string, V>, name: string, make: () => V): V {
  const found = all.get(name) ?? make();
  all.set(name, found);
  return found;
}

function memoryEvents(now: () => Instant): EventLog {
  const rows = new Map<string, Event>();
  const forgotten = new Set<string>();

  const during = (where: Where, { from, to, asOf }: Period): Event[] =>
    [...rows.values()]
      .filter((row) => row['@timestamp'] >= from && row['@timestamp'] < to && row['event.ingested'] <= asOf && meets(row, where))
      .sort(compareRows);

  return {
    async append(events) {
      let added = 0;
      let known = 0;
      const conflicting: Event[] = [];
      for (const [identity, arrived] of Map.groupBy(isPacked(events) ? unpacked(events) : events, identityOf)) {
        if (forgotten.has(identity)) { known += arrived.length; continue; }
        const stored = rows.get(identity);
        const copies = (stored ? [stored, ...arrived] : arrived).map(withoutEmpty);
        const counts = copies.reduce((best, copy) => compareCopies(copy, best) < 0 ? copy : best);
        rows.set(identity, counts);
        if (!stored) added++;
        for (const copy of copies) {
          if (copy === counts) continue;
          if (copy['@timestamp'] === counts['@timestamp']) known++;
          else conflicting.push(copy);
        }
      }
      return { added, known, conflicting } satisfies AppendResult;
    },

    watermark: async () => now(),

    async *select(query, period) {
      const found = during(query.where, period);
      if (query.newest) found.reverse();
      yield* found.slice(0, query.limit ?? found.length).map(inFieldOrder);
    },

    async tally<const Q extends Tally>(query: Q, period: Period) {
      return groupsOf(during(query.where, period), (row) => query.by.map((group) => groupValue(row, group)))
        .map(({ values, members }) => ({
          ...Object.fromEntries(query.by.map((group, i) => [group, values[i]])),
          ...Object.fromEntries(Object.entries(query.measure).map(([name, measure]) => [name, measured(members, measure)])),
        }) as TallyRow<Q>);
    },

    async tallyColumns(query, period) {
      return columnsOfRows(query, await this.tally(query, period));
    },

    async fold<S>(query: Fold<S>, period: Period) {
      const found = during(query.where, period);
      return groupsOf(found, (row) => [floorTo(row['@timestamp'], DAY), ...query.key.map((field) => row[field])])
        .map(({ members }): Folded<S> => ({
          day: dayOf(members[0]!['@timestamp']),
          key: pick(members[0]!, query.key),
          state: members.reduce((state, row) => query.step(state, pick(row, query.fields)), query.start()),
        }));
    },

    async days(period) {
      const days = Map.groupBy(during({}, period), (row): Day => dayOf(row['@timestamp']));
      return [...days].map(([day, members]) => ({ day, rows: members.length, latestIngested: members.reduce((latest, row) => Math.max(latest, row['event.ingested']), -Infinity), stamps: members.reduce((sum, row) => sum + row['event.ingested'], 0) }));
    },

    async forget({ before, where = {}, keep = [] }) {
      const gone = [...rows].filter(([, row]) => row['@timestamp'] < before && meets(row, where) && !keep.some((one) => meets(row, one)));
      for (const [identity] of gone) {
        rows.delete(identity);
        forgotten.add(identity);
      }
      return { forgotten: gone.length };
    },

    async census() {
      const contents = [...rows.values()].map(canonicalText).sort(compareBytes);
      return { rows: rows.size, hash: shortHash(contents.join('\n')) };
    },
  };
}

/** Time order, ties by id, module and dataset. */
function compareRows(a: Event, b: Event): number {
  return a['@timestamp'] - b['@timestamp']
    || compareBytes(a['event.id'], b['event.id'])
    || compareValues(a['event.module'], b['event.module'])
    || compareValues(a['event.dataset'], b['event.dataset']);
}

function withoutEmpty(event: Event): Event {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => !(Array.isArray(value) && value.length === 0))) as unknown as Event;
}

function meets(row: Event, where: Where): boolean {
  return Object.entries(where).every(([field, condition]) => holds(row[field as FieldName], condition));
}

function holds(value: Value | undefined, condition: Condition): boolean {
  if (typeof condition === 'object' && 'exists' in condition) return (value !== undefined) === condition.exists;
  const found: readonly unknown[] = Array.isArray(value) ? value : [value];
  const wanted: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  return found.some((one) => wanted.includes(one));
}

interface Group { readonly values: readonly (Value | undefined)[]; readonly members: readonly Event[] }

/** Rows with equal values, in the order of those values. */
function groupsOf(rows: readonly Event[], valuesOf: (row: Event) => readonly (Value | undefined)[]): readonly Group[] {
  // JSON writes a missing value as null, which no field holds.
  return [...Map.groupBy(rows, (row) => JSON.stringify(valuesOf(row))).values()]
    .map((members) => ({ values: valuesOf(members[0]!), members }))
    .sort((a, b) => a.values.map((value, i) => compareValues(value, b.values[i])).find((order) => order !== 0) ?? 0);
}

function groupValue(row: Event, group: GroupBy): Value | undefined {
  switch (group) {
    case 'half-hour': return floorTo(row['@timestamp'], 30 * MINUTE);
    case 'hour': return floorTo(row['@timestamp'], HOUR);
    case 'day': return floorTo(row['@timestamp'], DAY);
    default: return row[group];
  }
}

function measured(rows: readonly Event[], measure: Measure): number | undefined {
  if (measure === 'count') return rows.length;
  if ('bits' in measure) return rows.reduce((bits, row) => withHalfHour(bits, row['@timestamp']), 0);
  const field = 'distinct' in measure ? measure.distinct : 'min' in measure ? measure.min : 'max' in measure ? measure.max : measure.sum;
  const values = rows.map((row) => groupValue(row, field)).filter((value) => value !== undefined);
  if ('distinct' in measure) return new Set(values).size;
  const numbers = values as number[];
  if (numbers.length === 0) return undefined;
  if ('min' in measure) return numbers.reduce((a, b) => Math.min(a, b));
  if ('max' in measure) return numbers.reduce((a, b) => Math.max(a, b));
  return numbers.reduce((a, b) => a + b);
}

function pick(row: Event, fields: readonly FieldName[]): Row {
  return Object.fromEntries(fields.filter((field) => row[field] !== undefined).map((field) => [field, row[field]]));
}

function memoryShelf<T extends Identified>(indexes: Indexes<T>): Shelf<T> {
  const documents = new Map<string, { readonly body: string; readonly revision: string }>();
  let writes = 0;
  const write = (value: T): string => {
    const revision = String(++writes);
    documents.set(value.id, { body: JSON.stringify(value), revision });
    return revision;
  };
  const read = (id: string): Kept<T> | undefined => {
    const found = documents.get(id);
    return found && { value: JSON.parse(found.body) as T, revision: found.revision };
  };
  return {
    get: async (id) => read(id),
    async put(value, over) {
      if (over !== undefined && over !== (documents.get(value.id)?.revision ?? '')) throw new FarmwatchError('record.stale', { id: value.id });
      return write(value);
    },
    putAll: async (values) => values.forEach(write),
    putEach: async (values) => values.filter(({ value, revision }) => {
      const isStale = (documents.get(value.id)?.revision ?? '') !== revision;
      if (!isStale) write(value);
      return isStale;
    }).map(({ value }) => value.id),
    remove: async (id) => void documents.delete(id),
    removeAll: async (ids) => ids.forEach((id) => documents.delete(id)),
    async *list({ where = {}, from, to, newest, limit = Infinity } = {}) {
      const ids = [...documents.keys()].sort(compareBytes);
      if (newest) ids.reverse();
      let left = limit;
      for (const id of ids) {
        if (left <= 0) return;
        if (from !== undefined && compareBytes(id, from) < 0) continue;
        if (to !== undefined && compareBytes(id, to) >= 0) continue;
        const found = read(id);
        if (!found || !Object.entries(where).every(([name, value]) => indexes[name]?.(found.value) === value)) continue;
        left--;
        yield found;
      }
    },
  };
}

function memoryJournal(): ChainedJournal<unknown> {
  const entries: (string | undefined)[] = [];
  return {
    append: async (entry) => entries.push(JSON.stringify(entry)),
    chain: async (...next) => next.map((one) => {
      const newest = entries.at(-1);
      return entries.push(JSON.stringify(one(entries.length === 0 ? undefined : { seq: entries.length, entry: newest === undefined ? undefined : JSON.parse(newest) as unknown })));
    }),
    empty: async (seqs) => {
      for (const seq of seqs) if (seq > 0 && seq <= entries.length) entries[seq - 1] = undefined;
    },
    async *read(after = 0) {
      for (let seq = after + 1; seq <= entries.length; seq++) {
        const entry = entries[seq - 1];
        if (entry !== undefined) yield { seq, entry: JSON.parse(entry) as unknown };
      }
    },
  };
}
