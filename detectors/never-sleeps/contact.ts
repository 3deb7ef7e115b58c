import { eitherHalfHour, halfHourStarts, type HalfHours } from '../../src/core/half-hours.ts';
import type { HireId, Serial } from '../../src/core/person.ts';
import { SECOND, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';

/** When one laptop was heard of, in the hands of one holder. */
export interface Contact {
  readonly laptop: Serial;
  /** Half hours in which anything came from it, in order. */
  readonly heard: readonly Instant[];
  /** Half hours with a check-in. */
  readonly agent: ReadonlySet<Instant>;
  /** For days with an uptime, in order: the machine started no earlier than this before the day's first check-in. */
  readonly starts: readonly { readonly day: Day; readonly notBefore: Instant }[];
}

interface Draft { readonly heard: Map<Day, HalfHours>; readonly agent: Map<Day, HalfHours>; readonly uptime: Map<Day, number> }

/** Laptops of every holder. */
export function contactsOf(window: Seen): ReadonlyMap<HireId, readonly Contact[]> {
  const drafts = new Map<HireId, Map<Serial, Draft>>();
  const draftOf = (holder: HireId, laptop: Serial): Draft => {
    const laptops = drafts.getOrInsertComputed(holder, () => new Map());
    return laptops.getOrInsertComputed(laptop, () => ({ heard: new Map(), agent: new Map(), uptime: new Map() }));
  };
  const add = (days: Map<Day, HalfHours>, day: Day, halfHours: HalfHours): void => void days.set(day, eitherHalfHour(days.get(day) ?? 0, halfHours));
  for (const { holder, laptop, day, halfHours } of [...window.rows.agent, ...window.rows.others]) {
    if (holder !== undefined && laptop !== undefined) add(draftOf(holder, laptop).heard, day, halfHours);
  }
  for (const { holder, laptop, day, halfHours, uptime } of window.rows.agent) {
    if (holder === undefined || laptop === undefined) continue;
    const draft = draftOf(holder, laptop);
    add(draft.agent, day, halfHours);
    if (uptime !== undefined) draft.uptime.set(day, Math.max(draft.uptime.get(day) ?? 0, uptime));
  }
  return new Map([...drafts].map(([holder, laptops]) => [holder, [...laptops].sort(([a], [b]) => (a < b ? -1 : 1)).map(([laptop, draft]) => contactOf(laptop, draft))]));
}

function contactOf(laptop: Serial, { heard, agent, uptime }: Draft): Contact {
  return {
    laptop, heard: startsIn(heard), agent: new Set(startsIn(agent)),
    starts: [...uptime].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, seconds]) => ({
      // The longest uptime of a day was told at its first check-in or later, so the start lies here or later.
      day, notBefore: halfHourStarts(agent.get(day)!, startOfDay(day))[0]! - seconds * SECOND,
    })),
  };
}

function startsIn(days: ReadonlyMap<Day, HalfHours>): readonly Instant[] {
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([day, halfHours]) => halfHourStarts(halfHours, startOfDay(day)));
}
