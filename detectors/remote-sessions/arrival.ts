import type { HireId, Serial } from '../../src/core/person.ts';
import { DAY, floorTo, type Instant } from '../../src/core/time.ts';
import type { ContactRow, Seen } from './evidence.ts';

/** A laptop first heard of so long after records began was silent before. */
const NEW_AFTER = 3 * DAY;

/** When a laptop came to its holder. */
export interface Arrival { readonly at: Instant; readonly since: 'delivery' | 'first contact' }

/**
 * Laptops whose arrival the window shows: the first contact after delivery, or, where that is not known, the first contact
 * of a laptop that was silent before or whose holder began within the window.
 */
export function arrivalsOf(window: Seen): ReadonlyMap<Serial, Arrival> {
  const rows = window.rows.contacts.filter(({ laptop, holder }) => laptop !== undefined && isStarter(window, holder));
  const recordsFrom = rows.reduce((least, { first }) => Math.min(least, first), Infinity);
  const knownFrom = Math.max(window.from, floorTo(recordsFrom, DAY));
  return new Map([...Map.groupBy(rows, ({ laptop }) => laptop!)].flatMap(([serial, own]) => {
    const arrival = arrivalOf(window, serial, own, knownFrom);
    return arrival ? [[serial, arrival] as const] : [];
  }));
}

function arrivalOf(window: Seen, serial: Serial, rows: readonly ContactRow[], knownFrom: Instant): Arrival | undefined {
  const laptop = window.laptops.get(serial);
  const own = rows.filter(({ holder }) => holder === laptop?.holder);
  const delivered = laptop?.deliveredAt;
  if (delivered !== undefined) {
    if (delivered < knownFrom) return undefined;
    // IT may have had it on its desk before.
    const at = own.filter(({ last }) => last >= delivered).reduce((least, { first }) => Math.min(least, Math.max(first, delivered)), Infinity);
    return at === Infinity ? undefined : { at, since: at === delivered ? 'delivery' : 'first contact' };
  }
  const at = own.reduce((least, { first }) => Math.min(least, first), Infinity);
  const startsAt = laptop?.holder === undefined ? undefined : window.hires.get(laptop.holder)?.startsAt;
  const isNew = at >= knownFrom + NEW_AFTER || (startsAt !== undefined && startsAt >= knownFrom);
  return at < Infinity && isNew ? { at, since: 'first contact' } : undefined;
}

function isStarter(window: Seen, hire: HireId | undefined): boolean {
  return hire !== undefined && window.hires.get(hire)?.inScope === true;
}
