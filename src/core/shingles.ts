import { createHmac } from 'node:crypto';
import type { TokenKey } from './token.ts';

/** Words that follow one another; shorter runs are shared by texts that have nothing to do with each other. */
const WORDS = 5;
/** Hashes kept of one text: the likeness of two texts is then known to about ±0.09 (95 %), short ones exactly. */
export const MOST_SHINGLES = 128;
/** 48 bits of each hash: among a million shingles two meet by chance less than once in five hundred. */
const BYTES = 6;

/**
 * What is kept of a text in place of the text: hashes of runs of five words under the company's key, the smallest 128.
 *
 * Two texts with passages in common have hashes in common; nobody can read the text out of them, and hashes under
 * another key never meet. Case, accents written in two ways, punctuation and line breaks do not count.
 *
 * @returns in order; empty for a text of fewer than five words
 * @see A. Broder, On the resemblance and containment of documents (1997)
 */
export function shinglesOf({ secret }: Pick<TokenKey, 'secret'>, text: string): readonly string[] {
  const words = text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = new Set(words.slice(WORDS - 1).map((_, at) => words.slice(at, at + WORDS).join(' ')));
  const hashes = [...runs].map((run) => createHmac('sha256', secret).update(`shingle\0${run}`).digest().subarray(0, BYTES).toString('hex'));
  return [...new Set(hashes)].sort().slice(0, MOST_SHINGLES);
}

/**
 * Share of two texts' runs of words that both have (Jaccard), from what was kept of them.
 *
 * Of the smallest hashes of both together those count that stand in both; exact where neither text was cut short.
 *
 * @returns 0 to 1; 0 where one is empty
 * @example likeness(['a', 'b'], ['b', 'c']) // => 1/3
 */
export function likeness(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const [a, b] = [new Set(one), new Set(other)];
  const least = [...a.union(b)].sort().slice(0, one.length < MOST_SHINGLES && other.length < MOST_SHINGLES ? undefined : MOST_SHINGLES);
  return least.filter((hash) => a.has(hash) && b.has(hash)).length / least.length;
}

/**
 * Share of the runs of a passage that stand in a whole text, from what was kept of both.
 *
 * Where one was cut short, only hashes below the cut can tell; they are a fair sample.
 *
 * @returns 0 to 1; 0 where nothing can be told
 * @example contained(['a', 'b'], ['a', 'b', 'c', 'd']) // => 1
 */
export function contained(passage: readonly string[], whole: readonly string[]): number {
  const cuts = [passage, whole].flatMap((kept) => (kept.length < MOST_SHINGLES ? [] : [kept.at(-1)!])).sort();
  const told = cuts.length === 0 ? passage : passage.filter((hash) => hash <= cuts[0]!);
  const there = new Set(whole);
  return told.length === 0 ? 0 : told.filter((hash) => there.has(hash)).length / told.length;
}
