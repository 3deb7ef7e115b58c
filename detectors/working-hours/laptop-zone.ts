import type { Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import { remembered } from '../../src/core/remembered.ts';
import { HOUR, MINUTE, isZone, offsetMinutes, type Day, type Instant } from '../../src/core/time.ts';
import type { RowOf, Window } from '../../src/detect/detector.ts';
import { zoneReader } from '../../src/detect/places/place-clock.ts';
import { ownOf, type WHEREABOUTS } from '../../src/detect/places/whereabouts.ts';
import { dialDistanceMin } from './clock-model.ts';

/** Where somebody's laptop stood on a day, and which zone its clock showed there. */
export interface ClockDay { readonly holder: HireId; readonly day: Day; readonly at: Point; readonly shown: string | undefined; readonly times: number }

/** An entry of a home line that reaches farther may lie in the next zone but one. */
const WIDE_KM = 300;

/** Places of laptops in the hands of their holders: what they report themselves, else what tables say of a home line. */
export function clockDays(rows: readonly RowOf<typeof WHEREABOUTS>[], day: Day): readonly ClockDay[] {
  return rows.flatMap((row): readonly ClockDay[] => {
    const { holder, laptop, times } = row;
    const at = ownOf(row) ?? homeLineOf(row);
    return holder === undefined || laptop === undefined || at === undefined ? [] : [{ holder, day, at: { lat: at.lat, lon: at.lon }, shown: row['farmwatch.device.time_zone'], times }];
  });
}

function homeLineOf({ 'farmwatch.net.kind': kind, 'source.geo.location.lat': lat, 'source.geo.location.lon': lon, 'farmwatch.net.radius_km': radiusKm }: RowOf<typeof WHEREABOUTS>): Point | undefined {
  return kind !== 'home' || lat === undefined || lon === undefined || (radiusKm ?? 0) > WIDE_KM ? undefined : { lat, lon };
}

/** An hour of the sun is 15 degrees; with summer time, zones stray from it by this much. */
const DEGREES_AN_HOUR = 15;
const STRAY_MIN = (2.5 * HOUR) / MINUTE;

/**
 * Tells the zone in which somebody's laptop is settled: that of most days on which its place is known.
 *
 * The company's own tables tell the zone of a place; where they name none near by, the laptop's clock does as far as the sun
 * over the place bears it out. A clock alone tells nothing, because whoever drives the laptop can set it.
 *
 * @param minimumDays fewer days in one zone are no settling
 */
export function settledZones(days: readonly ClockDay[], window: Pick<Window<never>, 'places' | 'hires'>, at: Instant, minimumDays: number): (hire: HireId) => string | undefined {
  const zoneNear = remembered(zoneReader(window), ({ lat, lon }) => `${lat},${lon}`);
  const zoneOf = ({ at: place, shown }: ClockDay): string | undefined => {
    const near = zoneNear(place);
    if (near !== undefined) return near;
    const isBorneOut = shown !== undefined && isZone(shown) && dialDistanceMin(offsetMinutes(shown, at), (place.lon / DEGREES_AN_HOUR) * (HOUR / MINUTE)) <= STRAY_MIN;
    return isBorneOut ? shown : undefined;
  };
  const byHolder = Map.groupBy(days, ({ holder }) => holder);
  return (hire) => {
    const own = byHolder.get(hire) ?? [];
    const zones = [...Map.groupBy(own, ({ day }) => day)].flatMap(([day, ofDay]): readonly (readonly [Day, string])[] => {
      const zone = mostOf(ofDay.flatMap((one) => { const told = zoneOf(one); return told === undefined ? [] : [[told, one.times] as const]; }));
      return zone === undefined ? [] : [[day, zone]];
    });
    const most = mostOf(zones.map(([, zone]) => [zone, 1] as const));
    if (most === undefined) return undefined;
    const there = zones.filter(([, zone]) => offsetMinutes(zone, at) === offsetMinutes(most, at)).length;
    return there >= minimumDays && there * 2 > zones.length ? most : undefined;
  };
}

/** The name that is counted most; of equals the first by name. */
function mostOf(counted: readonly (readonly [string, number])[]): string | undefined {
  const sums = new Map<string, number>();
  for (const [name, times] of counted) sums.set(name, (sums.get(name) ?? 0) + times);
  return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}
