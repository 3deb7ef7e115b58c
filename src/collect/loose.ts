import { unflattened } from './undo/flattened.ts';
import { isObject, parseJson } from './json.ts';

export { isObject };

/*
 * Vendors write one member as `ipAddress`, `IPAddress`, `ip_address` and `IP address`, objects as JSON inside a text, and
 * nothing in a dozen ways. These functions read all of them alike.
 */

/** Members of an object under folded names. */
export type Folded = ReadonlyMap<string, unknown>;

const foldedNames = new Map<string, string>();

/** `IP address`, `IPAddress`, `ip_address` and `ipAddress` are one name. */
function foldedName(name: string): string {
  let found = foldedNames.get(name);
  if (found === undefined) {
    // The portal of Azure writes the zone of times into the names of columns, and a union of its tables a type where they differ in it.
    found = name.replace(/ \[UTC\]$/, '').replace(/^([A-Z]\w*)_(?:dynamic|string)$/, '$1').toLowerCase().replace(/[^a-z0-9]/g, '');
    // Records of strangers may have names without end.
    if (foldedNames.size > 5_000) foldedNames.clear();
    foldedNames.set(name, found);
  }
  return found;
}

/** The members of an object under folded names; of two that fold alike the first filled one counts. */
export function folded(raw: Readonly<Record<string, unknown>>): Folded {
  const found = new Map<string, unknown>();
  for (const name in raw) {
    const value = raw[name];
    // What a custom table of Log Analytics is called is no member of the record, which may have one of that name.
    if (name === 'Type' && typeof value === 'string' && value.endsWith('_CL')) continue;
    const key = foldedName(name);
    if (value !== null && value !== undefined && value !== '' || !found.has(key)) {
      if (found.get(key) === undefined || found.get(key) === null || found.get(key) === '') found.set(key, value);
    }
  }
  return found;
}

/** An object, also where it was written as JSON text, as exports to tables do. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const found = parsedIfText(value);
  return isObject(found) ? found : undefined;
}

/** A list, also where it was written as JSON text. */
export function listOf(value: unknown): readonly unknown[] {
  const found = parsedIfText(value);
  return Array.isArray(found) ? found : [];
}

function parsedIfText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}

const NOTHING: ReadonlySet<string> = new Set(['', '<null>', 'null', 'none', 'n/a', '-', '00000000-0000-0000-0000-000000000000']);

/** A text with something in it: no empty one, no null written out, no object id of zeros. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return NOTHING.has(text.toLowerCase()) ? undefined : text;
}

interface Known {
  readonly members: Folded;
  /** Of a record that was flattened for a table, what it was before; false for others, undefined where nobody asked yet. */
  before: object | false | undefined;
}
// A record is asked for many members; folding it anew for each would take most of the time.
const known = new WeakMap<object, Known>();

/**
 * The member at the end of a path of folded names, however its parts are written; JSON inside a text is opened on the way,
 * and a column `client.ip` is read as the member `ip` of `client`.
 *
 * @example memberOf({ Client: '{"ip_address":"192.0.2.1"}' }, 'client', 'ipaddress') // => '192.0.2.1'
 */
export function memberOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => {
    const found = objectOf(inner);
    if (!found) return undefined;
    let folds = known.get(found);
    if (!folds) known.set(found, (folds = { members: folded(found), before: undefined }));
    const member = folds.members.get(name);
    if (member !== undefined || folds.before === false) return member;
    if (folds.before === undefined) {
      folds.before = unflattened(found) ?? false;
      // What was put together once is not taken for flat again.
      if (folds.before !== false) known.set(folds.before, { members: folded(folds.before as Readonly<Record<string, unknown>>), before: false });
    }
    return folds.before === false ? undefined : memberOf(folds.before, name);
  }, value);
}

/** The text at the end of a path of folded names; undefined where it is missing, empty or stands for nothing. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  return textOf(memberOf(value, ...path));
}
