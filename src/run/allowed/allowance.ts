import { compareBytes } from '../../core/canonical.ts';
import type { AllowedRow, HireId, PersonRow, PlaceRow } from '../../core/person.ts';
import { DAY, startOfDay, type Day, type Instant } from '../../core/time.ts';
import { versionAt, type History } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import type { DatedRow } from '../laptops/act-rows.ts';
import { waitingBook, type Act, type Standing, type WaitingBook } from '../waiting-book.ts';

/** What is to be allowed: a tool for somebody, a place that the company vouches for, people who live together. */
export type Allowed =
  | { readonly kind: 'permission'; readonly tool: string; readonly scope: string }
  | { readonly kind: 'place'; readonly name: string; readonly placeKind: PlaceRow['kind']; readonly lines: readonly string[] }
  | { readonly kind: 'household'; readonly hires: readonly HireId[] };

/** An entry of the allow-list as the one who closes a case asks for it. */
export interface Allowance {
  readonly what: Allowed;
  /** Last day, by UTC for places and households. */
  readonly until: Day;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
}

/** An entry that somebody asked for, about one case; it counts for nothing until a second person has let it go. */
export interface AskedAllowance extends Act { readonly case: string; readonly allowance: Allowance }
export type StandingAllowance = Standing<AskedAllowance>;

/** The journal `allowances`. */
export function allowanceBook(store: Pick<Store, 'journal'>): WaitingBook<AskedAllowance> {
  return waitingBook<AskedAllowance>(store, 'allowances');
}

export type AllowanceRows = { readonly allowed: AllowedRow } | { readonly places: readonly DatedRow<PlaceRow>[] } | { readonly people: readonly DatedRow<PersonRow>[] };

/**
 * The rows by which an allowance holds from an instant on, and no longer than its last day.
 *
 * @param id of the one that was asked for; places and households are named by it
 */
export function allowanceRows({ what, until, owner, reason }: Allowance, id: string, history: Pick<History, 'people'>, at: Instant): AllowanceRows {
  const ends = startOfDay(until) + DAY;
  switch (what.kind) {
    case 'permission': return { allowed: { tool: what.tool, scope: what.scope, until, owner, reason } };
    case 'place': {
      const row = placeRow(what, id);
      // The first version of a row holds from the beginning, so that one names no line.
      return { places: [{ row: { ...row, cidr: [] } }, { row, knownFrom: at }, { row: { ...row, cidr: [] }, knownFrom: ends }] };
    }
    case 'household': return { people: rowsOf(what.hires, history, at).flatMap((row) => [{ row: { ...row, household: id }, knownFrom: at }, { row, knownFrom: ends }]) };
  }
}

/** The place of an allowance as a row of the table of places. */
export function placeRow({ name, placeKind, lines }: Allowed & { readonly kind: 'place' }, id: string): PlaceRow {
  return { place_id: `case-${id}`, name, kind: placeKind, cidr: [...lines].sort(compareBytes) };
}

function rowsOf(hires: readonly HireId[], { people }: Pick<History, 'people'>, at: Instant): readonly PersonRow[] {
  return people.map((person) => versionAt(person, at)).filter(({ hire_id: hire }) => hires.includes(hire));
}
