import type { HireId } from '../core/person.ts';
import type { Day } from '../core/time.ts';
import type { Hire, RowOf } from './detector.ts';
import { lineReader } from './places/lines.ts';
import type { PLACE_ROWS, PlaceWindow } from './places/place-rows.ts';
import { sharedExits, type LineSight } from './places/shared-exits.ts';

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

/** More people behind one line within some weeks are an office, a carrier or a web gateway: none of them is near another by that. */
const CROWD = 30;

/**
 * Tells whether two people's laptops were behind one line on any day: a home, a flat, a small office; not a listed place or a
 * crowd. A gateway with several addresses has few behind each on a quiet day, so a crowd is counted over all days; and in a
 * small company it is the line by which nearly all of it leaves.
 */
export function nearReader(window: Pick<PlaceWindow, 'places' | 'vouched' | 'crowd'>, lines: readonly RowOf<(typeof PLACE_ROWS)['lines']>[]): (a: HireId, b: HireId) => boolean {
  const says = lineReader(window);
  const there = new Map<string, Map<Day, Set<HireId>>>();
  const sights: LineSight[] = [];
  for (const row of lines) {
    const { holder, day, 'farmwatch.net.line': line } = row;
    if (holder === undefined || line === undefined || says(line, row['farmwatch.net.kind']) !== 'somewhere') continue;
    there.getOrInsertComputed(line, () => new Map<Day, Set<HireId>>()).getOrInsertComputed(day, () => new Set<HireId>()).add(holder);
    sights.push({ node: holder, day, line, router: undefined });
  }
  const exits = sharedExits(sights, window.crowd);
  const near = new Map<HireId, Set<HireId>>();
  for (const [line, days] of there) {
    if (exits.has(line) || countOf(days.values()) > CROWD) continue;
    for (const hires of days.values()) {
      if (hires.size < 2) continue;
      for (const hire of hires) {
        const known = near.get(hire);
        if (!known) near.set(hire, new Set(hires));
        else for (const other of hires) known.add(other);
      }
    }
  }
  return (a, b) => a !== b && (near.get(a)?.has(b) ?? false);
}

function countOf(sets: Iterable<ReadonlySet<HireId>>): number {
  const all = new Set<HireId>();
  for (const one of sets) for (const hire of one) all.add(hire);
  return all.size;
}
