import { distanceKm, distanceRangeKm, type Disc, type Point } from '../core/geo.ts';
import type { HireId, Serial } from '../core/person.ts';
import { DAY, dayOf, type Day, type Instant } from '../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { Hire, Laptop } from './detector.ts';
import { isSettledBy } from './homes.ts';
import { isPhysical, placeReader } from './lines.ts';
import { livingTogether, type Together } from './living-together.ts';
import type { Registry } from './registry.ts';
import { clockAt, zonedPlaces, type ClockSays, type Zoned } from './place-clock.ts';
import { hear, standingOf, type Hearing, type Standing } from './standing.ts';
import { OWN, readerOf, type Reader, type WhereaboutsRow } from './whereabouts.ts';

export const VERDICTS = ['never-seen', 'dark', 'cannot-tell', 'shared-place', 'expected', 'moved-approved', 'elsewhere'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One issued laptop: where it went and where it lives. */
export interface Custody {
  readonly serial: Serial;
  readonly hire_id: HireId | null;
  readonly verdict: Verdict;
  /** Chance that the verdict is right; `cannot-tell` claims nothing and has 1. */
  readonly confidence: number;
  readonly because: string;
  readonly shipped_to?: Point;
  /** The place of most days lies within `radius_km` with the chance `level`. */
  readonly seen_at?: { readonly lat: number; readonly lon: number; readonly radius_km: number; readonly level: number; readonly network: string; readonly city?: string };
  readonly km_from_home?: readonly [number, number];
  readonly last_contact?: Instant;
}

type Judged = Pick<Custody, 'verdict' | 'confidence' | 'because'> & Partial<Custody>;
const LEVEL = 0.9;

/**
 * One verdict for each issued laptop, first match wins.
 *
 * @param rows the counts of `WHEREABOUTS` over its days
 * @param lastContact latest event by laptop, over all of scope
 */
export function custodyOf(registry: Registry, rows: readonly WhereaboutsRow[], lastContact: ReadonlyMap<string, Instant>, settings: CustodyValues): readonly Custody[] {
  const from = dayOf(registry.asOf - settings.windowDays * DAY);
  const recent = Map.groupBy(rows.filter((row) => row.laptop !== undefined && row.day >= from), (row) => row.laptop!);
  const company: Company = {
    registry, settings, from, reader: readerOf(registry, rows, settings), together: livingTogether(registry, rows, from, settings), listed: placeReader(registry.places), zoned: zonedPlaces(registry),
  };
  return [...registry.laptops.values()].sort((a, b) => (a.serial < b.serial ? -1 : 1)).map((laptop): Custody => {
    const last = lastContact.get(laptop.serial);
    return {
      serial: laptop.serial, hire_id: laptop.holder ?? null,
      ...(laptop.shipTo ? { shipped_to: laptop.shipTo } : {}), ...(last === undefined ? {} : { last_contact: last }),
      ...(silenceOf(laptop, last, registry.asOf, settings) ?? placeOf(laptop, recent.get(laptop.serial) ?? [], company)),
    };
  });
}

/** What all laptops of a company have in common. */
interface Company {
  readonly registry: Registry;
  readonly settings: CustodyValues;
  readonly from: Day;
  readonly reader: Reader;
  readonly together: ReadonlyMap<Serial, Together>;
  readonly listed: ReturnType<typeof placeReader>;
  readonly zoned: readonly Zoned[];
}

/** What is said of a laptop that was not heard of, ever or lately. */
function silenceOf({ deliveredAt }: Laptop, last: Instant | undefined, asOf: Instant, settings: CustodyValues): Judged | undefined {
  if (last === undefined) {
    const waited = deliveredAt === undefined ? undefined : Math.floor((asOf - deliveredAt) / DAY);
    if (waited === undefined) return cannotTell('No delivery and no contact is known.');
    if (waited < settings.neverSeenDays) return cannotTell('Delivered only just; no contact so far.');
    return { verdict: 'never-seen', confidence: settings.sureSilence, because: `Delivered ${waited} days ago and never heard of since.` };
  }
  const silent = (asOf - last) / DAY;
  return silent > settings.darkDays ? { verdict: 'dark', confidence: settings.sureSilence, because: `No contact for ${Math.floor(silent)} days.` } : undefined;
}

function placeOf(laptop: Laptop, recent: readonly WhereaboutsRow[], company: Company): Judged {
  const { registry, settings } = company;
  const hire = laptop.holder === undefined ? undefined : registry.hires.get(laptop.holder);
  // Days before a move say nothing about the new home.
  const rows = recent.filter((row) => !hire || isSettledBy(hire, row.day));
  const days = new Set(rows.map((row) => row.day));
  if (days.size < settings.minimumDays) return cannotTell(`Only ${days.size} ${days.size === 1 ? 'day' : 'days'} of the last ${settings.windowDays} with data.`);

  const found = weigh(rows, laptop, hire, company);
  const region = found ? regionOf(found, hire, company) : {};
  const shared = company.together.get(laptop.serial);
  if (shared) {
    return {
      verdict: 'shared-place', confidence: shared.by === 'router' ? settings.sureRouter : settings.sureLine,
      because: `Settled on ${shared.days} of the last ${settings.windowDays} days at ${shared.by === 'router' ? 'a router' : 'a line'} where another person's laptop lives.`, ...region,
    };
  }
  const listed = new Set(rows.filter((row) => row['farmwatch.net.line'] !== undefined && company.listed(row['farmwatch.net.line'])).map((row) => row.day));
  if (listed.size * 2 >= days.size) return { verdict: 'expected', confidence: 1 - settings.misplacedOwn, because: `Seen at a place the company vouches for on ${listed.size} of ${days.size} days with data.`, ...region };
  if (!found) return cannotTell('Only addresses without a place were seen.');
  return { ...verdictOf(found, laptop, company), ...region };
}

/** Somewhere a laptop is expected, and how far from there it was seen. */
interface Anchor {
  readonly name: string;
  readonly at: Point;
  /** From the middle of the sight. */
  readonly km: number;
  /** From its edge; 0 within it. */
  readonly awayKm: number;
}

/** The place of most days with what is expected of it. */
interface Weighed extends Hearing {
  readonly standing: Standing;
  /** Home and the address it was sent to, as far as known. */
  readonly own: readonly Anchor[];
  /** All places where it is expected, the nearest first. */
  readonly anchors: readonly Anchor[];
}

function weigh(rows: readonly WhereaboutsRow[], laptop: Laptop, hire: Hire | undefined, { registry, reader, settings, zoned }: Company): Weighed | undefined {
  const standing = standingOf(rows.flatMap((row) => reader.sightOf(row) ?? []));
  if (!standing) return undefined;
  const { at } = standing;
  const anchor = (name: string, point: Point | undefined): readonly Anchor[] => (point ? [{ name, at: point, km: distanceKm(point, at), awayKm: distanceRangeKm(at, point)[0] }] : []);
  const own = [...anchor('home', hire?.home), ...anchor('the address it was sent to', laptop.shipTo)];
  const anchors = [...own, ...registry.places.filter(isPhysical).flatMap((place) => anchor('every vouched place', place.at))].sort((a, b) => a.km - b.km);
  const zones = new Set(rows.filter((row) => standing.days.has(row.day)).flatMap((row) => row['farmwatch.device.time_zone'] ?? []));
  const clock = clockAt(at, zones, { at: hire?.home, zone: hire?.time_zone }, zoned, registry.asOf);
  return { standing, own, anchors, ...hear(standing, (sight) => own.some((one) => isNear(sight, one.at, settings)), clock, reader, settings) };
}

function isNear(disc: Disc, point: Point, settings: CustodyValues): boolean {
  return distanceRangeKm(disc, point)[0] <= settings.nearKm;
}

function verdictOf({ standing, own, anchors, witnesses, against, clock, chance }: Weighed, laptop: Laptop, { registry, settings, reader }: Company): Judged {
  const { at, days, locatedDays } = standing;
  const [nearest] = anchors;
  if (!nearest) return cannotTell('Neither a home nor an address it was sent to is known.');
  const seen = `Seen on ${days.size} of the last ${settings.windowDays} days`;
  const isOwn = own.some(({ awayKm }) => awayKm <= settings.nearKm);
  // Near a listed place but far from its own: as much as standing elsewhere, it takes more than an entry that may be misplaced.
  if (isOwn || (nearest.awayKm <= settings.nearKm && (own.length === 0 || chance >= settings.decisive))) {
    return { verdict: 'expected', confidence: isOwn ? 1 - settings.elsewhere * reader.misplaced[at.by] : chance, because: `${seen} in a region that comes within ${Math.round(nearest.awayKm)} km of ${nearest.name.replace('every', 'a')}.` };
  }
  const trip = registry.travel.find((one) => one.hire_id === laptop.holder && one.at && isNear(at, one.at, settings) && [...days].filter((day) => day >= one.from && day <= one.to).length * 2 >= days.size);
  if (trip) return { verdict: 'moved-approved', confidence: 1 - settings.elsewhere * reader.misplaced[at.by], because: `On a trip approved by ${trip.approved_by ?? 'the company'} until ${trip.to}.` };
  if (own.length === 0) return cannotTell('Neither a home nor an address it was sent to is known.');
  if (nearest.awayKm > settings.nearKm && nearest.awayKm <= settings.farKm) return cannotTell('The region it was seen in is too wide to separate.');
  if (days.size * 2 <= locatedDays) return cannotTell(`Seen in several places, on no more than ${days.size} of ${locatedDays} days in one.`);
  const misplaced = Math.round(100 * reader.misplaced[at.by]);
  if (chance <= settings.negligible) {
    const contrary = list([...(clock === 'contradicts' ? ['its clock'] : []), ...(against.length > 0 ? ['another address of the same days'] : [])]);
    return {
      verdict: 'expected', confidence: 1 - chance,
      because: `${seen} at an address that tables put ${Math.round(nearest.awayKm)} km or more away. They misplace about ${misplaced} of 100, and ${contrary ? `${contrary} ${contrary.includes(' and ') ? 'speak' : 'speaks'} against it` : 'nothing else speaks for it'}.`,
    };
  }
  const far = `${Math.round(Math.min(...own.map(({ awayKm }) => awayKm)))} km or more from ${list([...new Set(own.map(({ name }) => name))])}`;
  if (chance >= settings.decisive) return { verdict: 'elsewhere', confidence: chance, because: `${seen} ${far}, and far from every vouched place, by ${speakers(witnesses, clock)}.` };
  const doubt = against.length > 0 ? ', and another address of the same days is where it is expected' : '';
  return cannotTell(`By ${speakers(witnesses, clock)} it stands ${far}${doubt}. Address tables misplace about ${misplaced} of 100 such addresses: too little to tell.`);
}

/** Who names the place, in words. */
function speakers(witnesses: readonly string[], clock: ClockSays): string {
  const entries = witnesses.filter((witness) => witness !== OWN).length;
  const said = [
    ...(witnesses.includes(OWN) ? ['a location that a laptop reports'] : []),
    ...(entries > 0 ? [entries === 1 ? 'one address entry' : `${entries} address entries of different networks`] : []),
    ...(clock === 'agrees' ? ['its clock'] : []),
  ];
  return `${list(said)}${clock === 'contradicts' ? ', against its clock,' : ''}`;
}

/** `a`, `a and b`, `a, b and c`. */
function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

function cannotTell(because: string): Judged {
  return { verdict: 'cannot-tell', confidence: 1, because };
}

/**
 * The region that holds the place of most days with the stated level.
 *
 * An entry of an address table reaches to what it agrees with: a home within its reach is in the region. One that lies
 * far from where the laptop is expected, and may be misplaced, leaves both open, so both are in it.
 */
function regionOf({ standing: { at }, own, chance }: Weighed, hire: Hire | undefined, { settings, reader }: Company): Pick<Custody, 'seen_at' | 'km_from_home'> {
  const disc = { ...at, radiusKm: Math.max(at.radiusKm, at.by === 'fixed' || at.by === 'other' ? reachOf() : 0) };
  const home = hire?.home ? distanceRangeKm(disc, hire.home) : undefined;
  return {
    seen_at: { lat: at.lat, lon: at.lon, radius_km: Math.ceil(disc.radiusKm), level: LEVEL, network: at.network, ...(at.city === undefined ? {} : { city: at.city }) },
    ...(home ? { km_from_home: [Math.floor(home[0]), Math.ceil(home[1])] } : {}),
  };

  function reachOf(): number {
    if (own.length === 0) return reader.misplaced[at.by] > 1 - LEVEL ? settings.misplacedKm : 0;
    const near = own.filter(({ awayKm }) => awayKm <= settings.nearKm).map(({ km }) => km);
    if (near.length > 0) return Math.min(...near) + settings.townKm;
    return chance >= LEVEL ? 0 : Math.max(...own.map(({ km }) => km)) + settings.townKm;
  }
}
