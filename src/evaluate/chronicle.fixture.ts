import { DAY, type Instant } from '../core/time.ts';
import type { CaseEnd, Chronicle, PersonSeen, WayEnd } from './chronicle.ts';
import type { Way } from './runs.ts';

/** The first instant of hand-made chronicles; runs follow daily. */
export const START: Instant = Date.UTC(2026, 9, 1);

/** An ordinary starter of thirty days without anything special; sets what matters. */
export function anOrdinary(hire: string, fields: Partial<PersonSeen> = {}): PersonSeen {
  return { hire, of: 'ordinary', kinds: [], days: 30, most: {}, topBand: 'quiet', hardware: [], travelDays: 0, firstSignIn: START, ...fields };
}

/** Somebody of a software farm of three, who signed in on the first day, when all three stood there. */
export function aFarmPerson(hire: string, fields: Partial<Omit<PersonSeen, 'farm'>> & { readonly farm?: Partial<NonNullable<PersonSeen['farm']>> } = {}): PersonSeen {
  const { farm, ...rest } = fields;
  return { ...anOrdinary(hire, rest), of: 'farm', farm: { hire, style: 'software', nth: 0, together: 3, since: START, ...farm } };
}

export interface Told {
  readonly people: readonly PersonSeen[];
  /** After how many days an open case first named somebody. */
  readonly named?: Readonly<Record<string, number>>;
  readonly cases?: readonly CaseEnd[];
  readonly ways?: readonly (readonly [Way, { readonly named?: Readonly<Record<string, number>>; readonly cases?: readonly CaseEnd[] }])[];
  readonly days?: number;
  readonly more?: Partial<Chronicle>;
}

/** A company of these people, followed for thirty days. */
export function aChronicle({ people, named = {}, cases = [], ways = [], days = 30, more = {} }: Told): Chronicle {
  const instants = (after: Readonly<Record<string, number>>): ReadonlyMap<string, Instant> => new Map(Object.entries(after).map(([hire, day]) => [hire, START + day * DAY]));
  return {
    people, lastRun: START + days * DAY, lookedAt: new Map(), looks: { looks: 0, days, fullDays: 0 }, placed: [],
    ways: new Map<Way, WayEnd>([['all', { namedAt: instants(named), cases }], ...ways.map(([way, end]) => [way, { namedAt: instants(end.named ?? {}), cases: end.cases ?? [] }] as const)]),
    rules: { namedAt: { travel: new Map(), tool: new Map(), device: new Map(), line: new Map() }, travelDays: { learned: new Map(), fromStart: new Map() } },
    ...more,
  };
}
