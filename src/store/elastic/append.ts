import type { estypes } from '@elastic/elasticsearch';
import type { Event } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';
import type { PackedEvents } from '../../core/packed-events.ts';
import { compareCopies, type AppendResult } from '../store.ts';
import { arrivalsOf, type Arrivals } from './arrivals.ts';
import { bulk, type Line } from './bulk.ts';
import { judge, type Verdict } from './copies.ts';
import { MISSING, type Connection } from './client.ts';
import type { Indexes } from './indexes.ts';
import { eventsBlueprint, indexesOfEvents, type Names } from './mappings.ts';

/**
 * Keeping events, once each.
 *
 * Copies of a record have one document id, but may lie in two months when they tell different times. So a record is
 * looked for in all other months before it is created in its own, where an id that is there already shows as a conflict.
 * Records of which a copy was found either way are looked up across all months, weighed, and written over the state that
 * was seen; what somebody else wrote in between shows as a conflict again.
 */

export interface AppendContext {
  readonly connection: Connection; readonly indexes: Indexes; readonly names: Names; readonly now: () => Instant;
  /** Whether rows are rather known than new, as when a file comes again: then a look before the write is cheaper than the conflict. */
  readonly expects: { known: boolean };
}

/** Records of one write: about 4 MB, so that the cluster need not sync its log more often than it must. */
const AT_ONCE = 6_000;
/** Records of one look-up: three copies of each fit the longest answer, 10,000. */
const LOOKED_UP_AT_ONCE = 3_000;
/** Look-ups and writes under way at once, each of other records: while the cluster writes some, others are found and spelled. */
const SIDE_BY_SIDE = 4;
/** Each further round means that another process wrote the same record between look-up and write. */
const ROUNDS = 10;

interface HeldCopy { readonly event: Event; readonly index: string; readonly over: { readonly seqNo: number; readonly primaryTerm: number } }

/** With the index of each instant, the same for all of one append. */
interface Appending extends AppendContext { readonly indexOf: (at: Instant) => string }

/** What has become of some records so far. */
interface Progress { added: number; known: number; readonly conflicting: Event[] }
/** A record by its key, with the rows that are copies of it. Nearly all come once, so only of the others there is a list. */
interface Arrived { readonly key: string; readonly row: number; copies?: number[] }
type Records = Map<string, Arrived>;

/**
 * Writes one batch. What it returns is durable and can be read.
 *
 * @throws store.away, store.refused, store.full; rows written before stay, and repeating the call completes it
 */
export async function appendAll(context: AppendContext, batch: PackedEvents): Promise<AppendResult> {
  const { indexes, names } = context;
  await indexes.extendEvents(names.events);
  const arrivals = arrivalsOf(batch);
  const records: Records = new Map();
  const months = new Set<string>();
  const indexOf = indexesOfEvents(names.events, context.now());
  for (let row = 0; row < arrivals.count; row++) {
    const key = arrivals.key(row);
    const known = records.get(key);
    if (known) (known.copies ??= [known.row]).push(row);
    else records.set(key, { key, row });
    months.add(indexOf(arrivals.at(row)));
  }
  // Before anything is looked up: a month that is just being made cannot answer.
  for (const month of months) await indexes.ensure(month, eventsBlueprint(names.events));
  const touched = new Set<string>();
  const results = await sideBySide(slices([...records.values()], AT_ONCE), (part) => appendRecords({ ...context, indexOf }, arrivals, part, touched));
  if (touched.size > 0) await indexes.refresh([...touched]);
  return {
    added: results.reduce((sum, { added }) => sum + added, 0),
    known: results.reduce((sum, { known }) => sum + known, 0),
    conflicting: results.flatMap(({ conflicting }) => conflicting),
  };
}

/** What work makes of some parts, in their order, a few at a time. After a failure no other part begins; it is thrown once those under way have ended. */
async function sideBySide<T, R>(parts: readonly T[], work: (part: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const workers = Array.from({ length: SIDE_BY_SIDE }, async () => {
    try {
      while (next < parts.length) {
        const mine = next++;
        results[mine] = await work(parts[mine]!);
      }
    } catch (error) {
      next = parts.length;
      throw error;
    }
  });
  const failed = (await Promise.allSettled(workers)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return results;
}

async function appendRecords(context: Appending, arrivals: Arrivals, part: readonly Arrived[], touched: Set<string>): Promise<Progress> {
  const { connection, indexes, names } = context;
  const result: Progress = { added: 0, known: 0, conflicting: [] };
  const records: Records = new Map(part.map((record) => [record.key, record]));
  for (const key of await forgottenAmong(context, [...records.keys()])) {
    result.known += rowsOf(records.get(key)!).length;
    records.delete(key);
  }
  for (let round = 1; records.size > 0; round++) {
    if (round > ROUNDS) throw connection.refusal(429, `others keep writing the same ${records.size} records`);
    if (round > 1) await indexes.refresh(names.events);
    const { size } = records;
    const before = result.added;
    await (round === 1 && !context.expects.known ? create : settle)(context, arrivals, records, touched, result);
    if (round === 1) context.expects.known = (result.added - before) * 2 < size;
  }
  return result;
}

function rowsOf({ row, copies }: Arrived): readonly number[] {
  return copies ?? [row];
}

/** Creates records that are most likely new, and takes them out of `records`; those of which there is a copy already stay. */
async function create(context: Appending, arrivals: Arrivals, records: Records, touched: Set<string>, result: Progress): Promise<void> {
  const likelyNew = [...records.values()].map(({ key, row: first, copies }) => {
    const events = copies?.map((row) => arrivals.event(row));
    const verdict = events && judge(events, undefined);
    const row = verdict ? copies![events.indexOf(verdict.winner)]! : first;
    return { key, row, verdict, month: context.indexOf(arrivals.at(row)) };
  });
  const elsewhere = await heldElsewhere(context, likelyNew);
  const created = likelyNew.filter(({ key }) => !elsewhere.has(key));
  for (const { month } of created) touched.add(month);
  const outcomes = await bulk(context.connection, created.map(({ key, row, month }) => ({ action: 'create', index: month, id: key, spell: (into) => arrivals.spell(row, into) })));
  created.forEach(({ key, verdict }, i) => {
    if (outcomes[i] === 'conflict') return;
    result.added += 1;
    result.known += verdict?.known ?? 0;
    if (verdict) result.conflicting.push(...verdict.conflicting);
    records.delete(key);
  });
}

/** Weighs records against their copies in all months, and takes those out of `records` that nobody came in between of. */
async function settle(context: Appending, arrivals: Arrivals, records: Records, touched: Set<string>, result: Progress): Promise<void> {
  const { connection, indexOf } = context;
  const held = await lookUp(context, [...records.keys()]);
  const plans = [...records.values()].map((record) => planFor(indexOf, record.key, rowsOf(record).map((row) => arrivals.event(row)), held.get(record.key) ?? []));

  // The better copy is written before the worse one goes: an interruption leaves two, never none.
  const lost = await carryOut(connection, plans.flatMap((plan) => plan.write ? [{ plan, line: plan.write }] : []), touched);
  const clearing = plans.filter((plan) => !lost.has(plan)).flatMap((plan) => plan.clear.map((line) => ({ plan, line })));
  for (const plan of await carryOut(connection, clearing, touched)) lost.add(plan);

  for (const plan of plans) {
    if (lost.has(plan)) continue;
    if (!plan.held) result.added += 1;
    result.known += plan.verdict.known;
    result.conflicting.push(...plan.verdict.conflicting);
    records.delete(plan.key);
  }
}

/** What has to be done for one record. */
export interface Plan {
  readonly key: string;
  readonly held: boolean;
  readonly verdict: Verdict;
  readonly write?: Line;
  readonly clear: readonly Line[];
}

/** Decides from arrivals and the copies in the store; usually none or one, two after an interrupted move between months. */
export function planFor(indexOf: (at: Instant) => string, id: string, arrivals: readonly Event[], copies: readonly HeldCopy[]): Plan {
  let best = copies[0];
  for (const copy of copies) if (best && compareCopies(copy.event, best.event) < 0) best = copy;
  const verdict = judge(arrivals, best?.event);
  const index = indexOf(verdict.winner['@timestamp']);
  const removal = ({ index: from, over }: HeldCopy): Line => ({ action: 'delete', index: from, id, over });

  if (best === undefined) return { key: id, held: false, verdict, write: { action: 'create', index, id, document: verdict.winner }, clear: [] };
  if (!verdict.replaces) return { key: id, held: true, verdict, clear: copies.filter((copy) => copy !== best).map(removal) };
  const sameMonth = copies.find((copy) => copy.index === index);
  return {
    key: id,
    held: true,
    verdict,
    write: sameMonth
      ? { action: 'index', index, id, over: sameMonth.over, document: verdict.winner }
      : { action: 'create', index, id, document: verdict.winner },
    clear: copies.filter((copy) => copy !== sameMonth).map(removal),
  };
}

/** Writes lines and names the plans that somebody else came in between of. */
async function carryOut(connection: Connection, steps: readonly { readonly plan: Plan; readonly line: Line }[], touched: Set<string>): Promise<Set<Plan>> {
  for (const { line } of steps) touched.add(line.index);
  const outcomes = await bulk(connection, steps.map(({ line }) => line));
  return new Set(steps.filter((_, i) => outcomes[i] === 'conflict').map(({ plan }) => plan));
}

/** Those keys of which another month than their own holds a copy. */
async function heldElsewhere({ connection, names: { events } }: AppendContext, records: readonly { readonly key: string; readonly month: string }[]): Promise<ReadonlySet<string>> {
  const parts = [...Map.groupBy(records, ({ month }) => month)].flatMap(([month, all]) => slices(all.map(({ key }) => key), LOOKED_UP_AT_ONCE).map((keys) => ({ month, keys })));
  const found = await Promise.all(parts.map(({ month, keys }) => hitsOf<never>(connection, keys, { index: `${events}-*,-${month}`, _source: false })));
  return new Set(found.flat().map((hit) => hit._id!));
}

/** The copies of records in all months. */
async function lookUp({ connection, names }: AppendContext, keys: readonly string[]): Promise<Map<string, HeldCopy[]>> {
  const held = new Map<string, HeldCopy[]>();
  for (const some of slices(keys, LOOKED_UP_AT_ONCE)) {
    for (const hit of await hitsOf<Event>(connection, some, { index: names.events, seq_no_primary_term: true })) {
      const copy: HeldCopy = { event: hit._source!, index: hit._index, over: { seqNo: hit._seq_no!, primaryTerm: hit._primary_term! } };
      held.set(hit._id!, [...(held.get(hit._id!) ?? []), copy]);
    }
  }
  return held;
}

function slices<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

async function hitsOf<T>(connection: Connection, keys: readonly string[], how: Pick<estypes.SearchRequest, 'index' | '_source' | 'seq_no_primary_term'>): Promise<readonly estypes.SearchHit<T>[]> {
  const answer = await connection.askUnless(MISSING, (client) => client.search<T>({
    ...how,
    query: { ids: { values: [...keys] } },
    // Room for a record that lies in several months.
    size: keys.length * 3,
    track_total_hits: false,
    // A month that cannot answer must not pass for one without the record.
    allow_partial_search_results: false,
  }));
  return answer?.hits.hits ?? [];
}

/** Ids of records that were removed for good. Mostly nothing was, which is far cheaper to ask. Where nothing ever was, there is no such index. */
async function forgottenAmong({ connection, names }: AppendContext, keys: readonly string[]): Promise<readonly string[]> {
  const hitsOf = async (query: NonNullable<estypes.SearchRequest['query']>, size: number): Promise<readonly estypes.SearchHit[]> => {
    const answer = await connection.askUnless(MISSING, (client) => client.search({ index: names.forgotten, query, size, _source: false, track_total_hits: false, allow_partial_search_results: false }));
    return answer?.hits.hits ?? [];
  };
  if ((await hitsOf({ match_all: {} }, 1)).length === 0) return [];
  return (await hitsOf({ ids: { values: [...keys] } }, keys.length)).map((hit) => hit._id!);
}
