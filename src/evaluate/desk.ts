import type { Case } from '../cases/case.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { isOpenAtReview, rank } from './bands.ts';

/** One analyst's days at the queue. */
export interface Desk {
  /** A day's work: the most pressing cases that were not looked at, or have gained people since. */
  day(cases: readonly Case[], asOf: Instant): void;
  /** When somebody's case was first looked at. */
  readonly lookedAt: ReadonlyMap<HireId, Instant>;
  /** Looks at cases so far, and days on which some were left for the next. */
  counts(): { readonly looks: number; readonly days: number; readonly fullDays: number };
}

/** @param casesADay cases that one analyst gets through in a day */
export function desk(casesADay: number): Desk {
  const lookedAt = new Map<HireId, Instant>();
  const known = new Map<string, number>();
  let [looks, days, fullDays] = [0, 0, 0];
  return {
    lookedAt,
    day(cases, asOf) {
      const waiting = cases.filter((one) => isOpenAtReview(one) && known.get(one.id) !== one.hires.length)
        .sort((a, b) => rank(b.band) - rank(a.band) || b.chance - a.chance || a.openedAt - b.openedAt);
      for (const one of waiting.slice(0, casesADay)) {
        known.set(one.id, one.hires.length);
        looks++;
        for (const hire of one.hires) if (!lookedAt.has(hire)) lookedAt.set(hire, asOf);
      }
      days++;
      if (waiting.length > casesADay) fullDays++;
    },
    counts: () => ({ looks, days, fullDays }),
  };
}
