import { ERASED_SHELF, erasedMark, withoutErased, type ErasedMark } from '../../core/erased.ts';
import type { HireId, PersonRow, Versioned } from '../../core/person.ts';
import { dayOf } from '../../core/time.ts';
import { readHistory, registryAt, versionAt, type History } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import { heldNow } from '../holds/hold-book.ts';
import type { HousekeepingCounts } from './counts.ts';
import type { HousekeepingParts } from './parts.ts';
import { applicationsByDay, casesByDay, deletionJournal } from './deletions.ts';
import { leftScope } from './left-scope.ts';
import { casesOf, forgetCases } from './old-cases.ts';
import { forgetPeople, rowsOf } from './old-people.ts';
import { isOf, reduceDays } from './reduce-days.ts';
import { rewriteAll } from './rewriting.ts';
import { takeTraces } from './traces.ts';
import { FOREVER } from './walk-days.ts';

/**
 * Lets go of one person before their time, by the rules that let go of people who left long ago: their cases, what they and
 * their laptop did, whatever the registry has of them, and all that names them. Counts of devices stay, which name nobody.
 *
 * Safe to repeat; somebody who is on hold by then stays in the registry.
 */
export async function eraseOne({ store, pipeline, scope, now }: HousekeepingParts, hire: HireId): Promise<HousekeepingCounts> {
  const history = await readHistory(store);
  const held = () => heldNow(store, pipeline, now);
  const rows = new Set(rowsOf(history, hire, now));
  await keepMarks(store, history, hire, now);
  const applications = history.applications.filter((row) => rows.has(row.id));
  const toldBefore = (await pipeline.cases()).cases;
  const cases = await forgetCases(store, pipeline, (all) => casesOf(hire, all));
  const registry = registryAt(history, now, scope);
  const plans = pipeline.parts.detectors.flatMap(({ detector }) => detector.crowd ?? []);
  const reduced = await reduceDays(store, registry.directory, isOf(hire), plans, registry.catalogue, FOREVER);
  // As long as their own row tells by which address others name them.
  await unnameIn(store, history, hire);
  const people = await forgetPeople(store, [hire], now, held);
  const leftScopeNow = await leftScope(store, registryAt(await readHistory(store), now, scope));
  const toldAfter = (await pipeline.cases()).cases;
  const traces = await takeTraces(store, pipeline, toldAfter, await held(), now);
  const counts: HousekeepingCounts = {
    reducedDays: reduced.days, reducedEvents: reduced.events, crowdCounts: reduced.counts, oldEvents: 0, cases: cases.length, applications: applications.length, runs: 0,
    links: traces.links, leftScope: leftScopeNow, people: people.length, entries: traces.entries,
  };
  // Also where nothing went: whoever holds a fold in memory reads it anew.
  await deletionJournal(store).append({ at: now, counts, applications: applicationsByDay(applications, toldBefore, scope.companyZone), cases: casesByDay(cases, toldAfter, scope.companyZone), runs: {} });
  return counts;
}

/** By hashes alone, so that an older file does not bring them back; first, so that none does meanwhile. */
async function keepMarks(store: Pick<Store, 'shelf'>, history: History, hire: HireId, now: number): Promise<void> {
  const rows = new Set(rowsOf(history, hire, now));
  const own = history.people.filter((row) => versionAt(row, now).hire_id === hire);
  const emails = own.flatMap(({ versions }) => versions.map(({ row }) => row.email));
  const applications = history.applications.filter(({ id }) => rows.has(id)).map(({ versions }) => versions.at(-1)!.row.application_id);
  const ids = [erasedMark('hire', hire), ...emails.map((email) => erasedMark('email', email)), ...applications.map((id) => erasedMark('application', id))];
  await store.shelf<ErasedMark>(ERASED_SHELF).putAll([...new Set(ids)].map((id) => ({ id, on: dayOf(now) })));
}

/** Rows of other people name them as manager or as whom they were referred by. */
async function unnameIn(store: Pick<Store, 'shelf'>, { people }: History, hire: HireId): Promise<void> {
  const marks = new Map([erasedMark('hire', hire), ...people.flatMap(({ versions }) => versions.filter(({ row }) => row.hire_id === hire).map(({ row }) => erasedMark('email', row.email)))].map((id) => [id, '']));
  const shelf = store.shelf<Versioned<PersonRow>>('registry');
  const naming = people.filter(({ versions }) => versions.every(({ row }) => row.hire_id !== hire) && versions.some(({ row }) => withoutErased(row, marks) !== row));
  await rewriteAll(shelf, naming.map(({ id }) => id), (row) => ({ ...row, versions: row.versions.map((version) => ({ ...version, row: withoutErased(version.row, marks) })) }));
}
