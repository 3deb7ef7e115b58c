import { parseInstant, type Instant } from '../core/time.ts';

const TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?: ?(?:Z|UTC|GMT|([+-]\d{2})(?::?(\d{2}))?))?$/;
/** PowerShell before 7 and older services of Microsoft write milliseconds since 1970 so. */
const COUNTED = /^\/Date\((\d{12,14})(?:[+-]\d{4})?\)\/$/;

/**
 * The instant of a service that logs in UTC, also where the zone was lost on the way, or stands behind a blank as databases
 * write it; seconds or milliseconds since 1970 written as text are read too. Spreadsheets leave seconds out.
 *
 * @returns undefined for text that is no time
 * @example utcTime('2026-11-02 14:03:27.441') // => Date.UTC(2026, 10, 2, 14, 3, 27, 441)
 * @example utcTime('2026-11-02 14:03:27.441+00') // => the same
 * @example utcTime('1793628207.441') // => the same
 */
export function utcTime(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  if (/^\d{10}(\.\d{1,9})?$/.test(text)) return Math.floor(Number(text) * 1_000 + 1e-4);
  if (/^\d{13}(\.\d{1,9})?$/.test(text)) return Math.floor(Number(text));
  const counted = COUNTED.exec(text);
  if (counted) return Number(counted[1]);
  const [, day, time, hours, minutes = '00'] = TIME.exec(text) ?? [];
  return parseInstant(day === undefined ? text : `${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}
