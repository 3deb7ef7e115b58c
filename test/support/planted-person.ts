import type { CloseReason } from '../../src/cases/case.ts';
import { DAY, HOUR, type Day } from '../../src/core/time.ts';
import { allowanceBook } from '../../src/run/allowed/allowance.ts';
import { checkBook } from '../../src/run/checks/check-book.ts';
import { addCorrection } from '../../src/run/corrections.ts';
import { exportBook } from '../../src/run/export-book.ts';
import { NOW, aCase, aFinding, aRun, pipelineOf, register, seen } from '../../src/run/housekeeping.fixture.ts';
import { deviceActBook } from '../../src/run/laptops/device-acts.ts';
import { responseBook } from '../../src/run/responses/response-book.ts';
import { revealJournal } from '../../src/run/reveals.ts';
import { noteAsk } from '../../src/run/rights-asks.ts';
import { viewJournal } from '../../src/run/views.ts';
import type { Identified, Store } from '../../src/store/store.ts';
import { aPerson } from './window.ts';

/** Stands in everything that is about one person, and in nothing else. */
export const MARK = 'qzxmarker7431';
export const HIRE = `h-${MARK}`;

export interface Planted {
  /** The last day of the person; undefined where they still work here. */
  readonly endDate?: Day | undefined;
  /** As what their case was closed, a day before now. */
  readonly closedAs?: CloseReason;
  /** Whether the row of a colleague names them as manager and as whom they were referred by. */
  readonly isNamed?: boolean;
}

/** Fills a store so that one person stands wherever somebody can, beside colleagues who stay. */
export async function plantPerson<S extends Store>(store: S, { closedAs = 'true', isNamed = false, ...of }: Planted = {}): Promise<S> {
  const endDate = 'endDate' in of ? of.endDate : '2026-11-19';
  await register(store, 'people', [aPerson({ hire_id: HIRE, email: `${MARK}@acme.example`, start_date: '2026-10-01', ...(endDate === undefined ? {} : { end_date: endDate }), display_name: `${MARK} Kim`, device_serials: [`SN-${MARK}`] }), aPerson({ hire_id: 'kim', ...(isNamed ? { manager_email: `${MARK}@acme.example`, referred_by: HIRE } : {}) })]);
  await register(store, 'devices', [{ serial: `SN-${MARK}`, hire_id: HIRE }]);
  await register(store, 'applications', [{ application_id: `a-${MARK}`, hire_id: HIRE, applied_at: NOW - 60 * DAY, email: `${MARK}@mail.example` }]);
  await store.shelf<Identified>('registry').putAll([
    { id: `accounts/${MARK}`, kind: 'accounts', versions: [{ from: null, row: { email: `${MARK}@acme.example`, user_name: MARK } }] },
    { id: `travel/${MARK}`, kind: 'travel', versions: [{ from: null, row: { hire_id: HIRE, from: '2026-11-01', to: '2026-11-02', city: MARK } }] },
    { id: `allowed/${MARK}`, kind: 'allowed', versions: [{ from: null, row: { tool: 'anydesk', scope: `hire:${HIRE}`, owner: 'it', reason: MARK } }] },
  ] as unknown as Identified[]);
  await store.shelf<Identified>('pseudonyms', { name: (row) => (row as unknown as { name: string }).name }).putAll([{ id: HIRE, name: 'Heron-417' } as Identified]);
  await store.shelf<Identified>('pseudonyms-newest').putAll([{ id: 'newest', given: [{ id: HIRE, name: 'Heron-417' }] } as Identified]);
  await store.events.append([
    ...[1, 3, 20].flatMap((daysAgo) => [seen(HIRE, daysAgo, { 'user.email': `${MARK}@acme.example`, 'user.name': MARK, 'host.name': `PC-${MARK}`, 'device.serial_number': `SN-${MARK}`, 'event.id': `${MARK}-${daysAgo}` }), seen('kim', daysAgo)]),
    ...Array.from({ length: 400 }, (_, n) => seen('kim', 2, { 'event.id': `kim ${n}`, 'process.name': `tool-${n}` })),
  ]);
  const { runs, acts } = pipelineOf(store);
  const state = aCase({ id: 'c-1', openedAt: NOW - 2 * DAY, status: 'closed', hires: [HIRE], headline: `${MARK} at one place`, closed: { reason: closedAs, note: MARK, by: 'ann', at: NOW - DAY } });
  await runs.put(aRun(NOW - HOUR, { cases: [state], findings: [aFinding({ id: 'f-1', hire_id: HIRE, headline: [`${MARK} and others`] })] }));
  await acts.append({ case: 'c-1', event: { at: NOW - DAY, by: 'ann', kind: 'noted', text: `talked to ${MARK}` } });
  await deviceActBook(store).append({ at: NOW - DAY, by: 'ivy', kind: 'ask-holder', serial: `SN-${MARK}`, hire: HIRE, over: 'r', isWaiting: false });
  await allowanceBook(store).append({ id: 'al-1', at: NOW - DAY, by: 'ann', isWaiting: true, case: 'c-1', allowance: { what: { kind: 'household', hires: [HIRE] }, until: '2026-12-31', owner: MARK, reason: MARK } });
  await store.journal('permissions').append({ at: NOW, by: 'ivy', did: 'permitted', tool: 'anydesk', scope: `hire:${HIRE}`, owner: 'it', reason: MARK });
  await viewJournal(store).append({ at: NOW, by: 'ann', what: 'person', id: 'Heron-417', people: ['Heron-417'] });
  await addCorrection(store, { hire: HIRE, from: 'person', about: 'ship_city', says: `${MARK} moved` }, 'pia', NOW);
  await noteAsk(store, { hire: HIRE, right: 'access', note: MARK, receivedAt: NOW }, 'pia', NOW);
  const begun = { kind: 'hr-call', origin: { case: 'c-1' }, due: NOW, isWaiting: false } as const;
  await checkBook(store).append({ at: NOW, by: 'ann', did: 'begun', task: { ...begun, id: 'k-1', subject: { hire: HIRE } } }, { at: NOW, by: 'ann', did: 'done', id: 'k-1', outcome: 'confirmed', note: MARK });
  await checkBook(store).append({ at: NOW, by: 'ann', did: 'begun', task: { ...begun, id: 'k-2', subject: { application: `a-${MARK}` } } });
  await responseBook(store).append({ at: NOW, by: 'ann', case: 'c-1', did: 'started', plan: [], note: MARK });
  await exportBook(store).append({ id: 'x-1', at: NOW, by: 'ann', isWaiting: true, case: 'c-1', what: 'sheet', to: MARK, why: MARK, asOf: NOW, sum: '5e' });
  await revealJournal(store).append({ did: 'asked', reveal: { id: 'r-1', at: NOW, by: 'ann', about: 'c-1', hires: [HIRE, 'kim'], purpose: 'check', reason: MARK, lasts: HOUR } });
  await revealJournal(store).append({ did: 'refused', id: 'r-1', at: NOW, by: 'hana', note: MARK });
  return store;
}
