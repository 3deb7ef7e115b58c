import type { AskLine, Band } from '../../src/api/contract.ts';

/** Several answers that speak for somebody, each of which would leave the band as it is: said, so that nobody takes the first for enough. */
export function isNoneEnough(asks: readonly Pick<AskLine, 'toward' | 'then'>[], band: Band): boolean {
  return band !== 'quiet' && asks.length > 1 && asks.every(({ toward, then }) => toward === 'clear' && then.band === band);
}

/**
 * Of marks on a scale those whose words have room, the last first: where a large sum draws the edges together, it is the one that counts.
 *
 * @param room  pixels that a word needs
 */
export function withRoom<T extends { readonly x: number }>(marks: readonly T[], room: number): readonly T[] {
  const kept: T[] = [];
  for (const mark of marks.toReversed()) if (kept.every(({ x }) => Math.abs(x - mark.x) >= room)) kept.push(mark);
  return kept.reverse();
}
