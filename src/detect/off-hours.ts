import { HOUR, MINUTE, isZone, offsetMinutes, type Instant } from '../core/time.ts';

/** Off hours are 21:00 to 06:00 and weekends in the holder's zone; without a zone UTC−6 holds, the middle of the US. */
export function isOffHours(at: Instant, zone: string | undefined): boolean {
  const local = new Date(at + (zone && isZone(zone) ? offsetMinutes(zone, at) * MINUTE : -6 * HOUR));
  const hour = local.getUTCHours();
  const weekday = local.getUTCDay();
  return hour >= 21 || hour < 6 || weekday === 0 || weekday === 6;
}
