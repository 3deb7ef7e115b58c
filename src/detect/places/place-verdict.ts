import { countryName, isAbroad } from '../../core/countries.ts';
import { apartKm, distanceKm, distanceRangeKm, type Disc, type Point, type Spot } from '../../core/geo.ts';
import type { TravelRow } from '../../core/person.ts';
import { dayOf } from '../../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { Custody } from './custody.ts';
import type { Hire, Laptop } from '../detector.ts';
import { isPhysical } from './lines.ts';
import type { KeptThere } from './kept-there.ts';
import { clockAt, type ClockSays, type ZoneNear } from './place-clock.ts';
import type { Known } from '../people/registry.ts';
import { CARRIER, MOBILE, hear, witnessOf, isReported, standingOf, type Hearing, type Standing } from './standing.ts';
import { OWN, type Reader, type Sight } from './sights.ts';
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
  /** How likely each witness is to err about this laptop, with what it tells of where it was before. */
  readonly errs: (sight: Sight) => number;
  /** The country of the place, where tables name one that is not that of home. */
  readonly abroad: string | undefined;
  /** Where it was brought and stayed, where that counts. */
  readonly kept: KeptThere | undefined;
}

/** How often a witness names another area than the right one: tables seldom take one country for another. */
function misplacedReader({ home_country: home }: Pick<Hire, 'home_country'> = {}, { reader: { misplaced }, settings }: Pick<Knowledge, 'reader' | 'settings'>): (sight: Sight) => number {
  return ({ by, country, network }) => (isAbroad(country, home) ? Math.min(misplaced[by], network === 'home' ? settings.misplacedAbroadHome : settings.misplacedAbroad) : misplaced[by]);
}

/** What counts besides the rows of the days that are looked at. */
export interface Besides {
  /** Rows of earlier days: a place is told by all that has named it since the laptop came there. */
  readonly before?: readonly WhereaboutsRow[];
  /** Where carriers brought it, and whether it has kept to that, where that shall count as a witness. */
  readonly brought?: Spot | undefined;
  readonly kept?: KeptThere | undefined;
}

/** A row with where it puts its laptop. */
type Placed = readonly [row: WhereaboutsRow, sight: Sight | undefined];

export function weigh(rows: readonly WhereaboutsRow[], laptop: Laptop, hire: Hire | undefined, known: Knowledge, { before = [], ...parcel }: Besides = {}): Weighed | undefined {
  const { registry, reader, settings, zoneNear } = known;
  const placed = (row: WhereaboutsRow): Placed => [row, reader.sightOf(row)];
  const [earlier, now] = [before.map(placed), rows.map(placed)];
  const sights = now.flatMap(([, sight]) => sight ?? []);
  const standing = standingOf(sights);
  if (!standing) return undefined;
  const { at } = standing;
  const anchor = (name: string, spot: Spot | undefined): readonly Anchor[] => (spot ? [{ name, at: spot, km: distanceKm(spot, at) + (spot.radiusKm ?? 0), awayKm: distanceRangeKm(at, spot)[0] }] : []);
  const own = [...anchor('home', hire?.home), ...anchor('the address it was sent to', laptop.shipTo)];
  const anchors = [...own, ...registry.places.filter(isPhysical).flatMap((place) => anchor('every vouched place', place.at))].sort((a, b) => a.km - b.km);
  const all = [...earlier, ...now];
  const isHere = ([, sight]: Placed): boolean => sight !== undefined && distanceKm(sight, at) <= Math.max(sight.radiusKm, at.radiusKm);
  const isExpected = (sight: Sight): boolean => own.some((one) => isNear(sight, one.at, settings));
  const zones = zonesAt(standing, now, all.filter(isHere));
  const clockTo = (spot: Point): ClockSays => clockAt(spot, zones, { at: hire?.home, zone: hire?.time_zone }, zoneNear, registry.asOf);
  const clock = clockTo(at);
  const misplaced = misplacedReader(hire, known);
  const isNewOperator = newOperators(all, isExpected);
  const errs = (sight: Sight): number => misplaced(sight) * (isAbroad(sight.country, hire?.home_country) && isNewOperator(sight) ? settings.newOperator : 1);
  // A laptop that says itself where it is tells where its line is as well.
  const kept = isReported(at) ? undefined : parcel.kept;
  const carried = parcel.brought !== undefined && isNear(at, parcel.brought, settings) ? 'there' : kept && 'kept';
  const told: Standing = { ...standing, sights: [...standing.sights, ...earlier.filter(isHere).map(([, sight]) => sight!)] };
  const hearWith = (says: ClockSays): Hearing => hear(told, isExpected, says, errs, settings, carried);
  const heard = hearWith(clock);
  // A clock that shows the time of where an entry puts the laptop shows that of the address it was sent to, where that is the same.
  const sentTo = clock === 'agrees' && !isReported(at) && laptop.shipTo !== undefined && clockTo(laptop.shipTo) === 'agrees' ? laptop.shipTo : undefined;
  const apart = sentTo ? { apart: hearWith('silent'), open: own.filter(({ at: spot }) => spot === sentTo) } : { apart: heard, open: own };
  return { standing, sights, own, anchors, misplaced: misplaced(at), errs, stray: strayOf(told, known), kept, abroad: isAbroad(at.country, hire?.home_country) ? at.country : undefined, ...heard, ...apart };
}

/** Of a place abroad it is rare that the country is wrong, and not that the town is: so the country is no part of this. */
function strayOf({ sights }: Standing, { reader: { misplaced }, settings }: Pick<Knowledge, 'reader' | 'settings'>): number {
  return strayChance([...new Map(sights.map((sight) => [witnessOf(sight), misplaced[sight.by]])).values()], settings);
}

/** What its clock showed at that place; on the day of a move it showed the time of another one, too. */
function zonesAt({ days }: Standing, now: readonly Placed[], here: readonly Placed[]): ReadonlySet<string> {
  const zonesOf = (some: readonly Placed[]): ReadonlySet<string> => new Set(some.flatMap(([row]) => row['farmwatch.device.time_zone'] ?? []));
  const shown = zonesOf(here);
  return shown.size > 0 ? shown : zonesOf(now.filter(([row, sight]) => sight === undefined && days.has(row.day)));
}

/** Whether it is seen through another operator than while it was where it is expected, and never again through that one. */
function newOperators(all: readonly Placed[], isExpected: (sight: Sight) => boolean): (sight: Sight) => boolean {
  const operatorOf = ([row]: Placed): number | undefined => row['source.as.number'];
  const atHome = all.filter((placed) => placed[1] !== undefined && placed[1].by !== 'other' && operatorOf(placed) !== undefined && isExpected(placed[1]));
  const operators = new Set(atHome.map(operatorOf));
  const last = atHome.map(([{ day }]) => day).sort().at(-1);
  const since = new Map<string, string>();
  for (const placed of all) {
    const [{ day }, sight] = placed;
    if (sight === undefined || operatorOf(placed) === undefined || operators.has(operatorOf(placed))) continue;
    const first = since.get(sight.witness);
    if (first === undefined || day < first) since.set(sight.witness, day);
  }
  return ({ witness }) => last !== undefined && (since.get(witness) ?? '') >= last;
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
  return { verdict: 'expected', confidence: 1 - settings.leftSince, because: `${keptSaid(kept)}${kept.putKm === undefined ? '' : ` Tables put most addresses of it that they know ${kept.putKm} km or more from there, which may be a mistake.`}`, ...keptRegion(kept, hire, settings) };
}

function keptSaid({ name, days, of }: KeptThere): string {
  return `A carrier brought it ${name === 'home' ? 'home' : `to ${name}`}, and on ${days} of the last ${of} days with data it kept to the line or router of its first day there.`;
}

function keptRegion({ at, network }: KeptThere, hire: Hire | undefined, { townKm }: CustodyValues): ReturnType<typeof regionOf> {
  return regionAround({ ...at, radiusKm: Math.max(townKm, at.radiusKm ?? 0) }, network, hire);
}

/** A region of a greater radius is wider than North America: its numbers only look like knowledge. */
const WIDEST_KM = 3_000;

/** The region, where it tells anything. */
export function tellingOf(region: ReturnType<typeof regionOf>): Partial<ReturnType<typeof regionOf>> {
  return region.seen_at!.radius_km > WIDEST_KM ? {} : region;
}

/** Where it is expected, and a region that holds that and a far entry as well would tell nothing: that it is expected is likelier than the level. */
function expectedRegion(found: Weighed, hire: Hire | undefined, settings: CustodyValues): Partial<ReturnType<typeof regionOf>> {
  const { own: [first, ...others], standing: { at } } = found;
  const isOne = first !== undefined && others.every((other) => apartKm(first.at, other.at) <= settings.townKm);
  return isOne && Object.keys(tellingOf(regionOf(found, hire, settings))).length === 0 ? regionAround({ ...first.at, radiusKm: settings.nearKm + (first.at.radiusKm ?? 0) }, at.network, hire) : {};
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
    const home = own.find(({ name }) => name === 'home');
    const far = isOwn && nearest.name !== 'home' && home && home.awayKm > settings.farKm ? `, and is ${Math.round(home.awayKm)} km or more from home` : isOwn || own.length === 0 ? '' : `, and is ${farFromOwn(found)}`;
    return { verdict: 'expected', confidence: isOwn ? sure : chance, because: `${seen(found, settings)} in a region that ${nearest.awayKm === 0 ? 'holds' : `comes within ${Math.ceil(nearest.awayKm)} km of`} ${nearest.name.replace('every', 'a')}${far}.` };
  }
  const trip = tripTo(found, laptop, hire, known);
  if (trip) return { verdict: 'moved-approved', confidence: sure, because: tripSaid(trip, found, known) };
  if (own.length === 0) return cannotTell('Neither a home nor an address it was sent to is known.');
  if (chance <= settings.negligible) {
    return { verdict: 'expected', confidence: Math.min(1 - chance, kept ? 1 - settings.leftSince : 1), because: misplacedSaid(found, known), ...(kept ? keptRegion(kept, hire, settings) : expectedRegion(found, hire, settings)) };
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
  return cannotTell(`By ${speakers(found)} it stands ${far}${doubt}. Address tables misplace about ${misplacedOf(found)} such addresses: too little to tell.`);
}

function misplacedSaid(found: Weighed, known: Knowledge): string {
  const { kept } = found;
  const against = [...(found.apart.clock === 'contradicts' ? ['its clock'] : []), ...(isDoubted(found) ? ['another address of the same days'] : [])];
  const said = against.length > 0 ? `, and ${list(against)} ${against.length > 1 ? 'speak' : 'speaks'} against it` : kept ? '' : ', and nothing else speaks for it';
  return `${seen(found, known.settings)} at an address that tables put ${awayOf(found)} km or more away. They misplace about ${misplacedOf(found)}${said}.${kept ? ` ${keptSaid(kept)}` : ''}`;
}

/** Another entry of the same days names a place where it is expected. */
function isDoubted({ against }: Weighed): boolean {
  return against.some((witness) => witness !== CARRIER);
}

function seen({ standing: { days } }: Weighed, settings: CustodyValues): string {
  return `Seen on ${Math.min(days.size, settings.windowDays)} of the last ${settings.windowDays} days`;
}

function farFromOwn(found: Weighed): string {
  return `${found.abroad === undefined ? '' : `in another country (${countryName(found.abroad)}), `}${awayOf(found)} km or more from ${list(found.own.map(({ name }) => name))}`;
}

/** Least distance from home and the address it was sent to, km. */
function awayOf({ own }: Weighed): number {
  return Math.round(Math.min(...own.map(({ awayKm }) => awayKm)));
}

/** `15 of 100`, `5 of 1,000`: how many such witnesses name another area. */
export function misplacedOf({ misplaced }: Pick<Weighed, 'misplaced'>): string {
  return misplaced < 0.01 ? `${Math.round(1000 * misplaced)} of 1,000` : `${Math.round(100 * misplaced)} of 100`;
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
