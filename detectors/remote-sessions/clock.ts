import { HOUR, isZone, offsetMinutes, type Instant } from '../../src/core/time.ts';
import type { Clock } from './ways.ts';

const DAY_MINUTES = 1_440;
/** No zone lies further from UTC. */
const FURTHEST_MINUTES = 14 * 60;

/**
 * The controller's clock against the zone where somebody says they live, daylight saving at that instant included.
 *
 * @param offset minutes east of UTC, as the controller tells
 * @returns undefined where it tells nothing: no zone is claimed, the offset is none, or it is 0, on which servers and relays run
 * @example clockOf(540, 'America/Chicago', Date.UTC(2026, 10, 10), { sameHours: 2, farHours: 5 }) // => 'far', 15 hours ahead or 9 behind
 */
export function clockOf(offset: number | undefined, zone: string | undefined, at: Instant, { sameHours, farHours }: { readonly sameHours: number; readonly farHours: number }): Clock | undefined {
  if (offset === undefined || offset === 0 || Math.abs(offset) > FURTHEST_MINUTES || zone === undefined || !isZone(zone)) return undefined;
  const ahead = Math.abs(offset - offsetMinutes(zone, at)) % DAY_MINUTES;
  const hours = (Math.min(ahead, DAY_MINUTES - ahead) * 60_000) / HOUR;
  return hours <= sameHours ? 'same' : hours < farHours ? 'near' : 'far';
}
