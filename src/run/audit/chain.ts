import { createHash } from 'node:crypto';
import { canonicalText } from '../../core/canonical.ts';
import type { Newest, Seq } from '../../store/store.ts';
import type { AuditEntry, Told } from './entry.ts';

/** What the store keeps of an entry: its canonical text, and the hash over it and over the hash before. */
export interface Link { readonly text: string; readonly hash: string }
/** Where a chain has come to. */
export interface End { readonly n: Seq; readonly hash: string }

/** No other use of SHA-256 in the product hashes texts that begin like this. */
const DOMAIN = 'farmwatch.audit.1';

/** The hash of an entry: of the domain, the hash before it (none for the first) and its text. */
function hashAfter(before: string, text: string): string {
  return createHash('sha256').update(`${DOMAIN}\n${before}\n${text}`).digest('hex');
}

/**
 * The link that follows the newest one.
 *
 * A newest link that is damaged is followed as it stands: whoever damages one stops nobody from being recorded, and the
 * check names it all the same.
 */
export function linkAfter(newest: Newest<unknown> | undefined, entry: AuditEntry & Pick<Told, 'earlier' | 'cut'>): Link {
  const last = newest === undefined ? undefined : linkOf(newest.entry);
  const before = last === undefined ? undefined : toldIn(last.text)?.at;
  const said = { ...entry, n: (newest?.seq ?? 0) + 1, before };
  const text = canonicalText(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
  return { text, hash: hashAfter(last?.hash ?? '', text) };
}

/** A stored value as a link; undefined for anything else. */
export function linkOf(value: unknown): Link | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { text, hash, ...more } = value as Readonly<Record<string, unknown>>;
  return typeof text === 'string' && typeof hash === 'string' && Object.keys(more).length === 0 ? { text, hash } : undefined;
}

/** What a text says; undefined where it is none of ours. */
export function toldIn(text: string): Told | undefined {
  try {
    const told = Object.fromEntries(JSON.parse(text) as Iterable<readonly [string, unknown]>) as unknown as Told;
    return typeof told.n === 'number' && typeof told.at === 'number' && typeof told.by === 'string' && Array.isArray(told.people) ? told : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Holds one stored row against the row before it.
 *
 * @param before where the chain had come to; undefined for the first row
 * @returns what the row says and its hash, or why it does not fit
 */
export function checked(row: { readonly seq: Seq; readonly entry: unknown }, before: End | undefined): { readonly told: Told; readonly hash: string } | { readonly why: string } {
  const link = linkOf(row.entry);
  if (!link) return { why: 'it cannot be read' };
  if (hashAfter(before?.hash ?? '', link.text) !== link.hash) return { why: 'its hash does not fit what it says and the hash of the entry before' };
  const told = toldIn(link.text);
  if (!told) return { why: 'it does not say who did what' };
  return told.n === row.seq ? { told, hash: link.hash } : { why: `it says that it is number ${told.n}` };
}
