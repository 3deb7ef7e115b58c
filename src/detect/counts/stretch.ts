import { DAY, daysBetween, floorTo, type Day, type Instant } from '../../core/time.ts';
import type { DayMark } from '../../store/store.ts';
import { MACHINE_DAYS } from '../people/machines.ts';
import type { CountedStore } from './day-counts.ts';

/** Days with rows, in order, with their marks. */
export interface Stretch { readonly days: readonly Day[]; readonly marks: ReadonlyMap<Day, DayMark>; readonly asOf: Instant }

/** As far back as any detector looks; a longer plan is answered all the same. */
const LONGEST_PLAN_DAYS = 120;

/** The same stretch for every question of a run, so that machines are told once. */
export async function stretchOf({ events }: CountedStore, asOf: Instant, days: number): Promise<{ readonly stretch: Stretch; readonly stretchFrom: (from: Instant) => Stretch }> {
  const to = floorTo(asOf, DAY) + DAY;
  const longest = MACHINE_DAYS + Math.max(LONGEST_PLAN_DAYS, days);
  const marks = new Map((await events.days({ from: to - (longest + 1) * DAY, to, asOf })).map((mark) => [mark.day, mark]));
  const stretchFrom = (from: Instant): Stretch => ({ days: daysBetween(from, to).filter((day) => marks.has(day)), marks, asOf });
  return { stretch: stretchFrom(to - longest * DAY), stretchFrom };
}
