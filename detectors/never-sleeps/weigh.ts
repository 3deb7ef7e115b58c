import type { Values } from '../../src/core/settings.ts';
import { betaBinomial } from '../../src/detect/stats.ts';
import type { SETTINGS } from './settings.ts';

/** How nights of a laptop are spread under three habits: Beta(a, b) of the share awake. Judgement. */
const HABITS = { always: [12, 1], sometimes: [1, 3], never: [0.4, 16] } as const;

export interface NightsSeen {
  readonly awake: number;
  /** Nights of which it is known, at least as many. */
  readonly known: number;
  /** Share of ordinary laptops that never sleep, see {@link usualAwake}. */
  readonly rate: number;
}

/**
 * Weight of nights awake: laptops never sleep, are awake on some nights, or sleep, in shares that differ between farms
 * and ordinary people.
 *
 * @returns at most ln(farmAwake / rate): no more than how rare it is among ordinary laptops; at least the floor
 */
export function nightsWeight({ awake, known, rate }: NightsSeen, settings: Values<typeof SETTINGS>): number {
  const [always, sometimes, never] = [HABITS.always, HABITS.sometimes, HABITS.never].map(([a, b]) => betaBinomial(awake, known, a, b)) as [number, number, number];
  const { farmAwake, farmSometimes, ordinarySometimes } = settings;
  const chance = (awakeAlways: number, awakeAtTimes: number): number => awakeAlways * always + (1 - awakeAlways) * (awakeAtTimes * sometimes + (1 - awakeAtTimes) * never);
  const llr = Math.log(chance(farmAwake, farmSometimes) / chance(rate, ordinarySometimes));
  return Math.max(settings.floor, Math.min(Math.log(farmAwake / rate), llr));
}

/** Laptops that are awake on so large a share of nights never sleep. */
export const NEVER_SLEEPS = 0.7;

/** Share of laptops that never sleep where the company keeps them awake as a rule: Beta(a, b). Judgement. */
const BY_RULE = [3, 2] as const;

/** What is taken for usual among ordinary laptops of a company. */
export interface Usual {
  /** Share that never sleeps, between leastAwake and farmAwake. */
  readonly rate: number;
  /** How much of it is the cohort's own, 0 to 1. */
  readonly cohortPart: number;
  /** The others alone would make it more; some of them may be of the same farm. */
  readonly isBounded: boolean;
}

/**
 * Share of ordinary laptops that never sleep, by what others of the cohort do.
 *
 * In most companies people decide, and a few laptops never sleep; in some a power setting keeps most of them awake. The
 * share is the mean of what both expect after seeing the others, by how well each foretold them. Some of the others may be
 * laptops of the same farm that leave by lines of their own: however many never sleep, the share is no more than if
 * `farmOthers` of them told nothing and the rest were as often awake as farm laptops are.
 *
 * @param awake laptops of the cohort that never sleep
 * @param others laptops of the cohort of which it is known
 */
export function usualAwake(awake: number, others: number, settings: Values<typeof SETTINGS>): Usual {
  const { leastAwake, farmAwake, farmOthers } = settings;
  const { rate, cohortPart } = foretell(awake, others, settings);
  const bound = (farmOthers * foretell(0, 0, settings).rate + others * farmAwake) / (farmOthers + others);
  const isBounded = others > 0 && rate > bound;
  return {
    // Where laptops never sleep as a rule, one that does is no sign of a farm either.
    rate: Math.min(farmAwake, Math.max(leastAwake, isBounded ? bound : rate)),
    cohortPart: isBounded ? others / (farmOthers + others) : cohortPart, isBounded,
  };
}

/** The share that never sleeps by both kinds of companies, before any bound. */
function foretell(awake: number, others: number, { awakeByRule, cohortCounts, ordinaryAwake }: Values<typeof SETTINGS>): Omit<Usual, 'isBounded'> {
  const kinds = [
    { companies: awakeByRule, a: BY_RULE[0], b: BY_RULE[1] },
    { companies: 1 - awakeByRule, a: cohortCounts * ordinaryAwake, b: cohortCounts * (1 - ordinaryAwake) },
  ].map(({ companies, a, b }) => ({ chance: companies * betaBinomial(awake, others, a, b), share: (a + awake) / (a + b + others), own: others / (a + b + others) }));
  const total = kinds.reduce((sum, { chance }) => sum + chance, 0);
  const meanOf = (of: (kind: (typeof kinds)[number]) => number): number => kinds.reduce((sum, kind) => sum + (kind.chance / total) * of(kind), 0);
  return { rate: meanOf(({ share }) => share), cohortPart: meanOf(({ own }) => own) };
}
