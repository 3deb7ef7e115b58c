import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { MINUTE, SECOND, isZone, offsetMinutes, parseInstant, type Instant } from '../../../core/time.ts';
import { shownTime } from '../../shown-time.ts';
import type { DateOrder } from '../../tables/dates.ts';
import { field, logOf, type WindowsRecord } from './record.ts';

const QUARTER = 15 * MINUTE;

export interface Clock {
  /** IANA zone of forwarders that write local time without saying so. */
  readonly zone: string;
  /** A collector takes a record over so soon after the forwarder; more is a time zone. */
  readonly handOver: number;
  /** What stands first in dates as the language of a machine writes them. */
  readonly dates?: DateOrder | undefined;
}

/**
 * When it happened, in milliseconds; 100 ns digits are cut.
 *
 * Sysmon says itself when (`UtcTime`), the same in every shape, and up to a minute before Windows files the record.
 * A time without zone is placed by the collector's clock where the record has it, else by the zone given.
 *
 * @returns the instant, or why there is none
 */
export function instantOf(record: WindowsRecord, clock: Clock): Instant | Rejected {
  const bySysmon = logOf(record) === 'sysmon' ? naive(field(record, 'UtcTime')) : NO_TIME;
  if (!isRejected(bySysmon)) return bySysmon;
  if (record.timeCreated !== undefined) return parseInstant(record.timeCreated) ?? NO_TIME;
  const local = naive(record.localTime, clock.dates);
  if (isRejected(local)) return local;
  const offset = offsetByCollector(record, clock.handOver);
  return offset === undefined ? inZone(local, clock.zone) ?? NO_TIME : local - offset;
}

const NO_TIME: Rejected = { rejected: 'no time that can be read' };

/**
 * How far the forwarder's clock is ahead of UTC, from the two stamps a record gets when it is handed over.
 *
 * Offsets are whole quarter hours; what is left over is the time the hand-over took.
 */
function offsetByCollector(record: WindowsRecord, handOver: number): Instant | undefined {
  const forwarded = naive(record.forwardedLocal);
  const collected = parseInstant(record.collected);
  if (isRejected(forwarded) || collected === undefined) return undefined;
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

/**
 * The digits of a time without zone, read as if they were UTC: `2026-11-02 09:00:00.123`, `02.11.2026 09:00:00`. Where a
 * clock of twelve hours stands with strokes and nobody says otherwise, the month comes first.
 */
function naive(text: string | undefined, dates?: DateOrder): Instant | Rejected {
  const isTime = text?.includes(':') ?? false;
  return isTime ? shownTime(text!.trim(), dates ?? (/[ap]\.?m\.?$/i.test(text!.trim()) ? 'mdy' : undefined)) : NO_TIME;
}

/** The second an instant falls in, as shapes differ in the digits they keep. */
export function secondOf(at: Instant): string {
  return new Date(Math.floor(at / SECOND) * SECOND).toISOString().slice(0, 19) + 'Z';
}
