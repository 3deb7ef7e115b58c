import { distanceKm, type Disc, type Point } from '../core/geo.ts';
import type { Day } from '../core/time.ts';
import { byEntry, type ByEntry } from './by-entry.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { Evidence, RowOf, Whom } from './detector.ts';
import { isHiding, isShared, lineReader, placeReader, type LineSays } from './lines.ts';
import type { Known } from './registry.ts';

/** Where laptops were on each day. */
export const WHEREABOUTS = {
  where: { 'event.action': ['check-in', 'sign-in', 'vpn-connected'] },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'source.geo.location.lat', 'source.geo.location.lon', 'farmwatch.net.radius_km', 'source.geo.city_name',
    'source.geo.country_iso_code', 'source.as.number', 'farmwatch.device.time_zone', 'farmwatch.device.location.lat', 'farmwatch.device.location.lon', 'farmwatch.device.location.radius_km', 'farmwatch.device.location.source', 'farmwatch.net.gateway_mac_token'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;
/** Days that rows of whereabouts reach back: the last of them tell where laptops live, all of them judge lines and routers. */
export const WHEREABOUTS_DAYS = 30;
type Cells = Omit<RowOf<typeof WHEREABOUTS>, keyof Whom | 'times'>;
/** A count of them; a cell may be missing as well as unknown. */
export type WhereaboutsRow = Whom & Partial<Cells> & { readonly times: number };

/** The witness that a report of a location is, whoever reports it. */
export const OWN = 'own';

/** One laptop at one place on one day, with what says so. */
export interface Sight extends Disc {
  readonly day: Day;
  readonly times: number;
  /** Kind of network, `home`. */
  readonly network: string;
  readonly city: string | undefined;
  /** Country that an entry of our address table names. */
  readonly country: string | undefined;
  /** `own` the laptop said so, or the list of places did; `line` another laptop that lives behind its line did; else the entry of an address table. */
  readonly by: 'own' | 'line' | 'fixed' | 'other';
  /** What stands or falls together: all own reports are one witness, and so are all addresses of one operator. */
  readonly witness: string;
}

/** Reads rows of one company: where its lines are, and how often the address tables err there. */
export interface Reader {
  /** Undefined where the row tells no place. */
  sightOf(row: WhereaboutsRow): Sight | undefined;
  /** Share of witnesses of a kind that name another area. */
  readonly misplaced: Readonly<Record<Sight['by'], number>>;
}

/**
 * A reader that has learned from laptops which report their location: the lines they live behind stand there, for whoever
 * else lives behind them, and entries that name another area are counted.
 */
export function readerOf(registry: Known, rows: readonly WhereaboutsRow[], settings: CustodyValues): Reader {
  const reads = lineReader(registry);
  const listed = placeReader(registry.places);
  const says = (row: WhereaboutsRow): LineSays => {
    const { 'farmwatch.net.line': line, 'farmwatch.net.kind': kind } = row;
    return line === undefined ? (isShared(kind) ? 'nowhere' : 'somewhere') : reads(line, kind);
  };
  const located = locatedLines(rows, says, settings);
  const livesBehind = residents(rows, says, located, registry, settings);

  const sightOf = (row: WhereaboutsRow): Sight | undefined => {
    const line = row['farmwatch.net.line'];
    const entry = entryOf(row);
    const reported = (at: Point, by: 'own' | 'line', radiusKm: number): Sight => ({
      lat: at.lat, lon: at.lon, radiusKm, day: row.day, times: row.times, network: networkOf(row),
      city: entry && distanceKm(at, entry) <= settings.nearKm ? row['source.geo.city_name'] : undefined, country: undefined, by, witness: OWN,
    });
    const own = ownOf(row);
    if (own) return reported(own, 'own', own.radiusKm);
    const place = line === undefined ? undefined : listed(line);
    if (place) return place.at && reported(place.at, 'own', settings.townKm);
    const known = line === undefined ? undefined : located.get(line);
    if (known === 'everywhere') return undefined;
    const id = row.laptop ?? row.hire;
    if (known && id !== undefined) {
      if (known.tellers.has(id)) return reported(known, 'own', known.radiusKm);
      if (livesBehind(id, line!) && [...known.tellers].some((teller) => livesBehind(teller, line!))) return reported(known, 'line', known.radiusKm);
    }
    const told = entry ?? answerOf(row);
    if (!told || tellsNothing(row, says(row))) return undefined;
    const { radiusKm, by } = radiusOf(row, settings);
    return {
      lat: told.lat, lon: told.lon, radiusKm: entry ? radiusKm : Math.max(radiusKm, row['farmwatch.device.location.radius_km'] ?? 0), day: row.day, times: row.times, network: networkOf(row),
      city: entry && row['source.geo.city_name'], country: row['source.geo.country_iso_code'], by, witness: operatorOf(row),
    };
  };
  let misplaced: Reader['misplaced'] | undefined;
  return {
    sightOf,
    // Not everybody asks.
    get misplaced() {
      return (misplaced ??= misplacedShares(rows.filter((row) => ownOf(row) && entryOf(row) && !tellsNothing(row, says(row)) && located.get(row['farmwatch.net.line']!) !== 'everywhere'), settings));
    },
  };
}

function networkOf(row: WhereaboutsRow): string {
  return row['farmwatch.net.kind'] ?? 'unknown';
}

function entryOf(row: WhereaboutsRow): Point | undefined {
  const { 'source.geo.location.lat': lat, 'source.geo.location.lon': lon } = row;
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

/**
 * What another address table answered the laptop that asked where it is: no better than an entry of our own, and told of
 * the line through which the laptop was heard. Without a line it may be the exit of a VPN service.
 */
function answerOf(row: WhereaboutsRow): Point | undefined {
  const { 'farmwatch.net.line': line, 'farmwatch.device.location.lat': lat, 'farmwatch.device.location.lon': lon, 'farmwatch.device.location.source': source } = row;
  return line === undefined || lat === undefined || lon === undefined || source !== 'ip' ? undefined : { lat, lon };
}

/** What the laptop reports of itself; a location that it takes from its address is none of its own. */
export function ownOf(row: Pick<WhereaboutsRow, `farmwatch.device.location.${'lat' | 'lon' | 'radius_km' | 'source'}`>): Disc | undefined {
  const { 'farmwatch.device.location.lat': lat, 'farmwatch.device.location.lon': lon } = row;
  if (lat === undefined || lon === undefined || row['farmwatch.device.location.source'] === 'ip') return undefined;
  return { lat, lon, radiusKm: Math.max(1, row['farmwatch.device.location.radius_km'] ?? 5) };
}

/** Mobile addresses tell a wide region; those of services, relays, dishes and the company's own exits tell nothing. */
function tellsNothing(row: WhereaboutsRow, says: LineSays): boolean {
  return says === 'nowhere' && row['farmwatch.net.kind'] !== 'mobile';
}

const FIXED = new Set(['home', 'corporate', 'education']);

/** Reach of an entry that is not misplaced; never below what the table itself says. */
function radiusOf(row: WhereaboutsRow, settings: CustodyValues): { readonly radiusKm: number; readonly by: 'fixed' | 'other' } {
  const by = FIXED.has(networkOf(row)) ? 'fixed' : 'other';
  return { by, radiusKm: Math.max(row['farmwatch.net.radius_km'] ?? 0, by === 'fixed' ? settings.fixedLineKm : settings.otherLineKm) };
}

/**
 * The operator of an address. A table that misplaces one pool of an operator misplaces the next the same way, because
 * it takes the place of all of them from one guess; blocks of one operator are no second opinion. Where no operator is
 * told nothing shows that two are different.
 */
function operatorOf(row: WhereaboutsRow): string {
  return `operator ${row['source.as.number'] ?? 'unknown'}`;
}

/** A line with who located it: laptops, and the people whose they are. */
type LocatedLine = Disc & { readonly tellers: ReadonlySet<string> };
type LocatedLines = ReadonlyMap<string, LocatedLine | 'everywhere'>;

/** Where lines are by the reports of laptops behind them; one from which laptops report places far apart is everywhere. */
function locatedLines(rows: readonly WhereaboutsRow[], says: (row: WhereaboutsRow) => LineSays, settings: CustodyValues): LocatedLines {
  const reports = new Map<string, { readonly discs: Disc[]; readonly tellers: Set<string> }>();
  for (const row of rows) {
    const own = ownOf(row);
    const line = row['farmwatch.net.line'];
    if (!own || line === undefined || says(row) !== 'somewhere') continue;
    const ofLine = reports.getOrInsertComputed(line, () => ({ discs: [] as Disc[], tellers: new Set<string>() }));
    ofLine.discs.push(own);
    for (const id of [row.laptop, row.hire]) if (id !== undefined) ofLine.tellers.add(id);
  }
  return new Map([...reports].map(([line, { discs, tellers }]) => {
    const around = aroundAll(discs, settings);
    return [line, around === 'everywhere' ? around : { ...around, tellers }] as const;
  }));
}

/**
 * Tells whether a laptop, or a person without one, lives behind a located line: it, or another line of that place, holds
 * the bulk of the contact on days enough, and on half of those since first seen there. An exit of a VPN service is
 * visited, and the location of one who visits it is not that of the others. Days by the company's own exits and by mobile
 * links are no days elsewhere.
 */
function residents(rows: readonly WhereaboutsRow[], says: (row: WhereaboutsRow) => LineSays, located: LocatedLines, { vouched }: Known, settings: CustodyValues): (id: string, line: string) => boolean {
  let mainLines: ReadonlyMap<string, ReadonlyMap<Day, readonly string[]>> | undefined;
  const known = new Map<string, boolean>();
  const isAt = (line: string, at: Disc): boolean => {
    const other = located.get(line);
    return other !== undefined && other !== 'everywhere' && distanceKm(other, at) <= settings.nearKm;
  };
  const judge = (id: string, line: string): boolean => {
    const at = located.get(line) as LocatedLine;
    // Most companies have few lines that anybody located, and nobody asks about the rest.
    mainLines ??= mainLinesOf(rows.filter((row) => row['farmwatch.net.line'] !== undefined && !vouched(row['farmwatch.net.line']) && (says(row) !== 'nowhere' || isHiding(row['farmwatch.net.kind']))));
    const days = mainLines.get(id) ?? new Map<Day, readonly string[]>();
    const here = [...days].filter(([, lines]) => lines.some((one) => isAt(one, at))).map(([day]) => day).sort();
    const since = [...days.keys()].filter((day) => day >= here[0]!);
    // One day may be a visit, but not of a laptop that was never seen anywhere else.
    return here.length * 2 >= since.length && (here.length >= settings.minimumDays || (here.length > 0 && here.length === days.size));
  };
  return (id, line) => known.getOrInsertComputed(`${id} ${line}`, () => judge(id, line));
}

/** The lines that hold the bulk of a day's contact, by laptop and by person; a home may have two, for IPv4 and IPv6. */
function mainLinesOf(rows: readonly WhereaboutsRow[]): ReadonlyMap<string, ReadonlyMap<Day, readonly string[]>> {
  const times = new Map<string, Map<Day, Map<string, number>>>();
  for (const row of rows) {
    const line = row['farmwatch.net.line']!;
    for (const id of [row.laptop, row.hire]) {
      if (id === undefined) continue;
      const ofDay = times.getOrInsertComputed(id, () => new Map<Day, Map<string, number>>()).getOrInsertComputed(row.day, () => new Map<string, number>());
      ofDay.set(line, (ofDay.get(line) ?? 0) + row.times);
    }
  }
  const bulk = (ofDay: ReadonlyMap<string, number>): readonly string[] => {
    const most = Math.max(...ofDay.values());
    return [...ofDay].filter(([, some]) => some * 2 >= most).map(([line]) => line);
  };
  return new Map([...times].map(([id, days]) => [id, new Map([...days].map(([day, ofDay]) => [day, bulk(ofDay)]))]));
}

function aroundAll(discs: readonly Disc[], settings: CustodyValues): Disc | 'everywhere' {
  const mean = (of: (disc: Disc) => number): number => discs.map(of).sort((a, b) => a - b).reduce((sum, value) => sum + value, 0) / discs.length;
  const centre = { lat: mean(({ lat }) => lat), lon: mean(({ lon }) => lon) };
  const reach = Math.max(...discs.map((disc) => distanceKm(centre, disc)));
  return reach > settings.nearKm ? 'everywhere' : { ...centre, radiusKm: Math.max(settings.townKm, reach, ...discs.map(({ radiusKm }) => radiusKm)) };
}

/** How many entries name another area than the laptop itself; each entry counts once a laptop. */
function misplacedShares(rows: readonly WhereaboutsRow[], settings: CustodyValues): Reader['misplaced'] {
  const checked = { fixed: byEntry<boolean>(), other: byEntry<boolean>() };
  for (const row of rows) {
    const { by, radiusKm } = radiusOf(row, settings);
    const entry = entryOf(row)!;
    const own = ownOf(row)!;
    const known = checked[by].get(row.laptop, entry.lat, entry.lon) ?? false;
    checked[by].set(row.laptop, entry.lat, entry.lon, known || distanceKm(own, entry) > radiusKm + own.radiusKm);
  }
  const share = (seen: ByEntry<boolean>, before: number): number => {
    const all = seen.values();
    return (all.filter(Boolean).length + before * settings.misplacedCounts) / (all.length + settings.misplacedCounts);
  };
  return { own: settings.misplacedOwn, line: settings.misplacedOwn, fixed: share(checked.fixed, settings.misplacedFixed), other: share(checked.other, settings.misplacedOther) };
}
