import type { HireId } from '../../src/core/person.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { recordsSay } from '../../src/detect/people/homes-on-record.ts';

/** Others of whom a home is on record, as of the subject, and how many of them are far from the subject's. */
export interface Records { readonly known: number; readonly apart: number }

/** What homes on record say of a person and others; others whose home, or the subject's, is not on record count as neither. */
export function recordsOf(subject: HireId, others: readonly HireId[], hires: ReadonlyMap<HireId, Hire>): Records {
  const said = others.flatMap((other) => recordsSay(hires.get(subject), hires.get(other)) ?? []);
  return { known: said.length, apart: said.filter((one) => one === 'apart').length };
}

/** True where the homes of at least half of the others are far from the subject's. */
export function areApart({ known, apart }: Records): boolean {
  return known > 0 && apart * 2 >= known;
}

/**
 * Chance of such records: one look for all others, whose records go together.
 *
 * @param share of groups of a kind in which the homes on record are far apart
 */
export function recordsChance(records: Records, share: number): number {
  if (records.known === 0) return 1;
  return areApart(records) ? share : 1 - share;
}
