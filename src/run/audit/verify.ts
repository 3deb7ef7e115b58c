import type { Instant } from '../../core/time.ts';
import type { Seq } from '../../store/store.ts';
import { checked, type End } from './chain.ts';
import type { Told } from './entry.ts';

/** Looks that were kept before there was a chain, as a number and a hash. */
export interface Earlier { readonly count: number; readonly hash: string }

/** The newest hash of a day, as it was written down where this product cannot change it. */
export interface Anchor extends End { readonly day: string; readonly at: Instant }

/** A stored row; an entry that cannot be read is `undefined`. */
export interface Row { readonly seq: Seq; readonly entry: unknown }

/** What a check of a chain found. */
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
 * @param rows   the chain in order, from its beginning or from after `since`
 * @param earlier looks that were kept before there was a chain, as they stand now; left out they are not looked at
 * @param told   hears of each row that can be read, fitting or not
 * @param more   `since`: an entry that was found to fit, after which the rows begin; `known`: hashes that this process remembers;
 *   `fits` hears of each row that fits, with the one before it
 */
export async function verified(
  rows: AsyncIterable<Row>, anchors: readonly Anchor[], earlier: Earlier | undefined, told: (entry: Told) => void = () => {},
  { since, known = [], fits = () => {} }: { readonly since?: End | undefined; readonly known?: readonly End[]; readonly fits?: (end: End, told: Told, before: End | undefined) => void } = {},
): Promise<Verdict> {
  const byNumber = Map.groupBy(anchors, ({ n }) => n);
  const remembered = new Map(known.map(({ n, hash }) => [n, hash]));
  let [entries, fitting] = [since?.n ?? 0, 0];
  let newest: Verdict['newest'];
  let fault: Verdict['fault'];
  let last = since;
  for await (const row of rows) {
    entries += 1;
    const found = checked(row, last);
    if ('told' in found) told(found.told);
    if (fault) continue;
    fault = faultOf(row.seq, found, last, earlier);
    if (fault || !('told' in found)) continue;
    const before = last;
    last = { n: row.seq, hash: found.hash };
    newest = { ...last, at: found.told.at };
    for (const { hash, day } of byNumber.get(row.seq) ?? []) {
      if (hash === last.hash) fitting += 1;
      else fault ??= { n: row.seq, why: `the anchor of ${day} knows another hash for it: it, or something before it, was replaced together with all hashes since` };
    }
    if ((remembered.get(row.seq) ?? last.hash) !== last.hash) fault ??= { n: row.seq, why: 'this server had found another hash for it: it, or something before it, was replaced together with all hashes since' };
    if (!fault) fits(last, found.told, before);
  }
  const gone = known.find(({ n }) => n > (last?.n ?? 0));
  fault ??= gone && { n: (last?.n ?? 0) + 1, why: `this server had found entry ${gone.n}, and the chain ends at ${last?.n ?? 0}: what stood between was removed` };
  const beyond = anchors.filter(({ n }) => n > (last?.n ?? 0)).sort((a, b) => a.n - b.n)[0];
  fault ??= beyond && { n: (last?.n ?? 0) + 1, why: `the anchor of ${beyond.day} knows entry ${beyond.n}, and the chain ends at ${last?.n ?? 0}: what stood between was removed` };
  return { entries, anchors: fitting, ...(newest ? { newest } : {}), ...(fault ? { fault } : {}) };
}

function faultOf(seq: Seq, found: ReturnType<typeof checked>, last: End | undefined, earlier: Earlier | undefined): Verdict['fault'] {
  const expected = (last?.n ?? 0) + 1;
  if (seq !== expected) return { n: expected, why: seq > expected ? `it is missing: after ${last === undefined ? 'the beginning' : `entry ${last.n}`} comes entry ${seq}` : `number ${seq} stands twice` };
  if ('why' in found) return { n: seq, why: found.why };
  const { earlier: then, cut } = found.told;
  if (then && earlier && (then.count !== earlier.count || then.hash !== earlier.hash)) return { n: seq, why: `the ${then.count} looks from before the chain are not what they were when it began` };
  return cut && { n: seq, why: `when it was written, entry ${cut.n}, which the same server had written, was gone or another` };
}
