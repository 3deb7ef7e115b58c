/** The natural logarithm of the gamma function for x > 0 (Stirling's series after shifting above 8; error below 1e-9). */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 8) shift += Math.log(y++);
  const inverse = 1 / (y * y);
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + (1 / (12 * y)) * (1 - inverse * (1 / 30 - inverse / 105)) - shift;
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln P(hits of n) where the share itself is spread as Beta(a, b): a habit with its own strength in everybody. */
function betaBinomial(hits: number, n: number, a: number, b: number): number {
  return logGamma(n + 1) - logGamma(hits + 1) - logGamma(n - hits + 1) + logBeta(hits + a, n - hits + b) - logBeta(a, b);
}

/**
 * Weight of a count of unusual sign-ins: people either have the habit (any share, more often a large one) or have not
 * (a sign-in in fifty). Farm and ordinary differ in how many have it.
 *
 * The answer lies between ln((1 − farm)/(1 − ordinary)) and ln(farm/ordinary), however many sign-ins there are:
 * a thousand sign-ins of one habit say what thirty say.
 *
 * @param hits whole number, 0 to n
 * @param ordinary share of ordinary starters with the habit, in (0, 1)
 * @param farm share of farm operators with it, in (0, 1)
 * @see beta-binomial distribution; mixture of two
 */
export function habitWeight(hits: number, n: number, ordinary: number, farm: number): number {
  const habit = Math.exp(betaBinomial(hits, n, 1.5, 1));
  const none = Math.exp(betaBinomial(hits, n, 0.4, 20));
  return Math.log(farm * habit + (1 - farm) * none) - Math.log(ordinary * habit + (1 - ordinary) * none);
}

/** How sure it is that the habit is there, 0 to 1, with even odds beforehand. */
export function habitChance(hits: number, n: number): number {
  const habit = Math.exp(betaBinomial(hits, n, 1.5, 1));
  return habit / (habit + Math.exp(betaBinomial(hits, n, 0.4, 20)));
}

/** Wilson's 95 % interval of a share. @see E. B. Wilson, JASA 22 (1927) */
export function wilson(hits: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const z2 = 1.96 ** 2;
  const share = hits / n;
  const middle = share + z2 / (2 * n);
  const half = 1.96 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [Math.max(0, (middle - half) / (1 + z2 / n)), Math.min(1, (middle + half) / (1 + z2 / n))];
}
