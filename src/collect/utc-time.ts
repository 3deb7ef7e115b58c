import { parseInstant, type Instant } from '../core/time.ts';

const NAIVE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?: ?UTC)?$/;

/**
 * The instant of a service that logs in UTC, also where the zone was lost on the way; seconds or milliseconds since 1970
 * written as text are read too.
 *
 * @returns undefined for text that is no time
 * @example utcTime('2026-11-02 14:03:27.441') // => Date.UTC(2026, 10, 2, 14, 3, 27, 441)
 * @example utcTime('1793628207.441') // => the same
 */
export function utcTime(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  if (/^\d{10}(\.\d{1,9})?$/.test(text)) return Math.floor(Number(text) * 1_000 + 1e-4);
  if (/^\d{13}(\.\d{1,9})?$/.test(text)) return Math.floor(Number(text));
  const naive = NAIVE.exec(text);
  return parseInstant(naive ? `${naive[1]}T${naive[2]}Z` : text);
}
