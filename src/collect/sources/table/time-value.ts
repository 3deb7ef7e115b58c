import { lookup } from '../../../core/lookup.ts';
import { MINUTE, isZone, type Instant } from '../../../core/time.ts';
import { fromLocal } from '../../device-clock.ts';
import { parsePattern, type Clock, type TimePattern } from './time-pattern.ts';

/** How a column tells a time. */
export interface TimeRule {
  /** `iso`, `epoch-s`, `epoch-ms`, `epoch-us`, or a pattern. */
  readonly time: string;
  /** IANA zone of the clock, where the text does not say its own. */
  readonly zone?: string | undefined;
}

/** A time as read: the instant, and the day that the clock showed. */
export interface TimeValue { readonly at: Instant | undefined; readonly day: string }
export type TimeReader = (text: string) => TimeValue | { readonly wrong: string };

const EPOCHS: Readonly<Record<string, number>> = lookup({ 'epoch-s': 1_000, 'epoch-ms': 1, 'epoch-us': 0.001 });
export const TIME_WORDS = ['iso', ...Object.keys(EPOCHS)];

/**
 * A reader for times that are written so.
 *
 * @param least what a pattern has to name at least
 * @returns the reader, or what is wrong with the rule
 */
export function timeReader({ time, zone }: TimeRule, least: 'day' | 'month' = 'day'): TimeReader | { readonly problem: string } {
  if (zone !== undefined && !isZone(zone)) return { problem: 'no such zone' };
  const unit = EPOCHS[time];
  if (unit !== undefined) return (text) => fromEpoch(text, unit, time, zone);
  const pattern = time === 'iso' ? ISO : parsePattern(time, least);
  if ('problem' in pattern) return pattern;
  return (text) => {
    // Shippers write times anew that they understood; with its zone such a time means one thing only.
    const clock = pattern.read(text) ?? (ZONED_TEXT.test(text) ? ISO.read(text) : undefined);
    return clock === undefined ? { wrong: time === 'iso' ? 'is no ISO 8601 time; name its pattern in the mapping' : `is no time written as ${time}` } : { at: instantOf(clock, zone), day: dayOf(clock) };
  };
}

function fromEpoch(text: string, unit: number, time: string, zone: string | undefined): TimeValue | { readonly wrong: string } {
  if (!/^\d{1,19}(\.\d{1,9})?$/.test(text)) return { wrong: `is no number, and ${time} is one` };
  const at = Math.floor(Number(text) * unit + 1e-4);
  if (!(at < 8.64e15)) return { wrong: `is too large for ${time}` };
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone ?? 'UTC');
  return { at, day: local.toPlainDate().toString() };
}

/** undefined where neither the text nor the mapping says which zone is meant: a guess would shift somebody's working hours. */
function instantOf(clock: Clock, zone: string | undefined): Instant | undefined {
  const asIfUtc = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second, clock.ms);
  if (clock.offsetMin !== undefined) return asIfUtc - clock.offsetMin * MINUTE;
  return zone === undefined ? undefined : fromLocal(new Date(asIfUtc).toISOString(), zone);
}

function dayOf({ year, month, day }: Clock): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const ISO_TEXT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/;
const ZONED_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const ISO_CLOCK = parsePattern('yyyy-MM-dd HH:mm:ss.S') as TimePattern;
const ISO_ZONED = parsePattern('yyyy-MM-dd HH:mm:ss.SXXX') as TimePattern;

/** ISO 8601 as databases and programs write it: `T` or a blank, with or without seconds, fraction and offset; a bare day is its midnight. */
const ISO: TimePattern = {
  hasOffset: false,
  read(text) {
    const [, day, clock = '00:00', seconds = '00', part = '0', zone = ''] = ISO_TEXT.exec(text) ?? [];
    if (day === undefined) return undefined;
    return (zone === '' ? ISO_CLOCK : ISO_ZONED).read(`${day} ${clock}:${seconds}.${part}${zone}`);
  },
};
