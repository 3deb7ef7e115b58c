import { betaBinomial, mixtureWeight } from '../../src/detect/stats.ts';

/** Shares of people with the habit: any share, more often a large one. */
const WITH_HABIT = [1.5, 1] as const;
/** Shares of people without it: a sign-in in fifty. */
const WITHOUT_HABIT = [0.4, 20] as const;

/**
 * Weight of a count of unusual sign-ins: people either have the habit or have not, and farm and ordinary differ in how
 * many have it.
 *
 * The answer lies between ln((1 − farm)/(1 − ordinary)) and ln(farm/ordinary), however many sign-ins there are:
 * a thousand sign-ins of one habit say what thirty say.
 *
 * @param hits whole number, 0 to n
 * @param n whole number, 0 or more; of none the weight is 0
 * @param ordinary share of ordinary starters with the habit, in (0, 1)
 * @param farm share of farm operators with it, in (0, 1)
 * @see beta-binomial distribution; mixture of two
 */
export function habitWeight(hits: number, n: number, ordinary: number, farm: number): number {
  return mixtureWeight(betaBinomial(hits, n, ...WITH_HABIT), betaBinomial(hits, n, ...WITHOUT_HABIT), ordinary, farm);
}

/** Share of people who have the habit, or seem to because of a mistake. */
export function orMistaken(habit: number, mistake: number): number {
  return habit + (1 - habit) * mistake;
}

/** How sure it is that the habit is there, 0 to 1, with even odds beforehand. */
export function habitChance(hits: number, n: number): number {
  const habit = betaBinomial(hits, n, ...WITH_HABIT);
  return habit / (habit + betaBinomial(hits, n, ...WITHOUT_HABIT));
}

/**
 * Weight of how many of the unusual sign-ins came from another machine than the laptop. One look, not one a sign-in:
 * a person has one set of machines.
 *
 * @param other whole number, 0 to times
 * @param times unusual sign-ins that tell their machine; of none the weight is 0
 * @param ordinary share of ordinary people with the habit who mostly use another machine for it, in (0, 1)
 * @param farm the same share of farm operators, in (0, 1)
 */
export function machineWeight(other: number, times: number, ordinary: number, farm: number): number {
  if (times === 0) return 0;
  const share = (other + 0.5) / (times + 1);
  return share * Math.log(farm / ordinary) + (1 - share) * Math.log((1 - farm) / (1 - ordinary));
}
