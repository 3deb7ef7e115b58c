/** A point on the globe in degrees. */
export interface Point { readonly lat: number; readonly lon: number }
/** A place known up to a radius: the truth lies within `radiusKm` of the point with the stated confidence (95 %). */
export interface Disc extends Point { readonly radiusKm: number }

const EARTH_RADIUS_KM = 6371.0088;
const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in km on a sphere of the mean radius (haversine). */
export function distanceKm(a: Point, b: Point): number {
  const dLat = toRadians(b.lat - a.lat);
  const dLon = toRadians(b.lon - a.lon);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(toRadians(a.lat)) * Math.cos(toRadians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Least and greatest distance in km between a disc and a point. */
export function distanceRangeKm(disc: Disc, point: Point): readonly [number, number] {
  const centre = distanceKm(disc, point);
  return [Math.max(0, centre - disc.radiusKm), centre + disc.radiusKm];
}
