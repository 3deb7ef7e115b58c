import { DAY, floorTo, startOfDay, type Instant } from '../core/time.ts';
import { isToCome } from '../core/to-come.ts';
import type { EventLog } from '../store/store.ts';

/** Whether an instant is still to come: nothing is known of it. */
export type ToCome = (at: Instant) => Promise<boolean>;

/** Where events lie ahead of the clock, so long after the last of them is judged as well: silence is something to judge. */
const SILENCE = 14 * DAY;
const FAR = Date.UTC(2200, 0, 1);

/**
 * To come is what lies ahead of the clock here and of all events: a planned or simulated year is judged as any other time,
 * and so are records on a machine whose clock is behind. The store is asked only about instants ahead of the clock.
 */
export function toComeReader(events: Pick<EventLog, 'days'>, now: () => Instant): ToCome {
  return async (at) => isToCome(at, now()) && at > await judgedUpTo(events, now());
}

async function judgedUpTo(events: Pick<EventLog, 'days'>, now: Instant): Promise<Instant> {
  const ahead = await events.days({ from: floorTo(now, DAY) + DAY, to: FAR, asOf: FAR });
  return Math.max(now, ...ahead.map(({ day }) => startOfDay(day) + SILENCE));
}
