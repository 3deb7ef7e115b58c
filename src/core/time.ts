/** Time as the whole product uses it: an instant is a whole number of milliseconds UTC since 1970. */
export type Instant = number;
/** A UTC calendar day, `2026-11-16`. */
export type Day = string;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The UTC day an instant falls on. @example dayOf(0) // => '1970-01-01' */
export function dayOf(at: Instant): Day {
  const number = Math.floor(at / DAY);
  let day = dayNames.get(number);
  if (day === undefined) dayNames.set(number, (day = new Date(at).toISOString().slice(0, 10)));
  return day;
}

/** Names of days, by days since 1970: the same few are asked for millions of times. */
const dayNames = new Map<number, Day>();

/** The first instant of a UTC day. */
export function startOfDay(day: Day): Instant {
  return Date.parse(`${day}T00:00:00.000Z`);
}

/** Every UTC day that a half-open period touches, in order. */
export function daysBetween(from: Instant, to: Instant): readonly Day[] {
  const days: Day[] = [];
  for (let at = floorTo(from, DAY); at < to; at += DAY) days.push(dayOf(at));
  return days;
}

/** The latest multiple of `step` at or before an instant; half hours, hours and days are cut in UTC. */
export function floorTo(at: Instant, step: number): Instant {
  return Math.floor(at / step) * step;
}

/** ISO 8601 in UTC. Whole seconds are written without a fraction: `2026-11-02T00:00:00Z`. */
export function isoOf(at: Instant): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads an instant: epoch milliseconds, or ISO 8601 with a zone. A bare date is midnight UTC.
 *
 * @returns undefined for anything else: a time without a zone is a guess, and guesses are made elsewhere, in the open.
 */
export function parseInstant(value: unknown): Instant | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.floor(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const at = usualText(value);
  if (at !== undefined) return at;
  if (ISO_INSTANT.test(value)) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) || !realDay(value.slice(0, 10)) ? undefined : parsed;
  }
  if (ISO_DAY.test(value)) return realDay(value) ? startOfDay(value) : undefined;
  return undefined;
}

/** Starts of days, by year, month and day as one number: a file has a few of them, in millions of rows. */
const dayStarts = new Map<number, Instant>();

/**
 * Reads `2026-11-16T09:30:00.250Z`, or the same without a fraction, from 24 or 20 bytes: nearly all machines write so.
 *
 * @returns undefined for the rest, whether it is an instant or not; {@link parseInstant} knows
 */
export function usualInstant(bytes: Uint8Array, at: number, length: number): Instant | undefined {
  if ((length !== 24 && length !== 20) || bytes[at + length - 1] !== 0x5a /* Z */) return undefined;
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d || bytes[at + 10] !== 0x54 /* T */ || bytes[at + 13] !== 0x3a || bytes[at + 16] !== 0x3a) return undefined;
  const century = twoDigits(bytes, at);
  const year = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const date = twoDigits(bytes, at + 8);
  const hours = twoDigits(bytes, at + 11);
  const minutes = twoDigits(bytes, at + 14);
  const seconds = twoDigits(bytes, at + 17);
  const hundredths = length === 20 ? 0 : bytes[at + 19] === 0x2e ? twoDigits(bytes, at + 20) : -1;
  const thousandths = length === 20 ? 0 : twoDigits(bytes, at + 21) % 10;
  // One that is no number has the sign bit, and then so has all of them.
  if ((century | year | month | date | hours | minutes | seconds | hundredths | thousandths) < 0 || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const day = ((century * 100 + year) * 100 + month) * 100 + date;
  let start = dayStarts.get(day);
  if (start === undefined) {
    const text = String.fromCharCode(...bytes.subarray(at, at + 10));
    if (!realDay(text)) return undefined;
    if (dayStarts.size > 50_000) dayStarts.clear();
    dayStarts.set(day, (start = startOfDay(text)));
  }
  return start + ((hours * 60 + minutes) * 60 + seconds) * SECOND + hundredths * 10 + thousandths;
}

/** -1 where there are no two digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - 0x30;
  const ones = bytes[at + 1]! - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const usual = new Uint8Array(24);

/** As {@link usualInstant}, of a text. */
function usualText(text: string): Instant | undefined {
  if (text.length !== 24 && text.length !== 20) return undefined;
  // What is no ASCII must not look like it.
  for (let i = 0; i < text.length; i++) usual[i] = Math.min(text.charCodeAt(i), 0xff);
  return usualInstant(usual, 0, text.length);
}

/** True for a day that the calendar has: `2026-02-30` and `0000-00-00` are none. */
export function realDay(text: string): boolean {
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return ISO_DAY.test(text) && text >= '1900' && month >= 1 && month <= 12 && day >= 1
    && (day <= 28 || day <= new Date(Date.UTC(Number(text.slice(0, 4)), month, 0)).getUTCDate());
}

const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(zone)) {
    try {
      formatters.set(zone, new Intl.DateTimeFormat('en-US', {
        timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
        hour: '2-digit', minute: '2-digit', second: '2-digit',
      }));
    } catch {
      formatters.set(zone, undefined);
    }
  }
  return formatters.get(zone);
}

/** True for an IANA zone that this machine knows. */
export function isZone(zone: string): boolean {
  return zone.length > 0 && formatterOf(zone) !== undefined;
}

const offsets = new Map<string, Map<Instant, number>>();

/**
 * Minutes east of UTC in a zone at an instant, daylight saving included.
 *
 * Zones change on quarter hours at the finest, so answers are kept by quarter hour.
 * @throws RangeError for a zone that does not exist; check with {@link isZone} first
 */
export function offsetMinutes(zone: string, at: Instant): number {
  const quarter = floorTo(at, 15 * MINUTE);
  let ofZone = offsets.get(zone);
  if (!ofZone) offsets.set(zone, (ofZone = new Map()));
  const kept = ofZone.get(quarter);
  if (kept !== undefined) return kept;
  const formatter = formatterOf(zone);
  if (!formatter) throw new RangeError(`no such time zone: ${zone}`);
  const part: Record<string, number> = {};
  for (const { type, value } of formatter.formatToParts(quarter)) part[type] = Number(value);
  const local = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
  const offset = Math.round((local - quarter) / MINUTE);
  if (ofZone.size > 50_000) ofZone.clear();
  ofZone.set(quarter, offset);
  return offset;
}

/** The instant at which a calendar day begins in a zone. */
export function startOfLocalDay(day: Day, zone: string): Instant {
  const guess = startOfDay(day);
  const first = guess - offsetMinutes(zone, guess) * MINUTE;
  return guess - offsetMinutes(zone, first) * MINUTE;
}
