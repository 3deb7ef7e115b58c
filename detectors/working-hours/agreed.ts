import { HOUR, DAY, MINUTE, floorTo, offsetMinutes, type Instant } from '../../src/core/time.ts';
import { isWithin, workHoursOf, workHoursText } from '../../src/core/work-hours.ts';

/** Work held against the hours that the record agrees on. */
export interface Agreed {
  /** `22:00-06:00`. */
  readonly hours: string;
  /** Half hours of work that lie within them. */
  readonly inside: number;
  /** How much of the weight is left, 0 to 1. */
  readonly left: number;
}

/** People begin early and stay on: an hour before and after the agreed hours counts as agreed. */
const MARGIN_MIN = HOUR / MINUTE;
/** From half of the work outside the agreed hours on they explain nothing. */
const HALF = 0.5;

/**
 * How far agreed hours explain when somebody works. Whoever keeps them does so wherever they live, so work within them
 * tells nothing of the place: with half of it inside all of the weight is left, with `agreedShare` nothing.
 *
 * @param text as on record
 * @param times of work, one at least
 * @param zone of the record, whose clock the agreement means
 * @param agreedShare above a half
 * @returns undefined where no hours are on record
 */
export function agreedOf(text: string | undefined, times: readonly Instant[], zone: string, agreedShare: number): Agreed | undefined {
  const hours = workHoursOf(text ?? '');
  if ('wrong' in hours) return undefined;
  const inside = times.filter((at) => isWithin(hours, minuteOf(at, zone), MARGIN_MIN)).length;
  return { hours: workHoursText(hours), inside, left: Math.min(1, Math.max(0, (agreedShare - inside / times.length) / (agreedShare - HALF))) };
}

/** Minutes after midnight on the clock of a zone. */
function minuteOf(at: Instant, zone: string): number {
  const local = at + offsetMinutes(zone, at) * MINUTE;
  return Math.floor((local - floorTo(local, DAY)) / MINUTE);
}
