import { distanceRangeKm, type Disc } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import { aspectOf, markOf } from '../../src/detect/places/lines.ts';
import { ownOf, type WhereaboutsRow } from '../../src/detect/places/whereabouts.ts';
import type { Seen } from './evidence.ts';
import type { Group } from './groups.ts';

/** Whose home on record lies where the laptops of a group stand, as far as that is told. It weighs nothing: how far a laptop is from home is a matter of custody. */
export interface WhoseHome {
  /** Those of the group with a home on record, and of these those whose home it may be, in order. */
  readonly known: number;
  readonly homes: readonly HireId[];
  /** What laptops report tells one building from the next; the entry of an address a region. */
  readonly by: 'report' | 'entry';
}

/** A home on record is told as well as this, and a report is no better. */
const REPORT_KM = 1;
/** So far from an entry of an address table lies the line of most homes. */
const ENTRY_KM = 60;

export function whoseHome({ subject, others, places }: Group, { hires, rows }: Seen): WhoseHome | undefined {
  const homes = [subject, ...others].sort().flatMap((id) => (hires.get(id)?.home ? [{ id, home: hires.get(id)!.home! }] : []));
  const marks = new Set(places.filter((place) => aspectOf(place) !== 'radio').map(markOf));
  // Of people of longer standing rows go after two days, and what is said would change with them.
  const members = new Set([subject, ...others].filter((id) => hires.get(id)?.inScope));
  const there = rows.whereabouts.filter((row) => members.has((row.holder ?? row.person)!)
    && (marks.has(row['farmwatch.net.line'] ?? '') || marks.has(row['farmwatch.net.gateway_mac_token'] ?? '')));
  const reports = there.flatMap((row) => { const own = ownOf(row); return own && own.radiusKm <= REPORT_KM ? [{ at: own, times: row.times }] : []; });
  const told = reports.length > 0 ? reports : there.flatMap((row) => { const at = entryOf(row); return at ? [{ at, times: row.times }] : []; });
  if (homes.length === 0 || told.length === 0) return undefined;
  const all = told.reduce((sum, { times }) => sum + times, 0);
  return {
    known: homes.length, by: reports.length > 0 ? 'report' : 'entry',
    homes: homes.filter(({ home }) => told.reduce((sum, { at, times }) => sum + (distanceRangeKm(at, home)[0] === 0 ? times : 0), 0) * 2 > all).map(({ id }) => id),
  };
}

function entryOf({ 'source.geo.location.lat': lat, 'source.geo.location.lon': lon, 'farmwatch.net.radius_km': radius }: WhereaboutsRow): Disc | undefined {
  return lat === undefined || lon === undefined ? undefined : { lat, lon, radiusKm: Math.max(ENTRY_KM, radius ?? 0) };
}
