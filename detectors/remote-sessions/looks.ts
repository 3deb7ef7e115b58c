import { betaBinomial } from '../../src/detect/stats.ts';
import type { Clock, From, Way } from './ways.ts';

/** What is known of the unexplained sessions into one person's laptop; what is undefined is unknown and says nothing. */
export interface Driven {
  /** Days with such sessions, 1 or more, and active days from the first of them on. */
  readonly days: number;
  readonly active: number;
  readonly long: boolean | undefined;
  readonly clock: Clock | undefined;
  readonly from: From | undefined;
  /** The controller serves other starters; people of longer standing. */
  readonly serves: boolean | undefined;
  /** Its controllers that serve many starters look in on each for a day or two. */
  readonly rounds: boolean | undefined;
  readonly staff: boolean | undefined;
  /** Share of ordinary starters with help-desk sessions that no list explains, as far as this company tells. */
  readonly supportRate: number;
}

/** The chance that a way looks as what is seen does; undefined where nothing is told. */
type Chance = (seen: Driven) => ((way: Way) => number) | undefined;
const share = (seen: boolean | undefined, of: (way: Way) => number): ReturnType<Chance> => (seen === undefined ? undefined : (way) => (seen ? of(way) : 1 - of(way)));

/** The habit comes first: whatever else is told is weighed among people who have it. */
export const HABIT = {
  often: ({ days, active }) => (way) => betaBinomial(days - 1, Math.max(active, days) - 1, ...way.days),
  long: ({ long }) => share(long, (way) => way.long),
} as const satisfies Readonly<Record<string, Chance>>;

export const OTHER_SIDE = {
  clock: ({ clock }) => (clock === undefined ? undefined : (way) => way.clock[clock]),
  from: ({ from }) => (from === undefined ? undefined : (way) => way.from[from]),
  serves: ({ serves }) => share(serves, (way) => way.serves),
  rounds: ({ rounds }) => share(rounds, (way) => way.rounds),
  staff: ({ staff }) => share(staff, (way) => way.staff),
} as const satisfies Readonly<Record<string, Chance>>;

export type LookName = keyof typeof HABIT | keyof typeof OTHER_SIDE;

/** One look at the sessions, as likely among farm people and among ordinary ones who agree in all looks before it. */
export interface Look { readonly name: LookName; readonly told: boolean; readonly farm: number; readonly ordinary: number }

/** What a look adds to the weight; 0 where nothing is told. */
export function addedBy({ farm, ordinary }: Look): number {
  return Math.log(farm / ordinary);
}
