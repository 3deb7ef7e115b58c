import type { JigglePeriod } from '../../src/catalogue/jigglers.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import { medianOf, type Beat } from './beats.ts';
import type { SETTINGS } from './settings.ts';

type Settings = Values<typeof SETTINGS>;

/** The beat of one laptop over many idle intervals. */
export interface Clock {
  /** Idle intervals with gaps. */
  readonly idle: number;
  /** Of these, steady ones with the main beat. */
  readonly steady: number;
  /** Days with such, in order. */
  readonly days: readonly Day[];
  /** The main beat, and its spread in an ordinary interval. */
  readonly gapS: number;
  readonly spread: number;
  /** Known devices that keep this beat; of a beat that is not firmware's, none. */
  readonly devices: readonly string[];
}

/**
 * @param periods beats of known devices
 * @returns undefined where no interval is steady
 */
export function clockOf(beats: readonly { readonly day: Day; readonly beat: Beat }[], settings: Settings, periods: readonly JigglePeriod[]): Clock | undefined {
  const steady = beats.filter(({ beat }) => beat.gapS >= settings.shortestBeat && beat.spread <= settings.steadySpread);
  if (steady.length === 0) return undefined;
  const main = medianOf(steady.map(({ beat }) => beat.gapS));
  const same = steady.filter(({ beat }) => Math.abs(beat.gapS - main) <= settings.sameBeat * main);
  // Of two beats in equal parts the middle may lie between: then neither is the main one.
  if (same.length === 0) return undefined;
  const gapS = medianOf(same.map(({ beat }) => beat.gapS));
  const spread = medianOf(same.map(({ beat }) => beat.spread));
  return { idle: beats.length, steady: same.length, days: [...new Set(same.map(({ day }) => day))].sort(), gapS, spread, devices: spread <= settings.tightSpread ? devicesWith(gapS, settings.tightSeconds, periods) : [] };
}

/** Names of devices in the catalogue whose firmware keeps this beat. */
function devicesWith(gapS: number, within: number, periods: readonly JigglePeriod[]): readonly string[] {
  return periods.filter(({ everySeconds, multiplesToo }) => {
    const times = multiplesToo ? Math.max(1, Math.round(gapS / everySeconds)) : 1;
    return Math.abs(gapS - times * everySeconds) <= within;
  }).map(({ name }) => name);
}
