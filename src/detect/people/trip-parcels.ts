import { apartKm, type Spot } from '../../core/geo.ts';
import type { HireId, TravelRow } from '../../core/person.ts';
import { DAY, startOfDay, type Instant } from '../../core/time.ts';

/** A laptop is sent some weeks before somebody goes to where it is needed, and never after they have left. */
const BEFORE = 30 * DAY;

/** Tells whether a parcel that went somewhere went to where an entered trip of its recipient leads. */
export type ToTrip = (hire: HireId, at: Spot, sentAt: Instant) => boolean;

export function toTripReader(travel: readonly TravelRow[], nearKm: number): ToTrip {
  const trips = Map.groupBy(travel, ({ hire_id: hire }) => hire);
  return (hire, at, sentAt) => (trips.get(hire) ?? [])
    .some((trip) => trip.at !== undefined && apartKm(at, trip.at) <= nearKm && sentAt >= startOfDay(trip.from) - BEFORE && sentAt < startOfDay(trip.to) + DAY);
}
