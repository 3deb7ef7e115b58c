import { gammaln } from 'simple-statistics';

/** Natural logarithm of the beta function, for a and b above 0. */
export function logBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}

/**
 * Chance of so many hits where the share itself differs from person to person as Beta(a, b).
 *
 * @param hits whole number, 0 to n
 * @param n whole number, 0 or more; of none the chance of no hit is 1
 * @param a above 0; with b it sets the mean share a / (a + b)
 * @param b above 0; the larger a + b, the more people are alike
 * @example betaBinomial(0, 3, 1, 1) // => 0.25, all of 0 to 3 equally likely
 * @see beta-binomial distribution, any textbook of Bayesian statistics
 */
export function betaBinomial(hits: number, n: number, a: number, b: number): number {
  return Math.exp(gammaln(n + 1) - gammaln(hits + 1) - gammaln(n - hits + 1) + logBeta(hits + a, n - hits + b) - logBeta(a, b));
}

/**
 * Wilson's 95 % interval of a share.
 *
 * @returns [0, 1] where nothing was looked at
 * @see E. B. Wilson, Journal of the American Statistical Association 22 (1927)
 */
export function wilson(hits: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const z2 = 1.96 ** 2;
  const share = hits / n;
  const middle = share + z2 / (2 * n);
  const half = 1.96 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, (middle - half) / (1 + z2 / n)), Math.min(1, (middle + half) / (1 + z2 / n))];
}

/**
 * Weight of something seen, where people either have a habit or have not, and farm and ordinary differ in how many have it.
 *
 * @param withHabit    chance to see it of somebody with the habit, 0 to 1
 * @param withoutHabit chance to see it of somebody without it, above 0
 * @param ordinary     share of ordinary people with the habit, in (0, 1)
 * @param farm         share of farm operators with it, in (0, 1)
 * @returns between ln((1 − farm)/(1 − ordinary)) and ln(farm/ordinary), however much is seen
 * @see mixture of two distributions
 */
export function mixtureWeight(withHabit: number, withoutHabit: number, ordinary: number, farm: number): number {
  return Math.log(farm * withHabit + (1 - farm) * withoutHabit) - Math.log(ordinary * withHabit + (1 - ordinary) * withoutHabit);
}
