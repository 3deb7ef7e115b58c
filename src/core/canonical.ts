import { createHash } from 'node:crypto';

/**
 * The canonical text of a document: dotted names sorted, numbers and texts as JSON writes them.
 *
 * Two spellings of one fact, nested or dotted, in any order, give one text.
 */
export function canonicalText(flat: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(flat).sort();
  return JSON.stringify(names.map((name) => [name, ordered(flat[name])]));
}

/** The same value with the names of every object inside in order. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, ordered(inner)]));
}

/** 128 bits of SHA-256 in hex: short enough to read out, long enough never to meet by chance. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Order of texts by their UTF-8 bytes, which is the order both stores keep. */
export function compareBytes(a: string, b: string): number {
  // UTF-16 order differs from UTF-8 order only where surrogates meet the block above them.
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xSurrogate = x >= 0xd800 && x <= 0xdfff;
      const ySurrogate = y >= 0xd800 && y <= 0xdfff;
      if (xSurrogate !== ySurrogate) return xSurrogate ? 1 : -1;
      return x - y;
    }
  }
  return a.length - b.length;
}
