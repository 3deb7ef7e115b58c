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
  const usual = usualInstant(value);
  if (usual !== undefined) return usual;
  if (ISO_INSTANT.test(value)) {
    const at = Date.parse(value);
    return Number.isNaN(at) || !realDay(value.slice(0, 10)) ? undefined : at;
  }
  if (ISO_DAY.test(value)) return realDay(value) ? startOfDay(value) : undefined;
  return undefined;
}

/** Starts of days, by their text: a file has a few of them, in millions of rows. */
const dayStarts = new Map<string, Instant>();

/** `2026-11-16T09:30:00.250Z` and the same without a fraction, which is how nearly all machines write; undefined for the rest. */
function usualInstant(text: string): Instant | undefined {
  const length = text.length;
  if ((length !== 24 && length !== 20) || text.charCodeAt(length - 1) !== 0x5a /* Z */) return undefined;
  if (text.charCodeAt(10) !== 0x54 /* T */ || text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return undefined;
  const hours = twoDigits(text, 11);
  const minutes = twoDigits(text, 14);
  const seconds = twoDigits(text, 17);
  const fraction = length === 20 ? 0 : text.charCodeAt(19) === 0x2e ? twoDigits(text, 20) * 10 + digit(text, 22) : NaN;
  if (!(hours < 24 && minutes < 60 && seconds < 60 && fraction >= 0)) return undefined;
  const day = text.slice(0, 10);
  let start = dayStarts.get(day);
  if (start === undefined) {
    if (!realDay(day)) return undefined;
    if (dayStarts.size > 50_000) dayStarts.clear();
    dayStarts.set(day, (start = startOfDay(day)));
  }
  return start + ((hours * 60 + minutes) * 60 + seconds) * SECOND + fraction;
}

/** NaN where there is no digit. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : NaN;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
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
