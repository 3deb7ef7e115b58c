/** A name, and a value in quotes or up to the next blank or comma. */
const PAIR = /(?<![^\s,|>])([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/g;

/**
 * The pairs of a line such as `date=2026-11-02 user="kim lee" action=login`, with blanks or commas between them.
 *
 * Of a name that comes twice the first counts. Inside quotes a stroke before a quote or a stroke is taken away; before
 * anything else it belongs to the value, as in `ACME\kim`.
 *
 * @example keyValues('a=1 b="x, y"') // => Map { 'a' => '1', 'b' => 'x, y' }
 */
export function keyValues(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name, quoted, plain] of text.matchAll(PAIR)) {
    if (!found.has(name!)) found.set(name!, quoted === undefined ? plain! : quoted.replace(/\\(["\\])/g, '$1'));
  }
  return found;
}
