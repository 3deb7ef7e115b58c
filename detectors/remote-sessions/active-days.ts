import type { HireId } from '../../src/core/person.ts';
import type { Day } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';

/** On which days laptops of starters were there. */
export interface ActiveDays {
  readonly people: readonly HireId[];
  /** Days from the first of those with sessions on, these among them. */
  from(hire: HireId, withSessions: ReadonlySet<Day>): number;
}

/** The days on which laptops of people in scope were heard of at all. */
export function activeDaysOf(window: Seen): ActiveDays {
  const found = new Map<HireId, Set<Day>>();
  for (const { holder, day } of window.rows.contacts) {
    if (holder !== undefined && window.hires.get(holder)?.inScope) found.getOrInsertComputed(holder, () => new Set<Day>()).add(day);
  }
  return {
    people: [...found.keys()],
    from(hire, withSessions) {
      const first = [...withSessions].sort()[0]!;
      return [...withSessions.union(found.get(hire) ?? new Set<Day>())].filter((day) => day >= first).length;
    },
  };
}
