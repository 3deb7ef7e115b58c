import { isDeepStrictEqual } from 'node:util';
import { FarmwatchError } from '../../errors.ts';

/**
 * The list that an answer is, or holds under a name.
 *
 * @throws FarmwatchError `source.odd` where there is none: taking it for an empty page would skip what was meant
 */
export function listIn(source: string, answer: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = memberOf(answer, ...path);
  if (!Array.isArray(found)) throw new FarmwatchError('source.odd', { source, why: `an answer has no list${path.length === 0 ? '' : ` ${JSON.stringify(path.join('.'))}`}` });
  return found;
}

/** What stands at a path of names, undefined where there is nothing. */
export function memberOf(answer: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined), answer);
}

/** A text or whole number at a path, as text. */
export function textIn(answer: unknown, ...path: readonly string[]): string | undefined {
  const found = memberOf(answer, ...path);
  return typeof found === 'string' && found !== '' ? found : Number.isSafeInteger(found) ? String(found) : undefined;
}

/**
 * Where the next page is, as the vendor says.
 *
 * @throws FarmwatchError `source.odd` where it is the page before: such a vendor would be asked for ever
 */
export function anotherPlace(source: string, before: string | undefined, next: string | undefined): string | undefined {
  if (next !== undefined && next === before) throw new FarmwatchError('source.odd', { source, why: 'it says that the next page is the one before' });
  return next;
}

/**
 * A page of records, where the vendor is told how many to leave out, or remembers that itself.
 *
 * @throws FarmwatchError `source.odd` where it is the page before: a vendor that does not do as told would be asked for ever
 */
export function anotherPage(source: string, before: readonly unknown[], records: readonly unknown[]): readonly unknown[] {
  if (records.length > 0 && isDeepStrictEqual(before, records)) throw new FarmwatchError('source.odd', { source, why: 'asked for the next page, it gives the one before' });
  return records;
}
