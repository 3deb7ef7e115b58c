import type { Values } from '../../src/core/settings.ts';
import { DAY, type Instant } from '../../src/core/time.ts';
import type { SETTINGS } from './settings.ts';

/** What a check is worth, and when it was made. */
export interface Worth { readonly weight: number; readonly at: Instant }

/**
 * Weight of several checks of one person, one of each kind.
 *
 * Checks that point the same way lean on one another (the same call, the same stand-in), so the strongest counts in
 * full and each further one a share less. What confirms and what refutes is then added: they contradict each other
 * and both are known. A check older than the newest is aged here, since fusion ages the whole from the newest row.
 *
 * @param checks in any order
 * @returns 0 for none
 * @example checksWeight([{ weight: -2, at: 0 }, { weight: -1, at: 0 }], { ...settings, repeatShare: 0.5 }) // => -2.5
 */
export function checksWeight(checks: readonly Worth[], settings: Values<typeof SETTINGS>): number {
  const newest = checks.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
  const aged = checks.map(({ weight, at }) => weight * 2 ** (-(newest - at) / DAY / settings.halfLifeDays));
  const diminishing = (weights: readonly number[]): number =>
    [...weights].sort((a, b) => Math.abs(b) - Math.abs(a)).reduce((sum, weight, index) => sum + weight * settings.repeatShare ** index, 0);
  return diminishing(aged.filter((weight) => weight < 0)) + diminishing(aged.filter((weight) => weight > 0));
}
