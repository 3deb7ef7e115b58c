import { distanceRangeKm, type Disc, type Spot } from '../../core/geo.ts';
import type { Instant } from '../../core/time.ts';
import type { CustodyValues } from '../../detect/places/custody-settings.ts';
import type { Custody } from '../../detect/places/custody.ts';
import type { Heard, Scan } from './first-heard.ts';
import type { LaptopRecord } from './laptop-records.ts';

const STOPS = ['ordered', 'shipped', 'delivered', 'first-contact', 'first-sign-in', 'settled'] as const;

/** One stop on a laptop's way. Without records a stop is `no-data`, never as planned. */
export interface CustodyStop {
  readonly stop: (typeof STOPS)[number];
  readonly state: 'planned' | 'elsewhere' | 'not-yet' | 'no-data';
  readonly at?: Instant;
  readonly city?: string;
}

/** What is known of one laptop. */
export interface Way {
  readonly record: LaptopRecord;
  readonly custody: Custody;
  readonly contact: Heard | undefined;
  readonly signIn: Heard | undefined;
  readonly delivered: Scan | undefined;
  readonly redirected: Scan | undefined;
  /** Where it should be: home, the address it was sent to, places the company vouches for. */
  readonly expectedAt: readonly Spot[];
}

/** The six stops of a laptop, in their order. */
export function custodyStops(way: Way, settings: CustodyValues): readonly CustodyStop[] {
  const { record, contact, signIn } = way;
  const isOut = isHeard(way) || record.deliveredAt !== undefined;
  const isShipped = isOut || record.shippedAt !== undefined;
  return [
    told('ordered', record.orderedAt, isShipped),
    told('shipped', record.shippedAt, isOut),
    delivery(way, settings),
    heardStop('first-contact', contact, way, settings),
    heardStop('first-sign-in', signIn, way, settings),
    settled(way, settings),
  ];
}

/** A stop that only the tables tell of; one that was passed without a record is unknown. */
function told(stop: CustodyStop['stop'], at: Instant | undefined, isPassed: boolean): CustodyStop {
  return at === undefined ? { stop, state: isPassed ? 'no-data' : 'not-yet' } : { stop, state: 'planned', at };
}

function delivery(way: Way, settings: CustodyValues): CustodyStop {
  const { record, delivered, redirected, custody } = way;
  const stop = 'delivered';
  const at = record.deliveredAt ?? delivered?.at;
  if (at === undefined) return { stop, state: isHeard(way) ? 'no-data' : 'not-yet' };
  const km = delivered?.place && custody.shipped_to ? distanceRangeKm({ ...delivered.place, radiusKm: settings.townKm }, custody.shipped_to)[0] : undefined;
  const isElsewhere = km === undefined ? redirected !== undefined : km > settings.farKm;
  return { stop, state: isElsewhere ? 'elsewhere' : 'planned', at, ...(delivered?.city === undefined ? {} : { city: delivered.city }) };
}

/** A machine that is known by its name may be taken for a laptop; when it was first heard of is not known then. */
function isHeard({ contact, custody }: Way): boolean {
  return contact !== undefined || custody.last_contact !== undefined;
}

function heardStop(stop: CustodyStop['stop'], heard: Heard | undefined, way: Way, settings: CustodyValues): CustodyStop {
  if (!heard) return { stop, state: stop === 'first-contact' && isHeard(way) ? 'no-data' : 'not-yet' };
  const { at, sight } = heard;
  const state = sight ? placeState(sight, sight.by === 'own' || sight.by === 'line', way, settings) : 'no-data';
  return { stop, state, at, ...(sight?.city === undefined || state === 'no-data' ? {} : { city: sight.city }) };
}

function settled(way: Way, settings: CustodyValues): CustodyStop {
  const { verdict, seen_at: seen } = way.custody;
  const stop = 'settled';
  switch (verdict) {
    case 'expected': return { stop, state: 'planned', ...cityOf(seen) };
    case 'elsewhere':
    case 'moved-approved': return { stop, state: 'elsewhere', ...cityOf(seen) };
    case 'shared-place': return seen ? { stop, state: placeState({ ...seen, radiusKm: seen.radius_km }, true, way, settings), ...cityOf(seen) } : { stop, state: 'no-data' };
    case 'never-seen': return { stop, state: 'not-yet' };
    case 'dark': return { stop, state: 'no-data' };
    case 'cannot-tell': return { stop, state: isHeard(way) ? 'no-data' : 'not-yet' };
  }
}

const cityOf = (seen: Custody['seen_at']): Pick<CustodyStop, 'city'> => (seen?.city === undefined ? {} : { city: seen.city });

/** Address tables misplace some lines: what one of them says alone counts as elsewhere only where the verdict bears it out. */
function placeState(disc: Disc, isReported: boolean, { expectedAt, custody }: Way, settings: CustodyValues): CustodyStop['state'] {
  if (expectedAt.length === 0) return 'no-data';
  const km = Math.min(...expectedAt.map((point) => distanceRangeKm(disc, point)[0]));
  if (km <= settings.nearKm) return 'planned';
  const isBorneOut = isReported || (custody.verdict !== 'expected' && custody.verdict !== 'cannot-tell');
  return km > settings.farKm && isBorneOut ? 'elsewhere' : 'no-data';
}
