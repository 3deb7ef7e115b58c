import { ERASED_SHELF, erasedMark, type ErasedMark } from '../../core/erased.ts';
import { DAY, dayOf, type Instant } from '../../core/time.ts';
import { readHistory } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import type { RunBook } from '../run-book.ts';
import type { Run } from '../stored-run.ts';
import { takeOutOfRuns } from './gone-in-runs.ts';
import type { GoneNames } from './leaving.ts';

/** A run that was under way while somebody was let go is over by then. */
const UNDER_WAY_DAYS = 2;

/**
 * Takes people who were let go on their request in the last days out of runs once more: one that was under way meanwhile
 * still knew them, and was stored afterwards.
 *
 * @returns how many runs said something of them
 */
export async function takeStragglers(store: Store, runs: RunBook, now: Instant): Promise<number> {
  const since = now - UNDER_WAY_DAYS * DAY;
  const marks = new Set((await Array.fromAsync(store.shelf<ErasedMark>(ERASED_SHELF).list())).filter(({ value: { on } }) => on >= dayOf(since)).map(({ value: { id } }) => id));
  if (marks.size === 0) return 0;
  // Somebody who was hired again by now is known anew.
  const known = new Set((await readHistory(store)).people.flatMap(({ versions }) => versions.map(({ row }) => row.hire_id)));
  const found: Record<keyof GoneNames, Set<string>> = { hires: new Set(), serials: new Set(), accounts: new Set() };
  for (const asOf of await runs.instantsKept(since)) {
    const run = await runs.get(asOf);
    if (run) collect(run, (hire) => marks.has(erasedMark('hire', hire)) && !known.has(hire), (email) => marks.has(erasedMark('email', email)), found);
  }
  return takeOutOfRuns(runs, found);
}

function collect({ findings, risks, custody }: Run, isGone: (hire: string) => boolean, isAddress: (text: string) => boolean, into: Record<keyof GoneNames, Set<string>>): void {
  for (const hire of [...findings, ...risks, ...custody].flatMap(({ hire_id: one }) => one ?? []).concat(findings.flatMap(({ alongside }) => alongside))) if (isGone(hire)) into.hires.add(hire);
  for (const { hire_id: hire, serial } of custody) if (hire !== null && isGone(hire)) into.serials.add(serial);
  for (const value of findings.flatMap(({ look }) => Object.values(look.where)).flat()) if (typeof value === 'string' && isAddress(value)) into.accounts.add(value);
}
