import type { Instant } from '../../core/time.ts';
import type { Seq } from '../../store/store.ts';
import { checked, type End } from './chain.ts';
import type { Told } from './entry.ts';

/** The newest hash of a day, as it was written down where this product cannot change it. */
export interface Anchor extends End { readonly day: string; readonly at: Instant }

/** What a check of the whole chain found. */
export interface Verdict {
  /** Rows there are. */
  readonly entries: number;
  /** The newest entry; of a chain with a fault the newest before it. */
  readonly newest?: End & { readonly at: Instant };
  /** Anchors that fit. */
  readonly anchors: number;
  /** The first entry that does not fit. */
  readonly fault?: { readonly n: Seq; readonly why: string };
}

/**
 * Holds a chain and the anchors against each other, as pure as its rows.
 *
 * What was changed, taken out, put in or swapped shows in the hashes. Rows taken from the end show only where an anchor,
 * or an entry that a running server wrote afterwards, knows of them.
 *
 * @param rows   the chain in order; an unreadable entry is `undefined`
 * @param earlier looks that were kept before there was a chain, as they stand now
 * @param told   hears of each row that can be read, fitting or not
 */
export async function verified(
  rows: AsyncIterable<{ readonly seq: Seq; readonly entry: unknown }>, anchors: readonly Anchor[], earlier: { readonly count: number; readonly hash: string }, told: (entry: Told) => void = () => {},
): Promise<Verdict> {
  const byNumber = Map.groupBy(anchors, ({ n }) => n);
  let [entries, fitting] = [0, 0];
  let newest: Verdict['newest'];
  let fault: Verdict['fault'];
  let last: End | undefined;
  for await (const row of rows) {
    entries += 1;
    const found = checked(row, last);
    if ('told' in found) told(found.told);
    if (fault) continue;
    fault = faultOf(row.seq, found, last, earlier);
    if (fault || !('told' in found)) continue;
    last = { n: row.seq, hash: found.hash };
    newest = { ...last, at: found.told.at };
    for (const { hash, day } of byNumber.get(row.seq) ?? []) {
      if (hash === last.hash) fitting += 1;
      else fault ??= { n: row.seq, why: `the anchor of ${day} knows another hash for it: it, or something before it, was replaced together with all hashes since` };
    }
  }
  const beyond = anchors.filter(({ n }) => n > (last?.n ?? 0)).sort((a, b) => a.n - b.n)[0];
  fault ??= beyond && { n: (last?.n ?? 0) + 1, why: `the anchor of ${beyond.day} knows entry ${beyond.n}, and the chain ends at ${last?.n ?? 0}: what stood between was removed` };
  return { entries, anchors: fitting, ...(newest ? { newest } : {}), ...(fault ? { fault } : {}) };
}

function faultOf(seq: Seq, found: ReturnType<typeof checked>, last: End | undefined, earlier: { readonly count: number; readonly hash: string }): Verdict['fault'] {
  const expected = (last?.n ?? 0) + 1;
  if (seq !== expected) return { n: expected, why: seq > expected ? `it is missing: after ${last === undefined ? 'the beginning' : `entry ${last.n}`} comes entry ${seq}` : `number ${seq} stands twice` };
  if ('why' in found) return { n: seq, why: found.why };
  const { earlier: then, cut } = found.told;
  if (then && (then.count !== earlier.count || then.hash !== earlier.hash)) return { n: seq, why: `the ${then.count} looks from before the chain are not what they were when it began` };
  return cut && { n: seq, why: `when it was written, entry ${cut.n}, which the same server had written, was gone or another` };
}
