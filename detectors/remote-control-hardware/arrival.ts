import { DAY, HOUR, dayOf, type Day, type Instant } from '../../src/core/time.ts';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import type { Times } from './looks.ts';

/** When a KVM came, against the laptop's arrival. */
export interface Came { readonly when: 'at-once' | 'later' | 'unknown'; /** Days of devices without it before. */ readonly before: number }

/** A delivery is often entered as a day. */
const BLUR = 12 * HOUR;
/** Looks before that let a later coming be told from a gap in the records. */
const LOOKS_BEFORE = 2;

/**
 * `at-once` within hours of delivery or of the first day, whichever is later; `later` where the laptop was looked at
 * before without it; else unknown, also where the records begin after both, or it was there before the delivery.
 *
 * @param from how far back it would have been seen
 */
export function cameOf(first: Instant, looks: Times, hire: Hire, laptop: Laptop | undefined, from: Instant, soonHours: number): Came {
  const firstDay: Day = dayOf(first);
  const delivered = laptop?.deliveredAt;
  const before = [...looks.keys()].filter((day) => day < firstDay && (delivered === undefined || day >= dayOf(delivered))).length;
  if (before >= LOOKS_BEFORE) return { when: 'later', before };
  const arrived = Math.max(delivered ?? -Infinity, hire.startsAt);
  const tooEarly = delivered !== undefined && first < delivered - BLUR;
  const isKnown = arrived >= from && !tooEarly && first >= hire.startsAt - STAGED;
  return isKnown && first <= arrived + soonHours * HOUR ? { when: 'at-once', before } : { when: 'unknown', before };
}

/** A KVM so long before the holder starts is IT's, or the previous holder's. */
const STAGED = 10 * DAY;
