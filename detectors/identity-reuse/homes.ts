import { apartKm, distanceKm, type Point, type Spot } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import { nearListed } from '../../src/detect/places/at-listed.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { recordsSay } from '../../src/detect/people/homes-on-record.ts';
import { lineReader, placeSpeller, tokenLineReader, type PlaceKey } from '../../src/detect/places/lines.ts';
import { judgeTokens, type Tokens, type TokenSight } from '../../src/detect/places/tokens.ts';
import type { Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';
import type { Homes, Roof } from './weigh.ts';

/** Within so many km of an office of the list a parcel went to the office. */
const OFFICE_KM = 1;
/** More people with one point are in the middle of a town; with one address, at a place of work. */
const POINT_PEOPLE = 6;
const ADDRESS_PEOPLE = 25;
/** A router behind so many unconnected lines is a default value. */
const ROUTER_SPREAD = 3;
/** Records of homes so far apart name two homes. */
const TWO_HOMES_KM = 2;

/**
 * Tells whether two people live at one place: a declared household, one door for their parcels, one home line or router.
 *
 * Two homes are seen where both have one and it is not the same, or where the record names homes apart. Otherwise it is
 * unknown. Lines of people outside scope go within days, so only starters are compared by them.
 */
export function homesReader(window: Seen, settings: Values<typeof SETTINGS>): (a: HireId, b: HireId) => Homes {
  const { lived, apart } = livedAt(window);
  const isOneDoor = doorReader(window, settings.doorKm);
  const known = new Map<string, Homes>();
  const tell = (a: HireId, b: HireId): Homes => {
    if (window.tied(a, b)) return 'together';
    const roof = roofOf(window.hires.get(a), window.hires.get(b));
    if (isOneDoor(a, b)) return roof;
    const [one, other] = [lived.get(a), lived.get(b)];
    if (one && other) {
      const both = [...one.keys()].filter((day) => other.has(day));
      const common = both.filter((day) => [...one.get(day)!].some((place) => other.get(day)!.has(place) && !apart(place, a, b)));
      if (common.length >= settings.togetherDays && common.length >= settings.togetherShare * both.length) return roof;
      if (both.length >= settings.togetherDays) return 'apart';
    }
    return recordsApart(window.hires.get(a), window.hires.get(b)) ? 'apart' : 'unknown';
  };
  return (a, b) => {
    const key = a < b ? `${a}\0${b}` : `${b}\0${a}`;
    let answer = known.get(key);
    if (answer === undefined) known.set(key, (answer = tell(a, b)));
    return answer;
  };
}

interface Lived { readonly lived: ReadonlyMap<HireId, ReadonlyMap<Day, ReadonlySet<PlaceKey>>>; readonly apart: Tokens['apart'] }

/** Lines and routers that starters were behind, day by day; of a laptop its holder, else of the account its owner. */
function livedAt(window: Seen): Lived {
  const says = lineReader(window);
  const tokenSays = tokenLineReader(window, says);
  const placeOf = placeSpeller();
  const ownerOf = ({ holder, person }: { readonly holder: HireId | undefined; readonly person: HireId | undefined }): HireId | undefined => {
    const owner = holder ?? person;
    return owner !== undefined && window.hires.get(owner)?.inScope ? owner : undefined;
  };
  const sights = window.rows.routers.flatMap((row): (TokenSight & { readonly day: Day })[] => {
    const node = ownerOf(row);
    const line = row['farmwatch.net.line'];
    if (node === undefined) return [];
    return [{ place: placeOf('router', row['farmwatch.net.gateway_mac_token']!), node, day: row.day, line, operator: row['source.as.number'], times: 1, says: line === undefined ? undefined : tokenSays(line, row['farmwatch.net.kind']) }];
  });
  const tokens = judgeTokens(sights, ROUTER_SPREAD);
  const lived = new Map<HireId, Map<Day, Set<PlaceKey>>>();
  const note = (hire: HireId, day: Day, place: PlaceKey): void => {
    const days = lived.getOrInsertComputed(hire, () => new Map());
    days.getOrInsertComputed(day, () => new Set()).add(place);
  };
  for (const row of window.rows.lines) {
    const hire = ownerOf(row);
    if (hire !== undefined && says(row['farmwatch.net.line']!, row['farmwatch.net.kind']) === 'somewhere') note(hire, row.day, placeOf('line', row['farmwatch.net.line']!));
  }
  for (const { place, node, day, says: said } of sights) if (said !== 'listed' && !tokens.listed(place) && !tokens.everywhere(place)) note(node, day, place);
  return { lived, apart: (place, a, b) => place.startsWith('router ') && tokens.apart(place, a, b) };
}

/** Parcels to one door: equal address tokens, else points a few steps apart; never an office of the list, never a crowd. */
function doorReader(window: Seen, doorKm: number): (a: HireId, b: HireId) => boolean {
  const isNearOffice = nearListed(window.places, OFFICE_KM);
  const points = new Map<HireId, Point>();
  for (const { hire_id: hire, ship } of window.hires.values()) if (isDoor(ship)) points.set(hire, ship);
  for (const { holder, shipTo } of window.laptops.values()) if (holder !== undefined && isDoor(shipTo)) points.set(holder, shipTo);
  const isOffice = (hire: HireId): boolean => {
    const at = points.get(hire);
    return at !== undefined && isNearOffice(at);
  };
  const doorsOf = new Map<HireId, Set<string>>();
  const peopleAt = new Map<string, Set<HireId>>();
  const note = (hire: HireId, door: string): void => {
    doorsOf.getOrInsertComputed(hire, () => new Set()).add(door);
    peopleAt.getOrInsertComputed(door, () => new Set()).add(hire);
  };
  for (const { hire_id: hire, ship_address_token: door } of window.hires.values()) if (door !== undefined) note(hire, door);
  for (const { holder, door } of window.laptops.values()) if (holder !== undefined && door !== undefined) note(holder, door);
  const near = (at: Point): number => [...points.values()].filter((point) => distanceKm(at, point) <= doorKm).length;
  return (a, b) => {
    const [one, other] = [doorsOf.get(a), doorsOf.get(b)];
    if (isOffice(a) || isOffice(b)) return false;
    if (one && other) return [...one].some((door) => other.has(door) && peopleAt.get(door)!.size <= ADDRESS_PEOPLE);
    const [here, there] = [points.get(a), points.get(b)];
    return here !== undefined && there !== undefined && distanceKm(here, there) <= doorKm && near(here) <= POINT_PEOPLE;
  };
}

/** What the homes on record say of two people who are seen in one home. */
function roofOf(a: Hire | undefined, b: Hire | undefined): Roof {
  const records = recordsSay(a, b);
  return records === undefined ? 'together' : records === 'apart' ? 'against-record' : 'as-recorded';
}

/** True where a record tells a door, not only the town. */
function isDoor(spot: Spot | undefined): spot is Point {
  return spot !== undefined && spot.radiusKm === undefined;
}

function recordsApart(a: Hire | undefined, b: Hire | undefined): boolean {
  if (a?.home && b?.home) return apartKm(a.home, b.home) > TWO_HOMES_KM;
  return a?.home_city !== undefined && b?.home_city !== undefined && a.home_city.toLowerCase() !== b.home_city.toLowerCase();
}
