import { createHash } from 'node:crypto';
import { canonicalText } from '../../core/canonical.ts';
import { MINUTE, isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Newest, Seq, Store } from '../../store/store.ts';
import { linkAfter, linkOf, toldIn, type End, type Link } from './chain.ts';
import type { AuditEntry, Told } from './entry.ts';
import { inGroups } from './in-groups.ts';
import { verified, type Anchor, type Verdict } from './verify.ts';

/** Who did what, chained by hashes. */
export interface Audit {
  /** Writes an entry down. What it is about does not take place where this fails. @returns its number */
  append(entry: AuditEntry): Promise<Seq>;
  /** Holds the whole chain against itself and against anchors. @param told hears of each entry on the way */
  verify(anchors: readonly Anchor[], told?: (entry: Told) => void): Promise<Verdict>;
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
  return { append, verify: async (anchors, told) => verified(rowsOf(store), anchors, await earlierLooks(store), told) };
}

/** True where the last entry that this process wrote is not there any more. */
function isCut(newest: Newest<Link> | undefined, mine: End | undefined): boolean {
  if (mine === undefined) return false;
  return newest === undefined || newest.seq < mine.n || (newest.seq === mine.n && linkOf(newest.entry)?.hash !== mine.hash);
}

/** Rows of the chain in order. One that was changed into what is no JSON comes without its entry. */
async function* rowsOf(store: Kept): AsyncGenerator<{ readonly seq: Seq; readonly entry: unknown }> {
  const journal = store.journal<unknown>('audit');
  let after = 0;
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
async function earlierLooks(store: Kept): Promise<{ readonly count: number; readonly hash: string }> {
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
