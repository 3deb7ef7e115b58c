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
 * @returns never below ln(1 − farmTurns): most farms give each laptop a driver of its own
 */
export function turnWeight({ p, tried, handovers }: Tried, settings: Values<typeof SETTINGS>): number {
  const { farmTurns, arranged, arrangedHandovers } = settings;
  // Who is busy together with everybody is not one of two whom one person drives.
  if (p >= NOTHING) return Math.log(1 - farmTurns + (farmTurns * (1 - p)) / (1 - NOTHING));
  if (p * tried >= NOTHING) return 0;
  const ordinary = arranged * Math.exp(-handovers / arrangedHandovers) + (1 - arranged) / calibrated(p * tried);
  return Math.log(1 - farmTurns + farmTurns / ordinary);
}

export interface Tried { readonly p: number; readonly tried: number; readonly handovers: number }

/** From this chance on nothing speaks for turns. */
const NOTHING = 1 / Math.E;
