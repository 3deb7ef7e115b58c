import type { Interval } from '../core/intervals.ts';
import { lowerBound } from './honesty.ts';

/** Both bounds together miss the truth once in twenty times. */
const ONE_SIDED = 0.975;

/**
 * Exact 95 % interval of a share.
 *
 * @returns [0, 1] where nothing was looked at
 * @see C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)
 * @example shareBounds(0, 10) // => [0, 1 − 0.025^(1/10)] = [0, 0.3085]
 */
export function shareBounds(hits: number, n: number): Interval {
  return n === 0 ? [0, 1] : [lowerBound(hits, n, ONE_SIDED), 1 - lowerBound(n - hits, n, ONE_SIDED)];
}

/**
 * 95 % interval of a share among things that come in clusters, each cluster taken for one trial: as wide as it is where all of a
 * cluster are alike.
 *
 * @param clusters how many clusters the `n` things are in, 1 to `n`
 * @see E. L. Korn, B. I. Graubard, Survey Methodology 24 (1998), with a design effect of n / clusters
 * @example clusterBounds(20, 20, 10) // => shareBounds(10, 10)
 */
export function clusterBounds(hits: number, n: number, clusters: number): Interval {
  const among = (hits / n) * clusters;
  return n === 0 ? [0, 1] : [shareBounds(Math.floor(among), clusters)[0], shareBounds(Math.ceil(among), clusters)[1]];
}

/** Hits among so many. */
export interface Counted { readonly hits: number; readonly of: number }

/**
 * The share of farm people among all who look a certain way, if one in `oneIn` people were farm people.
 *
 * Simulated companies hold far more farm people than real ones; so each kind is counted by itself and put together anew.
 * The interval takes the bounds of both shares that speak against each other, and so is wider than 95 %.
 *
 * @param farm     farm people who look so, of all farm people
 * @param ordinary ordinary people who look so, of all ordinary ones
 * @param oneIn    above 1
 * @returns value NaN where nobody looks so
 * @example shareAmong({ hits: 1, of: 2 }, { hits: 1, of: 100 }, 2).value // => 0.5 / (0.5 + 0.01)
 */
export function shareAmong(farm: Counted, ordinary: Counted, oneIn: number): { readonly value: number; readonly interval: Interval } {
  const [farmBounds, ordinaryBounds] = [shareBounds(farm.hits, farm.of), shareBounds(ordinary.hits, ordinary.of)];
  const share = (farmShare: number, ordinaryShare: number): number => farmShare / (farmShare + (oneIn - 1) * ordinaryShare);
  return {
    value: share(farm.hits / farm.of, ordinary.hits / ordinary.of),
    interval: [farmBounds[0] === 0 ? 0 : share(farmBounds[0], ordinaryBounds[1]), ordinaryBounds[0] === 0 ? 1 : share(farmBounds[1], ordinaryBounds[0])],
  };
}
