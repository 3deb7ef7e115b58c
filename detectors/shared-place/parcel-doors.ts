import { apartKm, distanceKm, type Point, type Spot } from '../../src/core/geo.ts';
import type { HireId, Serial } from '../../src/core/person.ts';
import type { Instant } from '../../src/core/time.ts';
import { nearListed } from '../../src/detect/places/at-listed.ts';
import type { Hire, Laptop, Window } from '../../src/detect/detector.ts';
import { asOfSending } from '../../src/detect/people/homes.ts';
import { APART_KM } from '../../src/detect/people/homes-on-record.ts';
import { toTripReader } from '../../src/detect/people/trip-parcels.ts';
import { endTo, pointOf, scansReader, scansTo, type SCANS, type Scans } from '../../src/detect/places/parcels.ts';

type Seen = Pick<Window<{ readonly scans: typeof SCANS }>, 'laptops' | 'hires' | 'places' | 'travel' | 'asOf' | 'rows' | 'tied'>;

/** One door in one way of knowing it: the token of the address on record, its point, or the point at which a carrier's scans end. */
export type Door = `${'record' | 'point' | 'scan'} ${string}`;

/** A laptop on its way, or arrived, and the person it is for. */
export interface Parcel {
  readonly hire: HireId;
  readonly laptop: Serial;
  readonly doors: readonly Door[];
  readonly sentAt: Instant;
  /** Where it ended, else where it was sent, as far as a point is told. */
  readonly at: Spot | undefined;
  /** That point is far from the home on record. */
  readonly isFar: boolean;
  /** The address on record, where the parcel went as it was ordered: of one that was redirected the record does not tell the end. */
  readonly address: string | undefined;
}

/** A parcel that goes so near to a listed place goes there. */
const AT_PLACE_KM = 2;
/** Digits of degrees within which two points are of one door: some hundred metres. */
const SAME_DOOR_DIGITS = 3;
/** A point that is less exact than this names a street or a town, and no door. */
const DOOR_KM = 0.2;
/** A carrier's point that lies farther from the address on record names an area. Coordinates of two digits are up to 0.8 km off. */
const OFF_KM = 1;
/** A parcel that ended farther from where it was sent was redirected. */
const AS_ORDERED_KM = 50;
/** So many points have to show it before they are taken for those of areas. */
const CHECKED = 3;
/** Where more of a company's points on record have several addresses, whoever wrote them down took them from towns. */
const POINTS_SHARED = 0.1;

/** What a laptop and its parcel tell, before it is judged which points are doors. */
interface Sent { readonly hire: Hire; readonly laptop: Laptop; readonly sentAt: Instant; readonly end: Spot | undefined; readonly scanDoor: Door | undefined; readonly isRedirected: boolean }

/**
 * Parcels to doors that are no place of work, to people who work from home.
 *
 * A point makes a door far from the home on record only: near home it may stand for a whole postal area, and who lives around
 * has parcels there. Nor does one that is known to stand for an area: one that tells no more than a town, one at
 * which parcels for several addresses end, or that lies beside the address on record, and all scans of a company where
 * most do.
 */
export function parcelsOf(window: Seen): readonly Parcel[] {
  const { places, asOf } = window;
  const isAtPlace = nearListed(places, AT_PLACE_KM);
  const sent = sentOf(window);
  const toTrip = toTripReader(window.travel, AS_ORDERED_KM);
  const isArea = areaReader(sent, window);
  const isAreaOnRecord = recordedAreas(sent, window);
  const areOfTowns = recordsTellTowns(window);
  /** One who tells the town alone, carrier or record, and the other the same point. */
  const isTown = (end: Spot | undefined, shipTo: Spot | undefined): boolean =>
    end !== undefined && shipTo !== undefined && (areOfTowns || !isExact(end) || !isExact(shipTo)) && distanceKm(end, shipTo) <= OFF_KM;
  return sent.flatMap(({ hire, laptop, sentAt, end, scanDoor, isRedirected }): readonly Parcel[] => {
    const { shipTo, door: token } = laptop;
    const to = end ?? shipTo;
    // Where the company sends people together, their laptops go to one door.
    if (comesIn(hire) || (to && toTrip(hire.hire_id, to, sentAt))) return [];
    const { home } = asOfSending(hire, laptop);
    const isFarDoor = (point: Spot): boolean => isExact(point) && home !== undefined && apartKm(home, point) > APART_KM && !isAtPlace(point);
    const doors: readonly Door[] = [
      ...(token === undefined || (shipTo && isAtPlace(shipTo)) ? [] : [`record ${token}` as const]),
      ...(shipTo && !isRedirected && !areOfTowns && isFarDoor(shipTo) && !isTown(end, shipTo) && !isAreaOnRecord(shipTo) ? [`point ${spelled(shipTo)}` as const] : []),
      ...(scanDoor && end && isFarDoor(end) && !isTown(end, shipTo) && !isArea(scanDoor) ? [scanDoor] : []),
    ];
    const at = end ?? shipTo;
    const isFar = at !== undefined && home !== undefined && apartKm(home, at) > APART_KM;
    return doors.length === 0 ? [] : [{ hire: hire.hire_id, laptop: laptop.serial, doors, sentAt: Math.min(asOf, sentAt), at, isFar, address: isRedirected ? undefined : token }];
  });
}

/** One door of two parcels: an address, or a point that is on record for both; a carrier's point where no two addresses deny it. */
export function sharedDoors(a: Parcel, b: Parcel): readonly Door[] {
  const both = a.doors.filter((door) => b.doors.includes(door));
  return areAddressesApart(a, b) ? both.filter((door) => !door.startsWith('scan')) : both;
}

/** Both went where they were ordered to, and the addresses are not written alike. */
export function areAddressesApart(a: Parcel, b: Parcel): boolean {
  return a.address !== undefined && b.address !== undefined && a.address !== b.address;
}

function sentOf({ laptops, hires, rows }: Seen): readonly Sent[] {
  const scansOf = scansReader(rows.scans);
  return [...laptops.values()].flatMap((laptop): readonly Sent[] => {
    const hire = laptop.holder === undefined ? undefined : hires.get(laptop.holder);
    const sentAt = laptop.deliveredAt ?? laptop.shippedAt ?? hire?.startsAt;
    if (!hire || sentAt === undefined || laptop.returnedAt !== undefined) return [];
    const { end, door } = scanned(laptop, hire, scansOf);
    const isAway = end !== undefined && laptop.shipTo !== undefined && apartKm(laptop.shipTo, end) > AS_ORDERED_KM;
    return [{ hire, laptop, sentAt, end, scanDoor: door, isRedirected: isAway || scansTo(laptop, hire, scansOf).some((scan) => scan['farmwatch.shipment.status'] === 'redirected') }];
  });
}

/**
 * Where a carrier brought a laptop. Only within a region that is told, for a point that stands for a whole country is where
 * parcels of many regions end, and only of a delivery, for many parcels are redirected in one depot.
 */
function scanned(laptop: Laptop, hire: Hire, scansOf: Scans): { readonly end: Spot | undefined; readonly door: Door | undefined } {
  const last = endTo(laptop, hire, scansOf);
  const end = last && pointOf(last);
  const region = last?.['farmwatch.shipment.region'];
  return { end, door: end === undefined || region === undefined || last?.['farmwatch.shipment.status'] !== 'delivered' ? undefined : `scan ${region} ${spelled(end)}` };
}

/** Tells whether a carrier's point stands for an area, by the parcels that ended there and by all whose address is known to a door. */
function areaReader(sent: readonly Sent[], { tied }: Pick<Seen, 'tied'>): (door: Door) => boolean {
  const atDoor = Map.groupBy(sent.filter(({ scanDoor }) => scanDoor !== undefined), ({ scanDoor }) => scanDoor!);
  const checked = sent.flatMap(({ laptop: { shipTo }, end, scanDoor, isRedirected }) => (scanDoor && end && shipTo && isExact(shipTo) && !isRedirected ? [{ door: scanDoor, isOff: distanceKm(shipTo, end) > OFF_KM }] : []));
  const off = new Set(checked.filter(({ isOff }) => isOff).map(({ door }) => door));
  return (door) => {
    const others = checked.filter((one) => one.door !== door);
    if (off.has(door) || (others.length >= CHECKED && others.filter(({ isOff }) => isOff).length * 2 > others.length)) return true;
    return haveAddressesApart((atDoor.get(door) ?? []).filter(({ isRedirected }) => !isRedirected), tied);
  };
}

/** Tells whether points on record are those of towns: several addresses lie at one, and not here alone. */
function recordedAreas(sent: readonly Sent[], { tied }: Pick<Seen, 'tied'>): (point: Point) => boolean {
  const byPoint = Map.groupBy(sent.filter(({ laptop: { shipTo } }) => shipTo && isExact(shipTo)), ({ laptop }) => spelled(laptop.shipTo!));
  const shared = new Set([...byPoint].filter(([, ofPoint]) => haveAddressesApart(ofPoint, tied)).map(([point]) => point));
  return (point) => {
    const others = shared.size - (shared.has(spelled(point)) ? 1 : 0);
    return others >= CHECKED && others > POINTS_SHARED * (byPoint.size - 1);
  };
}

/** Homes on record are those of towns: in most towns where several people live without a tie, two at least, all have one point. */
function recordsTellTowns({ hires, tied }: Pick<Seen, 'hires' | 'tied'>): boolean {
  const located = [...hires.values()].filter(({ home, home_city: city }) => home && isExact(home) && city !== undefined);
  const byTown = Map.groupBy(located, ({ home_city: city, home_region: region, home_country: country }) => `${city!.trim().toLowerCase()}|${region}|${country}`);
  const pointsByTown = [...byTown.values()].flatMap(([first, ...others]) => {
    const strangers = others.filter(({ hire_id: id }) => !tied(first!.hire_id, id));
    return strangers.length === 0 ? [] : [new Set([first!, ...strangers].map(({ home }) => spelled(home!))).size];
  });
  const alike = pointsByTown.filter((points) => points === 1).length;
  return alike > 1 && alike * 2 > pointsByTown.length;
}

/** Two people without a tie have addresses there that are not written alike. */
function haveAddressesApart(sent: readonly Sent[], tied: Seen['tied']): boolean {
  const told = sent.filter(({ laptop }) => laptop.door !== undefined);
  return told.some((a) => told.some((b) => a.laptop.door !== b.laptop.door && a.hire !== b.hire && !tied(a.hire.hire_id, b.hire.hire_id)));
}

/** It can name a door: no circle around a town, and not of one digit, which is within some ten kilometres. */
function isExact({ lat, lon, radiusKm = 0 }: Spot): boolean {
  const hasDigits = (degrees: number): boolean => Math.abs(degrees * 10 - Math.round(degrees * 10)) > 1e-6;
  return radiusKm <= DOOR_KM && (hasDigits(lat) || hasDigits(lon));
}

function spelled({ lat, lon }: Point): string {
  return `${lat.toFixed(SAME_DOOR_DIGITS)} ${lon.toFixed(SAME_DOOR_DIGITS)}`;
}

/** Laptops of people of an office go to the office. */
function comesIn({ work_mode: mode }: Hire): boolean {
  return mode === 'office' || mode === 'hybrid';
}
