import { distanceKm, type Point } from '../../src/core/geo.ts';
import type { Day } from '../../src/core/time.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { homeOn } from '../../src/detect/homes.ts';

/** Where somebody says they live, rounded: thousands of people live in a few hundred areas. */
export interface Area { readonly key: string; /** Unknown where only the name of the city is. */ readonly at?: Point }

const STEP = 0.5;

/** The area of the home that holds on a day; undefined where no home is known. */
export function areaOf(hire: Hire, day: Day): Area | undefined {
  const { at, city, region, country } = homeOn(hire, day);
  if (at) {
    const [lat, lon] = [Math.round(at.lat / STEP) * STEP, Math.round(at.lon / STEP) * STEP];
    return { key: `${lat},${lon}`, at: { lat, lon } };
  }
  return city === undefined ? undefined : { key: [city.trim().toLowerCase(), region ?? '', country ?? ''].join('|') };
}

/** Distance between two areas; undefined where one is known by name only and they are not the same. */
export function kmBetween(a: Area, b: Area): number | undefined {
  if (a.key === b.key) return 0;
  return a.at && b.at ? distanceKm(a.at, b.at) : undefined;
}
