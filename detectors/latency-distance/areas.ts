import { distanceKm, type Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { dayOf, type Day } from '../../src/core/time.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { homeOn } from '../../src/detect/people/homes.ts';
import { ownOf } from '../../src/detect/places/whereabouts.ts';
import type { Seen } from './evidence.ts';
import type { Path } from './paths.ts';
import type { SETTINGS } from './settings.ts';

type Settings = Values<typeof SETTINGS>;

/** Where somebody says they live, rounded: thousands of people live in a few hundred areas. */
export interface Area { readonly key: string; /** Unknown where only the name of the city is. */ readonly at?: Point; /** The laptop reports to be here, and not at home. */ readonly reported?: true }

/**
 * Where everybody in scope is measured from: the home on record; of whom a laptop reports that it stands far from there,
 * the place that it reports. That it is not at home is weighed by `custody`, and a round trip that says so too is no news.
 */
export function areasOf(window: Seen, settings: Settings): ReadonlyMap<HireId, Area> {
  const today = dayOf(window.asOf);
  const reports = Map.groupBy(window.rows.located.filter((row) => row.hire !== undefined && ownOf(row)), ({ hire }) => hire!);
  const areas = new Map<HireId, Area>();
  for (const [id, hire] of window.hires) {
    const home = hire.inScope ? areaOf(hire, today) : undefined;
    if (home) areas.set(id, reportedArea(reports.get(id) ?? [], home, settings) ?? home);
  }
  return areas;
}

/** The area that most days report, where these are days enough and light would tell it from home. */
function reportedArea(rows: Seen['rows']['located'], home: Area, settings: Settings): Area | undefined {
  const most = areaOfMost(rows.map((row) => [row.day, ownOf(row)!]), home, settings);
  return most && { ...most, reported: true };
}

/** The area in which tables place the laptop on most days of a path, on the same terms. */
export function enteredArea({ entries }: Path, home: Area, settings: Settings): Area | undefined {
  return areaOfMost([...entries], home, settings);
}

function areaOfMost(seen: readonly (readonly [Day, Point])[], home: Area, settings: Settings): Area | undefined {
  const days = new Map<string, { readonly at: Point; readonly days: Set<Day> }>();
  for (const [day, spot] of seen) {
    const at = roundedOf(spot);
    const known = days.get(keyOf(at)) ?? { at, days: new Set() };
    days.set(keyOf(at), known);
    known.days.add(day);
  }
  const most = [...days].sort(([a, one], [b, other]) => other.days.size - one.days.size || (a < b ? -1 : 1))[0];
  if (!most || most[1].days.size < settings.reportDays) return undefined;
  const area: Area = { key: most[0], at: most[1].at };
  const km = kmBetween(area, home);
  return km !== undefined && km > settings.toleranceMs * settings.kmPerMs ? area : undefined;
}

const STEP = 0.5;
const WIDEST_KM = 50;

/** The area of the home that holds on a day; undefined where no home is known. */
function areaOf(hire: Hire, day: Day): Area | undefined {
  const { at, city, region, country } = homeOn(hire, day);
  // The middle of a state is not where somebody lives.
  if (at && (at.radiusKm ?? 0) <= WIDEST_KM) {
    const rounded = roundedOf(at);
    return { key: keyOf(rounded), at: rounded };
  }
  return city === undefined ? undefined : { key: [city.trim().toLowerCase(), region ?? '', country ?? ''].join('|') };
}

function roundedOf({ lat, lon }: Point): Point {
  return { lat: Math.round(lat / STEP) * STEP, lon: Math.round(lon / STEP) * STEP };
}

function keyOf({ lat, lon }: Point): string {
  return `${lat},${lon}`;
}

/** Distance between two areas; undefined where one is known by name only and they are not the same. */
export function kmBetween(a: Area, b: Area): number | undefined {
  if (a.key === b.key) return 0;
  return a.at && b.at ? distanceKm(a.at, b.at) : undefined;
}
