import { isObject, listOf, objectOf } from '../../loose.ts';

/** The member of a record by its name; `a.b` is looked up as it stands, then as `b` of `a`, also where `a` is JSON as text. Items of a list are `a.0`, `a.1`, … */
export function memberAt(written: unknown, name: string): unknown {
  const list = listOf(written);
  const raw = objectOf(written) ?? (list.length > 0 ? list : undefined);
  if (raw === undefined) return undefined;
  if (Object.hasOwn(raw, name)) return (raw as Readonly<Record<string, unknown>>)[name];
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const outer = name.slice(0, dot);
    if (Object.hasOwn(raw, outer)) return memberAt((raw as Readonly<Record<string, unknown>>)[outer], name.slice(dot + 1));
  }
  return undefined;
}

/**
 * What stands under a name, as texts: none for an empty cell, several for a list of JSON.
 *
 * @returns undefined for an object or a list of objects, which are no values
 */
export function textsAt(raw: unknown, name: string): readonly string[] | undefined {
  const found = memberAt(raw, name);
  const texts: string[] = [];
  for (const item of Array.isArray(found) ? found as readonly unknown[] : [found]) {
    if (item === null || item === undefined) continue;
    if (typeof item === 'object') return undefined;
    const text = String(item).replaceAll('\0', '').trim().toWellFormed();
    if (text !== '') texts.push(text);
  }
  return texts;
}

/** The names of all values in a record, `a.b` for one inside another. */
export function namesIn(raw: unknown, prefix = ''): readonly string[] {
  if (!isObject(raw)) return [];
  return Object.entries(raw).flatMap(([name, value]) => (isObject(value) ? namesIn(value, `${prefix}${name}.`) : [prefix + name]));
}
