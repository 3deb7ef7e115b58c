/** The 95 % bounds of a figure. */
export type Interval = readonly [low: number, high: number];

/** Both bounds together miss the truth once in twenty times. */
const ONE_SIDED = 0.025;

/**
 * Exact 95 % interval of the mean behind a Poisson count.
 *
 * @param count whole number, 0 or more
 * @see F. Garwood, Biometrika 28 (1936)
 * @example countBounds(0) // => [0, −ln 0.025] = [0, 3.689]
 */
export function countBounds(count: number): Interval {
  return [count === 0 ? 0 : meanWhere(ONE_SIDED, count - 1, true), meanWhere(ONE_SIDED, count, false)];
}

/** The mean at which a count above (or up to) `count` has just this chance. */
function meanWhere(chance: number, count: number, above: boolean): number {
  let [low, high] = [0, 2 * count + 20];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    const upTo = chanceUpTo(count, middle);
    // A larger mean makes more than `count` likelier, and so much or less unlikelier.
    if (above ? 1 - upTo < chance : upTo > chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X ≤ count) for a Poisson mean above 0; terms as logarithms, because factorials overflow at 171. */
function chanceUpTo(count: number, mean: number): number {
  let logTerm = -mean;
  let sum = 0;
  for (let k = 0; k <= count; k++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(mean) - Math.log(k + 1);
  }
  return Math.min(1, sum);
}

/**
 * 95 % interval of the median of what the values were drawn from, whatever its shape: two of the values themselves.
 *
 * @returns undefined for under six values, which cannot bound a median so surely
 * @see order statistics and the sign test; H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed., 7.1
 * @example medianBounds([1, 2, 3, 4, 5, 6]) // => [1, 6]: all six lie on one side of the median once in 32 times
 */
export function medianBounds(values: readonly number[]): Interval | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  // P(at most `out` of n values lie below the median), by halves.
  let [out, term, sum] = [-1, 0.5 ** sorted.length, 0];
  for (let k = 0; sum + term <= ONE_SIDED; k++) {
    sum += term;
    out = k;
    term *= (sorted.length - k) / (k + 1);
  }
  return out < 0 ? undefined : [sorted[out]!, sorted[sorted.length - 1 - out]!];
}

/** The middle value, or the mean of the two in the middle; undefined of none. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length === 0 ? undefined : (sorted[Math.ceil(half) - 1]! + sorted[Math.floor(half)]!) / 2;
}
