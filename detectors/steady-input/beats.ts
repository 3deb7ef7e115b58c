/** What the gaps of one interval look like. */
export interface Beat {
  /** Median gap, s, to a tenth. */
  readonly gapS: number;
  /** Half of the gaps lie within this share of the median, to a hundredth: 0 for a clock, about 0.7 for chance. */
  readonly spread: number;
  /** All gaps are whole seconds: whoever counted them looks at fixed times, or rounds. */
  readonly whole?: true;
}

/** So few gaps lie close together by chance too often. */
const FEWEST_GAPS = 5;

/**
 * The beat of one interval: median gap, and median distance from it.
 *
 * Medians, because a gap that spans a missed beat, or a nudge of the table, must not hide a clock.
 *
 * @param gaps s, in any order
 * @returns undefined for fewer than five
 * @example beatOf([60, 60.1, 59.8, 60, 120]) // => { gapS: 60, spread: 0 }
 */
export function beatOf(gaps: readonly number[]): Beat | undefined {
  if (gaps.length < FEWEST_GAPS) return undefined;
  const gap = medianOf(gaps);
  if (gap <= 0) return undefined;
  return {
    gapS: Math.round(gap * 10) / 10, spread: Math.round((medianOf(gaps.map((one) => Math.abs(one - gap))) / gap) * 100) / 100,
    ...(gaps.every(Number.isInteger) ? { whole: true } : {}),
  };
}

/** The middle one, or the mean of the two in the middle; of none NaN. */
export function medianOf(values: readonly number[]): number {
  const order = values.toSorted((a, b) => a - b);
  const middle = (order.length - 1) / 2;
  return (order[Math.floor(middle)]! + order[Math.ceil(middle)]!) / 2;
}
