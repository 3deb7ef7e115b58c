import type { HireId } from '../../core/person.ts';
import { daysBetween, type Day } from '../../core/time.ts';
import type { EvidencePlan, Whom, Window } from '../detector.ts';

/**
 * People outside scope, counted by mark on the day with most of them.
 *
 * Their rows go after some days and leave a number for each mark and day (see `CrowdPlan`). What is counted here is the
 * same before and after: rows that are still there, and what was kept of those that went.
 */
export interface StaffByDay {
  /** Counts the holder of the machine, else the person. @returns false for people in scope, who are passed over */
  note(mark: string, row: Pick<Whom, 'holder' | 'person' | 'day'>): boolean;
  /** @param since the first day that counts; before it nobody could have been counted under this mark */
  most(mark: string, since?: Day): number;
}

export function staffByDay({ hires, crowd, from, to }: Pick<Window<EvidencePlan>, 'hires' | 'crowd' | 'from' | 'to'>): StaffByDay {
  const byMark = new Map<string, Map<Day, Set<HireId>>>();
  const days = daysBetween(from, to);
  return {
    note(mark, { holder, person, day }) {
      const owner = holder ?? person;
      if (owner === undefined || hires.get(owner)?.inScope !== false) return false;
      const ofMark = byMark.getOrInsertComputed(mark, () => new Map());
      ofMark.getOrInsertComputed(day, () => new Set()).add(owner);
      return true;
    },
    most: (mark, since = '') => Math.max(0, ...days.filter((day) => day >= since).map((day) => (byMark.get(mark)?.get(day)?.size ?? 0) + crowd(mark, day))),
  };
}
