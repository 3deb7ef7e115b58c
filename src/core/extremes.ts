/** The least of numbers, however many: `Math.min(...numbers)` overflows the stack from some 120,000 on. Infinity where there are none. */
export function leastOf(numbers: Iterable<number>): number {
  let least = Infinity;
  for (const one of numbers) least = Math.min(least, one);
  return least;
}

/** The greatest of numbers, however many. −Infinity where there are none. */
export function greatestOf(numbers: Iterable<number>): number {
  let greatest = -Infinity;
  for (const one of numbers) greatest = Math.max(greatest, one);
  return greatest;
}
