import type { HireId } from '../core/person.ts';
import type { Day } from '../core/time.ts';
import type { Hire, RowOf } from './detector.ts';
import { lineReader } from './places/lines.ts';
import type { PLACE_ROWS, PlaceWindow } from './places/place-rows.ts';

/** Those with whom somebody is compared. */
export interface Cohort {
  readonly others: readonly HireId[];
  /** `like`: same role, region and quarter of the start; `company`: everybody, where that are too few. */
  readonly of: 'like' | 'company';
}

/** A cohort of fewer others is too small to compare with. */
const ENOUGH = 8;

/**
 * The cohort of a starter: others of the same role, region and quarter where there are eight, else the company.
 *
 * @param known everybody about whom the same is known, in any order
 * @param near true for two whose laptops stand at one place; they are left out, because a farm would make itself usual
 */
export function cohortReader(hires: ReadonlyMap<HireId, Hire>, known: Iterable<HireId>, near: (a: HireId, b: HireId) => boolean): (subject: HireId) => Cohort {
  const all = [...known].sort();
  const kinds = new Map(all.map((hire) => [hire, kindOf(hires.get(hire))]));
  const byKind = Map.groupBy(all, (hire) => kinds.get(hire));
  const without = (subject: HireId, some: readonly HireId[]): readonly HireId[] => some.filter((other) => other !== subject && !near(subject, other));
  return (subject) => {
    const kind = kinds.get(subject) ?? kindOf(hires.get(subject));
    const like = kind === undefined ? [] : without(subject, byKind.get(kind) ?? []);
    return like.length >= ENOUGH ? { others: like, of: 'like' } : { others: without(subject, all), of: 'company' };
  };
}

function kindOf(hire: Hire | undefined): string | undefined {
  if (hire?.role === undefined || hire.home_region === undefined) return undefined;
  const [year, month] = hire.start_date.split('-');
  return [hire.role.toLowerCase(), hire.home_region, year, Math.ceil(Number(month) / 3)].join('\0');
}

/** More laptops behind one line on one day are an office or a carrier. */
const CROWD = 30;

/** Tells whether two people's laptops were behind one line on any day: a home, a flat, a small office; not a listed place or a crowd. */
export function nearReader(window: Pick<PlaceWindow, 'places' | 'vouched'>, lines: readonly RowOf<(typeof PLACE_ROWS)['lines']>[]): (a: HireId, b: HireId) => boolean {
  const says = lineReader(window);
  const there = new Map<string, Map<Day, Set<HireId>>>();
  for (const row of lines) {
    const { holder, day, 'farmwatch.net.line': line } = row;
    if (holder === undefined || line === undefined || says(line, row['farmwatch.net.kind']) !== 'somewhere') continue;
    const days = there.get(line) ?? new Map<Day, Set<HireId>>();
    there.set(line, days);
    const hires = days.get(day);
    if (hires) hires.add(holder);
    else days.set(day, new Set([holder]));
  }
  const near = new Map<HireId, Set<HireId>>();
  for (const days of there.values()) {
    for (const hires of days.values()) {
      if (hires.size < 2 || hires.size > CROWD) continue;
      for (const hire of hires) {
        const known = near.get(hire);
        if (!known) near.set(hire, new Set(hires));
        else for (const other of hires) known.add(other);
      }
    }
  }
  return (a, b) => a !== b && (near.get(a)?.has(b) ?? false);
}
