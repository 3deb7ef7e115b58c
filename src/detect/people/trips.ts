import type { HireId, TravelRow } from '../../core/person.ts';
import { DAY, dayOf, startOfDay, type Day } from '../../core/time.ts';

/** Tells whether a hire was away on an entered trip on a day; whole days, both ends. */
export type OnTrip = (hire: HireId, day: Day) => boolean;

/** @param marginDays days before and after a trip that belong to it */
export function tripReader(travel: readonly TravelRow[], marginDays = 0): OnTrip {
  const margin = marginDays * DAY;
  const trips = Map.groupBy(
    travel.map(({ hire_id: hire, from, to }) => ({ hire, from: dayOf(startOfDay(from) - margin), to: dayOf(startOfDay(to) + margin) })),
    ({ hire }) => hire,
  );
  return (hire, day) => trips.get(hire)?.some(({ from, to }) => day >= from && day <= to) ?? false;
}
