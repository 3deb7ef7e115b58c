import { CHECKS, type CheckKind } from '../../cases/check-kinds.ts';
import type { Subject } from '../../cases/check-task.ts';
import { DAY } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { allowanceBook } from '../allowed/allowance.ts';
import { checkBook } from '../checks/check-book.ts';
import { addCorrection } from '../corrections.ts';
import { exportBook } from '../export-book.ts';
import { NOW, aCase, aRun, pipelineOf, register } from '../housekeeping.fixture.ts';
import { responseBook } from '../responses/response-book.ts';
import { revealJournal } from '../reveals.ts';

/** Journals about people and cases that are emptied with them. */
const JOURNALS = ['acts', 'allowances', 'exports', 'responses', 'checks', 'reveals', 'corrections', 'rights', 'holds', 'permissions', 'device-acts'] as const;
/** `first` left long ago, `second` ninety days after them; kim works here. */
const FIRST_END = NOW - 500 * DAY;

/** What stands in the journals, by the words that say whom it is about. */
export async function saidIn(store: Pick<Store, 'journal'>): Promise<readonly string[]> {
  const said: string[] = [];
  for (const name of JOURNALS) for await (const { entry } of store.journal<unknown>(name).read()) said.push(...new Set(JSON.stringify(entry).match(/about-[a-z-]+/g) ?? [`${name} without a word`]));
  return said.sort();
}

/** A store in which journals speak of two people who left on different days, of one who stays, and of a case that is over. */
export async function spokenOf<S extends Store>(store: S): Promise<S> {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  await register(store, 'people', [
    aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'first', start_date: '2024-01-08', end_date: day(FIRST_END), time_zone: 'UTC' }),
    aPerson({ hire_id: 'second', start_date: '2024-01-08', end_date: day(FIRST_END + 190 * DAY), time_zone: 'UTC' }),
  ]);
  await register(store, 'applications', [{ application_id: 'a-old', applied_at: NOW - 200 * DAY }, { application_id: 'a-new', applied_at: NOW - DAY }]);
  const { runs, acts } = pipelineOf(store);
  const [over, open] = [aCase({ id: 'c-over', hires: ['gone-before'], openedAt: NOW - 2_000 * DAY, status: 'closed', closed: { reason: 'true', note: '', by: 'ann', at: NOW - 1_500 * DAY } }), aCase({ id: 'c-open' })];
  await runs.put(aRun(NOW - DAY, { cases: [over, open] }));
  await acts.append({ case: 'c-over', event: { at: NOW - 1_500 * DAY, by: 'ann', kind: 'noted', text: 'about-over' } });
  await checks(store, [['first', { hire: 'first' }], ['second', { hire: 'second' }], ['kim', { hire: 'kim' }], ['a-old', { application: 'a-old' }], ['a-new', { application: 'a-new' }]]);
  for (const [id, after] of [['c-over', 30 * DAY], ['c-open', 0]] as const) {
    const at = (id === 'c-over' ? NOW - 1_500 * DAY : NOW - DAY) + after;
    const about = `about-${id.slice(2)}`;
    await responseBook(store).append({ at, by: 'ann', case: id, did: 'started', plan: [], note: about });
    await exportBook(store).append({ id: `x-${id}`, at, by: 'ann', isWaiting: true, case: id, what: 'sheet', to: 'FBI', why: about, asOf: at, sum: 'a'.repeat(64) });
    await exportBook(store).release(`x-${id}`, { at, by: 'hana', note: about });
  }
  for (const hires of [['first'], ['second', 'first'], ['kim']]) {
    const id = hires.join('-');
    await revealJournal(store).append({ did: 'asked', reveal: { id, at: NOW - 600 * DAY, by: 'ann', about: 'c-over', hires, purpose: 'check', reason: `about-${id}`, lasts: DAY } });
    await revealJournal(store).append({ did: 'refused', id, at: NOW - 600 * DAY, by: 'hana', note: `about-${id}` });
  }
  await allowanceBook(store).append({ id: 'al', at: NOW - 600 * DAY, by: 'ann', isWaiting: true, case: 'c-open', allowance: { what: { kind: 'household', hires: ['first', 'second'] }, until: '2026-12-31', owner: 'it', reason: 'about-household' } });
  await addCorrection(store, { hire: 'first', from: 'hr', about: 'city', says: 'about-first' }, 'hana', NOW - 600 * DAY);
  return store;
}

async function checks(store: Store, about: readonly (readonly [string, Subject])[]): Promise<void> {
  const kind = Object.keys(CHECKS)[0] as CheckKind;
  for (const [name, subject] of about) {
    const id = `k-${name}`;
    await checkBook(store).append(
      { at: NOW - 600 * DAY, by: 'ann', did: 'begun', task: { id, kind, subject, origin: { cohort: `about-${name}` }, due: NOW, isWaiting: false } },
      { at: NOW - 599 * DAY, by: 'ann', did: 'done', id, outcome: 'confirmed', note: `about-${name}` },
    );
  }
}
