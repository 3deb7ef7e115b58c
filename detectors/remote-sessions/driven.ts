import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { activeDaysOf } from './active-days.ts';
import { controlReader } from './control.ts';
import type { Seen } from './evidence.ts';
import { withoutHelpDesks } from './help-desk.ts';
import type { Driven } from './looks.ts';
import { namingOf, type Naming } from './machine-names.ts';
import { machineReader } from './machines.ts';
import { roundsOf } from './rounds.ts';
import { unexplained, type Session } from './sessions.ts';
import type { SETTINGS } from './settings.ts';
import type { Clock, From } from './ways.ts';
import { supportRateOf } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

/** The unexplained sessions into one starter's laptops, with all that is weighed and told. */
export interface Picture extends Driven {
  readonly hire: HireId;
  readonly sessions: readonly Session[];
  /** By which tools, in order. */
  readonly tools: readonly string[];
  /** How many other starters the same controllers serve, and those whom one of them drives like the subject, in order; none of them declared to live with the subject. */
  readonly served: number;
  readonly others: readonly HireId[];
  /** A controller is called what many are, and no address tells which it is. */
  readonly hasCommonName: boolean;
  /** How surely the names of the others tell machines apart, the surest. */
  readonly naming: Naming | undefined;
  /** Days on which each clock was told. */
  readonly clocks: Readonly<Record<Clock, number>>;
  readonly origins: Readonly<Record<From, number>>;
  /** Days on which a controller connected by the VPN exit of the laptop itself. */
  readonly sameExit: number;
  readonly share: number | undefined;
  /** How many of how many other starters have a few days of such sessions. */
  readonly helped: number;
  readonly people: number;
}

/** Everybody with unexplained sessions. */
export function picturesOf(window: Seen, settings: Settings): readonly Picture[] {
  const activeDays = activeDaysOf(window);
  const controlOf = controlReader(window);
  const all = withoutHelpDesks(unexplained(window, settings), activeDays, controlOf, settings);
  const machineOf = machineReader(all, settings);
  const rounds = roundsOf(all, machineOf, settings);
  const byHire = Map.groupBy(all, ({ hire }) => hire);
  const controllers = new Map([...byHire].map(([hire, sessions]) => [hire, new Set(sessions.flatMap((session) => machineOf(session) ?? []))]));
  const countsOf = (hire: HireId): { readonly days: number; readonly active: number } => {
    const days = new Set(byHire.get(hire)!.map(({ day }) => day));
    return { days: days.size, active: activeDays.from(hire, days) };
  };

  return [...byHire].map(([hire, sessions]): Picture => {
    const own = controllers.get(hire)!;
    const sharing = [...byHire.keys()].filter((other) => other !== hire && !own.isDisjointFrom(controllers.get(other)!)).sort();
    const served = sharing.filter((other) => !window.tied(hire, other));
    const tools = [...new Set(sessions.map(({ protocol }) => protocol))].sort();
    const helped = [...byHire].filter(([other, theirs]) => {
      if (other === hire || sharing.includes(other) || !theirs.some(({ protocol }) => tools.includes(protocol))) return false;
      const { days, active } = countsOf(other);
      return days * 2 <= active;
    }).length;
    const people = activeDays.people.filter((other) => other !== hire && !sharing.includes(other)).length;
    const clocks = daysBy<Clock>(sessions, ({ clock }) => clock, { same: 0, near: 0, far: 0 });
    const origins = daysBy<From>(sessions, ({ from }) => from, { home: 0, elsewhere: 0, hidden: 0 });
    const share = controlOf(sessions);
    return {
      hire, sessions, tools, hasCommonName: sessions.some((session) => session.controller !== undefined && namingOf(session.controller) === 'common' && machineOf(session) === undefined),
      naming: surest(sessions.flatMap(({ controller }) => controller ?? [])), served: served.length, others: served.filter((other) => rounds.drivesBoth(hire, other)), ...countsOf(hire), clocks, origins, sameExit: new Set(sessions.flatMap(({ sameExit, day }) => (sameExit ? [day] : []))).size, clock: most(clocks), from: most(origins),
      serves: own.size === 0 ? undefined : served.length > 0, rounds: rounds.makes(hire), staff: own.size === 0 ? undefined : sessions.some(({ staff }) => (staff ?? 0) > 0),
      share, long: share === undefined ? undefined : share >= settings.longShare,
      helped, people, supportRate: supportRateOf(helped, people, settings),
    };
  });
}

/** Days on which something was told, by what it was. */
function daysBy<T extends string>(sessions: readonly Session[], of: (session: Session) => T | undefined, none: Readonly<Record<T, number>>): Readonly<Record<T, number>> {
  const days = new Set(sessions.flatMap((session) => (of(session) === undefined ? [] : [`${of(session)!}|${session.day}`])));
  const counts: Record<T, number> = { ...none };
  for (const key of days) counts[key.slice(0, key.indexOf('|')) as T]++;
  return counts;
}

/** What most days tell; of two alike the one that stands first, which is the more ordinary. */
function most<T extends string>(counts: Readonly<Record<T, number>>): T | undefined {
  const best = (Object.keys(counts) as T[]).reduce((held, one) => (counts[one] > counts[held] ? one : held));
  return counts[best] > 0 ? best : undefined;
}

function surest(names: readonly string[]): Naming | undefined {
  const kinds = new Set(names.map(namingOf));
  return (['own', 'chosen', 'common'] as const).find((kind) => kinds.has(kind));
}
