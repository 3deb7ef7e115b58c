import { distanceRangeKm, type Disc } from '../../src/core/geo.ts';
import type { Day } from '../../src/core/time.ts';
import type { RowOf } from '../../src/detect/detector.ts';
import { halfHoursIn } from '../../src/core/half-hours.ts';
import { aspectOf, type PlaceKey } from '../../src/detect/places/lines.ts';
import type { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';
import type { Stay } from '../../src/detect/places/stays.ts';
import { ownOf } from '../../src/detect/places/whereabouts.ts';
import type { Group } from './groups.ts';

/** One of the places at which a group was together, in the order in which they came there. */
export interface Site { readonly days: readonly Day[]; readonly places: readonly PlaceKey[] }

export type LocatedRow = RowOf<typeof PLACE_ROWS.located>;

/** What is known of where somebody's laptop was on a day. */
interface SeenDay { readonly day: Day; readonly at: Disc | undefined; readonly routers: ReadonlySet<PlaceKey>; readonly operators: ReadonlySet<number>; readonly places: readonly PlaceKey[] }

/** Locations farther apart are no two rooms of one place, nor an error of a location. */
const ELSEWHERE_KM = 30;

/**
 * The places at which all of a group were together, told apart by where the laptop says that it is, else by router and
 * operator at once. A new address alone is no new place: operators change addresses, and one house has several radios.
 *
 * @param stays   of the subject
 * @param located rows of the subject's laptops
 */
export function sitesOf({ meetings, longest, places }: Group, stays: readonly Stay[], located: readonly LocatedRow[]): readonly Site[] {
  const joint = new Set(places);
  const staysOn = Map.groupBy(stays.filter(({ place }) => joint.has(place)), ({ day }) => day);
  const locatedOn = Map.groupBy(located, ({ day }) => day);
  const sites: { readonly of: SeenDay; readonly days: Day[]; readonly places: Set<PlaceKey> }[] = [];
  for (const day of longest.days) {
    const here = staysOn.get(day) ?? [];
    const seen: SeenDay = {
      day, at: mostlyAt(locatedOn.get(day) ?? []), places: here.map(({ place }) => place), routers: new Set(here.map(({ place }) => place).filter((place) => aspectOf(place) === 'router')),
      operators: new Set(here.flatMap(({ operators }) => [...operators].filter((operator) => operator !== undefined))),
    };
    const site = sites.find(({ of }) => !areApart(of, seen));
    if (!site) sites.push({ of: seen, days: [day], places: new Set(seen.places) });
    else {
      site.days.push(day);
      for (const place of seen.places) site.places.add(place);
    }
  }
  return sites.map((site): Site => ({ days: site.days, places: [...site.places].sort() }))
    .filter(({ days }) => meetings.every((meeting) => meeting.days.some((day) => days.includes(day))));
}

function areApart(a: SeenDay, b: SeenDay): boolean {
  if (a.at && b.at) return distanceRangeKm(a.at, b.at)[0] > ELSEWHERE_KM;
  const differ = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean => one.size > 0 && other.size > 0 && one.isDisjointFrom(other);
  return differ(a.routers, b.routers) && differ(a.operators, b.operators);
}

/** Where the laptop says that it was for most of a day. */
function mostlyAt(rows: readonly LocatedRow[]): Disc | undefined {
  const told = rows.flatMap((row) => { const at = ownOf(row); return at ? [{ at, times: halfHoursIn(row.halfHours) }] : []; });
  return told.sort((a, b) => b.times - a.times || a.at.lat - b.at.lat || a.at.lon - b.at.lon)[0]?.at;
}
