import { withinReader, type Point } from '../../core/geo.ts';
import { rememberLast } from '../../core/remember-last.ts';
import type { PlaceRow } from '../../core/person.ts';
import { isPhysical } from './lines.ts';
import { ownOf, type WhereaboutsRow } from './whereabouts.ts';

/** Nearer than this to a listed place, a laptop is there. */
const AT_KM = 1;

/** Tells whether a point lies within so many km of a listed place that people go to. */
export function nearListed(places: readonly PlaceRow[], km: number): (at: Point) => boolean {
  const within = withinReader(places.filter(isPhysical).flatMap(({ at }) => at ?? []), km);
  return (at) => within(at).length > 0;
}

/**
 * Tells whether a laptop says itself that it is at a listed place: all that shows an office where everything leaves by a tunnel.
 *
 * @returns a function from a row; undefined where the laptop does not say, to within 1 km, where it is
 */
export function listedReader(places: readonly PlaceRow[]): (row: Parameters<typeof ownOf>[0]) => boolean | undefined {
  const isNear = nearListed(places, AT_KM);
  return (row) => {
    const own = ownOf(row);
    return own === undefined || own.radiusKm > AT_KM ? undefined : isNear(own);
  };
}

/** What tells of a line where it stands: the line, and a location that a laptop reports behind it. */
export type LineReport = Parameters<typeof ownOf>[0] & Pick<WhereaboutsRow, 'farmwatch.net.line'>;

/**
 * Tells whether a row is of a place of the list of which no address block is known: the laptop says so itself, or its line is
 * one behind which most reports do. Where blocks are known they decide, for a home may stand beside an office.
 *
 * @param rows what tells where lines stand
 */
export function blocklessReader(places: readonly PlaceRow[], rows: readonly LineReport[]): (row: LineReport) => boolean {
  return readerOf(places, rows);
}

const readerOf = rememberLast((places: readonly PlaceRow[], rows: readonly LineReport[]): (row: LineReport) => boolean => {
  const blockless = places.filter(({ cidr, at }) => cidr.length === 0 && at !== undefined);
  if (blockless.length === 0) return () => false;
  const isAt = listedReader(blockless);
  const reports = new Map<string, { there: number; all: number }>();
  for (const row of rows) {
    const [line, says] = [row['farmwatch.net.line'], isAt(row)];
    if (line === undefined || says === undefined) continue;
    const told = reports.get(line) ?? { there: 0, all: 0 };
    reports.set(line, { there: told.there + (says ? 1 : 0), all: told.all + 1 });
  }
  return (row) => {
    const told = reports.get(row['farmwatch.net.line'] ?? '');
    return isAt(row) ?? (told !== undefined && told.there * 2 > told.all);
  };
});
