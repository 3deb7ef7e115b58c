import type { Case } from '../../cases/case.ts';
import type { ApplicationRow, HireId, Versioned } from '../../core/person.ts';
import { DAY, dayOf, localDayOf, type Day, type Instant } from '../../core/time.ts';
import type { Journal, Store } from '../../store/store.ts';
import type { HousekeepingCounts } from './counts.ts';

/**
 * What one night of housekeeping let go, as counts that name nobody.
 *
 * Days, by the company's clock, tell in which quarter something had come in, so that a quarter does not shrink when its rows
 * are gone.
 */
export interface Deletion {
  readonly at: Instant;
  readonly counts: Omit<HousekeepingCounts, 'links'> & Partial<Pick<HousekeepingCounts, 'links'>>;
  /** Applications by the day on which they were made, and those of people in a case that was closed as a farm by then. */
  readonly applications: Readonly<Record<Day, { readonly made: number; readonly confirmed: number }>>;
  /** Forgotten cases, and those of their people who are in no other case of the quarter that counts them, by the day on which they were opened. */
  readonly cases: Readonly<Record<Day, { readonly cases: number; readonly people: number }>>;
  /** Stored runs by day. */
  readonly runs: Readonly<Record<Day, number>>;
}

export function deletionJournal(store: Pick<Store, 'journal'>): Journal<Deletion> {
  return store.journal<Deletion>('deletions');
}

/** Rows without a date of application were never of a quarter, and are none of these. */
export function applicationsByDay(rows: readonly Versioned<ApplicationRow>[], cases: readonly Case[], zone: string): Deletion['applications'] {
  const ofFarms = new Set(cases.filter(isFarm).flatMap(({ hires }) => hires));
  return Object.fromEntries([...Map.groupBy(rows.map(({ versions }) => versions.at(-1)!.row).filter(({ applied_at: at }) => at !== undefined), ({ applied_at: at }) => dayApplied(at!, zone))].map(([day, ofDay]) =>
    [day, { made: ofDay.length, confirmed: ofDay.filter(({ hire_id: hire }) => hire !== undefined && ofFarms.has(hire)).length }]));
}

/** The day on which somebody applied, by the company's clock. Files mostly tell a day and no hour, which is midnight UTC: that is the day as it was written. */
export function dayApplied(at: Instant, zone: string): Day {
  return at % DAY === 0 ? dayOf(at) : localDayOf(at, zone);
}

/** True for a case that was closed as a laptop farm. */
export function isFarm({ status, closed }: Case): boolean {
  return status === 'closed' && closed?.reason === 'true';
}

/** How many stored runs go of each day of the company's clock. */
export function runsByDay(instants: readonly Instant[], zone: string): Deletion['runs'] {
  return Object.fromEntries([...Map.groupBy(instants, (at) => localDayOf(at, zone))].map(([day, ofDay]) => [day, ofDay.length]));
}

/**
 * Forgotten cases by day. Merged cases went with the one that they became part of, and count with it.
 *
 * Somebody counts in a quarter with the last of their cases of it that goes: as long as one stays, that one counts them. So
 * each counts once in a quarter, in however many nights its cases go, and nothing has to be kept that tells who it was.
 *
 * @param staying cases that are told of after these are gone
 */
export function casesByDay(cases: readonly Case[], staying: readonly Case[], zone: string): Deletion['cases'] {
  const closed = cases.filter(({ status }) => status === 'closed').map(({ openedAt, hires }) => ({ day: localDayOf(openedAt, zone), hires }));
  const counted = new Set(staying.filter(({ status }) => status !== 'merged').flatMap(({ openedAt, hires }) => hires.map((hire) => `${quarterOfDay(localDayOf(openedAt, zone))} ${hire}`)));
  const peopleIn = (day: Day, hires: readonly HireId[]): number => {
    const fresh = new Set(hires.map((hire) => `${quarterOfDay(day)} ${hire}`)).difference(counted);
    for (const one of fresh) counted.add(one);
    return fresh.size;
  };
  return Object.fromEntries([...Map.groupBy(closed, ({ day }) => day)].map(([day, ofDay]) => [day, { cases: ofDay.length, people: peopleIn(day, ofDay.flatMap(({ hires }) => hires)) }]));
}

/** @example quarterOfDay('2026-11-02') // => '2026-3' */
function quarterOfDay(day: Day): string {
  return `${day.slice(0, 4)}-${Math.floor((Number(day.slice(5, 7)) - 1) / 3)}`;
}
