import { distanceKm, type Disc, type Point } from '../../core/geo.ts';
import type { Day } from '../../core/time.ts';
import { byEntry, type ByEntry } from './by-entry.ts';
import type { CustodyValues } from './custody-settings.ts';
import { placeReader, rowReader, type LineSays } from './lines.ts';
import { locatedLines, residents } from './located-lines.ts';
import type { Known } from '../people/registry.ts';
import { tornRouters } from './torn-routers.ts';
import { ownOf, type WhereaboutsRow } from './whereabouts.ts';

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
  const says = rowReader(registry);
  const listed = placeReader(registry.places);
  const located = locatedLines(rows, says, settings);
  const livesBehind = residents(rows, says, located, registry, settings);

  const entries = rows.flatMap((row) => {
    const entry = entryOf(row);
    return entry ? [{ row, at: { ...entry, radiusKm: radiusOf(row, settings).radiusKm } }] : [];
  });
  const isTorn = tornRouters(entries, rows, says, settings);

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
    if (!told || tellsNothing(row, says(row)) || isTorn(row)) return undefined;
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

/** Where an address table puts a row. */
export function entryOf(row: WhereaboutsRow): Point | undefined {
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

/** Mobile addresses tell a wide region; those of services, relays, dishes and the company's own exits tell nothing. */
function tellsNothing(row: WhereaboutsRow, says: LineSays): boolean {
  return says === 'nowhere' && row['farmwatch.net.kind'] !== 'mobile';
}

const FIXED = new Set(['home', 'corporate', 'education']);

export function isFixed(row: WhereaboutsRow): boolean {
  return FIXED.has(networkOf(row));
}

/** Reach of an entry that is not misplaced; never below what the table itself says. */
function radiusOf(row: WhereaboutsRow, settings: CustodyValues): { readonly radiusKm: number; readonly by: 'fixed' | 'other' } {
  const by = isFixed(row) ? 'fixed' : 'other';
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
