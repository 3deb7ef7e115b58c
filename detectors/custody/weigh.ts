import type { Values } from '../../src/core/settings.ts';
import type { Way } from './parcel.ts';
import type { SETTINGS } from './settings.ts';

/** How likely what was seen is, up to a common factor, where the laptop lives at home, where its parcel went, or elsewhere. */
export interface Places { readonly home: number; readonly there: number; readonly far: number }

export interface Weighable {
  readonly way: Way;
  readonly places: Places;
  /** Seen at home on some day; undefined where it is not placed. */
  readonly wasHome: boolean | undefined;
  /** It lives in another country than home, so far for long or not; undefined where it does not. */
  readonly isLongAbroad?: boolean | undefined;
  /** The first contact came long after delivery; undefined where that is not known. */
  readonly isLate: boolean | undefined;
}

type Settings = Values<typeof SETTINGS>;
interface Shares { readonly sentAway: number; readonly redirected: number; readonly stays: number; readonly elsewhere: number; readonly wasHome: number; readonly late: number; readonly abroad: number; readonly abroadLong: number }

/**
 * Weight of where a laptop went and where it lives: one look at both, because the second follows from the first.
 *
 *     chance = way · (home + there + far), for farm and for ordinary laptops
 *     weight = ln(farm) − ln(ordinary), at most `ceiling`
 */
export function weightOf(seen: Weighable, settings: Settings): number {
  const weight = Math.log(chanceOf(seen, sharesOf('farm', settings), settings)) - Math.log(chanceOf(seen, sharesOf('ordinary', settings), settings));
  return Math.min(settings.ceiling, weight);
}

function sharesOf(who: 'farm' | 'ordinary', settings: Settings): Shares {
  return {
    sentAway: settings[`${who}SentAway`], redirected: settings[`${who}Redirected`], stays: settings[`${who}Stays`],
    elsewhere: settings[`${who}Elsewhere`], wasHome: settings[`${who}WasHome`], late: settings[`${who}Late`],
    abroad: settings[`${who}Abroad`], abroadLong: settings[`${who}AbroadLong`],
  };
}

function chanceOf({ way, places, wasHome, isLongAbroad, isLate }: Weighable, shares: Shares, { ordinaryLate }: Settings): number {
  const ways: Readonly<Record<Way, number>> = { home: 1 - shares.sentAway - shares.redirected, 'sent-away': shares.sentAway, redirected: shares.redirected, untold: 1 };
  const stays = way === 'sent-away' || way === 'redirected' ? shares.stays : 0;
  const notHome = chance(wasHome, shares.wasHome);
  // Only a laptop that was passed on takes its time; elsewhere lateness is as common for both.
  const late = chance(isLate, ordinaryLate);
  const home = (1 - stays) * (1 - shares.elsewhere) * places.home * late;
  const there = stays * places.there * notHome * late;
  // How long it has been abroad says more than whether it was at home before, and is the same fact.
  const isElsewhere = isLongAbroad === undefined ? shares.elsewhere * notHome * (way === 'home' ? chance(isLate, shares.late) : late) : shares.abroad * chance(isLongAbroad, shares.abroadLong) * late;
  const far = (1 - stays) * isElsewhere * places.far;
  return ways[way] * (home + there + far);
}

function chance(is: boolean | undefined, share: number): number {
  return is === undefined ? 1 : is ? share : 1 - share;
}

/**
 * Weight of a silent laptop whose holder is at work.
 *
 * @param silent laptops of other starters that are silent, of `laptops`
 * @returns 0 or more: a farm's laptop is mostly awake, so that being heard of says nothing
 */
export function silenceWeight(silent: number, laptops: number, settings: Settings): number {
  const ordinary = Math.max(settings.ordinarySilent, (settings.ordinarySilent * settings.silentCounts + silent) / (settings.silentCounts + laptops));
  return Math.max(0, Math.log(settings.farmSilent / ordinary));
}
