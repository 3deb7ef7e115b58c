import type { Values } from '../../src/core/settings.ts';
import { betaBinomial } from '../../src/detect/stats.ts';
import type { SETTINGS } from './settings.ts';
import { WAYS, type Clock, type From, type OrdinaryWay, type Way } from './ways.ts';

type Settings = Values<typeof SETTINGS>;

/** What is known of the unexplained sessions into one person's laptop; what is undefined is unknown and says nothing. */
export interface Driven {
  /** Days with such sessions, 1 or more, and active days from the first of them on. */
  readonly days: number;
  readonly active: number;
  readonly clock: Clock | undefined;
  readonly from: From | undefined;
  /** The controller serves other starters; people of longer standing. */
  readonly serves: boolean | undefined;
  readonly staff: boolean | undefined;
  /** Its controllers that serve many starters look in on each for a day or two. */
  readonly rounds: boolean | undefined;
  readonly soon: boolean | undefined;
  readonly long: boolean | undefined;
  /** Share of ordinary starters with help-desk sessions that no list explains, as far as this company tells. */
  readonly supportRate: number;
}

export interface Weight { readonly llr: number; /** The ordinary reason that explains most of it. */ readonly likeliest: OrdinaryWay }

/**
 * Weight of sessions into a laptop, against three ordinary ways: support, a computer of one's own, a colleague.
 *
 * A way's likelihood is how common it is, times looks that are taken as independent. Farm laptops of which no session is
 * seen are like ordinary ones in what they show here, which bounds the weight below; ordinary people who look like a farm
 * for a reason nobody thought of bound it above.
 *
 * @returns ln P(seen | farm) − ln P(seen | ordinary), from ln(1 − driven) to ln(1 − driven + driven / unforeseen)
 */
export function weightOf(seen: Driven, settings: Settings): Weight {
  const shares: Record<OrdinaryWay, number> = {
    support: seen.supportRate * looksLike(WAYS.support, seen),
    own: settings.own * looksLike(WAYS.own, seen),
    peer: settings.peer * looksLike(WAYS.peer, seen),
  };
  const farm = looksLike(WAYS.farm, seen);
  const ordinary = shares.support + shares.own + shares.peer + settings.unforeseen * farm;
  const likeliest = (Object.keys(shares) as OrdinaryWay[]).reduce((best, way) => (shares[way] > shares[best] ? way : best));
  return { llr: Math.log(1 - settings.driven + settings.driven * (farm / ordinary)), likeliest };
}

function looksLike(way: Way, seen: Driven): number {
  return betaBinomial(seen.days - 1, Math.max(seen.active, seen.days) - 1, ...way.days)
    * (seen.clock === undefined ? 1 : way.clock[seen.clock])
    * (seen.from === undefined ? 1 : way.from[seen.from])
    * chance(seen.serves, way.serves) * chance(seen.rounds, way.rounds) * chance(seen.staff, way.staff) * chance(seen.soon, way.soon) * chance(seen.long, way.long);
}

function chance(seen: boolean | undefined, share: number): number {
  return seen === undefined ? 1 : seen ? share : 1 - share;
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
