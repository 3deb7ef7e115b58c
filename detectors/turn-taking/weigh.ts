import type { Values } from '../../src/core/settings.ts';
import type { SETTINGS } from './settings.ts';

/**
 * The most that a p-value can speak for another explanation: 1 / (−e·p·ln p), and 1 from p = 1/e on.
 *
 * @param p in (0, 1]
 * @see T. Sellke, M. J. Bayarri, J. O. Berger, The American Statistician 55 (2001)
 * @example calibrated(0.01) // => 7.99
 */
export function calibrated(p: number): number {
  return p < NOTHING ? 1 / (-Math.E * p * Math.log(p)) : 1;
}

/**
 * Weight of taking turns, given that they are under one roof.
 *
 * Among ordinary pairs some arrange their hours around each other and change over a few times a day (the number is taken
 * to be exponential); the rest avoid each other by coincidence only. Of farm laptops a share is driven in turns.
 *
 * @param p smallest chance of so little overlap by coincidence, of all others under the roof
 * @param tried how many others that were, 1 or more: the smallest of many chances is small by itself
 * @param handovers how often a day the two change over
 * @param ratio what they have in common, of what their rhythms would give: a small difference that many days make sure is
 * not what one driver leaves
 * @returns never below ln(1 − farmTurns): most farms give each laptop a driver of its own
 */
export function turnWeight({ p, tried, handovers, ratio }: Tried, settings: Values<typeof SETTINGS>): number {
  const { farmTurns, arranged, arrangedHandovers } = settings;
  // Who is busy together with everybody is not one of two whom one person drives.
  if (p >= NOTHING) return Math.log(1 - farmTurns + (farmTurns * (1 - p)) / (1 - NOTHING));
  if (p * tried >= NOTHING) return 0;
  const ordinary = arranged * Math.exp(-handovers / arrangedHandovers) + (1 - arranged) / calibrated(p * tried);
  const fits = Math.min(1, Math.max(0, (MUCH - ratio) / (MUCH - LITTLE)));
  return Math.log(1 - farmTurns + farmTurns * Math.max(1, fits / ordinary));
}

export interface Tried { readonly p: number; readonly tried: number; readonly handovers: number; readonly ratio: number }

/** One who drives two laptops may type on both in one half hour, or go to and fro within it, so up to this share in common fits wholly, and from the other on not at all. Judgement. */
const LITTLE = 0.75;
export const MUCH = 0.9;

/** From this chance on nothing speaks for turns. */
const NOTHING = 1 / Math.E;
