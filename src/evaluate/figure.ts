import { countBounds, type Interval } from '../core/intervals.ts';
import { shareBounds } from './intervals.ts';

/** What a figure is held against. */
export interface Goal { readonly is: 'at least' | 'at most'; readonly value: number }

/** One printed number: in which table, which row, which column, from what it was counted, between which bounds. */
export interface Figure {
  readonly section: string;
  readonly of: string;
  readonly measure: string;
  /** How `value` is to be read: a share in [0, 1], a rate, kilometres, a plain number. */
  readonly unit: 'share' | 'per 1,000 hire-months' | 'per 1,000 docks' | 'km' | 'count' | 'hire-months';
  /** NaN where there was nothing to count. */
  readonly value: number;
  /** 95 %. */
  readonly interval?: Interval;
  readonly hits?: number;
  /** What `hits` were counted among: people, cases, laptops, hire-months. */
  readonly among?: number;
  /** In how many farms these stand, where the interval takes each farm for one trial. */
  readonly farms?: number;
  readonly goal?: Goal;
}

export type Place = Pick<Figure, 'section' | 'of' | 'measure'> & { readonly goal?: Goal };

/** A share with its exact interval. */
export function share(place: Place, hits: number, among: number): Figure {
  return { ...place, unit: 'share', value: among === 0 ? NaN : hits / among, interval: shareBounds(hits, among), hits, among };
}

/** Cases, or people, for 1,000 months of people, or 1,000 docks, with the exact interval of a Poisson count. */
export function rate(place: Place, count: number, exposure: number, unit: 'per 1,000 hire-months' | 'per 1,000 docks' = 'per 1,000 hire-months'): Figure {
  const [low, high] = countBounds(count);
  const scale = exposure === 0 ? NaN : 1_000 / exposure;
  return { ...place, unit, value: count * scale, ...(exposure === 0 ? {} : { interval: [low * scale, high * scale] as const }), hits: count, among: exposure };
}

/** A number that is no share and no rate, so that it has no interval. */
export function plain(place: Place, unit: 'km' | 'count' | 'hire-months', value: number): Figure {
  return { ...place, unit, value };
}

/**
 * Whether a goal is met.
 *
 * `met` and `missed` are said of the number itself; `unsure` beside them tells that its interval reaches over the goal.
 *
 * @returns undefined without a goal, or where nothing was counted
 */
export function verdictOf({ value, interval, goal }: Figure): { readonly met: boolean; readonly sure: boolean } | undefined {
  if (!goal || Number.isNaN(value)) return undefined;
  const holds = (number: number): boolean => (goal.is === 'at least' ? number >= goal.value : number <= goal.value);
  return { met: holds(value), sure: interval === undefined || interval.every((bound) => holds(bound) === holds(value)) };
}
