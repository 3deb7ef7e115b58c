/** A point on the globe in degrees. */
export interface Point { readonly lat: number; readonly lon: number }
/** A place known up to a radius: the truth lies within `radiusKm` of the point with the stated confidence (95 %). */
export interface Disc extends Point { readonly radiusKm: number }
/** A place as a record tells it: a door, or a town by its middle and how far from there its addresses lie. */
export interface Spot extends Point { readonly radiusKm?: number }

const EARTH_RADIUS_KM = 6371.0088;
const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in km on a sphere of the mean radius (haversine). */
export function distanceKm(a: Point, b: Point): number {
  const dLat = toRadians(b.lat - a.lat);
  const dLon = toRadians(b.lon - a.lon);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(toRadians(a.lat)) * Math.cos(toRadians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * The middle of points that lie near each other, over the date line too: a longitude counts by the turn on which it is
 * nearest to the westernmost.
 *
 * @param points one or more, in any order
 */
export function middleOf(points: readonly Point[]): Point {
  // In order, because a sum of the same numbers in another order may differ in its last digit.
  const mean = (values: readonly number[]): number => values.toSorted((a, b) => a - b).reduce((sum, value) => sum + value, 0) / values.length;
  const west = Math.min(...points.map(({ lon }) => lon));
  const lon = mean(points.map((point) => point.lon + 360 * Math.round((west - point.lon) / 360)));
  return { lat: mean(points.map(({ lat }) => lat)), lon: lon < -180 ? lon + 360 : lon };
}

/** Least and greatest distance in km between a disc and a spot. */
export function distanceRangeKm(disc: Disc, spot: Spot): readonly [number, number] {
  const centre = distanceKm(disc, spot);
  const radii = disc.radiusKm + (spot.radiusKm ?? 0);
  return [Math.max(0, centre - radii), centre + radii];
}

/** Least distance in km between two spots. */
export function apartKm(a: Spot, b: Spot): number {
  return distanceRangeKm({ radiusKm: 0, ...a }, b)[0];
}

/**
 * Finds those of many points that lie within a distance of a place.
 *
 * Points lie as vectors, and a product of two tells most to be far; {@link distanceKm} decides about the others.
 *
 * @param km 0 or more, less than half way round the globe
 * @returns a function from a place to the indices of those points, in their order
 */
export function withinReader(points: readonly Point[], km: number): (place: Point) => readonly number[] {
  const vectors = points.map(vectorOf);
  // A little more than asked for, because products of vectors are not exact to the last digit.
  const least = Math.cos(Math.min(Math.PI, (km + 0.1) / EARTH_RADIUS_KM)) - 1e-9;
  return (place) => {
    const [x, y, z] = vectorOf(place);
    const found: number[] = [];
    for (let index = 0; index < vectors.length; index++) {
      const vector = vectors[index]!;
      if (x * vector[0] + y * vector[1] + z * vector[2] >= least && distanceKm(place, points[index]!) <= km) found.push(index);
    }
    return found;
  };
}

function vectorOf({ lat, lon }: Point): readonly [number, number, number] {
  const [north, east] = [toRadians(lat), toRadians(lon)];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}
