/** True for a JSON object, false for a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number with more digits than a JavaScript number holds; the last ones would be rounded away. */
const LONG_NUMBER = /[:[,]\s*-?\d{16}/;

/**
 * Parses JSON, and keeps whole numbers beyond 2^53 as text: sequence numbers of firewalls are that long, and rounded
 * ones would make two records look like one.
 *
 * @throws SyntaxError where the text is not JSON
 * @example parseJson('{"n":7195838274152170517}') // => { n: '7195838274152170517' }
 */
export function parseJson(text: string): unknown {
  // The reviver costs ten times the parsing, so it is used only where it may matter.
  return LONG_NUMBER.test(text) ? JSON.parse(text, exact as (key: string, value: unknown) => unknown) : JSON.parse(text);
}

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

/**
 * True for text that begins an object of JSON, or a list of objects, lists or texts. No line of a log and no header of a
 * table begins so, although many a line begins with a word in brackets.
 *
 * @param text its beginning is enough; a mark of its encoding and blanks before it do not count
 * @example beginsJson('[02/Nov/2026:14:03:27] user="kim"') // => false
 */
export function beginsJson(text: string): boolean {
  return /^\s*(?:\{|\[\s*(?:$|[[{"\]]))/.test(text);
}
