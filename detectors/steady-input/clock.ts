import type { JigglePeriod } from '../../src/catalogue/jigglers.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import { medianOf, type Beat } from './beats.ts';
import type { IntervalBeat } from './evidence.ts';
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
  /** Intervals in which somebody was at work, and of these the ones with the same beat. */
  readonly work: number;
  readonly workSteady: number;
}

/** Fewer intervals of work tell nothing of how gaps are counted. */
const FEWEST_AT_WORK = 3;

/**
 * @param all beats of intervals; without `keys` nobody typed
 * @param periods beats of known devices
 * @returns undefined where no interval is steady, and where the beat is that of whoever counts: it is there too while
 *          somebody works, or gaps are whole seconds and nothing tells that they ever are not of that beat
 */
export function clockOf(all: readonly { readonly day: Day; readonly beat: Beat & Partial<Pick<IntervalBeat, 'keys'>> }[], settings: Settings, periods: readonly JigglePeriod[]): Clock | undefined {
  const beats = all.filter(({ beat: { keys = 0 } }) => keys === 0);
  const steady = beats.filter(({ beat }) => beat.gapS >= settings.shortestBeat && beat.spread <= settings.steadySpread);
  if (steady.length === 0) return undefined;
  const main = medianOf(steady.map(({ beat }) => beat.gapS));
  const same = steady.filter(({ beat }) => Math.abs(beat.gapS - main) <= settings.sameBeat * main);
  // Of two beats in equal parts the middle may lie between: then neither is the main one.
  if (same.length === 0) return undefined;
  const gapS = medianOf(same.map(({ beat }) => beat.gapS));
  const spread = medianOf(same.map(({ beat }) => beat.spread));
  const work = all.filter(({ beat: { keys = 0 } }) => keys >= settings.workKeys);
  const workSteady = work.filter(({ beat }) => beat.spread <= settings.steadySpread && Math.abs(beat.gapS - gapS) <= settings.sameBeat * gapS).length;
  const isTold = work.length >= FEWEST_AT_WORK;
  const whole = same.every(({ beat }) => beat.whole);
  if (isTold ? workSteady >= settings.samplerShare * work.length : whole) return undefined;
  return {
    work: work.length, workSteady, idle: beats.length, steady: same.length, days: [...new Set(same.map(({ day }) => day))].sort(), gapS, spread,
    // Whole seconds are too coarse to tell firmware from a program.
    devices: spread <= settings.tightSpread && !whole ? devicesWith(gapS, settings.tightSeconds, periods) : [],
  };
}

/** Names of devices in the catalogue whose firmware keeps this beat. */
function devicesWith(gapS: number, within: number, periods: readonly JigglePeriod[]): readonly string[] {
  return periods.filter(({ everySeconds, multiplesToo }) => {
    const times = multiplesToo ? Math.max(1, Math.round(gapS / everySeconds)) : 1;
    return Math.abs(gapS - times * everySeconds) <= within;
  }).map(({ name }) => name);
}
