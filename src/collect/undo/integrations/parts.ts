import { isObject, memberOf, objectOf, textOf } from '../../loose.ts';

/*
 * Sources fold the names of a record: of `networkInterfaces` and `network_interfaces` the first one that is filled counts. What
 * is put in the place of something stands before it.
 */

/** An object of a document. */
export type Own = Readonly<Record<string, unknown>>;

/** The vendor's records that a document may have been; the second is what the integration keeps under the vendor's name. */
export type Restore = (document: unknown, own: Own) => readonly unknown[];

/** No integration nests deeper, and no index takes more names. */
const DEEPEST = 12;
const MOST_NAMES = 2_000;

/** The value of the first common field that has one, such as `source.ip`; of a list its first item, also where numbers stand for its places. */
export function valueAt(document: unknown, ...fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const found = memberOf(document, ...field.split('.').map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, '')));
    const text = textOf(isObject(found) || Array.isArray(found) ? listed(found)[0] : found);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Names with the values of common fields, without those that have none. */
export function moved(document: unknown, fields: Readonly<Record<string, string | readonly string[]>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, from]) => {
    const text = valueAt(document, ...(typeof from === 'string' ? [from] : from));
    return text === undefined ? [] : [[name, text] as const];
  }));
}

/**
 * Members of members under one name each, beside the members themselves: vendors write `deviceName` where an integration
 * writes `device: { name }`. What stands where is kept: a name that is there already keeps its value.
 *
 * @example joined({ device: { name: 'LT-7' } }) // => { device_name: 'LT-7', device: { name: 'LT-7' } }
 */
export function joined(own: Own): Own {
  const found = Object.create(null) as Record<string, unknown>;
  let names = 0;
  const walk = (value: Own, before: string, depth: number): void => {
    for (const [name, inner] of Object.entries(value)) {
      if (++names > MOST_NAMES || depth > DEEPEST) return;
      if (isObject(inner)) walk(inner, `${before}${name}_`, depth + 1);
      else found[before + name] ??= inner;
    }
  };
  walk(own, '', 0);
  return { ...found, ...own };
}

/** The object at a path; an empty one where there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): Own {
  return objectOf(memberOf(value, ...path)) ?? {};
}

/** A list that was written as an object with numbers for names. */
export function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.entries(value).filter(([name]) => /^\d{1,4}$/.test(name)).sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item) : [];
}

/** Names and values as a list of pairs, where an integration made an object of it. */
export function pairs(value: unknown, more: Readonly<Record<string, string>> = {}): readonly unknown[] {
  return [...(Array.isArray(value) ? value : []), ...Object.entries({ ...objectOf(value), ...more }).map(([Name, Value]) => ({ Name, Value }))];
}

/** Data set of a document; undefined where it is not told. */
export function dataSetOf(document: unknown): string | undefined {
  return valueAt(document, 'event.dataset', 'data_stream.dataset');
}
