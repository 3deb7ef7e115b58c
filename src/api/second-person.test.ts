import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeRows } from '../collect/tables/registry.ts';
import { DAY, HOUR, MINUTE, dayOf } from '../core/time.ts';
import { DEFAULT_PLAN } from '../cases/response-plan.ts';
import { allowanceBook } from '../run/allowed/allowance.ts';
import { exportBook } from '../run/export-book.ts';
import { deviceActBook } from '../run/laptops/device-acts.ts';
import { responseBook } from '../run/responses/response-book.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import { FOUR_EYES, isForSecondPerson, type FourEyes } from './access-routes.ts';
import type { AccountView } from './account.ts';
import type { Role } from './roles.ts';
import type { AccountsView, HoldView, HoldsView, ProblemView, QueueView, ResponsePlanView, RevealView, RevealsView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';
import { HOLDER_CONFIRMS_NOT, HOLDER_UNKNOWN, NOBODY_CONFIRMS, whyNotSecond } from './second-person.ts';
import { doorbook } from './sign-ins.ts';

let whole: Store;
let desk: Desk;
let caseId: string;
beforeAll(async () => {
  const company = twoFarms();
  whole = (await judged(company, await eventsOf(company))).store;
}, 120_000);
beforeEach(async () => {
  const { store, line } = await copyOf(whole);
  // Somebody in their first months, whose role a second person confirms.
  await writeRows(store, 'people', [{ line: 1, row: { hire_id: 'h-new', email: 'kim@acme.example', user_names: ['kim'], device_serials: [], start_date: dayOf(STORY_ENDS - 10 * DAY) } as never }], 0);
  desk = await deskOver(store, line);
  caseId = (await (await desk.as('analyst', 'somebody')).get('/api/queue')).json<QueueView>().rows.find(({ kind }) => kind === 'case')!.id;
});

/** Accounts without a password: hashing one takes the time of many tests. */
const settle = (role: Role): Promise<void> => desk.store.shelf<AccountView>('accounts').putAll([
  { id: 'glass', role, madeAt: STORY_ENDS - 30 * DAY, madeBy: 'boss', isBreakGlass: true }, ...['hana', 'lee', 'boss'].map((id) => ({ id, role, madeAt: STORY_ENDS - 30 * DAY, madeBy: 'owner' })),
]);
/** Somebody comes in with the account for emergencies. */
const used = (by: string | undefined, at = desk.now - MINUTE): Promise<void> => doorbook(desk.store).note({ at, did: 'came', way: 'local', user: 'glass', said: 'the provider is down', isBreakGlass: true, ...(by === undefined ? {} : { holder: by }) });
const said = (answer: Answer): string => (answer.status === 200 ? 'done' : answer.json<ProblemView>().message);

/** How each place comes to its two people. A place that is named in FOUR_EYES and not here does not compile. */
const PLACES: Readonly<Record<FourEyes, { readonly role: Role; /** How whoever is a second person is answered, where that is not 200. */ readonly then?: number; first(by: string): Promise<string>; second(by: string, id: string): Promise<Answer> }>> = {
  'POST /api/allowances/:id/release': {
    role: 'admin',
    async first(by) {
      await allowanceBook(desk.store).append({ id: 'allow-1', at: desk.now, by, isWaiting: true, case: caseId, allowance: { what: { kind: 'permission', tool: 'anydesk', scope: 'team:QA' }, until: dayOf(desk.now + 10 * DAY), owner: 'IT', reason: 'Support' } });
      return 'allow-1';
    },
    second: async (by, id) => (await desk.as('admin', by)).post(`/api/allowances/${id}/release`, {}),
  },
  'POST /api/reveals/:id/grant': {
    role: 'hr',
    first: async (by) => (await (await desk.as('hr', by)).post('/api/reveals', { about: caseId, purpose: 'check', reason: 'to call them by the number of HR' })).json<RevealView>().id,
    second: async (by, id) => (await desk.as('hr', by)).post(`/api/reveals/${id}/grant`, {}),
  },
  'POST /api/holds/:id/confirm': {
    role: 'hr',
    first: async (by) => (await (await desk.as('hr', by)).post('/api/holds', { hires: [], cases: [caseId], matter: 'Acme v. Doe', reason: 'counsel asked', review: dayOf(desk.now + 30 * DAY) })).json<HoldView>().id,
    second: async (by, id) => (await desk.as('hr', by)).post(`/api/holds/${id}/confirm`, {}),
  },
  'POST /api/approvals/:id/approve': {
    role: 'hr',
    // What would leave is made anew after these two were told apart, and is another sum than this.
    then: 409,
    async first(by) {
      await exportBook(desk.store).append({ id: 'x-1', at: desk.now, by, isWaiting: true, case: caseId, what: 'sheet', to: 'FBI Tulsa', why: 'A report', asOf: desk.now, sum: 'x' });
      return 'x-1';
    },
    second: async (by, id) => (await desk.as('hr', by)).post(`/api/approvals/${id}/approve`, { sum: 'y' }),
  },
  'POST /api/response-plan/:id/confirm': {
    role: 'hr',
    first: async (by) => (await (await desk.as('hr', by)).post('/api/response-plan', { steps: DEFAULT_PLAN.filter(({ id }) => id !== 'decide').map((step) => ({ isContact: false, ...step })), why: 'Counsel is asked elsewhere', revision: 0 })).json<ResponsePlanView>().waiting!.id,
    second: async (by, id) => (await desk.as('hr', by)).post(`/api/response-plan/${id}/confirm`, {}),
  },
  'POST /api/accounts/:id/acts': {
    role: 'admin',
    async first(by) {
      // Made by somebody else long ago; the role came later.
      await desk.store.shelf<AccountView>('accounts').putAll([{ id: 'kim', role: 'lead', madeAt: STORY_ENDS - 20 * DAY, madeBy: 'owner' }]);
      await (await desk.as('admin', by)).post('/api/accounts/kim/acts', { kind: 'role', role: 'hr' });
      return 'kim';
    },
    second: async (by, id) => (await desk.as('admin', by)).post(`/api/accounts/${id}/acts`, { kind: 'confirm' }),
  },
  'POST /api/responses/:id/acts': {
    role: 'admin',
    async first(by) {
      const book = responseBook(desk.store);
      await book.append({ did: 'started', at: desk.now, by: 'lee', case: caseId, plan: DEFAULT_PLAN });
      await book.append({ did: 'done', at: desk.now, by, case: caseId, step: 'confirm', evidence: 'rows read' });
      return caseId;
    },
    second: async (by, id) => (await desk.as('admin', by)).post(`/api/responses/${id}/acts`, { kind: 'done', step: 'confirm', evidence: 'I looked too', revision: 2 }),
  },
  'POST /api/device-acts/:id/release': {
    role: 'admin',
    async first(by) {
      const book = deviceActBook(desk.store);
      await book.append({ at: desk.now, by, kind: 'approved-move', serial: 'SN-1', hire: 'h-new', over: 'x', isWaiting: true, move: { from: dayOf(desk.now), until: dayOf(desk.now + 5 * DAY), approvedBy: 'boss', place: { at: { lat: 40, lon: -90 }, city: 'Tulsa' } } });
      return (await book.read()).get('SN-1')![0]!.id;
    },
    second: async (by, id) => (await desk.as('admin', by)).post(`/api/device-acts/${id}/release`, {}),
  },
};
const ALL = Object.keys(FOUR_EYES) as readonly FourEyes[];

describe('two people', () => {
  it('are asked for by the routes whose descriptions say so, and by no others', async () => {
    const { paths } = (await desk.get('/docs/json')).json<{ paths: Record<string, Record<string, { summary?: string }>> }>();
    const found = Object.entries(paths).flatMap(([path, ways]) => Object.entries(ways).filter(([, { summary = '' }]) => summary.includes('second person')).map(([way]) => `${way.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`));

    expect(found.sort()).toEqual([...ALL].sort());
  });

  it.each(ALL)('are one where the first used the account for emergencies and confirms under the own name: %s', async (place) => {
    const { role, then = 200, first, second } = PLACES[place];
    await settle(role);
    await used('hana');
    const id = await first('glass');

    expect(said(await second('Hana', id))).toBe(HOLDER_CONFIRMS_NOT);
    expect(said(await second('hana', id))).toBe(HOLDER_CONFIRMS_NOT);
    expect((await second('lee', id)).status).toBe(then);
  });

  it.each(ALL)('are nobody where whoever used the account for emergencies did not say who they are: %s', async (place) => {
    const { role, first, second } = PLACES[place];
    await settle(role);
    await used(undefined);

    const id = await first('glass');

    expect(said(await second('lee', id))).toBe(HOLDER_UNKNOWN);
  });

  it.each(ALL)('are one the other way round, too: %s', async (place) => {
    const { role, then = 200, first, second } = PLACES[place];
    await settle(role);
    const id = await first('hana');
    await used('hana');

    expect(said(await second('glass', id))).toBe(NOBODY_CONFIRMS);
    expect((await second('lee', id)).status).toBe(then);
  });

  it.each<[FourEyes, string, (hands: Hands, id: string) => Promise<string | undefined>]>([
    ['POST /api/reveals/:id/grant', 'reveals', async (hands, id) => (await hands.get('/api/reveals')).json<RevealsView>().reveals.find((one) => one.id === id)!.whyNotGrant],
    ['POST /api/holds/:id/confirm', 'holds', async (hands, id) => {
      const { mayConfirm, whyNotConfirm } = (await hands.get('/api/holds')).json<HoldsView>().holds.find((one) => one.id === id)!;
      if (whyNotConfirm !== undefined) expect(mayConfirm).toBe(false);
      return whyNotConfirm;
    }],
    ['POST /api/accounts/:id/acts', 'accounts', async (hands, id) => (await hands.get('/api/accounts')).json<AccountsView>().accounts.find((one) => one.id === id)!.unconfirmable],
  ])('are told before anybody clicks: %s', async (place, _, whyNot) => {
    const { role, first } = PLACES[place];
    await settle(role);
    await used('hana');
    const id = await first('glass');
    const asked = await Promise.all(['hana', 'lee', 'glass'].map(async (name) => whyNot(await desk.as(role, name), id)));

    expect(asked.slice(0, 2)).toEqual([HOLDER_CONFIRMS_NOT, undefined]);
    // Of a hold its own button is left out: whoever asked for it never confirms it.
    expect(asked[2] === undefined).toBe(place === 'POST /api/holds/:id/confirm');
  });

  it('may have names that are no accounts, as they are typed in commands', async () => {
    await settle('hr');

    for (const by of ['', 'Kim of the board', 'x'.repeat(1_000)]) expect(await whyNotSecond({ by, at: desk.now }, 'Lee, counsel', desk)).toBeUndefined();
  });

  it('are told apart by the uses whose session may have acted, also where the account is gone since', async () => {
    const { role, first, second } = PLACES['POST /api/reveals/:id/grant'];
    await settle(role);
    await used('lee', desk.now - 13 * HOUR);
    await used('hana', desk.now - 2 * HOUR);
    const id = await first('glass');
    await desk.store.shelf('accounts').remove('glass');

    expect(said(await second('hana', id))).toBe(HOLDER_CONFIRMS_NOT);
    expect(said(await second('lee', id))).toBe('done');
  });
});

it.each(ALL.filter((route) => isForSecondPerson(route)))('the account for emergencies learns nothing before it is refused: %s', async (route) => {
  const { role } = PLACES[route];
  await settle(role);

  expect(said(await (await desk.as(role, 'glass')).post(route.split(' ')[1]!.replace(':id', 'x-1'), { sum: 'x' }))).toBe(NOBODY_CONFIRMS);
});
