import { DAY, HOUR, floorTo, type Instant } from '../../src/core/time.ts';
import { recordsFrom } from './crowd.ts';
import type { Seen } from './evidence.ts';
import { ownerOf } from './recognise.ts';
import type { Sighting } from './sightings.ts';
import { isStaged } from './staged.ts';

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
/** Silence at the start of the records that shows that the laptop is new, long enough to hold a weekend. */
const NEW_AFTER = 3 * DAY;

/** Contact so long before the holder starts is IT's, or the previous holder's. */
const STAGED = 10 * DAY;

/** Start of a laptop's life with its holder, where contacts show it. */
export interface Arrival { readonly at: Instant; readonly since: SetUp['since']; readonly delivered: boolean }

/** Laptops whose arrival is seen, by serial number. */
export function arrivalsOf(window: Seen): ReadonlyMap<string, Arrival> {
  // Where records begin, every laptop seems to come on that day.
  const knownFrom = recordsFrom(window);
  const contacts = Map.groupBy(window.rows.contacts.filter((row) => row.laptop !== undefined), (row) => row.laptop!);
  return new Map([...contacts].flatMap(([serial, rows]) => {
    const laptop = window.laptops.get(serial);
    const own = rows.filter((row) => isStaged(row) || ownerOf(row) === laptop?.holder);
    const holder = laptop?.holder === undefined ? undefined : window.hires.get(laptop.holder);
    const arrival = holder === undefined ? undefined : laptop?.deliveredAt === undefined
      ? byContact(own, knownFrom, holder?.startsAt)
      : byDelivery(own, knownFrom, laptop.deliveredAt);
    return arrival ? [[serial, arrival] as const] : [];
  }));
}

type Contact = Seen['rows']['contacts'][number];

/** IT may have had the laptop on its desk before: contact counts from the delivery on. */
function byDelivery(own: readonly Contact[], knownFrom: Instant, delivered: Instant): Arrival | undefined {
  if (delivered < knownFrom) return undefined;
  const at = earliest(own.filter((row) => row.last >= delivered).map((row) => Math.max(row.first, delivered)));
  if (at === Infinity) return undefined;
  return { at, since: at === delivered ? 'delivery' : 'first contact', delivered: true };
}

/** A first contact tells of an arrival where the laptop was silent before, or its holder only started then. */
function byContact(own: readonly Contact[], knownFrom: Instant, startsAt: Instant | undefined): Arrival | undefined {
  const at = earliest(own.map((row) => row.first));
  if (at === Infinity || (startsAt !== undefined && at < startsAt - STAGED)) return undefined;
  const isNew = at >= knownFrom + NEW_AFTER || (startsAt !== undefined && startsAt >= floorTo(knownFrom, DAY));
  return isNew ? { at, since: 'first contact', delivered: false } : undefined;
}

/**
 * Places the first sighting of a tool against the arrival of its laptop.
 *
 * @param staged      when it was first seen before the laptop reached its holder, where it was
 * @param visibleFrom when programs of this laptop were first seen: what was there by then may have come at any time
 */
export function setUpOf({ first }: Pick<Sighting, 'first'>, arrival: Arrival | undefined, staged: Instant | undefined, visibleFrom: Instant, soonHours: number): SetUp {
  if (staged !== undefined) return { when: 'before', after: staged - (arrival?.at ?? staged), since: arrival?.since ?? 'first contact' };
  if (arrival === undefined) return UNKNOWN;
  const after = first - arrival.at;
  if (arrival.delivered && after < -DELIVERY_BLUR) return { when: 'before', after, since: arrival.since };
  if (after <= soonHours * HOUR) return { when: 'soon', after: Math.max(0, after), since: arrival.since };
  return first < visibleFrom + DAY ? UNKNOWN : { when: 'later', after, since: arrival.since };
}

function earliest(times: readonly Instant[]): Instant {
  return times.reduce((least, time) => Math.min(least, time), Infinity);
}
