import type { Values } from '../../src/core/settings.ts';
import type { SETTINGS } from './settings.ts';
import type { Way } from './paths.ts';

type Settings = Values<typeof SETTINGS>;

/** How many other starters show the same, or more of it, out of those of whom it would be seen. */
export interface Among { readonly showing: number; readonly others: number }

/**
 * Weight of a round trip that is longer than expected.
 *
 * Both chances are of *so much longer or more*, so the weight is never above −ln(how common that is among ordinary people).
 *
 * @param excessMs above the expected round trip
 * @returns 0 below the quiet limit: most farm laptops stand at a home of the right kind, and show nothing here
 */
export function farWeight(excessMs: number, way: Exclude<Way, 'mute'>, among: Among, settings: Settings): number {
  if (excessMs < settings.quietMs) return 0;
  const farm = Math.exp(-excessMs / settings.farScaleMs);
  const ratio = farm / ordinaryShare(longerShare(excessMs, way, settings), among, settings);
  return Math.min(settings.ceiling, Math.log(1 - settings.farmFar + settings.farmFar * ratio));
}

/** Share of ordinary people whose round trip is so much longer than expected, before this company has shown its own. */
export function longerShare(excessMs: number, way: Exclude<Way, 'mute'>, settings: Settings): number {
  const [scale, slow] = way === 'direct' ? [settings.directScaleMs, settings.directSlow] : [settings.hiddenScaleMs, settings.hiddenSlow];
  return (1 - slow) * Math.exp(-excessMs / scale) + slow * Math.exp(-excessMs / settings.slowScaleMs);
}

/**
 * Weight of a round trip that is shorter than light allows from the claimed home.
 *
 * @param among others whose home lies far enough from a far end that it would be seen
 * @param misplaced chance that the far end is not where it is thought to be: then anybody at home is seen so
 */
export function nearWeight(among: Among, misplaced: number, settings: Settings): number {
  const ratio = 1 / Math.min(1, ordinaryShare(settings.ordinaryNear, among, settings) + misplaced);
  return Math.min(settings.ceiling, Math.log(1 - settings.farmNear + settings.farmNear * ratio));
}

/** The usual share, drawn towards that of the company; the first few may belong to one farm with the subject. */
function ordinaryShare(usual: number, { showing, others }: Among, settings: Settings): number {
  const counted = Math.min(showing, settings.companions) * settings.companionShare + Math.max(0, showing - settings.companions);
  return (counted + usual * settings.ordinaryPeople) / (others + settings.ordinaryPeople);
}

/**
 * Chance that a far end stands nearer than others put it, because all of these are elsewhere.
 *
 * Somebody elsewhere is seldom alone: people of one farm or one housing share where they are, and records that are
 * wrong are wrong by the batch. So each one more is far likelier than the share of people who are elsewhere.
 *
 * @param more others who would have to be elsewhere, 0 or more; undefined where the place of the far end is listed
 */
export function misplacedChance(more: number | undefined, settings: Settings): number {
  return more === undefined ? 0 : settings.oneMore ** more;
}
