import { betaBinomial, mixtureWeight } from '../../src/detect/stats.ts';

/** Shares of days of people with the habit: any share, more often a large one. */
const WITH_HABIT = [1.5, 1] as const;
/** Shares of days of people without it: a day in a hundred and fifty, by chance. */
const WITHOUT_HABIT = [0.2, 30] as const;

/**
 * Weight of days in two places at once: people either have the habit or have not, and farm and ordinary differ in how
 * many have it. The answer lies between ln((1 − farm)/(1 − ordinary)) and ln(farm/ordinary), however many days there are.
 *
 * @param hits days with an impossible switch, 0 to n
 * @param n days on which two machines of the person were used and placed
 * @see beta-binomial distribution; mixture of two
 */
export function habitWeight(hits: number, n: number, ordinary: number, farm: number): number {
  return mixtureWeight(betaBinomial(hits, n, ...WITH_HABIT), betaBinomial(hits, n, ...WITHOUT_HABIT), ordinary, farm);
}

/**
 * Weight of how many of these days go to and fro, A-B-A. One look, not one a day.
 *
 * @param interleaved whole number, 0 to days
 * @param days above 0
 */
export function interleavedWeight(interleaved: number, days: number, ordinary: number, farm: number): number {
  const share = (interleaved + 0.5) / (days + 1);
  return share * Math.log(farm / ordinary) + (1 - share) * Math.log((1 - farm) / (1 - ordinary));
}
