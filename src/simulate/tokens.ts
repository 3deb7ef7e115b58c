import { seedOf } from '../core/random.ts';

/** Hexadecimal text that follows from a name: 8 digits a round. */
export function hexOf(name: string, digits: number): string {
  let hex = '';
  // The round comes first: two names that meet in one round part again in the next.
  for (let round = 0; hex.length < digits; round++) hex += mixed(seedOf(`${round}#${name}`)).toString(16).padStart(8, '0');
  return hex.slice(0, digits);
}

/** Spreads close numbers (the last steps of MurmurHash3). */
function mixed(number: number): number {
  let n = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  n = Math.imul(n ^ (n >>> 13), 0xc2b2ae35);
  return (n ^ (n >>> 16)) >>> 0;
}

/** A token as the product writes its own: kind, key version, 128 bits. Equal names, equal tokens. */
export function tokenFor(kind: string, name: string): string {
  return `${kind}:1:${hexOf(`${kind}/${name}`, 32)}`;
}

const SERIAL_LETTERS = '0123456789BCDFGHJKLMNPQRSTVWXYZ';

/** A serial number of a maker's look: seven signs that no other number below 887 million gives. */
export function serialOf(prefix: string, number: number): string {
  let text = SERIAL_LETTERS[seedOf(`serial/${number}`) % 31]!;
  for (let rest = (number * 7_654_321 + 471_100) % 31 ** 6, i = 0; i < 6; i++, rest = Math.floor(rest / 31)) text += SERIAL_LETTERS[rest % 31];
  return prefix + text;
}

/** What somebody's own computer at home calls itself. */
export function desktopName(hire: string): string {
  return `DESKTOP-${hexOf(`pc/${hire}`, 7).toUpperCase()}`;
}
