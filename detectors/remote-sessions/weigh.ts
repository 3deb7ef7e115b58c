import type { Values } from '../../src/core/settings.ts';
import { HABIT, OTHER_SIDE, addedBy, type Driven, type Look, type LookName } from './looks.ts';
import type { SETTINGS } from './settings.ts';
import { WAYS, type Reason, type Way } from './ways.ts';

type Settings = Values<typeof SETTINGS>;

export interface Weight {
  /** The sum of what the looks add. */
  readonly llr: number;
  readonly looks: readonly Look[];
  /** What of it rests on the habit: that the laptop is driven so, whoever does it. At least 0. */
  readonly habit: number;
  /** The ordinary reason that explains most of it. */
  readonly likeliest: Reason;
}

/** A way that ordinary people may be in: how common, of which habit, and with whom at the other side. */
interface Kind { readonly share: number; readonly habit: Way; readonly otherSide: Way; readonly reason?: Reason }

/**
 * Weight of sessions into a laptop, look by look.
 *
 * Each look is weighed among those who agree in all looks before it, so that looks that come together count once: whoever
 * mainly works so has sessions daily and for hours. Farm laptops of which no session is seen are like ordinary ones
 * in what they show here, which bounds the weight below. Ordinary people with the habit of a farm for a reason nobody thought
 * of bound what the habit weighs, and those who look like one in all bound the whole.
 *
 * @returns ln P(seen | farm) − ln P(seen | ordinary), from ln(1 − driven) to ln(1 − driven + driven / unforeseen)
 */
export function weightOf(seen: Driven, settings: Settings): Weight {
  const { farm, support, own, mainly, peer } = WAYS;
  let kinds: readonly Kind[] = [
    { share: seen.supportRate, habit: support, otherSide: support, reason: 'support' },
    { share: settings.own * (1 - settings.mainly), habit: own, otherSide: own, reason: 'own' },
    { share: settings.own * settings.mainly, habit: mainly, otherSide: mainly, reason: 'own' },
    { share: settings.peer, habit: peer, otherSide: peer, reason: 'peer' },
    // Nobody knows who they are; nothing is elsewhere about them.
    { share: settings.unknown, habit: farm, otherSide: mainly },
    { share: settings.unforeseen, habit: farm, otherSide: farm },
  ];
  let driven = settings.driven;
  let before = { farm: 1, ordinary: 1 };
  const looks = [...lookers(HABIT, 'habit'), ...lookers(OTHER_SIDE, 'otherSide')].map(({ name, chanceOf, of }): Look => {
    const chance = chanceOf(seen);
    if (chance === undefined) return { name, told: false, farm: 1, ordinary: 1 };
    kinds = kinds.map((kind) => ({ ...kind, share: kind.share * chance(kind[of]) }));
    driven *= chance(farm);
    const ordinary = kinds.reduce((sum, kind) => sum + kind.share, 0);
    const now = { ordinary, farm: driven + (1 - settings.driven) * ordinary };
    const look = { name, told: true, farm: now.farm / before.farm, ordinary: now.ordinary / before.ordinary };
    before = now;
    return look;
  });
  const llr = sum(looks);
  // What is told of the other side takes away no more than all looks together may.
  const otherSide = Math.max(Math.log(1 - settings.driven), sum(looks.filter(({ name }) => name in OTHER_SIDE)));
  return { llr, looks, habit: Math.max(0, llr - otherSide), likeliest: likeliestOf(kinds) };
}

function lookers(table: typeof HABIT | typeof OTHER_SIDE, of: 'habit' | 'otherSide') {
  return Object.entries(table).map(([name, chanceOf]) => ({ name: name as LookName, chanceOf, of }));
}

function sum(looks: readonly Look[]): number {
  return looks.reduce((total, look) => total + addedBy(look), 0);
}

function likeliestOf(kinds: readonly Kind[]): Reason {
  const shares: Record<Reason, number> = { support: 0, own: 0, peer: 0 };
  for (const { reason, share } of kinds) if (reason) shares[reason] += share;
  return (Object.keys(shares) as Reason[]).reduce((best, reason) => (shares[reason] > shares[best] ? reason : best));
}

/**
 * How common help-desk sessions are that no list explains: the default, raised where the company shows more of them.
 *
 * @param helped other people with a few days of sessions by the same protocol, from controllers that do not serve the subject
 * @param people everybody else whose laptop is seen
 */
export function supportRateOf(helped: number, people: number, settings: Settings): number {
  return Math.max(settings.support, (settings.companyCounts * settings.support + helped) / (settings.companyCounts + people));
}
