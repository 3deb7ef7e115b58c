import { seedOf } from '../core/random.ts';

/** Hexadecimal text that follows from a name: 8 digits a round. */
export function hexOf(name: string, digits: number): string {
  let hex = '';
  for (let round = 0; hex.length < digits; round++) hex += seedOf(`${name}#${round}`).toString(16).padStart(8, '0');
  return hex.slice(0, digits);
}

/** A token as the product writes its own: kind, key version, 128 bits. Equal names, equal tokens. */
export function tokenFor(kind: string, name: string): string {
  return `${kind}:1:${hexOf(`${kind}/${name}`, 32)}`;
}

const SERIAL_LETTERS = '0123456789BCDFGHJKLMNPQRSTVWXYZ';

/** A serial number of a maker's look that no other number gives. */
export function serialOf(prefix: string, number: number): string {
  let text = '';
  for (let rest = number * 30_011 + 4_711, i = 0; i < 7; i++, rest = Math.floor(rest / 31)) text += SERIAL_LETTERS[rest % 31];
  return prefix + text;
}
