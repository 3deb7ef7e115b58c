/**
 * Sum of small details, held to a limit.
 *
 * @param details what each adds, 0 or more
 * @param most 0 or more
 * @returns 0 for none
 * @example detailsWeight([0.05, 0.02], 0.2) // => 0.07
 */
export function detailsWeight(details: readonly number[], most: number): number {
  return Math.min(most, details.reduce((sum, adds) => sum + adds, 0));
}
