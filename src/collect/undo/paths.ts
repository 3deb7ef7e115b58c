import { isObject } from '../json.ts';

/*
 * Names with dots that become members of members. What is made on the way has no prototype, so that a name may be whatever it
 * likes, and so that it is told from the objects of the record, which are never written into.
 */

export function bareObject(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}

/** True for what `bareObject` made. */
export function isBare(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

/** A name cut at its dots; one that claims to lie deeper than `deepest` is one word. */
export function wordsOf(name: string, deepest: number): readonly string[] {
  const words = name.split('.');
  return words.length > deepest ? [name] : words;
}

/** Puts a value where a path leads. What is there already stays, also where the path would lead through it and it is no object. */
export function putAt(into: Record<string, unknown>, [word, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[word!] ??= value;
    return;
  }
  let inner = into[word!] ??= bareObject();
  if (isObject(inner) && !isBare(inner)) inner = into[word!] = Object.assign(bareObject(), inner);
  if (isBare(inner)) putAt(inner, rest, value);
}
