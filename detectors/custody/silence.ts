import type { HireId, Serial } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, dayOf, type Instant } from '../../src/core/time.ts';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import type { Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';

/** A laptop that is not heard of while its holder signs in without it. */
export interface Silence {
  /** Undefined for one that was never seen in the window. */
  readonly lastContact: Instant | undefined;
  readonly silentDays: number;
  /** Days of the last ones on which the holder signed in without it. */
  readonly workDays: number;
  readonly newest: Instant;
  /** Laptops of other starters that should be heard of, and those of them that are silent as well. */
  readonly laptops: number;
  readonly silent: number;
}

type Settings = Values<typeof SETTINGS>;

/** Tells whether a laptop is silent; undefined where it is not, where nobody is at work, or where there is nothing to compare with. */
export function silences(window: Seen, settings: Settings): (laptop: Laptop, hire: Hire) => Silence | undefined {
  const lastContact = new Map<Serial, Instant>();
  for (const { laptop, last } of window.rows.contacts) if (laptop !== undefined) lastContact.set(laptop, Math.max(lastContact.get(laptop) ?? -Infinity, last));
  const held = [...window.laptops.values()].filter(({ holder }) => holder !== undefined && window.hires.get(holder)?.end_date === undefined);
  const silentSince = (laptop: Laptop): number | undefined => {
    const due = dueAt(laptop, window.hires.get(laptop.holder!));
    if (due === undefined) return undefined;
    return Math.floor((window.asOf - Math.max(due, lastContact.get(laptop.serial) ?? -Infinity)) / DAY);
  };
  const isSilent = (laptop: Laptop): boolean | undefined => {
    const days = silentSince(laptop);
    if (days === undefined) return undefined;
    return lastContact.has(laptop.serial) ? days > settings.darkDays : days >= settings.neverSeenDays;
  };
  // Of people outside scope rows go after two days, so their laptops cannot be told from silent ones.
  const due = held.filter(({ holder }) => window.hires.get(holder!)?.inScope).map((laptop) => ({ laptop, silent: isSilent(laptop) })).filter(({ silent }) => silent !== undefined);
  const byHolder = Map.groupBy(held, ({ holder }) => holder!);
  const signIns = Map.groupBy(window.rows.whereabouts.filter(({ person }) => person !== undefined), ({ person }) => person!);
  return (laptop, hire) => {
    // Nothing is expected of the laptop of somebody who has left, and whose case goes on.
    const own = byHolder.get(hire.hire_id);
    if (own === undefined || !isSilent(laptop) || own.some((other) => other !== laptop && !isSilent(other))) return undefined;
    // So many days with today, and never one more than the sentence names.
    const from = dayOf(window.asOf - (settings.windowDays - 1) * DAY);
    const working = (signIns.get(hire.hire_id) ?? []).filter((row) => row.day >= from && row.laptop !== laptop.serial);
    const workDays = new Set(working.map(({ day }) => day)).size;
    const others = due.filter((other) => other.laptop.holder !== hire.hire_id);
    if (workDays < settings.workDays || others.length < settings.minimumLaptops || worksOnAnother(working, hire.hire_id)) return undefined;
    return {
      lastContact: lastContact.get(laptop.serial), silentDays: silentSince(laptop)!, workDays, newest: Math.max(...working.map(({ last }) => last!)),
      laptops: others.length, silent: others.filter(({ silent }) => silent).length,
    };
  };
}

/** From when on it should be heard of: delivered, and its holder at work. */
function dueAt({ deliveredAt }: Laptop, hire: Hire | undefined): Instant | undefined {
  return deliveredAt === undefined || hire === undefined ? undefined : Math.max(deliveredAt, hire.startsAt);
}

/** A spare laptop, or one that the record does not name yet. */
function worksOnAnother(rows: Seen['rows']['whereabouts'], hire: HireId): boolean {
  return rows.some((row) => row.laptop !== undefined && row.person === hire);
}
