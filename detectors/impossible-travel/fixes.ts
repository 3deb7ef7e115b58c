import { distanceKm, type Disc } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import { settle, type Values } from '../../src/core/settings.ts';
import { byEntry } from '../../src/detect/places/by-entry.ts';
import { CUSTODY_SETTINGS } from '../../src/detect/places/custody-settings.ts';
import { readerOf, OWN } from '../../src/detect/places/sights.ts';
import type { FixRow, Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';

/** A place within which something was with 95 %. */
export interface Fix extends Disc {
  /** `reported` a laptop told it, or its line was located by one; else the kind of line whose address entry says so. */
  readonly by: 'reported' | 'fixed' | 'unknown';
  /** Number of the network; entries of one network may be wrong together. */
  readonly network: string;
  readonly country: string | undefined;
}

type Settings = Values<typeof SETTINGS>;

/**
 * Tells where a row was. Undefined for what hides a place (VPN, hosting, relay, satellite, the company's own exits,
 * lines of a crowd), for entries without a city, which know the country only, and for phone networks: their addresses
 * tell where the carrier's gateway is, and a phone abroad mostly leaves by that of its carrier at home.
 */
export function fixReader(window: Seen, settings: Settings): (row: FixRow) => Fix | undefined {
  // Of people outside scope rows go after two days; what is learned from them would go in a night.
  const rows = window.rows.fixes.filter(({ hire }) => hire !== undefined && window.hires.get(hire)?.inScope);
  const { sightOf } = readerOf(window, rows, settle(CUSTODY_SETTINGS).values);
  const radii = learnedRadii(rows, settings);
  const crowded = crowdedLines(rows, settings.crowdPeople);
  return (row) => {
    const sight = sightOf(row);
    if (!sight) return undefined;
    const isReported = sight.witness === OWN;
    const line = row['farmwatch.net.line'];
    if (!isReported && (row['farmwatch.net.kind'] === 'mobile' || row['source.geo.city_name'] === undefined || (line !== undefined && crowded.has(line)))) return undefined;
    return {
      lat: sight.lat, lon: sight.lon, radiusKm: isReported ? sight.radiusKm : Math.max(row['farmwatch.net.radius_km'] ?? 0, radii[sight.by === 'fixed' ? 'fixed' : 'other']),
      by: isReported ? 'reported' : sight.by === 'fixed' ? 'fixed' : 'unknown', network: isReported ? OWN : String(row['source.as.number'] ?? line), country: row['source.geo.country_iso_code'],
    };
  };
}

const FIXED = new Set(['home', 'corporate', 'education']);
const HIDDEN = new Set(['vpn', 'hosting', 'relay', 'satellite']);

/**
 * How far from their entries 95 % of lines lie, in km by kind: as the company's own laptops show it, which report an
 * address and a location at once; else the settings. A laptop and entry count once.
 */
export function learnedRadii(rows: readonly FixRow[], settings: Settings): Readonly<Record<'fixed' | 'other', number>> {
  const seen = { fixed: byEntry<number>(), other: byEntry<number>() };
  for (const row of rows) {
    const { 'farmwatch.device.location.lat': lat, 'farmwatch.device.location.lon': lon, 'source.geo.location.lat': entryLat, 'source.geo.location.lon': entryLon, 'farmwatch.net.kind': kind = 'unknown' } = row;
    if (lat === undefined || lon === undefined || entryLat === undefined || entryLon === undefined || row['farmwatch.device.location.source'] === 'ip') continue;
    if (HIDDEN.has(kind) || row['source.geo.city_name'] === undefined) continue;
    const km = distanceKm({ lat, lon }, { lat: entryLat, lon: entryLon }) + (row['farmwatch.device.location.radius_km'] ?? 0);
    const ofKind = seen[FIXED.has(kind) ? 'fixed' : 'other'];
    ofKind.set(row.laptop, entryLat, entryLon, Math.max(km, ofKind.get(row.laptop, entryLat, entryLon) ?? 0));
  }
  const radius = (kilometres: readonly number[], before: number): number =>
    (kilometres.length < settings.enoughFixes ? before : kilometres.toSorted((a, b) => a - b)[Math.ceil(0.95 * kilometres.length) - 1]!);
  return { fixed: radius(seen.fixed.values(), settings.fixedLineKm), other: radius(seen.other.values(), settings.mobileKm) };
}

/** Lines that so many people use. */
function crowdedLines(rows: readonly FixRow[], many: number): ReadonlySet<string> {
  const people = new Map<string, Set<HireId>>();
  for (const { 'farmwatch.net.line': line, hire } of rows) {
    if (line === undefined || hire === undefined) continue;
    const known = people.get(line);
    if (known) known.add(hire);
    else people.set(line, new Set([hire]));
  }
  return new Set([...people].filter(([, hires]) => hires.size >= many).map(([line]) => line));
}
