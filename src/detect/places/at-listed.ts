import { withinReader, type Point } from '../../core/geo.ts';
import type { PlaceRow } from '../../core/person.ts';
import { isPhysical } from './lines.ts';
import { ownOf } from './whereabouts.ts';

/** Nearer than this to a listed place, a laptop is there. */
const AT_KM = 1;

/** Tells whether a point lies within so many km of a listed place that people go to. */
export function nearListed(places: readonly PlaceRow[], km: number): (at: Point) => boolean {
  const within = withinReader(places.filter(isPhysical).flatMap(({ at }) => at ?? []), km);
  return (at) => within(at).length > 0;
}

/**
 * Tells whether a laptop says itself that it is at a listed place: all that shows an office where everything leaves by a tunnel.
 *
 * @returns a function from a row; undefined where the laptop does not say, to within 1 km, where it is
 */
export function listedReader(places: readonly PlaceRow[]): (row: Parameters<typeof ownOf>[0]) => boolean | undefined {
  const isNear = nearListed(places, AT_KM);
  return (row) => {
    const own = ownOf(row);
    return own === undefined || own.radiusKm > AT_KM ? undefined : isNear(own);
  };
}
