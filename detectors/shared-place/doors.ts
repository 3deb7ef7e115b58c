import { apartKm, type Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import { hiresSaid } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import { nearListed } from '../../src/detect/at-listed.ts';
import type { Hire, Reading, Window } from '../../src/detect/detector.ts';
import { APART_KM } from '../../src/detect/homes-on-record.ts';
import { aspectOf, type PlaceKey } from '../../src/detect/lines.ts';
import { endTo, pointOf, scansReader, SCANS, type ScanRow } from '../../src/detect/parcels.ts';
import { PLACE_ROWS, SEEN_BY } from '../../src/detect/place-rows.ts';
import type { Node } from '../../src/detect/stays.ts';
import type { MainPlaces } from '../../src/detect/together.ts';
import { areOfOneAgency } from './agency.ts';
import { recordFact } from './explain.ts';
import { recordsChance, recordsOf, type Records } from './records.ts';
import type { SETTINGS } from './settings.ts';
import { WAYS, type Way } from './ways.ts';

type Settings = Values<typeof SETTINGS>;

export const EVIDENCE = { ...PLACE_ROWS, scans: SCANS };
type Seen = Window<typeof EVIDENCE>;

/** A laptop on its way, or arrived, and the person it is for. */
interface Parcel { readonly hire: HireId; readonly doors: readonly Door[]; readonly sentAt: Instant }

/** One door in one way of knowing it: the token of the address on record, or the point at which a carrier's scans end. */
type Door = `${'record' | 'scan'} ${string}`;

/** A parcel that goes so near to a listed place goes there. */
const AT_PLACE_KM = 2;

/** Digits of degrees within which two scans are of one door: some hundred metres. */
const SAME_DOOR_DIGITS = 3;

/** A scan that is less exact than this names a street or a town, and no door. */
const DOOR_KM = 0.2;

/**
 * Starters whose laptops were sent to one door, though no tie is declared and it is not seen whether the laptops stand
 * together: they leave by exits that tell no place, or one of them is silent. Once it is seen, that counts.
 */
export function doorReadings(window: Seen, nodes: ReadonlyMap<string, Node>, main: MainPlaces, settings: Settings): readonly Reading[] {
  const settled = new Set([...nodes.values()].filter(({ id }) => daysPlaced(main.get(id)) >= settings.minimumDays).map(({ hire }) => hire));
  const heard = daysHeard(window);
  const isUnseen = (a: HireId, b: HireId): boolean => !(settled.has(a) && settled.has(b));
  const parcels = parcelsOf(window);
  const byHire = Map.groupBy(parcels, ({ hire }) => hire);
  const atDoor = peopleByDoor(parcels);
  return [...byHire].filter(([hire]) => window.hires.get(hire)!.inScope && (heard.get(hire)?.size ?? 0) >= settings.minimumDays).flatMap(([hire, own]): readonly Reading[] => {
    const doors = own.flatMap((parcel) => parcel.doors).filter((door) => atDoor.get(door)!.size <= settings.doorLimit);
    const isCompany = (other: HireId): boolean => other !== hire && !window.tied(hire, other) && isUnseen(hire, other);
    const shared = doors.filter((door) => [...atDoor.get(door)!].some(isCompany));
    const others = [...new Set(shared.flatMap((door) => [...atDoor.get(door)!]))].filter(isCompany).sort();
    if (others.length === 0) return [];
    const oneAgency = areOfOneAgency([hire, ...others], window);
    const newest = Math.max(...[hire, ...others].flatMap((one) => byHire.get(one)!).map(({ sentAt }) => sentAt));
    const records = recordsOf(hire, others, window.hires);
    return [{ subject: hire, alongside: others, key: 'door', newest, llr: doorWeight(others.length, oneAgency, records, settings), ...words(others, shared, oneAgency, records, window, settings) }];
  });
}

function peopleByDoor(parcels: readonly Parcel[]): ReadonlyMap<Door, ReadonlySet<HireId>> {
  const found = new Map<Door, Set<HireId>>();
  for (const { hire, doors } of parcels) {
    for (const door of doors) found.set(door, (found.get(door) ?? new Set()).add(hire));
  }
  return found;
}

/** Days on which it is seen where a laptop was; a day at a listed place, or behind an exit, shows no home. */
function daysPlaced(days: ReadonlyMap<Day, readonly PlaceKey[]> = new Map()): number {
  return [...days.values()].filter((places) => places.some((place) => aspectOf(place) !== 'listed')).length;
}

/** Days on which anything was heard of each person. */
function daysHeard({ rows }: Seen): ReadonlyMap<HireId, ReadonlySet<Day>> {
  const found = new Map<HireId, Set<Day>>();
  for (const { holder, person, day } of rows.lines) {
    for (const hire of [holder, person]) if (hire !== undefined) found.set(hire, (found.get(hire) ?? new Set()).add(day));
  }
  return found;
}

/** Parcels to doors that are no place of work, to people who work from home. */
function parcelsOf({ laptops, hires, places, asOf, rows }: Seen): readonly Parcel[] {
  const isAtPlace = nearListed(places, AT_PLACE_KM);
  const scansOf = scansReader(rows.scans);
  return [...laptops.values()].flatMap((laptop): readonly Parcel[] => {
    const hire = laptop.holder === undefined ? undefined : hires.get(laptop.holder);
    const sentAt = laptop.deliveredAt ?? laptop.shippedAt ?? hire?.startsAt;
    if (!hire || sentAt === undefined || comesIn(hire) || laptop.returnedAt !== undefined) return [];
    const onRecord = laptop.door === undefined || (laptop.shipTo && isAtPlace(laptop.shipTo)) ? [] : [`record ${laptop.door}` as const];
    const doors = [...onRecord, ...scannedDoor(hire, endTo(laptop, hire, scansOf), isAtPlace)];
    return doors.length === 0 ? [] : [{ hire: hire.hire_id, doors, sentAt: Math.min(asOf, sentAt) }];
  });
}

/**
 * The door to which a carrier brought a laptop, if it is far from the home on record: one address can be written in many ways
 * and has a token for each. Near home it says nothing, for a carrier's point may stand for a whole postal area; nor without
 * its region, for one that stands for a whole country is where parcels of many regions end. Many are redirected in one depot,
 * so only a delivery counts.
 */
function scannedDoor({ home }: Hire, end: ScanRow | undefined, isAtPlace: (point: Point) => boolean): readonly Door[] {
  const point = end && pointOf(end);
  const region = end?.['farmwatch.shipment.region'];
  if (!home || !point || region === undefined || end?.['farmwatch.shipment.status'] !== 'delivered' || (point.radiusKm ?? 0) > DOOR_KM || apartKm(home, point) <= APART_KM || isAtPlace(point)) return [];
  return [`scan ${region} ${point.lat.toFixed(SAME_DOOR_DIGITS)} ${point.lon.toFixed(SAME_DOOR_DIGITS)}`];
}

/** Laptops of people of an office go to the office. */
function comesIn({ work_mode: mode }: Hire): boolean {
  return mode === 'office' || mode === 'hybrid';
}

/**
 * Weight of one door for several laptops: of a farm, against homes that are shared untold, and doors that serve many, such
 * as a shop or a front desk.
 *
 * @param others other people whose laptops were sent there, 1 or more
 */
export function doorWeight(others: number, oneAgency: boolean, records: Records, { farmDoor, homeShared, sharedDoor, agencyRooms }: Settings): number {
  const likely = (common: number, { more, recordsApart }: Pick<Way, 'more' | 'recordsApart'>): number => common * more ** (others - 1) * recordsChance(records, recordsApart);
  const ordinary = likely(homeShared, WAYS.home) + likely(sharedDoor, SHOP) + (oneAgency ? likely(agencyRooms, WAYS.agency) : 0);
  return Math.log(likely(farmDoor, WAYS.farm)) - Math.log(ordinary);
}

/** A door that takes in parcels of the people around; by judgement, as the ways are. */
const SHOP = { more: 0.7, recordsApart: 0.1 } as const;

function words(others: readonly HireId[], shared: readonly Door[], oneAgency: boolean, records: Records, window: Seen, { homeShared, sharedDoor }: Settings): Pick<Reading, 'because' | 'clear' | 'look'> {
  const starters = others.filter((id) => window.hires.get(id)?.inScope).length;
  return {
    because: {
      headline: ['The laptop was sent to one door with those of ', ...hiresSaid(others), `, ${others.length + 1} in all; ${oneAgency ? 'all are of one agency' : 'no tie is declared'}, and where they stand is not seen.`],
      facts: [
        { label: 'Others whose laptop was sent there, without a declared tie', value: [`${others.length}, of them ${starters} in their first months`], usual: `0; 1 starter in ${Math.round(1 / homeShared)} shares a home with a colleague, 1 in ${Math.round(1 / sharedDoor)} has parcels sent where colleagues have theirs` },
        ...recordFact(records),
        { label: 'Told by', value: [toldBy(shared)], usual: 'where laptops stand tells more, as soon as it is seen' },
      ],
      innocent: [
        ['They live together and have not declared it: ask HR for household and addresses.'],
        ['A shop, a locker or a front desk that takes parcels in: ask the carrier what stands at the address.'],
        ['A place of work that is not listed: enter it in places.csv.'],
      ],
    },
    clear: ['they declare one household, or the address is a shop, a front desk or a place of work'],
    look: { where: { 'event.action': SEEN_BY } },
  };
}

function toldBy(doors: readonly Door[]): string {
  const tells = (way: string): boolean => doors.some((door) => door.startsWith(way));
  const scans = 'scans of carriers that end at one point, far from the home on record';
  if (!tells('scan')) return 'the addresses on record';
  return tells('record') ? `the addresses on record, and ${scans}` : scans;
}
