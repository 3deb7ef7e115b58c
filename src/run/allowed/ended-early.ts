import type { HireId, PersonRow, PlaceRow, Versioned } from '../../core/person.ts';
import { DAY, startOfDay, type Day, type Instant } from '../../core/time.ts';
import { readHistory, versionAt, type History } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import { allowanceBook, allowanceRows, type StandingAllowance } from './allowance.ts';

/** A place or a household that a second person has let go and whose last day is to come, and that holds no longer. */
export interface EndedEarly { readonly kind: 'place' | 'household'; readonly case: string; readonly until: Day; readonly owner: string }

/** Entries that a table ended which was imported since: its rows say something else, and a table counts as it was imported last. */
function endedEarly(standing: readonly StandingAllowance[], history: Pick<History, 'people' | 'places'>, now: Instant): readonly EndedEarly[] {
  return standing.flatMap((entry): readonly EndedEarly[] => {
    const { id, released, allowance, case: about } = entry;
    const { what: { kind }, until, owner } = allowance;
    if (kind === 'permission' || released === undefined || released.at > now || startOfDay(until) + DAY <= now) return [];
    const rows = allowanceRows(allowance, id, history, now);
    const holds = 'places' in rows
      ? stands(history.places, ({ place_id: place }) => place === rows.places[0]!.row.place_id, ({ cidr = [] }) => cidr.length > 0, now)
      : !('people' in rows) || stands(history.people, ({ hire_id: hire }) => isMember(hire, entry), ({ household }) => household === id, now);
    return holds ? [] : [{ kind, case: about, until, owner }];
  });
}

/** The same as a sentence each, with its cure. */
function sayEndedEarly(ended: readonly EndedEarly[]): readonly string[] {
  return ended.map(({ kind, case: about, until, owner }) => {
    const file = kind === 'place' ? 'places.csv' : 'people.csv';
    return `A ${kind} of the allow-list (case ${about}, ${owner} answers for it) should hold until ${until}, and ended with a ${file} that does not name it. Write it into ${file}, or ask for it anew with the case.`;
  });
}

/** Entries that have ended early, in sentences. */
export async function saidEndedEarly(store: Pick<Store, 'journal' | 'shelf'>, now: Instant): Promise<readonly string[]> {
  const standing = await allowanceBook(store).read();
  return standing.length === 0 ? [] : sayEndedEarly(endedEarly(standing, await readHistory(store), now));
}

function isMember(hire: HireId, { allowance: { what } }: StandingAllowance): boolean {
  return what.kind === 'household' && what.hires.includes(hire);
}

/** Whether all rows that are meant say so at an instant; those that are let go cannot. */
function stands<Row extends PersonRow | PlaceRow>(rows: readonly Versioned<Row>[], isMeant: (row: Row) => boolean, says: (row: Row) => boolean, now: Instant): boolean {
  return rows.map((row) => versionAt(row, now)).filter(isMeant).every(says);
}
