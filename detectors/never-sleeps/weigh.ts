import type { Values } from '../../src/core/settings.ts';
import { betaBinomial } from '../../src/detect/stats.ts';
import type { SETTINGS } from './settings.ts';

/** How nights of a laptop are spread under three habits: Beta(a, b) of the share awake. Judgement. */
const HABITS = { always: [12, 1], sometimes: [1, 3], never: [0.4, 16] } as const;

export interface NightsSeen {
  readonly awake: number;
  /** Nights of which it is known, at least as many. */
  readonly known: number;
  /** Share of ordinary laptops that never sleep, see {@link awakeRateOf}. */
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

/**
 * Share of ordinary laptops that never sleep: that of the cohort, drawn towards the default.
 *
 * @param awake laptops of the cohort that never sleep
 * @param cohort laptops of the cohort of which it is known
 * @returns between leastAwake and farmAwake
 */
export function awakeRateOf(awake: number, cohort: number, settings: Values<typeof SETTINGS>): number {
  const { cohortCounts, ordinaryAwake, leastAwake, farmAwake } = settings;
  // Where laptops never sleep as a rule, one that does is no sign of a farm either.
  return Math.min(farmAwake, Math.max(leastAwake, (cohortCounts * ordinaryAwake + awake) / (cohortCounts + cohort)));
}

/** How much of that share is the cohort's own, 0 to 1. */
export function cohortPart(cohort: number, { cohortCounts }: Pick<Values<typeof SETTINGS>, 'cohortCounts'>): number {
  return cohort / (cohort + cohortCounts);
}
