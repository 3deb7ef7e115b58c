import { isoOf, type Instant } from '../../core/time.ts';
import { isObject } from '../json.ts';

/** What was sent as a line of the spool, which is always JSON: as it is, or as text. See {@link lineOfText}. */
export function lineOf(sent: string, received?: Instant): string {
  return isJson(sent) ? lineOfJson(sent) : lineOfText(sent, received);
}

/**
 * Text as a line of the spool: the form in which shippers keep a line they received, which every source reads.
 *
 * Newlines inside the text stay what they are and cannot break the line.
 *
 * @param received when it came in, for lines that do not say their time or its year; left out where that is not known
 * @example lineOfText('<13>hello\nworld', 0) // => '{"@timestamp":"1970-01-01T00:00:00.000Z","message":"<13>hello\\nworld"}'
 */
export function lineOfText(text: string, received?: Instant): string {
  return JSON.stringify({ ...(received === undefined ? {} : { '@timestamp': isoOf(received) }), message: text });
}

/**
 * JSON as a line of the spool, character for character: parsing it and writing it again would round long numbers.
 *
 * @param json valid JSON, in which a newline stands between values only
 */
export function lineOfJson(json: string): string {
  return json.trim().replace(/[\r\n]+/g, ' ');
}

/**
 * True for a whole object of JSON, or a list of objects: whatever reads a segment knows by how such a line begins that it
 * holds JSON. Any other list, such as `[1]`, may as well be a line of a log or a row of a table.
 */
export function isJson(text: string): boolean {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return false;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) || (Array.isArray(value) && value.every(isObject));
  } catch {
    return false;
  }
}
