import type { Instant } from '../core/time.ts';
import { fromLocal } from './device-clock.ts';
import { utcTime } from './utc-time.ts';

/**
 * The instant of a time as a device wrote it: in the zone of its clock, unless the text says another.
 *
 * @returns undefined for text that is no time
 * @example onClock('2026-11-02 08:03:27', 'America/Chicago') // => Date.UTC(2026, 10, 2, 14, 3, 27)
 */
export function onClock(text: string | undefined, zone: string): Instant | undefined {
  const local = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,9})?)$/.exec(text ?? '');
  return local ? fromLocal(`${local[1]}T${local[2]}Z`, zone) : utcTime(text);
}
