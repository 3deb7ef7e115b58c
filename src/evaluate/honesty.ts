/** Thresholds of a detector and of a family sum, and those of a total. */
export const THRESHOLDS = [1, 2, 3, 4] as const;
export const TOTAL_THRESHOLDS = [1, 2, 3, 4, 5, 6] as const;

/** The weight must be proved wrong this surely. */
const CONFIDENCE = 0.99;

/** One threshold: how many reached it, and what may. */
export interface Honesty {
  readonly threshold: number;
  readonly reached: number;
  readonly people: number;
  readonly share: number;
  /** Exact one-sided bounds of the share, each with 99 % confidence. */
  readonly atLeast: number;
  readonly atMost: number;
  /** e^−threshold. */
  readonly allowed: number;
  readonly honest: boolean;
}

/**
 * Whether weights mean what they say: among ordinary people the share with weight ≥ t is at most e^−t.
 *
 * Dishonest is what the exact 99 % lower bound of the share proves; a share that chance explains is let pass.
 *
 * @param weights one for each ordinary person, 0 for those of whom nothing is said
 */
export function honestWeights(weights: readonly number[], thresholds: readonly number[] = THRESHOLDS): readonly Honesty[] {
  return thresholds.map((threshold) => honestyOf(weights.filter((weight) => weight >= threshold).length, weights.length, threshold));
}

/**
 * The mirror: among farm people the share with weight ≤ −t is at most e^−t, or a farm could buy innocence.
 *
 * @param weights one for each farm person
 */
export function honestDoubts(weights: readonly number[], thresholds?: readonly number[]): readonly Honesty[] {
  return honestWeights(weights.map((weight) => -weight), thresholds);
}

function honestyOf(reached: number, people: number, threshold: number): Honesty {
  const atLeast = lowerBound(reached, people, CONFIDENCE);
  const allowed = Math.exp(-threshold);
  return {
    threshold, reached, people, share: people === 0 ? 0 : reached / people,
    atLeast, atMost: 1 - lowerBound(people - reached, people, CONFIDENCE), allowed, honest: atLeast <= allowed,
  };
}

/**
 * Clopper–Pearson lower bound of a share: the smallest share under which so many hits are not surprising.
 *
 * The upper bound is its mirror: 1 − lowerBound(misses, n, confidence).
 *
 * @param hits whole number, 0 to n
 * @returns 0 for no hits
 * @see C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)
 * @example lowerBound(1, 10, 0.95) // => 0.00512 = 1 − 0.95^(1/10)
 */
export function lowerBound(hits: number, n: number, confidence: number): number {
  if (hits === 0) return 0;
  let [low, high] = [0, 1];
  // The tail rises with the share, so halving finds where it meets what is left of the confidence.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tail(hits, n, middle) < 1 - confidence) low = middle;
    else high = middle;
  }
  return low;
}

/** P(X ≥ hits) for a binomial count of n with the given share, in (0, 1). */
export function tail(hits: number, n: number, share: number): number {
  // Terms as logarithms, because the coefficients overflow beyond about a thousand.
  let logTerm = n * Math.log1p(-share);
  let below = 0;
  for (let count = 0; count < hits; count++) {
    below += Math.exp(logTerm);
    logTerm += Math.log((n - count) / (count + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return Math.max(0, 1 - below);
}
