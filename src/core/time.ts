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

/** Instants from which on a zone's clocks show another offset, and these offsets, minutes east of UTC. */
interface ZoneTable { readonly from: readonly Instant[]; readonly offset: readonly number[] }

/** Before the first year the offset of its beginning holds, after the last one that of its end. */
const [TABLE_FROM, TABLE_TO] = [Date.UTC(1990), Date.UTC(2060)];
const tables = new Map<string, ZoneTable | undefined>();

function tableOf(zone: string): ZoneTable | undefined {
  if (!tables.has(zone)) tables.set(zone, tableFrom(zone));
  return tables.get(zone);
}

/** By the rules of the runtime's time zone database; undefined for a zone that it does not know. */
function tableFrom(zone: string): ZoneTable | undefined {
  const minutes = (at: Temporal.ZonedDateTime): number => Math.round(at.offsetNanoseconds / 60e9);
  try {
    let at = Temporal.Instant.fromEpochMilliseconds(TABLE_FROM).toZonedDateTimeISO(zone);
    const from = [-Infinity];
    const offset = [minutes(at)];
    for (let next = at.getTimeZoneTransition('next'); next !== null && next.epochMilliseconds < TABLE_TO; next = at.getTimeZoneTransition('next')) {
      from.push(next.epochMilliseconds);
      offset.push(minutes(next));
      at = next;
    }
    return { from, offset };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** True for an IANA zone that this machine knows. */
export function isZone(zone: string): boolean {
  return tableOf(zone) !== undefined;
}

/**
 * Minutes east of UTC in a zone at an instant, daylight saving included.
 *
 * @throws RangeError for a zone that does not exist; check with {@link isZone} first
 */
export function offsetMinutes(zone: string, at: Instant): number {
  const table = tableOf(zone);
  if (!table) throw new RangeError(`no such time zone: ${zone}`);
  let [low, high] = [0, table.from.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (table.from[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return table.offset[low]!;
}

/** The calendar day of an instant by the clocks of a zone. @example localDayOf(0, 'America/Chicago') // => '1969-12-31' */
export function localDayOf(at: Instant, zone: string): Day {
  return dayOf(at + offsetMinutes(zone, at) * MINUTE);
}

/** The instant at which a calendar day begins in a zone. */
export function startOfLocalDay(day: Day, zone: string): Instant {
  const guess = startOfDay(day);
  const first = guess - offsetMinutes(zone, guess) * MINUTE;
  return guess - offsetMinutes(zone, first) * MINUTE;
}

/** An offset in minutes east of UTC, as people write it. @example offsetText(-210) // => 'UTC−3:30' */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
