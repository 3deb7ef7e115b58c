import { createHash } from 'node:crypto';
import { canonicalText } from '../../core/canonical.ts';
import { MINUTE, isoOf, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Newest, Seq, Store } from '../../store/store.ts';
import { linkAfter, linkOf, toldIn, type End, type Link } from './chain.ts';
import type { AuditEntry, Told } from './entry.ts';
import { inGroups } from './in-groups.ts';
import { heldAgainst, isEnough, rememberer, type Remembered } from './remembered.ts';
import { verified, type Anchor, type Earlier, type Row, type Verdict } from './verify.ts';

/** Who did what, chained by hashes. */
export interface Audit {
  /** Writes an entry down. What it is about does not take place where this fails. @returns its number */
  append(entry: AuditEntry): Promise<Seq>;
  /**
   * Holds the whole chain against itself, against anchors and against what this process remembers of it.
   *
   * @param told hears of each entry on the way
   * @param at   now: what was found is remembered for `newest`
   */
  verify(anchors: readonly Anchor[], told?: (entry: Told) => void, at?: Instant): Promise<Verdict>;
  /**
   * The newest entries, or those before a number, with a check of what has come since the last whole one and of every byte
   * that is shown. Where that is a day ago, was none, or something does not fit, the whole chain is checked.
   */
  newest(anchors: readonly Anchor[], asked: { readonly before: Seq | undefined; readonly most: number }, now: Instant): Promise<Newly>;
}

/** Entries that are shown, newest first, and what was found of the chain. */
export interface Newly {
  readonly verdict: Verdict;
  readonly rows: readonly Told[];
  readonly wholeAt: Instant;
  /** Everybody who did anything, and how changes were answered that did not take place. */
  readonly who: ReadonlySet<string>;
  readonly outcomes: ReadonlyMap<Seq, number>;
}

type Kept = Pick<Store, 'journal'>;
/** The number of an entry, and the instant of the one before. */
interface Written { readonly n: Seq; readonly before: number | undefined }
/** Clocks of several machines differ a little; more than this is said. */
const SLACK = MINUTE;
/** So many entries in a row may be unreadable before reading gives up. */
const MOST_UNREADABLE = 1_000;
const books = new WeakMap<Kept, Audit>();

/** The audit of a store: one writer for each process. */
export function auditOf(store: Kept): Audit {
  let book = books.get(store);
  if (!book) books.set(store, book = openAudit(store));
  return book;
}

function openAudit(store: Kept): Audit {
  const journal = store.journal<Link>('audit');
  let earlier: ReturnType<typeof earlierLooks> | undefined;
  let mine: End | undefined;
  let remembered: Remembered | undefined;

  /** Entries that come while others are written are written together, after these: one wait for the disk is enough for all. */
  const written = inGroups(async (entries: readonly AuditEntry[]): Promise<readonly Written[]> => {
    const first = await (earlier ??= earlierLooks(store).catch((error: unknown) => {
      earlier = undefined;
      throw error;
    }));
    const links: Link[] = [];
    const seqs = await journal.chain(...entries.map((entry, nth) => (newest: Newest<Link> | undefined): Link => {
      const cut = nth === 0 && isCut(newest, mine) ? mine : undefined;
      return links[nth] = linkAfter(newest, { ...entry, ...(newest ? {} : { earlier: first }), ...(cut ? { cut } : {}) });
    }));
    mine = { n: seqs.at(-1)!, hash: links.at(-1)!.hash };
    return seqs.map((n, nth) => ({ n, before: toldIn(links[nth]!.text)?.before }));
  });
  const append = async (entry: AuditEntry): Promise<Seq> => {
    const { n, before } = await written(entry);
    if (before !== undefined && entry.at < before - SLACK) {
      await append({ at: entry.at, by: 'farmwatch', from: entry.from, did: 'noted', what: 'clock set back', id: `entry ${n} is of ${isoOf(entry.at)}, the one before of ${isoOf(before)}`, people: [] });
    }
    return n;
  };
  const verify: Audit['verify'] = async (anchors, told, at) => {
    const { fits, done } = rememberer();
    const verdict = await verified(rowsOf(store), anchors, await earlierLooks(store), told, { known: remembered ? [remembered.end] : [], fits });
    // What does not fit is remembered as it was: a chain that was replaced is found again at every check.
    if (at !== undefined) remembered = done(verdict, anchors, at) ?? remembered;
    return verdict;
  };
  /** What came since, on to what is remembered; undefined where something does not fit. */
  const since = async (known: Remembered, anchors: readonly Anchor[]): Promise<Remembered | undefined> => {
    const { fits, done } = rememberer(known);
    // The newest entry that is remembered is computed once more: it is still there, and still what it was.
    const verdict = await verified(rowsOf(store, known.end.n - 1), anchors.filter(({ n }) => n >= known.end.n), undefined, undefined, { since: known.before, known: [known.end], fits });
    return done(verdict, anchors, known.wholeAt);
  };
  const newest: Audit['newest'] = async (anchors, { before, most }, now) => {
    const known = remembered && isEnough(remembered, anchors, now) ? await since(remembered, anchors) : undefined;
    const to = Math.min((before ?? Infinity) - 1, known?.end.n ?? 0);
    const rows = known && (to < 1 ? [] : await heldAgainst(known, Math.max(1, to - most + 1), to, (after) => rowsOf(store, after)));
    if (known && rows) {
      remembered = known;
      return { verdict: { entries: known.end.n, newest: known.newest, anchors: known.anchors.size }, rows: rows.toReversed(), wholeAt: known.wholeAt, who: known.who, outcomes: known.outcomes };
    }
    const [all, who, outcomes] = [[] as Told[], new Set<string>(), new Map<Seq, number>()];
    const verdict = await verify(anchors, (entry) => {
      who.add(entry.by);
      if (entry.of !== undefined && entry.status !== undefined) outcomes.set(entry.of, entry.status);
      if (before === undefined || entry.n < before) all.push(entry);
    }, now);
    return { verdict, rows: all.slice(-most).reverse(), wholeAt: now, who, outcomes };
  };
  return { append, verify, newest };
}

/** True where the last entry that this process wrote is not there any more. */
function isCut(newest: Newest<Link> | undefined, mine: End | undefined): boolean {
  if (mine === undefined) return false;
  return newest === undefined || newest.seq < mine.n || (newest.seq === mine.n && linkOf(newest.entry)?.hash !== mine.hash);
}

/** Rows of the chain in order. One that was changed into what is no JSON comes without its entry. */
async function* rowsOf(store: Kept, from = 0): AsyncGenerator<Row> {
  const journal = store.journal<unknown>('audit');
  let after = from;
  for (let unreadable = 0; unreadable < MOST_UNREADABLE; unreadable++) {
    try {
      for await (const row of journal.read(after)) {
        after = row.seq;
        yield row;
      }
      return;
    } catch (error) {
      if (!(error instanceof SyntaxError || (error instanceof FarmwatchError && error.code === 'store.damaged'))) throw error;
      yield { seq: ++after, entry: undefined };
    }
  }
}

/** Looks that were kept before there was a chain, as a number and a hash. */
async function earlierLooks(store: Kept): Promise<Earlier> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { entry } of store.journal<Readonly<Record<string, unknown>>>('views').read()) {
    hash.update(`${canonicalText(entry)}\n`);
    count += 1;
  }
  return { count, hash: hash.digest('hex') };
}

/** Every entry that can be read, oldest first. */
export async function entriesOf(store: Kept): Promise<readonly Told[]> {
  const found: Told[] = [];
  for await (const { entry } of rowsOf(store)) {
    const told = toldIn(linkOf(entry)?.text ?? '');
    if (told) found.push(told);
  }
  return found;
}
