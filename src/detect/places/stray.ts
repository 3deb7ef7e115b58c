import type { CustodyValues } from './custody-settings.ts';

/**
 * Chance that entries name another area than the one a laptop stands in, given that it stands where nothing vouches for it.
 *
 * Witnesses err independently, but two that err seldom name the same wrong area: a second one tells far more than the first.
 *
 * @param shares of each witness the share of its kind that names another area, in any order; one or more
 */
export function strayChance(shares: readonly number[], { misplacedAlike }: Pick<CustodyValues, 'misplacedAlike'>): number {
  const odds = shares.toSorted((a, b) => a - b).reduce((sum, share, index) => sum + Math.log((1 - share) / share) - (index === 0 ? 0 : Math.log(misplacedAlike)), 0);
  return 1 / (1 + Math.exp(odds));
}

/**
 * How far round an entry a region reaches that holds the place with a chance of `level`.
 *
 * Errors of address tables have a heavy tail: where an entry errs beyond its usual reach, each doubling of the distance is
 * as likely as the next, up to the farthest.
 *
 * @param radiusKm usual reach, above 0
 * @param stray    chance of lying beyond that, 0 to 1
 * @example reachKm(60, 0.15, 0.9, { farthestKm: 3000 }) // => 221
 */
export function reachKm(radiusKm: number, stray: number, level: number, { farthestKm }: Pick<CustodyValues, 'farthestKm'>): number {
  const beyond = 1 - level;
  return stray <= beyond || radiusKm >= farthestKm ? radiusKm : radiusKm * (farthestKm / radiusKm) ** (1 - beyond / stray);
}
