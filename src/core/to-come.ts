import { MINUTE, type Instant } from './time.ts';

/** Clocks of machines that work together differ by less. */
const CLOCKS_DIFFER = 5 * MINUTE;

/** True for an instant that has not come yet by any clock nearby: nothing is known of it, so nothing can be judged as of then. */
export function isToCome(at: Instant, now: Instant): boolean {
  return at > now + CLOCKS_DIFFER;
}
