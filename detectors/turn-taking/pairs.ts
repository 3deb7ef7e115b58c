import { eitherHalfHour, halfHoursIn, type HalfHours } from '../../src/core/half-hours.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay, type Day } from '../../src/core/time.ts';
import { whereaboutsOf } from '../../src/detect/places/stays.ts';
import { mainPlaces, meetings } from '../../src/detect/places/together.ts';
import type { Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';
import type { SharedDay, Turns } from './turns.ts';

/** Two people whose laptops were under one roof, with the days on which both were at work there. */
export interface Pair {
  readonly hires: readonly [HireId, HireId];
  /** Of both it is known when they typed. */
  readonly typed: boolean;
  /** In order; only days that have another one to be exchanged with. */
  readonly days: readonly (SharedDay & { readonly day: Day })[];
}

/** A pair that had enough chances to be busy at once. */
export interface TestedPair extends Pair { readonly turns: Turns }

/**
 * Every pair of starters that met, also those with a declared tie: who shares a home is another question.
 * Of people of longer standing no hours are kept.
 */
export function pairsOf(window: Seen, settings: Values<typeof SETTINGS>): readonly Pair[] {
  const [typed, acted] = [typedByHire(window), actedByHire(window)];
  const busyOn = (hire: HireId, day: Day): HalfHours => (typed.get(hire) ?? acted.get(hire))?.get(day) ?? 0;
  return [...daysTogether(window, settings)].map(([key, days]): Pair => {
    const [a, b] = key.split('\0') as [HireId, HireId];
    const both = [...days].sort()
      .map((day) => ({ day, stratum: stratumOf(day), busy: [busyOn(a, day), busyOn(b, day)] as const }))
      .filter(({ busy }) => busy.every((halfHours) => halfHoursIn(halfHours) >= settings.minimumBusy));
    const strata = Map.groupBy(both, ({ stratum }) => stratum);
    return { hires: [a, b], typed: typed.has(a) && typed.has(b), days: both.filter(({ stratum }) => strata.get(stratum)!.length > 1) };
  });
}

/**
 * Days that are alike: working days, or weekends, of one week. People who swap shifts every week, or whose rhythm
 * changes, take no turns by that.
 */
function stratumOf(day: Day): string {
  const days = startOfDay(day) / DAY;
  const sinceMonday = (days + 3) % 7;
  return `${Math.floor((days + 3) / 7)} ${sinceMonday < 5 ? 'working days' : 'weekend'}`;
}

type BusyDays = ReadonlyMap<HireId, ReadonlyMap<Day, HalfHours>>;

/** A laptop's input is its holder's, whoever made it. */
function typedByHire(window: Seen): BusyDays {
  return busyDays(window.rows.typed.map(({ holder, day, summary }) => ({ hire: holder, day, halfHours: summary })));
}

/** What stands in for key strokes where a laptop does not count them. */
function actedByHire(window: Seen): BusyDays {
  return busyDays(window.rows.acted);
}

function busyDays(rows: readonly { readonly hire: HireId | undefined; readonly day: Day; readonly halfHours: HalfHours }[]): BusyDays {
  const byHire = new Map<HireId, Map<Day, HalfHours>>();
  for (const { hire, day, halfHours } of rows) {
    if (hire === undefined) continue;
    let days = byHire.get(hire);
    if (!days) byHire.set(hire, (days = new Map()));
    days.set(day, eitherHalfHour(days.get(day) ?? 0, halfHours));
  }
  return byHire;
}

/** Days on which two people's laptops had a place in common, by the names of the two in order. */
function daysTogether(window: Seen, settings: Values<typeof SETTINGS>): ReadonlyMap<string, ReadonlySet<Day>> {
  const { nodes, stays, tokens } = whereaboutsOf(window, settings.tokenSpread);
  const together = new Map<string, Set<Day>>();
  const starts = (hire: HireId): boolean => window.hires.get(hire)?.inScope === true;
  for (const { pair, days, router } of meetings(mainPlaces(stays), settings.crowdLimit, tokens.apart, window.crowd)) {
    const [a, b] = pair.map((node) => nodes.get(node)!);
    // Neighbours behind one address have routers of their own; without a laptop nothing is known of input.
    if (!a || !b || window.isOnePerson(a.hire, b.hire) || a.bySignIn || b.bySignIn || router === 'different' || !starts(a.hire) || !starts(b.hire)) continue;
    const key = [a.hire, b.hire].sort().join('\0');
    together.set(key, (together.get(key) ?? new Set<Day>()).union(new Set(days)));
  }
  return together;
}
