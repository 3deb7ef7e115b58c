import type { Values } from '../../src/core/settings.ts';
import { KIND, ratesOf, type Kind } from './kinds.ts';
import type { SETTINGS } from './settings.ts';

type Settings = Values<typeof SETTINGS>;

/**
 * Where the people of a tie live. `unknown`: neither a common home nor two homes are seen. Of those who are seen in one,
 * the homes on record may be near each other or far apart; `together` tells neither.
 */
export type Homes = 'apart' | 'unknown' | Roof;
export type Roof = 'together' | 'as-recorded' | 'against-record';

export function isRoof(homes: Homes): homes is Roof {
  return homes !== 'apart' && homes !== 'unknown';
}

/** One thing that serves a person and others. */
export interface Tie {
  readonly kind: Kind;
  /** How many others, 1 or more. */
  readonly others: number;
  /** It serves somebody of longer standing too. */
  readonly staff: boolean;
  /** It is what the person and another mainly use; undefined for what stands in a record. */
  readonly main: boolean | undefined;
  /** One had it only after the other. */
  readonly handedOn: boolean;
  readonly homes: Homes;
  /** All whom it serves are of one agency. */
  readonly inAgency: boolean;
  /** Share of ordinary people who share such a thing with somebody who lives elsewhere. */
  readonly kinRate: number;
}

/** How one way to share looks: chance of each further person, of one of longer standing, of being what both mainly use, of having been handed on. */
interface Way { readonly more: number; readonly staff: number; readonly main: number; readonly handedOn: number }

/** By judgement; nobody has published counts. */
const WAYS = {
  farm: { more: 0.6, staff: 0.1, main: 0.85, handedOn: 0.05 },
  kin: { more: 0.15, staff: 0.6, main: 0.8 },
  common: { more: 0.85, staff: 0.5, main: 0.15, handedOn: 0.4 },
} as const;

/**
 * Weight of one thing that serves several, against two ordinary ways: relatives and friends, and a thing meant for many.
 *
 * A way's likelihood is how common it is, times looks that are taken as independent. "How many others" is a chance of so
 * many *or more*, so the weight is never above −ln(how common that is among ordinary people).
 *
 * Where homes are not seen, the two may live together undeclared, which makes sharing ordinary. Under one roof the ordinary
 * way is a household: the weight is that of sharing *given* the roof, which `shared-place` weighs. Few households have homes
 * on record that are far apart, and most pairs of a farm do.
 *
 * @returns ln P(shared so | farm) − ln P(shared so | ordinary)
 */
export function tieWeight(tie: Tie, settings: Settings): number {
  const { kind, homes, kinRate } = tie;
  const { farm, common: anywhere } = ratesOf(kind, settings);
  const common = tie.inAgency ? Math.max(anywhere, settings.commonInAgency) : anywhere;
  const { inHomes, handedOn } = KIND[kind];
  const kin = isRoof(homes) ? inHomes * recordRatio(homes, settings) : kinRate + (homes === 'unknown' ? settings.unseenHomes * inHomes : 0);
  return Math.log(farm * looks(WAYS.farm, tie)) - Math.log(kin * looks({ ...WAYS.kin, handedOn }, tie) + common * looks(WAYS.common, tie));
}

/** How much likelier such records are of a household than of a farm. */
function recordRatio(homes: Roof, { recordsApartFarm: farm, recordsApartHome: household }: Settings): number {
  switch (homes) {
    case 'together': return 1;
    case 'against-record': return household / farm;
    case 'as-recorded': return (1 - household) / (1 - farm);
  }
}

function looks(way: Way, { others, staff, main, handedOn }: Tie): number {
  return way.more ** (others - 1) * chance(staff, way.staff) * (main === undefined ? 1 : chance(main, way.main)) * chance(handedOn, way.handedOn);
}

function chance(seen: boolean, share: number): number {
  return seen ? share : 1 - share;
}

/**
 * Weight of all that a person shares: the strongest kind in full, every further kind in part.
 *
 * People who are close share several things, so further kinds are no independent proofs.
 *
 * @param weights one for each kind; those below 0 say nothing
 * @example sharedWeight([4, 2, −1], { ...settings, furtherShare: 0.5, ceiling: 5 }) // => 5, from 4 + 0.5 · 2
 */
export function sharedWeight(weights: readonly number[], settings: Settings): number {
  const [most = 0, ...further] = weights.filter((weight) => weight > 0).sort((a, b) => b - a);
  return Math.min(settings.ceiling, further.reduce((sum, weight) => sum + settings.furtherShare * weight, most));
}

/**
 * How common it is among ordinary people to share such a thing: the default, raised where the company shows more of it.
 *
 * @param sharing people of the company who share one, without the subject and those tied to the subject
 * @param people everybody of whom such a thing is known
 */
export function kinRateOf(kind: Kind, sharing: number, people: number, settings: Settings): number {
  const { kin } = ratesOf(kind, settings);
  return Math.max(kin, (settings.companyCounts * kin + sharing) / (settings.companyCounts + people));
}
