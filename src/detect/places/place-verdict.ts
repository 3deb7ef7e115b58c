import { distanceKm, distanceRangeKm, type Disc, type Point, type Spot } from '../../core/geo.ts';
import type { TravelRow } from '../../core/person.ts';
import { dayOf } from '../../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { Custody } from './custody.ts';
import type { Hire, Laptop } from '../detector.ts';
import { isPhysical } from './lines.ts';
import type { KeptThere } from './kept-there.ts';
import { clockAt, type ClockSays, type ZoneNear } from './place-clock.ts';
import type { Known } from '../people/registry.ts';
import { CARRIER, hear, isReported, standingOf, type Hearing, type Standing } from './standing.ts';
import { MOBILE, OWN, type Reader, type Sight } from './sights.ts';
import { reachKm, strayChance } from './stray.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

export type Judged = Pick<Custody, 'verdict' | 'confidence' | 'because'> & Partial<Custody>;

/** What a company's rows and tables tell, for all of its laptops. */
export interface Knowledge {
  readonly registry: Known;
  readonly settings: CustodyValues;
  readonly reader: Reader;
  readonly zoneNear: ZoneNear;
}

/** The chance with which a region holds the place. */
const LEVEL = 0.9;

/** Somewhere a laptop is expected, and how far from there it was seen. */
interface Anchor {
  readonly name: string;
  readonly at: Spot;
  /** From the middle of the sight to its far side. */
  readonly km: number;
  /** From the edge of the sight to its near side; 0 within it. */
  readonly awayKm: number;
}

/** The place of most days with what is expected of it. */
export interface Weighed extends Hearing {
  readonly standing: Standing;
  /** All sights of its rows, in their order. */
  readonly sights: readonly Sight[];
  /** Home and the address it was sent to, as far as known. */
  readonly own: readonly Anchor[];
  /** All places where it is expected, the nearest first. */
  readonly anchors: readonly Anchor[];
  /** Of home and the address it was sent to, those that its clock leaves open. */
  readonly open: readonly Anchor[];
  /** What speaks for standing there and at none of these: its clock does not, where it fits the address it was sent to as well. */
  readonly apart: Hearing;
  /** Share of witnesses like that of the place that name another area. */
  readonly misplaced: number;
  /** Chance that all who name the place name another area, of a laptop that stands nowhere that it is expected. */
  readonly stray: number;
  /** Where it was brought and stayed, where that counts. */
  readonly kept: KeptThere | undefined;
}

/** How often a witness names another area than the right one: tables seldom take one country for another. */
export function misplacedReader({ home_country: home }: Pick<Hire, 'home_country'> = {}, { reader: { misplaced }, settings }: Pick<Knowledge, 'reader' | 'settings'>): (sight: Sight) => number {
  return ({ by, country }) => (home !== undefined && country !== undefined && country !== home ? Math.min(misplaced[by], settings.misplacedAbroad) : misplaced[by]);
}

/** @param parcel where carriers brought it, and whether it has kept to that, where that shall count as a witness */
export function weigh(
  rows: readonly WhereaboutsRow[], laptop: Laptop, hire: Hire | undefined, known: Knowledge, parcel: { readonly brought?: Spot | undefined; readonly kept?: KeptThere | undefined } = {},
): Weighed | undefined {
  const { registry, reader, settings, zoneNear } = known;
  const sights = rows.flatMap((row) => reader.sightOf(row) ?? []);
  const standing = standingOf(sights);
  if (!standing) return undefined;
  const { at } = standing;
  const anchor = (name: string, spot: Spot | undefined): readonly Anchor[] => (spot ? [{ name, at: spot, km: distanceKm(spot, at) + (spot.radiusKm ?? 0), awayKm: distanceRangeKm(at, spot)[0] }] : []);
  const own = [...anchor('home', hire?.home), ...anchor('the address it was sent to', laptop.shipTo)];
  const anchors = [...own, ...registry.places.filter(isPhysical).flatMap((place) => anchor('every vouched place', place.at))].sort((a, b) => a.km - b.km);
  const zones = new Set(rows.filter((row) => standing.days.has(row.day)).flatMap((row) => row['farmwatch.device.time_zone'] ?? []));
  const clockTo = (spot: Point): ClockSays => clockAt(spot, zones, { at: hire?.home, zone: hire?.time_zone }, zoneNear, registry.asOf);
  const clock = clockTo(at);
  const misplaced = misplacedReader(hire, known);
  // A laptop that says itself where it is tells where its line is as well.
  const kept = isReported(at) ? undefined : parcel.kept;
  const carried = parcel.brought !== undefined && isNear(at, parcel.brought, settings) ? 'there' : kept && 'kept';
  const hearWith = (says: ClockSays): Hearing => hear(standing, (sight) => own.some((one) => isNear(sight, one.at, settings)), says, misplaced, settings, carried);
  const told = hearWith(clock);
  // A clock that shows the time of where an entry puts the laptop shows that of the address it was sent to, where that is the same.
  const sentTo = clock === 'agrees' && !isReported(at) && laptop.shipTo !== undefined && clockTo(laptop.shipTo) === 'agrees' ? laptop.shipTo : undefined;
  const apart = sentTo ? { apart: hearWith('silent'), open: own.filter(({ at: spot }) => spot === sentTo) } : { apart: told, open: own };
  return { standing, sights, own, anchors, misplaced: misplaced(at), stray: strayOf(standing, known), kept, ...told, ...apart };
}

/** Of a place abroad it is rare that the country is wrong, and not that the town is: so the country is no part of this. */
function strayOf({ sights }: Standing, { reader: { misplaced }, settings }: Pick<Knowledge, 'reader' | 'settings'>): number {
  return strayChance([...new Map(sights.map(({ witness, by }) => [witness, misplaced[by]])).values()], settings);
}

/** So wide that it may hold a home and says nothing by it. */
export function isWide({ radiusKm }: Disc, { wideKm }: CustodyValues): boolean {
  return radiusKm > wideKm;
}

function isNear(disc: Disc, spot: Spot, settings: CustodyValues): boolean {
  return distanceRangeKm(disc, spot)[0] <= settings.nearKm;
}

/** What is said of a laptop that tables do not place, or too widely: that it is where it was brought, if it has kept to that. */
export function keptVerdict(kept: KeptThere, hire: Hire | undefined, settings: CustodyValues): Judged {
  return { verdict: 'expected', confidence: 1 - settings.leftSince, because: keptSaid(kept), ...keptRegion(kept, hire, settings) };
}

function keptSaid({ name, days, of }: KeptThere): string {
  return `A carrier brought it ${name === 'home' ? 'home' : `to ${name}`}, and on ${days} of the last ${of} days with data it kept to the line or router of its first day there.`;
}

function keptRegion({ at, network }: KeptThere, hire: Hire | undefined, { townKm }: CustodyValues): ReturnType<typeof regionOf> {
  return regionAround({ ...at, radiusKm: Math.max(townKm, at.radiusKm ?? 0) }, network, hire);
}

/** What is said of a place, the first that fits. */
export function verdictOf(found: Weighed, laptop: Laptop, hire: Hire | undefined, known: Knowledge): Judged {
  const { standing: { at, days, locatedDays }, own, anchors, apart: { chance }, kept } = found;
  const { settings } = known;
  const [nearest] = anchors;
  if (!nearest) return cannotTell('Neither a home nor an address it was sent to is known.');
  const sure = 1 - settings.elsewhere * found.misplaced;
  const isOwn = own.some(({ awayKm }) => awayKm <= settings.nearKm);
  if (isOwn && isWide(at, settings)) return kept ? keptVerdict(kept, hire, settings) : cannotTell('The region it was seen in is too wide to separate.');
  // Near a listed place but far from its own: as much as standing elsewhere, it takes more than an entry that may be misplaced.
  if (isOwn || (nearest.awayKm <= settings.nearKm && (own.length === 0 || chance >= settings.decisive))) {
    const far = isOwn || own.length === 0 ? '' : `, and is ${farFromOwn(found)}`;
    return { verdict: 'expected', confidence: isOwn ? sure : chance, because: `${seen(found, settings)} in a region that comes within ${Math.round(nearest.awayKm)} km of ${nearest.name.replace('every', 'a')}${far}.` };
  }
  const trip = tripTo(found, laptop, hire, known);
  if (trip) return { verdict: 'moved-approved', confidence: sure, because: tripSaid(trip, found, known) };
  if (own.length === 0) return cannotTell('Neither a home nor an address it was sent to is known.');
  if (chance <= settings.negligible) {
    return { verdict: 'expected', confidence: Math.min(1 - chance, kept ? 1 - settings.leftSince : 1), because: misplacedSaid(found, known), ...(kept ? keptRegion(kept, hire, settings) : {}) };
  }
  if (nearest.awayKm > settings.nearKm && nearest.awayKm <= settings.farKm) return cannotTell(`Where it was seen comes within ${Math.round(nearest.awayKm)} km of ${nearest.name.replace('every', 'a')}: too far to be there, too near to be elsewhere.`);
  if (days.size * 2 <= locatedDays) return cannotTell(`Seen in several places, on no more than ${days.size} of ${locatedDays} days in one.`);
  if (days.size < settings.minimumDays) return cannotTell(`Seen ${farFromOwn(found)} on one day only, and on none anywhere else.`);
  return farVerdict(found, known);
}

/** A trip that covers at least half of the days there. */
function tripTo({ standing: { at, days } }: Weighed, laptop: Laptop, hire: Hire | undefined, { registry, settings }: Knowledge): TravelRow | undefined {
  const isThere = (trip: TravelRow): boolean => (trip.at !== undefined && isNear(at, trip.at, settings)) || isInCountry(at, trip, hire);
  return registry.travel.find((trip) => trip.hire_id === laptop.holder && isThere(trip) && [...days].filter((day) => day >= trip.from && day <= trip.to).length * 2 >= days.size);
}

/** Of a country that is not home's an address table often names another town: that it names the country of the trip is what can be asked of it. */
function isInCountry(at: Sight, { country }: TravelRow, hire: Hire | undefined): boolean {
  return !isReported(at) && country !== undefined && at.country === country && hire?.home_country !== undefined && hire.home_country !== country;
}

/** A trip that is over is told as such: the days there are still among those that are looked at. */
function tripSaid({ to, approved_by: approver = 'the company' }: TravelRow, found: Weighed, { registry, settings }: Knowledge): string {
  const trip = `n a trip approved by ${approver} until ${to}`;
  return to < dayOf(registry.asOf) ? `${seen(found, settings)} where it was o${trip}.` : `O${trip}.`;
}

function farVerdict(found: Weighed, known: Knowledge): Judged {
  const { chance } = found.apart;
  const far = farFromOwn(found);
  if (chance >= known.settings.decisive) return { verdict: 'elsewhere', confidence: chance, because: `${seen(found, known.settings)} ${far}, and far from every vouched place, by ${speakers(found)}.` };
  const doubt = isDoubted(found) ? ', and another address of the same days is where it is expected' : '';
  return cannotTell(`By ${speakers(found)} it stands ${far}${doubt}. Address tables misplace about ${misplacedOf(found)} of 100 such addresses: too little to tell.`);
}

function misplacedSaid(found: Weighed, known: Knowledge): string {
  const { kept } = found;
  const against = [...(found.apart.clock === 'contradicts' ? ['its clock'] : []), ...(isDoubted(found) ? ['another address of the same days'] : [])];
  const said = against.length > 0 ? `, and ${list(against)} ${against.length > 1 ? 'speak' : 'speaks'} against it` : kept ? '' : ', and nothing else speaks for it';
  return `${seen(found, known.settings)} at an address that tables put ${awayOf(found)} km or more away. They misplace about ${misplacedOf(found)} of 100${said}.${kept ? ` ${keptSaid(kept)}` : ''}`;
}

/** Another entry of the same days names a place where it is expected. */
function isDoubted({ against }: Weighed): boolean {
  return against.some((witness) => witness !== CARRIER);
}

function seen({ standing: { days } }: Weighed, settings: CustodyValues): string {
  return `Seen on ${Math.min(days.size, settings.windowDays)} of the last ${settings.windowDays} days`;
}

function farFromOwn(found: Weighed): string {
  return `${awayOf(found)} km or more from ${list(found.own.map(({ name }) => name))}`;
}

/** Least distance from home and the address it was sent to, km. */
function awayOf({ own }: Weighed): number {
  return Math.round(Math.min(...own.map(({ awayKm }) => awayKm)));
}

/** Of a hundred such witnesses. */
function misplacedOf({ misplaced }: Weighed): number {
  return Math.round(100 * misplaced);
}

/** Who names the place, in words. */
function speakers({ standing, apart: { witnesses, clock } }: Weighed): string {
  const entries = witnesses.filter((witness) => witness !== OWN && witness !== CARRIER);
  const said = [
    ...(witnesses.includes(OWN) ? [reportSaid(standing)] : []),
    ...(entries.length > 0 ? [entries.every((witness) => witness === MOBILE) ? MOBILE_SAID : entriesSaid(entries.length)] : []),
    ...(witnesses.includes(CARRIER) ? ['the scans of its parcel'] : []),
    ...(clock === 'agrees' ? ['its clock'] : []),
  ];
  return `${list(said)}${clock === 'contradicts' ? ', against its clock,' : ''}`;
}

/** Whose location it is that tells a place. */
export function reportSaid({ sights }: Standing): string {
  return sights.some(({ by }) => by === 'own') ? 'a location that the laptop reports' : 'a location that another laptop behind the same line reports';
}

const MOBILE_SAID = 'table entries for addresses of mobile carriers';

/** How many opinions address tables give: one for all addresses of a network operator. */
export function entriesSaid(operators: number): string {
  return `table entries for addresses of ${operators === 1 ? 'one network operator' : `${operators} network operators`}`;
}

/** `a`, `a and b`, `a, b and c`. */
function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

export function cannotTell(because: string): Judged {
  return { verdict: 'cannot-tell', confidence: 1, because };
}

/**
 * The region that holds the place of most days with the stated level.
 *
 * An entry of an address table reaches to what it agrees with: a home within its reach is in the region. One that lies
 * far from where the laptop is expected, and may be misplaced, leaves both open, so both are in it. Where nothing
 * vouches for it, it reaches as far as nine of ten such entries err.
 *
 * @param vouches whether home and the address it was sent to vouch for an entry near them: not where other people's laptops
 *                stand as well, whose homes are others
 */
export function regionOf({ standing: { at }, own, open, apart: { chance }, stray }: Weighed, hire: Hire | undefined, settings: CustodyValues, vouches: (spot: Spot) => boolean = () => true): Pick<Custody, 'seen_at' | 'km_from_home'> {
  if (isReported(at)) return regionAround(at, at.network, hire, at.city);
  const near = own.filter(({ awayKm, at: spot }) => awayKm <= settings.nearKm && vouches(spot)).map(({ km }) => km);
  if (near.length > 0) return regionAround({ ...at, radiusKm: Math.max(at.radiusKm, Math.min(...near) + settings.townKm) }, at.network, hire, at.city);
  const isOpen = chance < LEVEL && own.every(({ awayKm }) => awayKm > settings.nearKm);
  const expected = isOpen ? open.map(({ km }) => km + settings.townKm) : [];
  const reach = reachKm(at.radiusKm, expected.length > 0 ? stray * chance : stray, LEVEL, settings);
  // A city that may be the wrong one is not named.
  return regionAround({ ...at, radiusKm: Math.max(reach, ...expected) }, at.network, hire, isOpen ? undefined : at.city);
}

function regionAround(disc: Disc, network: string, hire: Hire | undefined, city?: string): Pick<Custody, 'seen_at' | 'km_from_home'> {
  const home = hire?.home ? distanceRangeKm(disc, hire.home) : undefined;
  return {
    seen_at: { lat: disc.lat, lon: disc.lon, radius_km: Math.ceil(disc.radiusKm), level: LEVEL, network, ...(city === undefined ? {} : { city }) },
    ...(home ? { km_from_home: [Math.floor(home[0]), Math.ceil(home[1])] } : {}),
  };
}
