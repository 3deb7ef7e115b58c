import type { Point } from '../../core/geo.ts';

interface Box { readonly lat: readonly [south: number, north: number]; readonly lon: readonly [west: number, east: number] }

/**
 * Rough boxes around countries, wide enough for every island; a country without one is not checked.
 *
 * They are there to find a lost minus sign and a latitude in the place of the longitude, not to draw borders.
 *
 * Of the states the outermost points are Point Barrow (71.4° N), West Quoddy Head (66.9° W) and Attu (172.4° E).
 */
const BOXES: ReadonlyMap<string, readonly Box[]> = new Map([[
  'US', [
    // The states, Puerto Rico and the Virgin Islands.
    { lat: [17, 72], lon: [-180, -64] },
    // The last Aleutians, Guam and the Marianas.
    { lat: [13, 54], lon: [144, 180] },
    // American Samoa.
    { lat: [-15, -11], lon: [-172, -168] },
  ],
]]);

/** False where a point surely lies outside a country. @param country ISO code, `US` */
export function mayBeIn(country: string, { lat, lon }: Point): boolean {
  const boxes = BOXES.get(country);
  return boxes === undefined || boxes.some((box) => lat >= box.lat[0] && lat <= box.lat[1] && lon >= box.lon[0] && lon <= box.lon[1]);
}
