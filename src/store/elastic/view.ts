import type { estypes } from '@elastic/elasticsearch';
import type { Tally } from '../store.ts';
import { MISSING, type Connection } from './client.ts';
import { tabulate, type CompositeBucket, type PlainRow } from './tally.ts';
import { passesOf, type Pass, type Query } from './translate.ts';

/**
 * Reading from one point in time, page by page, so that rows which arrive meanwhile neither appear nor shift others.
 * A part of the cluster that cannot answer makes a failure: half an answer looks like evidence that something is missing.
 */

/** Rows of one page. More makes fewer requests and larger answers. */
const PAGE = 2_000;
/** Groups of one page. A page costs a walk over all matching rows; the cluster allows 65,536 buckets. */
const GROUPS_AT_ONCE = 10_000;
/** How long the cluster keeps the point between two requests. */
const KEEP_ALIVE = '5m';

export interface Scan {
  readonly query: Query;
  readonly sort: estypes.SortCombinations[];
  /** Which fields to bring; all where missing, none where false. */
  readonly source?: readonly string[] | false;
  readonly limit?: number;
  /** Brings the revision of each row. */
  readonly revisions?: boolean;
  /** Mostly fits on one page: worth trying without a point in time, which takes two more requests. */
  readonly few?: boolean;
}

export type Hit<D> = estypes.SearchHit<D>;

/** All rows in order. An index that is not there yet has none. */
export async function* scan<D>(connection: Connection, index: string, wanted: Scan): AsyncGenerator<Hit<D>> {
  for await (const page of scanPages<D>(connection, index, wanted)) yield* page;
}

/** The same in pages, for those who write back in bulk. */
export async function* scanPages<D>(connection: Connection, index: string, wanted: Scan): AsyncGenerator<readonly Hit<D>[]> {
  // One page is one point in time by itself.
  if (wanted.few || (wanted.limit ?? Infinity) <= PAGE) {
    const size = Math.min(PAGE, wanted.limit ?? PAGE);
    const answer = await connection.askUnless(MISSING, (client) => client.search<D>({ index, ...requestOf(wanted, size) }));
    const hits = answer?.hits.hits ?? [];
    if (hits.length < size || wanted.limit === size) {
      if (hits.length > 0) yield hits;
      return;
    }
  }
  const view = await open(connection, index);
  if (view === undefined) return;
  try {
    let left = wanted.limit ?? Infinity;
    let after: estypes.SortResults | undefined;
    while (left > 0) {
      const size = Math.min(PAGE, left);
      const answer = await connection.ask((client) => client.search<D>({
        pit: { id: view.id, keep_alive: KEEP_ALIVE },
        ...requestOf(wanted, size),
        ...(after ? { search_after: after } : {}),
      }));
      view.id = answer.pit_id ?? view.id;
      const { hits } = answer.hits;
      if (hits.length > 0) yield hits;
      after = hits.at(-1)?.sort;
      if (hits.length < size || after === undefined) return;
      left -= hits.length;
    }
  } finally {
    await close(connection, view);
  }
}

function requestOf({ query, sort, source, revisions }: Scan, size: number): estypes.SearchRequest {
  return {
    query, sort, size,
    track_total_hits: false,
    allow_partial_search_results: false,
    ...(source === undefined ? {} : { _source: source === false ? false : [...source] }),
    ...(revisions ? { seq_no_primary_term: true } : {}),
  };
}

/** The rows of a tally: every page of every pass, from one point in time. */
export async function tallyRows(connection: Connection, index: string, query: Tally, filter: Query): Promise<readonly PlainRow[]> {
  const passes = passesOf(query);
  const table = tabulate(query);
  const [only] = passes;
  if (passes.length === 1 && only) {
    // Mostly one page holds all groups, and one page is one point in time by itself.
    const answer = await connection.askUnless(MISSING, (client) => client.search<unknown, Groups>({ index, ...groupRequest(filter, only) }));
    const page = bucketsOf(answer?.aggregations);
    if (page.length < GROUPS_AT_ONCE) {
      table.add(only, page);
      return table.rows();
    }
  }
  const view = await open(connection, index);
  if (view === undefined) return table.rows();
  try {
    for (const pass of passes) {
      let after: estypes.AggregationsCompositeAggregateKey | undefined;
      do {
        const answer = await connection.ask((client) => client.search<unknown, Groups>({
          pit: { id: view.id, keep_alive: KEEP_ALIVE }, ...groupRequest(filter, pass, after),
        }));
        view.id = answer.pit_id ?? view.id;
        const buckets = bucketsOf(answer.aggregations);
        table.add(pass, buckets);
        after = buckets.length < GROUPS_AT_ONCE ? undefined : answer.aggregations?.groups.after_key;
      } while (after);
    }
    return table.rows();
  } finally {
    await close(connection, view);
  }
}

interface Groups { readonly groups: estypes.AggregationsCompositeAggregate }

function groupRequest(query: Query, pass: Pass, after?: estypes.AggregationsCompositeAggregateKey): estypes.SearchRequest {
  return {
    query,
    size: 0,
    track_total_hits: false,
    allow_partial_search_results: false,
    aggregations: {
      groups: {
        composite: { size: GROUPS_AT_ONCE, sources: pass.sources, ...(after ? { after } : {}) },
        ...(Object.keys(pass.aggregations).length > 0 ? { aggregations: pass.aggregations } : {}),
      },
    },
  };
}

function bucketsOf(aggregations: Groups | undefined): readonly CompositeBucket[] {
  return (aggregations?.groups.buckets ?? []) as unknown as readonly CompositeBucket[];
}

interface View { id: string }

async function open(connection: Connection, index: string): Promise<View | undefined> {
  const answer = await connection.askUnless(MISSING, (client) => client.openPointInTime({ index, keep_alive: KEEP_ALIVE }));
  return answer && { id: answer.id };
}

/** Closing is a courtesy: the cluster drops the point by itself, and a failure here must not hide the one before it. */
async function close(connection: Connection, view: View): Promise<void> {
  await connection.ask((client) => client.closePointInTime({ id: view.id })).catch(() => undefined);
}
