import type { Random } from '../../core/random.ts';
import { nameOf } from '../names.ts';

const PROVIDERS = ['postbox.example', 'mailhaven.example', 'quickmail.example'] as const;
/** Names of {@link nameOf} that need no number behind them. */
const NAMES = 4_000;

/**
 * The private mail address of applicant number so-and-so, built as providers propose them: with a dot or without, with
 * digits for a third of people.
 */
export function mailboxOf(number: number, draw: Random): string {
  const { first, last } = nameOf('starter', number % NAMES);
  // Where names run out, further ones in the middle tell people apart, as they do.
  const middle = lettersOf(Math.floor(number / NAMES));
  const words = middle === '' ? [first, last] : [first, middle, last];
  const digits = draw.chance(0.35) ? String(draw.int(10 ** (1 + draw.int(4)))) : '';
  return `${words.join(draw.chance(0.7) ? '.' : '')}${digits}@${draw.pick(PROVIDERS)}`.toLowerCase();
}

/** A farm makes mail boxes by the dozen, at one provider, in one way: two words and four digits. */
export function madeMailbox(draw: Random): string {
  const { first, last } = nameOf('persona', draw.int(800));
  return `${first}${last}${1_000 + draw.int(9_000)}@quickmail.example`.toLowerCase();
}

function lettersOf(number: number): string {
  return number === 0 ? '' : String.fromCharCode(97 + (number % 26)) + lettersOf(Math.floor(number / 26));
}
