import { shortHash } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { readHistory, versionAt } from '../detect/people/registry.ts';
import { FarmwatchError } from '../errors.ts';
import type { Journal, Store } from '../store/store.ts';

/** What somebody says is wrong or incomplete in a record. It stands beside the record, which is never written anew. */
export interface Correction {
  readonly id: string;
  readonly at: Instant;
  /** Who wrote it down. */
  readonly by: string;
  readonly hire: HireId;
  /** Whose word it is. */
  readonly from: 'person' | 'hr';
  /** What it is about: a case, or something in words, such as “ship_city”. */
  readonly about: string;
  readonly says: string;
}

const MOST_LETTERS = 2_000;

export function correctionJournal(store: Pick<Store, 'journal'>): Journal<Correction> {
  return store.journal<Correction>('corrections');
}

/** Corrections about some people, oldest first. */
export async function correctionsOf(store: Pick<Store, 'journal'>, hires: readonly HireId[]): Promise<readonly Correction[]> {
  const found: Correction[] = [];
  for await (const { entry } of correctionJournal(store).read()) if (hires.includes(entry.hire)) found.push(entry);
  return found;
}

/** Keeps a correction beside the record. @throws FarmwatchError `not.found` for somebody unknown, `request.invalid` for an empty one */
export async function addCorrection(store: Store, wish: Pick<Correction, 'hire' | 'from' | 'about' | 'says'>, by: string, at: Instant): Promise<Correction> {
  const [about, says] = [wish.about.trim(), wish.says.trim()];
  if (about === '' || says === '') throw new FarmwatchError('request.invalid', { why: 'A correction says what it is about and what is right: write both.' });
  if (about.length > 200 || says.length > MOST_LETTERS) throw new FarmwatchError('request.invalid', { why: `A correction has ${MOST_LETTERS} letters at most, and 200 for what it is about.` });
  const { people } = await readHistory(store);
  if (!people.some((row) => versionAt(row, at).hire_id === wish.hire)) throw new FarmwatchError('not.found', { what: `hire ${JSON.stringify(wish.hire)}`, cure: 'Take the id as people.csv has it.' });
  const correction: Correction = { id: `cor-${shortHash(JSON.stringify([at, by, wish.hire, about, says])).slice(0, 8)}`, at, by, hire: wish.hire, from: wish.from, about, says };
  await correctionJournal(store).append(correction);
  return correction;
}
