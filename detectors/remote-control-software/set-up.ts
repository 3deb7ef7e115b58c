import { DAY, HOUR, type Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';
import { ownerOf } from './recognise.ts';
import type { Sighting } from './sightings.ts';

/** When a tool came, as seen from the day the laptop reached its holder. */
export interface SetUp {
  readonly when: 'before' | 'soon' | 'later' | 'unknown';
  /** Milliseconds from that moment to the first sighting; 0 where unknown. */
  readonly after: number;
  readonly since: 'delivery' | 'first contact';
}
const UNKNOWN: SetUp = { when: 'unknown', after: 0, since: 'first contact' };

/** A delivery is often entered as a day; a sighting before it by less means nothing. */
const DELIVERY_BLUR = 12 * HOUR;
/** Silence at the start of the window that shows that the laptop is new, long enough to hold a weekend. */
const NEW_AFTER = 3 * DAY;

/** Start of a laptop's life with its holder, where the window shows it. */
export interface Arrival { readonly at: Instant; readonly since: SetUp['since']; readonly delivered: boolean }

/** Laptops whose arrival the window shows, by serial number. */
export function arrivalsOf(window: Seen): ReadonlyMap<string, Arrival> {
  const contacts = Map.groupBy(window.rows.contacts.filter((row) => row.laptop !== undefined && row.holder !== undefined), (row) => row.laptop!);
  const arrivals = new Map<string, Arrival>();
  for (const [serial, rows] of contacts) {
    const laptop = window.laptops.get(serial);
    const own = rows.filter((row) => ownerOf(row) === laptop?.holder);
    const delivered = laptop?.deliveredAt;
    if (delivered !== undefined) {
      if (delivered < window.from) continue;
      // IT may have had the laptop on its desk before: contact counts from the delivery on.
      const after = own.filter((row) => row.last >= delivered).map((row) => Math.max(row.first, delivered));
      if (after.length > 0) arrivals.set(serial, { at: earliest(after), since: earliest(after) === delivered ? 'delivery' : 'first contact', delivered: true });
    } else if (own.length > 0) {
      const first = earliest(own.map((row) => row.first));
      if (first >= window.from + NEW_AFTER) arrivals.set(serial, { at: first, since: 'first contact', delivered: false });
    }
  }
  return arrivals;
}

/** Places the first sighting of a tool against the arrival of its laptop. */
export function setUpOf({ first }: Pick<Sighting, 'first'>, arrival: Arrival | undefined, soonHours: number): SetUp {
  if (arrival === undefined) return UNKNOWN;
  const after = first - arrival.at;
  if (arrival.delivered && after < -DELIVERY_BLUR) return { when: 'before', after, since: arrival.since };
  return { when: after <= soonHours * HOUR ? 'soon' : 'later', after: Math.max(0, after), since: arrival.since };
}

function earliest(times: readonly Instant[]): Instant {
  return times.reduce((least, time) => Math.min(least, time), Infinity);
}
