import { MINUTE, SECOND, isZone, offsetMinutes, parseInstant, type Instant } from '../../../core/time.ts';
import { field, logOf, type WindowsRecord } from './record.ts';

const QUARTER = 15 * MINUTE;

export interface Clock {
  /** IANA zone of forwarders that write local time without saying so. */
  readonly zone: string;
  /** A collector takes a record over so soon after the forwarder; more is a time zone. */
  readonly handOver: number;
}

/**
 * When it happened, in milliseconds; 100 ns digits are cut.
 *
 * Sysmon says itself when (`UtcTime`), the same in every shape, and up to a minute before Windows files the record.
 * A time without zone is placed by the collector's clock where the record has it, else by the zone given.
 *
 * @returns undefined where the record has no time that can be read
 */
export function instantOf(record: WindowsRecord, clock: Clock): Instant | undefined {
  const bySysmon = logOf(record) === 'sysmon' ? naive(field(record, 'UtcTime')) : undefined;
  if (bySysmon !== undefined) return bySysmon;
  if (record.timeCreated !== undefined) return parseInstant(record.timeCreated);
  const local = naive(record.localTime);
  if (local === undefined) return undefined;
  const offset = offsetByCollector(record, clock.handOver);
  return offset === undefined ? inZone(local, clock.zone) : local - offset;
}

/**
 * How far the forwarder's clock is ahead of UTC, from the two stamps a record gets when it is handed over.
 *
 * Offsets are whole quarter hours; what is left over is the time the hand-over took.
 */
function offsetByCollector(record: WindowsRecord, handOver: number): Instant | undefined {
  const forwarded = naive(record.forwardedLocal);
  const collected = parseInstant(record.collected);
  if (forwarded === undefined || collected === undefined) return undefined;
  const ahead = forwarded - collected;
  const offset = Math.round(ahead / QUARTER) * QUARTER;
  return Math.abs(ahead - offset) <= handOver && Math.abs(offset) <= 15 * 60 * MINUTE ? offset : undefined;
}

/** Local time to instant; in the hour that autumn repeats, the first. */
function inZone(local: Instant, zone: string): Instant | undefined {
  if (!isZone(zone)) return undefined;
  const guess = local - offsetMinutes(zone, local) * MINUTE;
  return local - offsetMinutes(zone, guess) * MINUTE;
}

/** The digits of a time without zone, read as if they were UTC: `2026-11-02 09:00:00.123`, `11/02/2026 09:00:00 AM`. */
function naive(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)$/.exec(text.trim());
  if (iso) return parseInstant(`${iso[1]}T${iso[2]}Z`);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?: ([AP]M))?$/i.exec(text.trim());
  if (!american) return undefined;
  const [, month, day, year, hour, minute, second, half] = american;
  const hours = half === undefined ? Number(hour) : Number(hour) % 12 + (/p/i.test(half) ? 12 : 0);
  const pad = (value: string | number | undefined): string => String(value).padStart(2, '0');
  return parseInstant(`${year}-${pad(month)}-${pad(day)}T${pad(hours)}:${minute}:${second}Z`);
}

/** The second an instant falls in, as shapes differ in the digits they keep. */
export function secondOf(at: Instant): string {
  return new Date(Math.floor(at / SECOND) * SECOND).toISOString().slice(0, 19) + 'Z';
}
