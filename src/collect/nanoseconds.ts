const NANOSECONDS = 1_000_000_000;

/**
 * Whole seconds to nanoseconds.
 *
 * @returns undefined where nothing was measured, or a number would not hold it (a hundred days)
 * @example nanosecondsOf('3625') // => 3_625_000_000_000
 */
export function nanosecondsOf(seconds: string | undefined): number | undefined {
  const duration = seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * NANOSECONDS : 0;
  return duration > 0 && Number.isSafeInteger(duration) ? duration : undefined;
}
