import { createHash } from 'node:crypto';

/** Without letters and digits that look alike. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 28;

/**
 * A code to be placed in a profile, some 137 bits of chance.
 *
 * @param below a random whole number below its argument
 * @example profileCode(() => 0) // => 'FW-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA'
 */
export function profileCode(below: (count: number) => number): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[below(ALPHABET.length)]!).join('');
  return `FW-${letters.match(/.{4}/g)!.join('-')}`;
}

/** What is kept of a code. Case, blanks and hyphens do not matter: people type it off a page. */
export function codeHash(text: string): string {
  return createHash('sha256').update(text.toUpperCase().replace(/[^A-Z0-9]/g, '')).digest('hex');
}
