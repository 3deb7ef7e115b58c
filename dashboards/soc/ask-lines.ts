import type { AskLine, Band, PersonSum } from '../../src/api/contract.ts';
import { inWords } from '../kit/format.ts';

/** What the comment begins with that somebody asked: whom, and what. By it the page knows that they did. */
export function askedNote(name: string, { ifItTurnsOut }: Pick<AskLine, 'ifItTurnsOut'>): string {
  return `${name}: asked whether ${ifItTurnsOut}.`;
}

/** The newest comment that somebody asked this of this person. */
export function askedOf<T extends { readonly text: string }>(notes: readonly T[], name: string, ask: Pick<AskLine, 'ifItTurnsOut'>): T | undefined {
  return notes.findLast(({ text }) => text.startsWith(askedNote(name, ask)));
}

/** How many answers it takes where none alone is enough, up to the band that they lead to; nothing where one is. */
export function togetherSays({ together, band }: Pick<PersonSum, 'together' | 'band'>): string | undefined {
  if (!together) return undefined;
  const many = `the first ${inWords(together.first)} together`;
  if (together.then.band === band) return `None alone is enough, and not even ${many} would change the band:`;
  return `None alone is enough; ${many} would lead to`;
}

/** Several answers that speak for somebody, each of which would leave the band as it is: said, so that nobody takes the first for enough. */
export function isNoneEnough(asks: readonly Pick<AskLine, 'toward' | 'then'>[], band: Band): boolean {
  return band !== 'quiet' && asks.length > 1 && asks.every(({ toward, then }) => toward === 'clear' && then.band === band);
}

/** An answer that would change the sum by less is not worth anybody's time. */
const WORTH_ASKING = 0.1;

/** Answers towards one end that would change the sum, the one that moves the most first. */
export function worthAsking<T extends Pick<AskLine, 'toward' | 'change'>>(asks: readonly T[], toward: AskLine['toward']): readonly T[] {
  return asks.filter((ask) => ask.toward === toward && Math.abs(ask.change) >= WORTH_ASKING).sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
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
