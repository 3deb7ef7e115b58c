import type { estypes } from '@elastic/elasticsearch';
import type { Event, FieldName } from '../../core/event.ts';
import { compareCopies, type AppendResult } from '../store.ts';
import { bulk, type Line } from './bulk.ts';
import { judge, keyOf, type Verdict } from './copies.ts';
import { MISSING, type Connection } from './client.ts';
import type { Indexes } from './indexes.ts';
import { eventsBlueprint, monthIndex, type Names } from './mappings.ts';

/**
 * Keeping events, once each.
 *
 * Copies of a record have one document id, but may lie in two months when they tell different times. So a record is
 * looked for in all other months before it is created in its own, where an id that is there already shows as a conflict.
 * Records of which a copy was found either way are looked up across all months, weighed, and written over the state that
 * was seen; what somebody else wrote in between shows as a conflict again.
 */

export interface AppendContext {
  readonly connection: Connection; readonly indexes: Indexes; readonly names: Names;
  /** Whether rows are rather known than new, as when a file comes again: then a look before the write is cheaper than the conflict. */
  readonly expects: { known: boolean };
}

/** Records of one look-up. */
const AT_ONCE = 2_000;
/** Look-ups and writes under way at once, each of other records: while the cluster writes some, others are found and spelled. */
const SIDE_BY_SIDE = 4;
/** Each further round means that another process wrote the same record between look-up and write. */
const ROUNDS = 10;

interface HeldCopy { readonly event: Event; readonly index: string; readonly over: { readonly seqNo: number; readonly primaryTerm: number } }

/** What has become of some records so far. */
interface Progress { added: number; known: number; readonly conflicting: Event[] }

/**
 * Writes one batch. What it returns is durable and can be read.
 *
 * @throws store.away, store.refused, store.full; rows written before stay, and repeating the call completes it
 */
export async function appendAll(context: AppendContext, events: readonly Event[]): Promise<AppendResult> {
  const { indexes, names } = context;
  await indexes.extendEvents(names.events);
  const records = new Map<string, Event[]>();
  for (const arrived of events) {
    const event = withoutEmptyLists(arrived);
    const key = keyOf(event);
    const copies = records.get(key);
    if (copies) copies.push(event);
    else records.set(key, [event]);
  }
  // Before anything is looked up: a month that is just being made cannot answer.
  for (const month of new Set(events.map((event) => monthIndex(names.events, event['@timestamp'])))) await indexes.ensure(month, eventsBlueprint(names.events));
  const touched = new Set<string>();
  const all = [...records];
  const parts = Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) => new Map(all.slice(i * AT_ONCE, (i + 1) * AT_ONCE)));
  const results = await sideBySide(parts, (part) => appendRecords(context, part, touched));
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

/** An empty list tells nothing; an index could not tell it from a missing one. */
function withoutEmptyLists(event: Event): Event {
  const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
  for (const name in event) if (isEmptyList(event[name as FieldName])) return Object.fromEntries(Object.entries(event).filter(([, value]) => !isEmptyList(value))) as unknown as Event;
  return event;
}

async function appendRecords(context: AppendContext, records: Map<string, Event[]>, touched: Set<string>): Promise<Progress> {
  const { connection, indexes, names } = context;
  const result: Progress = { added: 0, known: 0, conflicting: [] };
  for (const key of await forgottenAmong(context, [...records.keys()])) {
    result.known += records.get(key)!.length;
    records.delete(key);
  }
  for (let round = 1; records.size > 0; round++) {
    if (round > ROUNDS) throw connection.refusal(429, `others keep writing the same ${records.size} records`);
    if (round > 1) await indexes.refresh(names.events);
    const plans = round === 1 && !context.expects.known ? await plansForNew(context, records) : await plansFor(context, records);

    // The better copy is written before the worse one goes: an interruption leaves two, never none.
    const lost = await carryOut(connection, plans.flatMap((plan) => plan.write ? [{ plan, line: plan.write }] : []), touched);
    const clearing = plans.filter((plan) => !lost.has(plan)).flatMap((plan) => plan.clear.map((line) => ({ plan, line })));
    for (const plan of await carryOut(connection, clearing, touched)) lost.add(plan);

    if (round === 1) context.expects.known = plans.filter((plan) => !plan.held && !lost.has(plan)).length * 2 < records.size;
    for (const plan of plans) {
      if (lost.has(plan)) continue;
      if (!plan.held) result.added += 1;
      result.known += plan.verdict.known;
      result.conflicting.push(...plan.verdict.conflicting);
      records.delete(plan.key);
    }
  }
  return result;
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
export function planFor(alias: string, id: string, arrivals: readonly Event[], copies: readonly HeldCopy[]): Plan {
  let best = copies[0];
  for (const copy of copies) if (best && compareCopies(copy.event, best.event) < 0) best = copy;
  const verdict = judge(arrivals, best?.event);
  const index = monthIndex(alias, verdict.winner['@timestamp']);
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

/** Plans for records that are most likely new. Those of which another month holds a copy get none yet. */
async function plansForNew(context: AppendContext, records: ReadonlyMap<string, Event[]>): Promise<readonly Plan[]> {
  const { events } = context.names;
  const plans = [...records].map(([key, arrivals]) => planFor(events, key, arrivals, []));
  const byMonth = [...Map.groupBy(plans, ({ write }) => write!.index)];
  const parts = await Promise.all(byMonth.map(async ([month, all]) => {
    const elsewhere = await lookUp(context, all.map(({ key }) => key), `${events}-*,-${month}`);
    return all.filter(({ key }) => !elsewhere.has(key));
  }));
  return parts.flat();
}

/** Plans for records after a look at every month. */
async function plansFor(context: AppendContext, records: ReadonlyMap<string, Event[]>): Promise<readonly Plan[]> {
  const held = await lookUp(context, [...records.keys()], context.names.events);
  return [...records].map(([key, arrivals]) => planFor(context.names.events, key, arrivals, held.get(key) ?? []));
}

async function lookUp({ connection }: AppendContext, keys: readonly string[], index: string): Promise<Map<string, HeldCopy[]>> {
  const answer = await connection.askUnless(MISSING, (client) => client.search<Event>({
    index,
    query: { ids: { values: [...keys] } },
    // Room for a record that lies in several months.
    size: Math.min(10_000, keys.length * 3),
    seq_no_primary_term: true,
    track_total_hits: false,
    // A month that cannot answer must not pass for one without the record.
    allow_partial_search_results: false,
  }));
  const held = new Map<string, HeldCopy[]>();
  for (const hit of answer?.hits.hits ?? []) {
    const copy: HeldCopy = { event: hit._source!, index: hit._index, over: { seqNo: hit._seq_no!, primaryTerm: hit._primary_term! } };
    held.set(hit._id!, [...(held.get(hit._id!) ?? []), copy]);
  }
  return held;
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
