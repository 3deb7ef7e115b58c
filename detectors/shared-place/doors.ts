import { distanceKm, type Point } from '../../src/core/geo.ts';
import type { HireId, Serial } from '../../src/core/person.ts';
import { hiresSaid } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import type { Fact, Reading } from '../../src/detect/detector.ts';
import { lodgedFact } from '../../src/detect/places/lodged.ts';
import { aspectOf, rowReader, type PlaceKey } from '../../src/detect/places/lines.ts';
import { SEEN_BY } from '../../src/detect/places/place-rows.ts';
import type { Node } from '../../src/detect/places/stays.ts';
import type { MainPlaces, Meeting } from '../../src/detect/places/together.ts';
import { ownOf } from '../../src/detect/places/whereabouts.ts';
import { betaBinomial } from '../../src/detect/stats.ts';
import { areOfOneAgency } from './agency.ts';
import type { Seen } from './evidence.ts';
import { recordFact } from './explain.ts';
import { areAddressesApart, parcelsOf, sharedDoors, type Door, type Parcel } from './parcel-doors.ts';
import { areApart, recordsChance, recordsOf, type Records } from './records.ts';
import type { SETTINGS } from './settings.ts';
import { LODGING, WAYS, type Way } from './ways.ts';

type Settings = Values<typeof SETTINGS>;

/** How two laptops that were sent to one door stand, as far as that is seen: at it behind lines of their own, as lately as that. */
interface Stand { readonly hasOwnLines: boolean; readonly since: Instant }
const UNSEEN: Stand = { hasOwnLines: false, since: -Infinity };

/** What ties two parcels to one door. */
interface Tie { readonly other: HireId; readonly doors: readonly Door[]; readonly stand: Stand; readonly areAddressesApart: boolean }

/**
 * Starters whose laptops were sent to one door, though no tie is declared and they are not seen together: they leave by exits
 * that tell no place, or one of them is silent; or both live where their parcels went, far from their homes on record, each
 * behind a line of its own. Where they are seen together that counts, and where they live elsewhere the parcel is forgotten.
 */
export function doorReadings(window: Seen, nodes: ReadonlyMap<string, Node>, main: MainPlaces, met: readonly Meeting[], settings: Settings): readonly Reading[] {
  const heard = daysHeard(window);
  const parcels = parcelsOf(window);
  const byHire = Map.groupBy(parcels, ({ hire }) => hire);
  const atDoor = peopleByDoor(parcels);
  const standOf = standReader(window, nodes, main, met, settings);
  const tieOf = (subject: HireId, other: HireId): Tie | undefined => {
    if (other === subject || window.tied(subject, other)) return undefined;
    const pairs = byHire.get(subject)!.flatMap((own) => byHire.get(other)!.flatMap((theirs): readonly Omit<Tie, 'other'>[] => {
      const doors = sharedDoors(own, theirs).filter((door) => atDoor.get(door)!.size <= settings.doorLimit);
      const stand = doors.length === 0 ? undefined : standOf(own, theirs);
      return stand === undefined ? [] : [{ doors, stand, areAddressesApart: areAddressesApart(own, theirs) }];
    }));
    const [best] = pairs.toSorted((a, b) => Number(isSeveral(a)) - Number(isSeveral(b)));
    return best && { other, ...best, doors: [...new Set(pairs.flatMap(({ doors }) => doors))] };
  };
  const isHeard = (hire: HireId): boolean => (heard.get(hire)?.size ?? 0) >= settings.minimumDays;
  return [...byHire].filter(([hire]) => window.hires.get(hire)!.inScope).flatMap(([hire, own]): readonly Reading[] => {
    const around = new Set(own.flatMap(({ doors }) => doors.flatMap((door) => [...atDoor.get(door)!])));
    const ties = [...around].sort().flatMap((other) => tieOf(hire, other) ?? []);
    const others = ties.map(({ other }) => other);
    // One door is a fact about all of them, also about who has not begun.
    if (others.length === 0 || ![hire, ...others].some(isHeard)) return [];
    const oneAgency = areOfOneAgency([hire, ...others], window);
    const newest = Math.max(...[hire, ...others].flatMap((one) => byHire.get(one)!).map(({ sentAt }) => sentAt), ...ties.map(({ stand }) => stand.since));
    const records = recordsOf(hire, others, window.hires);
    const several = ties.some(isSeveral);
    // That this parcel went far from home is a matter of custody, and then homes that are far apart say the same once more.
    const weighed = own.some(({ isFar }) => isFar) && areApart(records) ? NO_RECORDS : records;
    const began = beganWith(hire, others, window);
    const weight = (isLodged: boolean): number => doorWeight(others.length, oneAgency, weighed, several, settings, { began, isLodged });
    const llr = weight(false);
    return [{ subject: hire, alongside: others, key: 'door', newest, llr, shared: { facts: [lodgedFact(hire)], llr: llr - weight(true) }, ...words(ties, oneAgency, records, window, settings) }];
  });
}

const NO_RECORDS: Records = { known: 0, apart: 0 };

/** Several homes rather than one: addresses that are not written alike, or a line for each. */
function isSeveral({ stand, areAddressesApart: apart }: Pick<Tie, 'stand' | 'areAddressesApart'>): boolean {
  return apart || stand.hasOwnLines;
}

function peopleByDoor(parcels: readonly Parcel[]): ReadonlyMap<Door, ReadonlySet<HireId>> {
  const found = new Map<Door, Set<HireId>>();
  for (const { hire, doors } of parcels) {
    for (const door of doors) found.set(door, (found.get(door) ?? new Set()).add(hire));
  }
  return found;
}

/** How the laptops of two parcels stand; undefined where their parcels are forgotten. Until it is seen of both where they are, nothing is known. */
function standReader(window: Seen, nodes: ReadonlyMap<string, Node>, main: MainPlaces, met: readonly Meeting[], settings: Settings): (a: Parcel, b: Parcel) => Stand | undefined {
  const settled = new Set([...nodes.values()].filter(({ id }) => daysPlaced(main.get(id)) >= settings.minimumDays).map(({ hire }) => hire));
  const together = new Set(met.flatMap(({ pair: [a, b] }) => [`${nodes.get(a)!.hire}\0${nodes.get(b)!.hire}`, `${nodes.get(b)!.hire}\0${nodes.get(a)!.hire}`]));
  const atDoorUntil = doorLivers(window, settings);
  return (a, b) => {
    if (!settled.has(a.hire) || !settled.has(b.hire)) return UNSEEN;
    if (together.has(`${a.hire}\0${b.hire}`) || !a.isFar || !b.isFar) return undefined;
    const [ours, theirs] = [atDoorUntil(a), atDoorUntil(b)];
    return ours === undefined || theirs === undefined ? undefined : { hasOwnLines: true, since: Math.min(ours, theirs) };
  };
}

/** One day of a laptop: whether it was at the door, and whether it said so itself. */
interface AtDoor { readonly own: boolean; readonly near: boolean; readonly last: Instant }

/** So far from an entry of an address table lies the line of most homes. */
const ENTRY_KM = 60;
/** So far from a point on record may lie what it stands for. */
const POINT_KM = 1;

/** Tells when a laptop was seen last where its parcel went, if it was there on most days that tell: by what it reports, else by the entry of its line. */
function doorLivers({ laptops, places, vouched, rows }: Seen, { minimumDays }: Settings): (parcel: Parcel) => Instant | undefined {
  const says = rowReader({ places, vouched });
  const byLaptop = Map.groupBy(rows.whereabouts.filter(({ laptop }) => laptop !== undefined), ({ laptop }) => laptop!);
  const isNear = (row: Seen['rows']['whereabouts'][number], at: Point): boolean | undefined => {
    const { 'source.geo.location.lat': lat, 'source.geo.location.lon': lon } = row;
    const own = ownOf(row);
    if (own) return distanceKm(own, at) <= own.radiusKm + POINT_KM;
    if (lat === undefined || lon === undefined || says(row) !== 'somewhere') return undefined;
    return distanceKm({ lat, lon }, at) <= Math.max(ENTRY_KM, row['farmwatch.net.radius_km'] ?? 0);
  };
  const daysOf = (serial: Serial, holder: HireId, at: Point): readonly AtDoor[] => {
    const days = new Map<Day, AtDoor>();
    for (const row of byLaptop.get(serial) ?? []) {
      const near = row.holder === holder ? isNear(row, at) : undefined;
      if (near === undefined) continue;
      const known = days.get(row.day);
      const own = ownOf(row) !== undefined;
      // Of a day what the laptop says itself counts, and among equals that it was there.
      if (known === undefined || (own && !known.own)) days.set(row.day, { own, near, last: row.last });
      else if (own === known.own) days.set(row.day, { own, near: known.near || near, last: Math.max(known.last, row.last) });
    }
    return [...days.values()];
  };
  return ({ laptop, hire, at }) => {
    if (at === undefined || laptops.get(laptop)?.holder !== hire) return undefined;
    const days = daysOf(laptop, hire, at);
    const near = days.filter((day) => day.near);
    return near.length >= minimumDays && near.length * 2 > days.length ? Math.max(...near.map(({ last }) => last)) : undefined;
  };
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

/** Who begins with most of the others: how many begin within a day, and days since. */
interface Began { readonly along: number; readonly days: number }

function beganWith(subject: HireId, others: readonly HireId[], { hires, asOf }: Seen): Began | undefined {
  const startOf = (hire: HireId): Instant => startOfDay(hires.get(hire)!.start_date);
  const along = others.filter((other) => Math.abs(startOf(other) - startOf(subject)) <= DAY).length;
  return along * 2 > others.length ? { along, days: Math.max(0, (asOf - startOf(subject)) / DAY) } : undefined;
}

/**
 * Weight of one door for several laptops: of a farm, against homes that are shared untold, doors that serve many, such
 * as a shop, a front desk or a building of many homes, and, for who begins with most of the others, the hotel or room in
 * which they do.
 *
 * @param others  other people whose laptops were sent there, 1 or more
 * @param several several addresses are written at that point, or the laptops have a line each: that is seldom one home
 * @param besides   who begins with most of the others; and whether the subject is known to live there, away from home
 */
export function doorWeight(
  others: number, oneAgency: boolean, records: Records, several: boolean,
  { farmDoor, homeShared, sharedDoor, agencyRooms, lodging, beginning, beginningDays }: Settings, { began, isLodged = false }: { readonly began?: Began | undefined; readonly isLodged?: boolean } = {},
): number {
  const likely = (common: number, { more, recordsApart, along }: Pick<Way, 'more' | 'recordsApart' | 'along'>, severally: number): number =>
    common * more ** (others - 1) * recordsChance(records, recordsApart) * (several ? severally : 1) * (began ? betaBinomial(began.along, others, ...along) : 1);
  const ordinary = likely(homeShared, WAYS.home, SEVERAL.home) + likely(sharedDoor, SHOP, SEVERAL.shop) + (oneAgency ? likely(agencyRooms, WAYS.agency, SEVERAL.agency) : 0)
    + (began ? likely(beginning * SENT_AHEAD * Math.exp(-began.days / beginningDays), WAYS.beginning, SEVERAL.beginning) : 0)
    + (isLodged ? likely(lodging * SENT_TO_LODGING, LODGING, SEVERAL.lodging) : 0);
  return Math.log(likely(farmDoor, WAYS.farm, SEVERAL.farm)) - Math.log(ordinary);
}

/** Of beginnings together, those for which the laptops are sent ahead to where they are. */
const SENT_AHEAD = 0.1;
/** Of those who are put up with colleagues, those of whom several have their laptop sent there. */
const SENT_TO_LODGING = 0.5;

/** A door that takes in parcels of the people around; by judgement, as the ways are. */
const SHOP = { more: 0.7, recordsApart: 0.1, along: [1, 3] } as const;

/**
 * Share of such doors at which addresses are written differently, or laptops have lines of their own, by judgement: a keeper
 * may write the flat now and then, or have two lines; who lives together has one address and one line.
 */
const SEVERAL = { farm: 0.2, home: 0.1, shop: 0.9, agency: 0.9, beginning: 0.9, lodging: 0.5 } as const;

function words(ties: readonly Tie[], oneAgency: boolean, records: Records, window: Seen, { homeShared, sharedDoor }: Settings): Pick<Reading, 'because' | 'clear' | 'look'> {
  const others = ties.map(({ other }) => other);
  const starters = others.filter((id) => window.hires.get(id)?.inScope).length;
  const isSeen = ties.every(({ stand }) => stand.hasOwnLines);
  const doorWord = ties.some(({ areAddressesApart: apart }) => apart) ? 'point' : 'door';
  const seen = isSeen ? 'each is seen around there, behind a line of its own' : ties.some(({ stand }) => stand.hasOwnLines) ? 'some of them are seen behind no home line' : 'they are seen behind no home line';
  return {
    because: {
      headline: [`The laptop was sent to one ${doorWord} with those of `, ...hiresSaid(others), `, ${others.length + 1} in all; ${oneAgency ? 'all are of one agency' : 'no tie is declared'}, and ${seen}.`],
      facts: [
        { label: 'Others whose laptop was sent there, without a declared tie', value: [`${others.length}, of them ${starters} in their first months`], usual: `0; 1 starter in ${Math.round(1 / homeShared)} shares a home with a colleague, 1 in ${Math.round(1 / sharedDoor)} has parcels sent where colleagues have theirs` },
        ...severalFact(ties),
        ...recordFact(records),
        { label: 'Told by', value: [toldBy(ties.flatMap(({ doors }) => doors))], usual: 'a home line that they share tells more, as soon as one is seen; how far from home each stands is weighed under place' },
      ],
      innocent: [
        ['They live together and have not declared it: ask HR for household and addresses.'],
        ...(ties.some(isSeveral) ? [['A building of many homes, or one in which people are put up who move for the job: ask HR.']] : []),
        ['A shop, a locker or a front desk that takes parcels in: ask the carrier what stands at the address.'],
        ['A place of work that is not listed: enter it in places.csv.'],
      ],
    },
    clear: ['they declare one household, or the address is a shop, a front desk or a place of work'],
    look: { where: { 'event.action': SEEN_BY } },
  };
}

function severalFact(ties: readonly Tie[]): readonly Fact[] {
  const value = [
    ...(ties.some(({ areAddressesApart: apart }) => apart) ? ['the addresses on record are written differently'] : []),
    ...(ties.some(({ stand }) => stand.hasOwnLines) ? ['they have a line each'] : []),
  ];
  return value.length === 0 ? [] : [{ label: 'One home or several', value: [value.join(', and ')], usual: 'one home has one address and one line; a building of many homes, or a shop, has several around it' }];
}

function toldBy(doors: readonly Door[]): string {
  const tells = (way: string): boolean => doors.some((door) => door.startsWith(`${way} `));
  const said = [
    ...(tells('record') ? ['the addresses on record'] : []),
    ...(tells('point') ? ['the points on record to which they were sent, far from the home on record'] : []),
    ...(tells('scan') ? ['scans of carriers that end at one point, far from the home on record'] : []),
  ];
  return said.join(', and ');
}
