import { eitherHalfHour, halfHoursIn, type HalfHours } from '../../src/core/half-hours.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay, type Day } from '../../src/core/time.ts';
import { whereaboutsOf } from '../../src/detect/places/stays.ts';
import { mainPlaces, meetings } from '../../src/detect/places/together.ts';
import type { Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';
import type { SharedDay, Turns } from './turns.ts';

/** People whose laptops were under one roof, with the days on which both sides were at work there. */
export interface Compared {
  /** Of all of them it is known when they typed. */
  readonly typed: boolean;
  /** In order; only days that have another one to be exchanged with. */
  readonly days: readonly (SharedDay & { readonly day: Day })[];
}

/** Two people. */
export interface Pair extends Compared { readonly hires: readonly [HireId, HireId] }

/** One person against all others under the roof, taken as one: two or more, in order. */
export interface Roof extends Compared { readonly subject: HireId; readonly others: readonly HireId[] }

/** One person against one other, or against all others under the roof at once, with enough chances to be busy at once. */
export interface Tested extends Compared { readonly others: readonly HireId[]; readonly turns: Turns }

/**
 * Every pair of starters that met, and everybody who met two or more against all of them at once; also those with a declared
 * tie: who shares a home is another question. Of people of longer standing no hours are kept.
 */
export function comparedIn(window: Seen, settings: Values<typeof SETTINGS>): { readonly pairs: readonly Pair[]; readonly roofs: readonly Roof[] } {
  const [typed, acted] = [typedByHire(window), actedByHire(window)];
  const busyOn = (hire: HireId, day: Day): HalfHours => (typed.get(hire) ?? acted.get(hire))?.get(day) ?? 0;
  const atWork = (days: Iterable<Day>, busyOf: (day: Day) => SharedDay['busy']): Compared['days'] => {
    const both = [...days].sort()
      .map((day) => ({ day, stratum: stratumOf(day), busy: busyOf(day) }))
      .filter(({ busy }) => busy.every((halfHours) => halfHoursIn(halfHours) >= settings.minimumBusy));
    const strata = Map.groupBy(both, ({ stratum }) => stratum);
    return both.filter(({ stratum }) => strata.get(stratum)!.length > 1);
  };
  const met = [...daysTogether(window, settings)].map(([key, days]) => ({ hires: key.split('\0') as [HireId, HireId], days }));
  return {
    pairs: met.map(({ hires: [a, b], days }): Pair => ({ hires: [a, b], typed: typed.has(a) && typed.has(b), days: atWork(days, (day) => [busyOn(a, day), busyOn(b, day)]) })),
    roofs: [...othersByHire(met)].filter(([, others]) => others.size > 1).map(([subject, others]): Roof => {
      const theirs = (day: Day): HalfHours => [...others].reduce((all, [other, days]) => (days.has(day) ? eitherHalfHour(all, busyOn(other, day)) : all), 0);
      const days = [...others.values()].reduce((all, ofOne) => all.union(ofOne), new Set<Day>());
      return {
        subject, others: [...others.keys()].sort(), typed: [subject, ...others.keys()].every((hire) => typed.has(hire)),
        days: atWork(days, (day) => [busyOn(subject, day), theirs(day)]),
      };
    }),
  };
}

/** Whom everybody met, and when. */
function othersByHire(met: readonly { readonly hires: readonly [HireId, HireId]; readonly days: ReadonlySet<Day> }[]): ReadonlyMap<HireId, ReadonlyMap<HireId, ReadonlySet<Day>>> {
  const found = new Map<HireId, Map<HireId, ReadonlySet<Day>>>();
  for (const { hires: [a, b], days } of met) {
    found.getOrInsertComputed(a, () => new Map<HireId, ReadonlySet<Day>>()).set(b, days);
    found.getOrInsertComputed(b, () => new Map<HireId, ReadonlySet<Day>>()).set(a, days);
  }
  return found;
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
    const days = byHire.getOrInsertComputed(hire, () => new Map());
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
