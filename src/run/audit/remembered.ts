import type { Instant } from '../../core/time.ts';
import type { Seq } from '../../store/store.ts';
import { linkOf, type End } from './chain.ts';
import type { Told } from './entry.ts';
import { verified, type Anchor, type Row, type Verdict } from './verify.ts';

/**
 * What a process remembers of a chain that it has found whole. It lies in its memory alone, where nobody who can write to the
 * store changes it: another process, and this one after a start, compute everything anew.
 */
export interface Remembered {
  /** When all of it was computed. */
  readonly wholeAt: Instant;
  /** The newest entry that was computed, and the hash before it. */
  readonly end: End;
  readonly before: End | undefined;
  readonly newest: NonNullable<Verdict['newest']>;
  /** Anchors that fitted. */
  readonly anchors: ReadonlySet<string>;
  /** Hashes on the way: what lies between two of them is computed without all the rest. */
  readonly points: Map<Seq, string>;
  /** Everybody who did anything, and how changes were answered that did not take place. */
  readonly who: Set<string>;
  readonly outcomes: Map<Seq, number>;
}

/** All of it is computed anew no later than this after the last time. */
export const WHOLE_EVERY = 24 * 3_600_000;
const POINT_EVERY = 512;

const anchorKey = ({ n, hash }: End): string => `${n} ${hash}`;

/** Takes in the entries of a check that fit, one after the other. */
export function rememberer(known?: Remembered): { fits(end: End, told: Told, before: End | undefined): void; done(verdict: Verdict, anchors: readonly Anchor[], wholeAt: Instant): Remembered | undefined } {
  const [points, who, outcomes] = [known?.points ?? new Map<Seq, string>(), known?.who ?? new Set<string>(), known?.outcomes ?? new Map<Seq, number>()];
  let [last, lastBefore] = [known?.end, known?.before];
  return {
    fits(end, { by, of, status }, before) {
      who.add(by);
      if (of !== undefined && status !== undefined) outcomes.set(of, status);
      if (end.n % POINT_EVERY === 0) points.set(end.n, end.hash);
      [last, lastBefore] = [end, before];
    },
    done({ fault, newest }, anchors, wholeAt) {
      if (fault || !last || !newest) return undefined;
      const fitted = anchors.filter(({ n }) => n <= last!.n).map(anchorKey);
      return { wholeAt, end: last, before: lastBefore, newest, anchors: new Set([...known?.anchors ?? [], ...fitted]), points, who, outcomes };
    },
  };
}

/** True where a check of what is new says as much as one of all: not too long ago, and no anchor is about what lies before. */
export function isEnough({ wholeAt, end, anchors: fitted }: Remembered, anchors: readonly Anchor[], now: Instant): boolean {
  return wholeAt <= now && now < wholeAt + WHOLE_EVERY && anchors.every((anchor) => anchor.n > end.n || fitted.has(anchorKey(anchor)));
}

/**
 * Computes the entries from one number to another against a hash that this process remembers.
 *
 * The hash before the first is taken as it stands: were it another, the first would not fit. So of what is returned no byte
 * is other than it was when all of it was computed.
 *
 * @param rowsAfter rows of the chain after a number
 * @returns undefined where something does not fit
 */
export async function heldAgainst(known: Remembered, from: Seq, to: Seq, rowsAfter: (after: Seq) => AsyncIterable<Row>): Promise<readonly Told[] | undefined> {
  const stop = [...known.points].filter(([n]) => n >= to).map(([n, hash]): End => ({ n, hash })).sort((a, b) => a.n - b.n)[0] ?? known.end;
  const told: Told[] = [];
  let since: End | undefined;
  async function* upTo(): AsyncGenerator<Row> {
    for await (const row of rowsAfter(since?.n ?? 0)) {
      yield row;
      if (row.seq >= stop.n) return;
    }
  }
  if (from > 1) {
    for await (const { seq, entry } of rowsAfter(from - 2)) {
      const link = seq === from - 1 ? linkOf(entry) : undefined;
      if (!link) return undefined;
      since = { n: seq, hash: link.hash };
      break;
    }
    if (!since) return undefined;
  }
  const { fault } = await verified(upTo(), [], undefined, (entry) => { if (entry.n <= to) told.push(entry); }, { since, known: [stop] });
  return fault ? undefined : told;
}
