import { apartKm } from '../../core/geo.ts';
import { blocksOf } from '../../core/address.ts';
import type { HireId, PlaceRow } from '../../core/person.ts';
import type { Day } from '../../core/time.ts';
import type { LineRow } from './place-rows.ts';
import type { Registry } from '../people/registry.ts';
import { tripReader } from '../people/trips.ts';

/** Nobody comes to an office so far from home day by day. */
const COMMUTE_KM = 150;
/** Of the days of a laptop so many there, and hardly any elsewhere. */
const MOSTLY = 0.75;
const FEWEST_DAYS = 3;
/** Some have moved and told nobody; where so many seem to sit there from afar, they are in a tunnel. */
const FEWEST_PEOPLE = 3;
const SHARE = 0.2;

/**
 * The registry in which an office whose addresses are also the exit of a tunnel stands as such an exit.
 *
 * An office's own line is entered as an office, also where every laptop of the company goes out by it. Then all of them
 * would be at work in a place that vouches for them, and whoever has a phone at home in two places at once.
 *
 * @param lines behind which lines laptops were, for some weeks
 */
export function withOfficeExits(registry: Registry, lines: readonly LineRow[]): Registry {
  const exits = new Set(registry.places.filter((place) => isOffice(place) && isExit(place, registry, lines)));
  if (exits.size === 0) return registry;
  return { ...registry, places: registry.places.map((place) => (exits.has(place) ? { ...place, kind: 'vpn-egress' } : place)) };
}

/** Whether there is an office of which lines could tell. */
export function mayHideExits({ places }: Pick<Registry, 'places'>): boolean {
  return places.some(isOffice);
}

function isOffice({ kind, at, cidr }: PlaceRow): boolean {
  return kind === 'office' && at !== undefined && cidr.length > 0;
}

function isExit({ at, cidr }: PlaceRow, { hires, travel }: Registry, lines: readonly LineRow[]): boolean {
  const isThere = blocksOf(cidr);
  const onTrip = tripReader(travel);
  const days = new Map<HireId, { readonly all: Set<Day>; readonly there: Set<Day> }>();
  for (const { laptop, holder, day, 'farmwatch.net.line': line } of lines) {
    if (laptop === undefined || holder === undefined || line === undefined || onTrip(holder, day)) continue;
    const own = days.getOrInsertComputed(holder, () => ({ all: new Set<Day>(), there: new Set<Day>() }));
    own.all.add(day);
    if (isThere(line)) own.there.add(day);
  }
  const sitting = [...days].filter(([, { all, there }]) => there.size >= FEWEST_DAYS && there.size >= MOSTLY * all.size).map(([hire]) => hires.get(hire)?.home).filter((home) => home !== undefined);
  const far = sitting.filter((home) => apartKm(home, at!) > COMMUTE_KM).length;
  return far >= FEWEST_PEOPLE && far >= SHARE * sitting.length;
}
