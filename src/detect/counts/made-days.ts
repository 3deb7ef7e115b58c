import type { Day } from '../../core/time.ts';
import type { Counted } from '../detector.ts';
import { EMPTY, rowsMark, type DayCounts, type DayTable } from './day-counts.ts';
import { keptDays } from './kept-days.ts';
import type { Stretch } from './stretch.ts';

/** Rows held at once; some forty bytes each, and of what was made of a day a few hundred. */
const MOST_ROWS = 8_000_000;

/** What was made of one day, and what it rests on. */
export interface Made { readonly size: number; readonly mark: string }

/** How something is made of the groups of a day. */
export interface Making<T extends Made> {
  readonly name: string;
  readonly counted: Counted;
  make(day: Day, table: DayTable, mark: string): T;
  /** Whether what is held of a day with the same rows still holds. */
  holds?(one: T, day: Day): boolean;
}

/** What was made of each day; the store is asked about days of which nothing is held that still holds. */
export function madeDays<T extends Made>(counts: Pick<DayCounts, 'of'>): (making: Making<T>, stretch: Stretch) => Promise<ReadonlyMap<Day, T>> {
  const kept = keptDays<T>(MOST_ROWS);
  return async ({ name, counted, make, holds = () => true }, { days, marks, asOf }) => {
    const markOf = (day: Day): string => rowsMark(marks.get(day)!);
    const found = new Map<Day, T | undefined>(days.map((day) => [day, kept.get(name, day, (one) => one.mark === markOf(day) && holds(one, day))]));
    const missing = days.filter((day) => found.get(day) === undefined);
    for await (const { tables, of } of counts.of(counted, missing, asOf)) {
      for (const day of of) {
        const one = make(day, tables.get(day) ?? EMPTY, markOf(day));
        found.set(day, one);
        kept.put(name, day, one);
      }
    }
    return found as ReadonlyMap<Day, T>;
  };
}
