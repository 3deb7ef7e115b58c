import { halfHourStarts, type HalfHours } from '../core/half-hours.ts';
import { HOUR, MINUTE, isZone, offsetMinutes, startOfDay, type Day, type Instant } from '../core/time.ts';

/** Off hours are 21:00 to 06:00 and weekends in the holder's zone; without a zone UTC−6 holds, the middle of the US. */
function isOffHours(at: Instant, zone: string | undefined): boolean {
  const local = new Date(at + (zone && isZone(zone) ? offsetMinutes(zone, at) * MINUTE : -6 * HOUR));
  const hour = local.getUTCHours();
  const weekday = local.getUTCDay();
  return hour >= 21 || hour < 6 || weekday === 0 || weekday === 6;
}

const ALL_DAY: HalfHours = 2 ** 48 - 1;

/** The half hours of UTC days that begin in off hours of a zone; worked out once for each day and zone. */
export function offHoursReader(): (day: Day, zone: string | undefined) => HalfHours {
  const zones = new Map<string | undefined, Map<Day, HalfHours>>();
  return (day, zone) => {
    const days = zones.get(zone) ?? new Map<Day, HalfHours>();
    zones.set(zone, days);
    let off = days.get(day);
    if (off === undefined) {
      off = halfHourStarts(ALL_DAY, startOfDay(day)).reduce((so, at, place) => (isOffHours(at, zone) ? so + 2 ** place : so), 0);
      days.set(day, off);
    }
    return off;
  };
}
