import { apartKm, type Spot } from '../../src/core/geo.ts';
import type { PlaceRow } from '../../src/core/person.ts';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import { isPhysical, placeReader } from '../../src/detect/places/lines.ts';
import { toTripReader } from '../../src/detect/people/trip-parcels.ts';
import type { Seen } from './evidence.ts';

/** Whether a parcel that ended there may have gone to a listed place, or to where an entered trip leads, on purpose. */
export type Pickup = (point: Spot, laptop: Laptop, hire: Hire) => boolean;

/**
 * A company with shops or clinics in every town has a place near any farm. So a place explains a parcel that ended near
 * it only where somebody who is no remote worker may have fetched it there, the laptop was seen there since, or nothing could
 * show that: the list names no line of the place.
 */
export function pickups({ rows, places, travel }: Seen, nearKm: number): Pickup {
  const placeOf = placeReader(places);
  const physical = places.filter(isPhysical);
  const seenAt = new Map<string, Set<PlaceRow>>();
  for (const { laptop, 'farmwatch.net.line': line } of rows.whereabouts) {
    const place = laptop === undefined || line === undefined ? undefined : placeOf(line);
    if (place) seenAt.getOrInsertComputed(laptop!, () => new Set()).add(place);
  }
  const toTrip = toTripReader(travel, nearKm);
  return (point, { serial, deliveredAt, shippedAt }, { hire_id: hire, startsAt, work_mode: mode }) => toTrip(hire, point, deliveredAt ?? shippedAt ?? startsAt) || physical
    .filter(({ at }) => at && apartKm(point, at) <= nearKm)
    .some((place) => mode !== 'remote' || place.cidr.length === 0 || (seenAt.get(serial)?.has(place) ?? false));
}
