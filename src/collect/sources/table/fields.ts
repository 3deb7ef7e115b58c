import { ACTIONS, type FieldName } from '../../../core/event.ts';
import type { TokenKind } from '../../../core/token.ts';
import { wordOf, wordsOf } from '../../../core/words.ts';
import { fileName } from '../../program.ts';

/** What a mapping has to know of fields beyond their type: which words they take, in which unit, and what must never stand in them plainly. */

/** The words that a field takes; undefined for one that takes any text. */
export function wordsFor(field: FieldName): readonly string[] | undefined {
  return field === 'event.action' ? Object.keys(ACTIONS) : wordsOf(field);
}

/** Fields that hold a token, with the kinds of value it may stand for. */
export const TOKENS: { readonly [F in FieldName]?: readonly TokenKind[] } = {
  'farmwatch.factor.token': ['factor'],
  'farmwatch.net.gateway_mac_token': ['mac'],
  'farmwatch.net.bssid_token': ['bssid'],
  'farmwatch.identity.token': ['phone', 'bank', 'address', 'factor'],
};

/** Fields that are measured, with their unit. */
export const UNIT_OF: { readonly [F in FieldName]?: Unit } = {
  'event.duration': 'ns',
  'host.uptime': 's',
  'farmwatch.net.rtt_ms': 'ms',
  'farmwatch.input.seconds_active': 's',
  'farmwatch.input.gap_s': 's',
  'farmwatch.remote.client_utc_offset_min': 'min',
  'farmwatch.device.location.radius_km': 'km',
};

/** Times in nanoseconds, ways in metres. */
const TIMES = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, min: 6e10, h: 3.6e12, d: 8.64e13 } as const;
const WAYS = { m: 1, km: 1_000, mi: 1_609.344 } as const;
export type Unit = keyof typeof TIMES | keyof typeof WAYS;
/** `hh:mm:ss` is written out: `1:02:03`. */
export const UNITS = [...Object.keys(TIMES), ...Object.keys(WAYS), 'hh:mm:ss'] as readonly (Unit | 'hh:mm:ss')[];

/** The units that a field's own may be told in. */
export function unitsFor(unit: Unit): readonly string[] {
  return unit in WAYS ? Object.keys(WAYS) : [...Object.keys(TIMES), 'hh:mm:ss'];
}

/**
 * A measured number in another unit.
 *
 * @param text as the export writes it, with a point in fractions
 * @returns undefined for text that is no number, or no `hh:mm:ss`
 * @example converted('1:02:03', 'hh:mm:ss', 's') // => 3723
 */
export function converted(text: string, from: Unit | 'hh:mm:ss', to: Unit): number | undefined {
  const factors: Readonly<Record<string, number>> = { ...TIMES, ...WAYS };
  if (from !== 'hh:mm:ss') return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text) ? (Number(text) * factors[from]!) / factors[to]! : undefined;
  const [, hours, minutes, seconds] = /^(\d{1,5}):([0-5]\d):([0-5]\d(?:\.\d{1,9})?)$/.exec(text) ?? [];
  return hours === undefined ? undefined : ((Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * TIMES.s) / factors[to]!;
}

/** Fields written as hex. The id of a record without one is made of this spelling, so it stays. */
const HEX: ReadonlySet<string> = new Set<FieldName>(['farmwatch.usb.vendor_id', 'farmwatch.usb.product_id', 'farmwatch.display.product_code']);

/** A text in the one spelling that a field takes. */
export function spelled(field: FieldName, text: string): string {
  // Where a log has the path of a program alone, its name is at the end.
  if (field === 'process.name' && /^(?:[a-z]:)?[\\/]/i.test(text)) return fileName(text);
  if (HEX.has(field)) return text.toLowerCase().replace(/^0x/, '');
  if (wordsOf(field) !== undefined) return wordOf(field, text) ?? text.toLowerCase();
  return field === 'event.action' ? text.toLowerCase() : text;
}
