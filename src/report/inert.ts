/** Marks that move the cursor or turn the direction of reading. */
const MARKS = /[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** A text in which nothing is a mark. */
export function plainText(text: string): string {
  return text.replace(MARKS, ' ');
}

/** The same of every text inside: of names and notes of people anything may come. */
export function inert<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map(inert) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inert(inner)])) as T;
}
