import { apartKm, type Spot } from '../../core/geo.ts';
import type { HireId } from '../../core/person.ts';
import { DAY, dayOf, type Day, type Instant } from '../../core/time.ts';
import type { Evidence, Hire, Laptop, Whom } from '../detector.ts';
import type { RawRow } from '../counts/row-views.ts';
import { APART_KM } from './homes-on-record.ts';
import type { Registry } from './registry.ts';

/** When somebody told of a new address. */
export const MOVES = {
  where: { 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address' },
  by: [],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** No detector asks farther back where somebody lived. */
export const MOVES_DAYS = 90;

/** The registry with since when homes hold, as known at its instant. */
export function homesSince(registry: Registry, moves: ReadonlyMap<HireId, Instant>): Registry {
  const hires = new Map([...registry.hires].map(([id, hire]): [HireId, Hire] => {
    const homeSince = moves.get(id);
    return [id, homeSince === undefined ? hire : { ...(isBehind(hire, homeSince, registry.asOf) ? withoutHome(hire) : hire), homeSince }];
  }));
  return { ...registry, hires };
}

/** So long after a move a record is waited for. One that says the same by then was right: the change was of a name or a number. */
const LATE_RECORD = 30 * DAY;

/** True where somebody told of a new address, and their record is still the one of before. */
function isBehind({ homeTold }: Hire, moved: Instant, asOf: Instant): boolean {
  return homeTold !== undefined && homeTold < moved && asOf < moved + LATE_RECORD;
}

function withoutHome({ home: _home, home_city: _city, home_region: _region, home_country: _country, time_zone: _zone, home_zone: _derived, ...hire }: Hire): Hire {
  return hire;
}

/** The latest move of each person. */
export function movesOf(rows: readonly (Whom & RawRow)[]): ReadonlyMap<HireId, Instant> {
  const moves = new Map<HireId, Instant>();
  for (const row of rows) if (row.hire !== undefined) moves.set(row.hire, Math.max(moves.get(row.hire) ?? -Infinity, row['last'] as Instant));
  return moves;
}

/** Where somebody says they live; what is missing is unknown. */
export interface Home { readonly at?: Spot; readonly city?: string; readonly region?: string; readonly country?: string }

/**
 * The home that holds on a day.
 *
 * @returns nothing known for days up to that of a move: the record names the new home, and where they lived before is unknown
 */
export function homeOn(hire: Hire, day: Day): Home {
  if (!isSettledBy(hire, day)) return {};
  const { home: at, home_city: city, home_region: region, home_country: country } = hire;
  return { ...(at ? { at } : {}), ...(city === undefined ? {} : { city }), ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) };
}

/** True for days on which somebody lived where the record says; the day of a move is partly before it. */
export function isSettledBy(hire: Hire, day: Day): boolean {
  return hire.homeSince === undefined || day > dayOf(hire.homeSince);
}

/**
 * Somebody with the home that the record named when their laptop was sent: a parcel goes to where people live then.
 *
 * @returns the same where the record has not changed since, or nobody knows when it was sent
 */
export function asOfSending(hire: Hire, { shippedAt, deliveredAt }: Pick<Laptop, 'shippedAt' | 'deliveredAt'>): Hire {
  const sent = shippedAt ?? deliveredAt;
  const former = sent === undefined ? undefined : hire.formerHomes?.find(({ until }) => until > sent);
  // A home that was added, or told more exactly, is the same home.
  if (!former?.home || (hire.home && apartKm(former.home, hire.home) <= APART_KM)) return hire;
  const { home: _home, home_city: _city, home_region: _region, home_country: _country, homeSince: _since, ...rest } = hire;
  const { until: _until, ...then } = former;
  return { ...rest, ...then };
}
