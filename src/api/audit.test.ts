import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgesOf } from '../app.ts';
import { loadConfig } from '../config.ts';
import { HOUR, MINUTE } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { pipeline } from '../run/pipeline.ts';
import { auditOf, entriesOf } from '../run/audit/audit.ts';
import type { Told } from '../run/audit/entry.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { AuditView, QueueView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Desk } from './desk.fixture.ts';

let company: Awaited<ReturnType<typeof judged>>;
let desk: Desk;
beforeAll(async () => {
  const farms = twoFarms();
  company = await judged(farms, await eventsOf(farms));
}, 240_000);
beforeEach(async () => {
  const { store, line } = await copyOf(company.store);
  desk = await deskOver(store, line);
});
const told = async (): Promise<readonly Told[]> => entriesOf(desk.store);
/** Who did what, in short. */
const short = async (): Promise<readonly string[]> => (await told()).map(({ by, did, what, id, status }) => [by, did, what, id, status].filter((one) => one !== undefined && one !== '').join(' '));

describe('what is written down of the server', () => {
  it('is every look, every list, and every change before it takes place, with its people and never with what was sent', async () => {
    const kim = await desk.as('analyst', 'kim');
    const { rows } = (await kim.get('/api/queue')).json<QueueView>();
    const { id, people } = rows.find(({ kind }) => kind === 'case')!;
    const view = await kim.case(id);
    await kim.act(id, { kind: 'note', text: 'Planted marker 4711', revision: view.revision });

    expect(await short()).toEqual([`kim listed GET /api/queue`, `kim looked case ${id}`, `kim change POST /api/cases/:id/acts ${id}`]);
    expect((await told()).at(-1)).toMatchObject({ role: 'analyst', from: 'page', case: id });
    expect([...(await told()).at(-1)!.people].sort()).toEqual(people.map((person) => person.id).sort());
    expect(JSON.stringify(await told())).not.toContain('4711');
  });
  it('is what was refused to somebody signed in, and which change it was', async () => {
    const bo = await desk.as('it', 'bo');
    await bo.get('/api/queue');
    await bo.act('c-none', { kind: 'take', revision: '0' });
    const kim = await desk.as('analyst', 'kim');
    const { id } = (await kim.get('/api/queue')).json<QueueView>().rows.find(({ kind }) => kind === 'case')!;
    await kim.act(id, { kind: 'take', revision: '9' });
    await desk.get('/api/queue');

    expect(await short()).toEqual([
      'bo refused GET /api/queue 403', 'bo refused POST /api/cases/:id/acts c-none 403', 'kim listed GET /api/queue',
      `kim change POST /api/cases/:id/acts ${id}`, `kim refused POST /api/cases/:id/acts ${id} 409`,
    ]);
    expect((await told())[4]!.of).toBe(4);
  });
  it('calls nobody by what was typed into an address', async () => {
    const bo = await desk.as('it', 'bo');
    const [person] = (await desk.store.shelf<{ readonly id: string; readonly versions: readonly { readonly row: { readonly hire_id: string; readonly email: string } }[] }>('registry').list({ from: 'people/', to: 'people0', limit: 1 })[Symbol.asyncIterator]().next()).value!.value.versions;
    for (const typed of [person!.row.hire_id.toUpperCase(), `${person!.row.email} or C-1`, 'anybody@elsewhere.example']) await bo.get(`/api/people/${encodeURIComponent(typed)}`);
    await bo.post('/api/accounts/bo/acts', { act: 'off' });

    expect(await short()).toEqual([
      'bo refused GET /api/people/:id somebody 403', 'bo refused GET /api/people/:id somebody or C-1 403', 'bo refused GET /api/people/:id somebody 403', 'bo refused POST /api/accounts/:id/acts bo 403',
    ]);
  });
  it('is who signed in, and that somebody could not', async () => {
    await desk.accounts.add('kim', 'analyst', 'correct horse battery', STORY_ENDS);
    await desk.post('/api/login', { name: 'kim', password: 'wrong' });
    await desk.post('/api/login', { name: 'kim', password: 'correct horse battery' });
    desk.links.add('once');
    await desk.get('/api/login/link?token=once');

    expect(await short()).toEqual(['somebody not signed in refused POST /api/login 401', 'kim signed-in POST /api/login', 'guest signed-in GET /api/login/link']);
  });
});

describe('an audit that cannot be written', () => {
  /** A store that stops taking entries of the audit when it is told. */
  const failing = (store: Store): { fails: boolean; readonly store: Store } => {
    const state: { fails: boolean; readonly store: Store } = {
      fails: false,
      store: {
        ...store,
        journal: <T>(name: string) => {
          const journal = store.journal<T>(name);
          return name !== 'audit' ? journal : { ...journal, read: (after?: number) => journal.read(after), chain: (...next: Parameters<typeof journal.chain>) => (state.fails ? Promise.reject(new FarmwatchError('store.away', { store: 'memory', why: 'full' })) : journal.chain(...next)) };
        },
      } as Store,
    };
    return state;
  };

  it('lets no change take place, shows nothing and signs nobody in', async () => {
    const { store, line } = await copyOf(company.store);
    const broken = failing(store);
    desk = await deskOver(broken.store, line);
    await desk.accounts.add('kim', 'analyst', 'correct horse battery', STORY_ENDS);
    const kim = await desk.as('analyst', 'kim');
    const { id } = (await kim.get('/api/queue')).json<QueueView>().rows.find(({ kind }) => kind === 'case')!;
    const { revision } = await kim.case(id);

    broken.fails = true;
    const changed = await kim.act(id, { kind: 'take', revision });
    const looked = await kim.get(`/api/cases/${id}`);
    const listed = await kim.get('/api/queue');
    const signedIn = await desk.post('/api/login', { name: 'kim', password: 'correct horse battery' });
    broken.fails = false;

    expect([changed, looked, listed, signedIn].map(({ status, body }) => [status, body.includes('store.away')])).toEqual(Array.from({ length: 4 }, () => [503, true]));
    expect(signedIn.headers['set-cookie']).toBeUndefined();
    expect((await kim.case(id)).owner).toBeUndefined();
  });
});

describe('requests that are malformed or too many', () => {
  it('are written down by their route alone, with who sent them and never with what they held', async () => {
    const kim = await desk.as('analyst', 'kim');
    await kim.post('/api/cases/c-1/acts', { kind: 'my secret', revision: 7 });
    await desk.post('/api/login', { name: 'my secret' });
    await kim.get('/api/login/link?tokn=my%20secret');
    await kim.post('/api/files/look', 'my secret', { 'content-type': 'text/plain' });

    const found = (await told()).filter(({ did }) => did === 'refused');
    expect(found.map(({ by, what, status, id }) => `${by}: ${what} ${status} ${id}`)).toEqual([
      'kim: POST /api/cases/:id/acts 400 ', 'somebody not signed in: POST /api/login 400 ', 'kim: GET /api/login/link 400 ', 'kim: POST /api/files/look 400 ',
    ]);
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  it('fill no audit: thirty a minute, and then how many they were', async () => {
    for (let nth = 0; nth < 130; nth++) await desk.post('/api/login', {});
    desk.now += MINUTE;
    await desk.post('/api/login', {});

    const found = (await told()).map(({ status, unwritten }) => [status, unwritten]);
    expect(found).toHaveLength(31);
    expect(found.slice(0, 30).map(([status]) => status)).toEqual(Array.from({ length: 30 }, () => 400));
    expect(found.at(-1)).toEqual([429, 100]);
    expect((await (await desk.as('privacy')).get('/api/audit')).json<AuditView>().rows[1]?.said).toMatch(/^was refused: .+ \(100 more before it were not written down\)$/);
  });
});

describe('the page of the audit', () => {
  it.each(['privacy', 'auditor'] as const)('tells %s who did what, that the chain is whole, and that nothing was anchored yet', async (role) => {
    const kim = await desk.as('analyst', 'kim');
    const { rows: queue } = (await kim.get('/api/queue')).json<QueueView>();
    await kim.case(queue.find(({ kind }) => kind === 'case')!.id);
    const view = (await (await desk.as(role, 'pat')).get('/api/audit')).json<AuditView>();

    expect(view.rows.map(({ by, said }) => `${by} ${said}`)).toEqual(['pat read the audit', 'kim looked at a case', 'kim was shown a list: Open cases and watched people']);
    expect(view).toMatchObject({ total: 3, more: 0, who: ['kim', 'pat'], chain: { entries: 3, newest: { n: 3 } } });
    expect([view.chain.fault, view.anchor]).toEqual([undefined, undefined]);
  });
  it('shows what was asked for alone: by whom, what, about whom, on which day, older than a number', async () => {
    const put = (by: string, what: string, person: string, at: number): Promise<number> => auditOf(desk.store).append({ at, by, role: 'analyst', from: 'page', did: 'looked', what, id: 'c-1', people: [person] });
    await put('kim', 'case', 'Heron-417', STORY_ENDS - 48 * HOUR);
    await put('bo', 'rows', 'Wren-100', STORY_ENDS);
    await put('kim', 'rows', 'Wren-100', STORY_ENDS);
    const hands = await desk.as('privacy', 'pat');
    const numbers = async (query: string): Promise<readonly number[]> => (await hands.get(`/api/audit?${query}`)).json<AuditView>().rows.map(({ n }) => n);

    expect(await numbers('who=kim')).toEqual([3, 1]);
    expect(await numbers('what=ROWS')).toEqual([3, 2]);
    expect(await numbers('person=Heron-417&what=case')).toEqual([1]);
    expect(await numbers(`day=${new Date(STORY_ENDS - 48 * HOUR).toISOString().slice(0, 10)}`)).toEqual([1]);
    expect(await numbers('who=kim&before=3')).toEqual([1]);
    expect((await hands.get('/api/audit?day=yesterday')).status).toBe(400);
  });
  it('calls a check of parcels what it is, and no change', async () => {
    await (await desk.as('it', 'ines')).post('/api/shipments', { text: 'hire_id,email\n' });
    const { rows } = (await (await desk.as('privacy')).get('/api/audit')).json<AuditView>();

    expect(rows.filter(({ by }) => by === 'ines').map(({ said }) => said)).toContain('checked parcels before they were sent');
    expect(rows.map(({ said }) => said).join()).not.toContain('asked for a change');
  });
  it('names a change that was refused, and a clock that was set back', async () => {
    await auditOf(desk.store).append({ at: STORY_ENDS + HOUR, by: 'kim', from: 'page', did: 'change', what: 'POST /api/cases/:id/acts', id: 'c-1', people: [] });
    await auditOf(desk.store).append({ at: STORY_ENDS, by: 'kim', from: 'page', did: 'refused', what: 'POST /api/cases/:id/acts', id: 'c-1', people: [], of: 1, status: 409 });
    const { rows } = (await (await desk.as('privacy')).get('/api/audit')).json<AuditView>();

    expect(rows.at(-1)).toMatchObject({ n: 1, said: 'asked for a change: Take, give back, note, close, reopen', refused: 409 });
    expect(rows.at(-2)).toMatchObject({ n: 2, refused: 409, clockBack: STORY_ENDS + HOUR });
    expect(rows.at(-3)).toMatchObject({ n: 3, said: 'clock set back' });
  });
  it('gives a table whose cells compute nothing and turn nothing', async () => {
    await auditOf(desk.store).append({ at: STORY_ENDS, by: '=cmd()', from: 'page', did: 'looked', what: 'case', id: '\u202egnp.exe', people: ['<img onerror>'], purpose: '@SUM(1,2)' });
    const csv = await (await desk.as('auditor')).get('/api/audit.csv');

    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body).toContain(`,'=cmd(),`);
    expect(csv.body).toContain(`"'@SUM(1,2)"`);
    expect(csv.body).not.toContain('\u202e');
  });
  it.each(['analyst', 'admin', 'it', 'lead', 'hr'] as const)('is not for %s, and that they tried is written down', async (role) => {
    const hands = await desk.as(role, 'eve');

    expect([(await hands.get('/api/audit')).status, (await hands.get('/api/audit.csv')).status]).toEqual([403, 403]);
    expect(await short()).toEqual(['eve refused GET /api/audit 403', 'eve refused GET /api/audit.csv 403']);
  });
  it('says which entry does not fit', async () => {
    const store = memoryStore({ now: () => STORY_ENDS });
    await store.journal('audit').append({ text: '[]', hash: 'no' });
    desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }));

    expect((await (await desk.as('privacy')).get('/api/audit')).json<AuditView>().chain.fault).toMatchObject({ n: 1 });
  });
});
