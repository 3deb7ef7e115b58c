import { bareObject, isBare, putAt, wordsOf } from './paths.ts';

/*
 * Exports to tables know no objects: `{ actor: { id } }` becomes a column `actor.id`, in custom tables of Azure Log Analytics
 * `actor_id_s`, where the last letter says the type.
 */

/** No record lies deeper. */
const MOST_WORDS = 12;
/** Names of so many words are taken apart at every stroke; longer ones stay as they are, since the ways double with each. */
const MOST_PARTS = 8;
/** No index takes so many fields. */
const MOST_NAMES = 2_000;
/** A custom table has no more. */
const MOST_COLUMNS = 500;
/** Of a row without its own time so many columns, and such a share of them, say their type; other records have a name or two that end so. */
const TYPED_COLUMNS = 5;
const TYPED_SHARE = 0.8;
/** How columns of a custom table end: text, number, truth, time, id. */
export const TYPE = /_[sdbtg]$/;

/**
 * A record that was flattened for a table, with its objects again.
 *
 * A stroke below in a custom table of Log Analytics parts objects, or words of one name: both are there afterwards.
 *
 * @returns undefined for a record that is not flat
 * @example unflattened({ 'actor.id': 'u-1' }) // => { actor: { id: 'u-1' } }
 * @see https://learn.microsoft.com/azure/azure-monitor/logs/data-collector-api
 */
export function unflattened(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  if (isCustomTable(raw)) return fromCustomTable(raw);
  let isDotted = false;
  for (const name in raw) isDotted ||= pathOf(name).length > 1;
  const names = isDotted ? Object.keys(raw) : [];
  if (names.length === 0 || names.length > MOST_NAMES) return undefined;
  const found = bareObject();
  // By name, so that an object comes before what stands in it.
  for (const name of names.sort()) putAt(found, pathOf(name), raw[name]);
  return found;
}

/** True for a row of a table that a program of one's own filled: columns say their type. A query may leave out when it came in. */
function isCustomTable(raw: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(raw);
  if (names.length > MOST_COLUMNS) return false;
  const typed = names.filter((name) => TYPE.test(name)).length;
  return Object.hasOwn(raw, 'TimeGenerated') ? typed >= 3 : typed >= TYPED_COLUMNS && typed >= names.length * TYPED_SHARE;
}

function fromCustomTable(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const found = bareObject();
  for (const name of Object.keys(raw)) {
    // An empty cell of a table says nothing.
    if (raw[name] === '' || raw[name] === null || name === 'Type') continue;
    const bare = name.replace(TYPE, '');
    found[bare] ??= raw[name];
    if (bare !== name) partedEverywhere(found, bare.split('_'), raw[name]);
  }
  return found;
}

/** `a_b_c` as `c` of `a_b`, as `b_c` of `a`, and as `c` of `b` of `a`. */
function partedEverywhere(into: Record<string, unknown>, words: readonly string[], value: unknown): void {
  if (words.length > MOST_PARTS || words.includes('')) return;
  for (let at = 1; at < words.length; at++) {
    const outer = words.slice(0, at).join('_');
    const inner = into[outer] ??= bareObject();
    if (!isBare(inner)) continue;
    inner[words.slice(at).join('_')] ??= value;
    partedEverywhere(inner, words.slice(at), value);
  }
}

/** The words of a name with dots; one that has none between two of them is one word, as are remarks of OData, which have a dot in their names. */
function pathOf(name: string): readonly string[] {
  if (!name.includes('.') || name.startsWith('@odata.')) return [name];
  const words = wordsOf(name, MOST_WORDS);
  return words.includes('') ? [name] : words;
}
