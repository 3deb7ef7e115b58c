import type { Random } from '../../core/random.ts';
import type { Knobs } from '../knobs.ts';
import type { Life, World } from '../life.ts';

/** Something honest that sets a life apart, with the knob that says how often. */
export interface Oddity {
  readonly kind: string;
  readonly rate: keyof Knobs;
  /** The life with it; undefined where it does not fit this life. */
  apply(life: Life, world: World, draw: Random): Life | undefined;
}

/** A day within the part of the simulation in which this person works. */
export function dayWithin(life: Life, world: World, draw: Random, room = 1): number {
  const first = Math.max(0, life.startDay);
  return first + draw.int(Math.max(1, world.calendar.days - first - room + 1));
}
