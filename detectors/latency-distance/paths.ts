import type { Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import { isSettledBy } from '../../src/detect/people/homes.ts';
import { lineReader } from '../../src/detect/places/lines.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import type { Seen, TripRow } from './evidence.ts';

/**
 * How much a network tells of where somebody is: `direct` a line of a home; `hidden` an exit, or not told at all;
 * `mute` mobile networks, satellites and relays, whose round trips tell nothing of distance.
 */
export type Way = 'direct' | 'hidden' | 'mute';

/** Round trips of one person over one network to one far end. */
export interface Path {
  readonly hire: HireId;
  readonly way: Way;
  /** Operator of the network, else the line. */
  readonly network: string;
  /** Far end; '' where the source does not name it, which is then the nearest one of several. */
  readonly to: string;
  /** Shortest round trip of each day, ms. */
  readonly days: ReadonlyMap<Day, number>;
  readonly lines: ReadonlySet<string>;
  /** Where tables of addresses place the laptop of this person on this path, day by day. */
  readonly entries: ReadonlyMap<Day, Point>;
  readonly last: Instant;
}
interface Draft extends Path { readonly days: Map<Day, number>; readonly lines: Set<string>; readonly entries: Map<Day, Point>; last: Instant }

/** Longer than any path on Earth, a satellite's included: the machine was asleep. */
const LONGEST_MS = 5_000;
/** The days before and after belong to a trip. */
const TRIP_MARGIN_DAYS = 1;

/**
 * Paths of everybody, starters and staff, without days on an entered trip or before a move.
 *
 * Networks are told by their operator: addresses of one line change, and a hotel is seldom of the same operator.
 * Lines of listed places, the company's own exits among them, are left out: there somebody is not at home.
 */
export function pathsOf(window: Seen): readonly Path[] {
  const wayOf = wayReader(window);
  const onTrip = tripReader(window.travel, TRIP_MARGIN_DAYS);
  const drafts = new Map<string, Draft>();
  for (const row of window.rows.trips) {
    const hire = row.hire === undefined ? undefined : window.hires.get(row.hire);
    const way = wayOf(row);
    if (!hire || !way || !(row.least > 0 && row.least <= LONGEST_MS) || !isSettledBy(hire, row.day) || onTrip(hire.hire_id, row.day)) continue;
    const to = row['farmwatch.net.rtt_to'] ?? '';
    const line = row['farmwatch.net.line'];
    const network = String(row['source.as.number'] ?? line ?? '');
    const key = [hire.hire_id, way, network, to].join('\0');
    let draft = drafts.get(key);
    if (!draft) drafts.set(key, (draft = { hire: hire.hire_id, way, network, to, days: new Map(), lines: new Set(), entries: new Map(), last: -Infinity }));
    draft.days.set(row.day, Math.min(draft.days.get(row.day) ?? Infinity, row.least));
    if (line !== undefined) draft.lines.add(line);
    const { 'source.geo.location.lat': lat, 'source.geo.location.lon': lon } = row;
    if (lat !== undefined && lon !== undefined && row.holder === hire.hire_id) draft.entries.set(row.day, { lat, lon });
    draft.last = Math.max(draft.last, row.last);
  }
  return [...drafts.values()];
}

const MUTE = new Set(['mobile', 'satellite', 'relay']);
const HIDING = new Set(['vpn', 'hosting', 'corporate']);

function wayReader(window: Seen): (row: TripRow) => Way | undefined {
  const says = lineReader(window);
  return (row) => {
    const { 'farmwatch.net.kind': kind = 'unknown', 'farmwatch.net.line': line } = row;
    if (line !== undefined && window.vouched(line)) return undefined;
    if (MUTE.has(kind)) return 'mute';
    if (line === undefined) return 'hidden';
    if (HIDING.has(kind)) return 'hidden';
    return says(line, kind) === 'somewhere' ? 'direct' : undefined;
  };
}

/** The network over which a person mostly is, and its days. */
export interface HomeNetwork { readonly network: string; readonly days: ReadonlySet<Day> }

/** Of several networks of one person the one of most days, whatever its kind and the far end. */
export function homeNetworks(paths: readonly Path[]): ReadonlyMap<HireId, HomeNetwork> {
  return new Map([...Map.groupBy(paths, ({ hire }) => hire)].map(([hire, own]) => {
    const networks = [...Map.groupBy(own, ({ network }) => network)].map(([network, ofOne]): HomeNetwork => ({ network, days: new Set(ofOne.flatMap(({ days }) => [...days.keys()])) }));
    return [hire, networks.sort((a, b) => b.days.size - a.days.size || (a.network < b.network ? -1 : 1))[0]!];
  }));
}

/** The best of its days, without the luckiest share of them. A line that is crowded on bad days is fast on good ones. */
export function lowOf({ days }: Pick<Path, 'days'>, luckyShare: number): number {
  const sorted = [...days.values()].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * luckyShare)]!;
}

/** The day in the middle: a few days nearer by do not lower it. */
export function middleOf(path: Pick<Path, 'days'>): number {
  return lowOf(path, 0.5);
}
