import { distanceKm, withinReader, type Point, type Spot } from '../../core/geo.ts';
import { HOUR, MINUTE, isZone, offsetMinutes, type Instant } from '../../core/time.ts';
import type { Registry } from '../people/registry.ts';

/** What a laptop's clock says to a place far from its home; `silent` where it would show the same in both. */
export type ClockSays = 'agrees' | 'contradicts' | 'silent';

/** The zone of the nearest place of which it is known; undefined where none is near. */
export type ZoneNear = (place: Point) => string | undefined;

/** Places of which the company's own tables tell the zone: its list, and the homes of its people, but those told by a state alone. */
export function zoneReader({ places, hires }: Pick<Registry, 'places' | 'hires'>): ZoneNear {
  const all: readonly { readonly at: Spot | undefined; readonly zone: string | undefined }[] = [...places.map(({ at, time_zone: zone }) => ({ at, zone })), ...[...hires.values()].map(({ home: at, time_zone: zone }) => ({ at, zone }))];
  return nearestOf(all.flatMap(({ at, zone }) => (at && (at.radiusKm ?? 0) <= NEIGHBOUR_KM && zone !== undefined && isZone(zone) ? [{ at, zone }] : [])));
}

/** Within that distance a place mostly has the zone of its neighbour. */
const NEIGHBOUR_KM = 150;
/** An hour of the sun is 15 degrees; borders of zones stray from it by more than an hour in places. */
const DEGREES_AN_HOUR = 15;
const SURELY_ANOTHER_ZONE = 1.25;
const STRAY_HOURS = 1.5;
/** Wide countries keep one time, and a laptop at home shows that of another part of the globe in any case seldom. */
const STRAY_FAR_HOURS = 2.5;
const QUARTER_TURN_HOURS = 6;

/**
 * Whether the clock of a laptop fits a place rather than its home.
 *
 * The zone of the place is that of the nearest place of which it is known; without one the sun's time stands in.
 *
 * @param shown IANA zones that the laptop told on the days it stood there
 */
export function clockAt(place: Point, shown: ReadonlySet<string>, home: { readonly at: Point | undefined; readonly zone: string | undefined }, zoneNear: ZoneNear, at: Instant): ClockSays {
  if (home.zone === undefined || !isZone(home.zone)) return 'silent';
  const hoursOf = (zone: string): number => (offsetMinutes(zone, at) * MINUTE) / HOUR;
  const offsets = new Set([...shown].filter(isZone).map(hoursOf));
  const [offset] = offsets;
  if (offsets.size !== 1 || offset === undefined) return 'silent';
  const ahead = offset - hoursOf(home.zone);
  const zoneThere = zoneNear(place);
  if (zoneThere !== undefined) {
    const there = hoursOf(zoneThere) - hoursOf(home.zone);
    if (there === 0) return 'silent';
    return ahead === 0 ? 'contradicts' : ahead === there ? 'agrees' : 'silent';
  }
  if (!home.at) return 'silent';
  const east = (((place.lon - home.at.lon + 540) % 360) - 180) / DEGREES_AN_HOUR;
  if (ahead === 0) return Math.abs(east) >= SURELY_ANOTHER_ZONE ? 'contradicts' : 'silent';
  return isSameTime(ahead, east) ? 'agrees' : 'silent';
}

/** Of a place half way round the globe a clock may be as far ahead as the sun is behind: a day is a circle. */
function isSameTime(ahead: number, east: number): boolean {
  const apart = Math.abs(((ahead - east + 60) % 24) - 12);
  const isFar = Math.abs(east) > QUARTER_TURN_HOURS;
  return apart <= (isFar ? STRAY_FAR_HOURS : STRAY_HOURS) && (isFar || Math.sign(ahead) === Math.sign(east));
}

export interface Zoned { readonly at: Point; readonly zone: string }

/** Homes lie by the thousand and every laptop asks, so most are told to be far without trigonometry. */
export function nearestOf(zoned: readonly Zoned[]): ZoneNear {
  const isNear = withinReader(zoned.map(({ at }) => at), NEIGHBOUR_KM);
  return (place) => {
    let best: { readonly zone: string; readonly km: number } | undefined;
    for (const index of isNear(place)) {
      const { at, zone } = zoned[index]!;
      const km = distanceKm(place, at);
      if (!best || km < best.km) best = { zone, km };
    }
    return best?.zone;
  };
}
