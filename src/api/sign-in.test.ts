import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import { writeRows } from '../collect/tables/registry.ts';
import { loadConfig } from '../config.ts';
import { DAY, MINUTE, SECOND, dayOf } from '../core/time.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { ChainedJournal, Store } from '../store/store.ts';
import { accountBook } from './accounts.ts';
import type { ProblemView, SessionView } from './contract.ts';
import { deskOver, type Answer, type Desk } from './desk.fixture.ts';
import type { ApiParts } from './parts.ts';
import { patience } from './patience.ts';
import { doorbook, doorJournal, REFUSALS, type DoorEntry } from './sign-ins.ts';

const PASSWORD = 'correct horse battery';
let store: Store;
let desk: Desk;
async function fresh(more: Partial<ApiParts> = {}): Promise<Desk> {
  store = memoryStore({ now: () => STORY_ENDS });
  return deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), more);
}
beforeEach(async () => { desk = await fresh(); });

const login = (body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => desk.post('/api/login', body, headers);
const problem = (answer: Answer): readonly unknown[] => [answer.status, answer.json<ProblemView>().code, answer.json<ProblemView>().message];
const cookieOf = (answer: Answer): string => String([answer.headers['set-cookie']].flat()[0]);
async function doorOf(): Promise<readonly DoorEntry[]> {
  const entries: DoorEntry[] = [];
  for await (const { entry } of doorJournal(store).read()) entries.push(entry);
  return entries;
}

describe('the page to sign in on', () => {
  const ways = async (): Promise<unknown> => (await desk.get('/api/sign-in')).json();

  it('says that nobody has an account only while nobody has one', async () => {
    expect(await ways()).toEqual({ local: true, isFirst: true });

    await desk.accounts.add('kim', 'admin', PASSWORD, STORY_ENDS);
    expect(await ways()).toEqual({ local: true });
  });

  it('says nothing of it where people come through a provider, or to a demo', async () => {
    desk = await fresh({ signIn: { local: false, oidc: { label: 'Acme' } } as NonNullable<ApiParts['signIn']> });
    expect(await ways()).toEqual({ local: false, oidc: 'Acme' });
    desk = await fresh({ demo: true });
    expect(await ways()).toEqual({ local: true });
  });
});

describe('who guesses', () => {
  it('is counted by the network of an IPv6 address, whose holder has all of it', async () => {
    desk = await fresh({ trustedProxies: ['127.0.0.1'] });
    const from = (address: string, name: string): Promise<Answer> => login({ name, password: 'guessed' }, { 'x-forwarded-for': address });
    const own: number[] = [];
    for (let nth = 1; nth <= 11; nth++) own.push((await from(`2001:db8:0:1::${nth}`, `name-${nth}`)).status);

    expect(own).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await from('2001:db8:0:2::1', 'another')).status).toBe(401);
  });

  it('finds so many before them that nobody else waits for long: who comes to a full line is told to come again', async () => {
    // Each takes long enough for all to come while the first are looked at.
    const accounts = accountBook(memoryStore({ now: () => STORY_ENDS }), { cost: { N: 2 ** 15, r: 8, p: 1 } });
    desk = await fresh({ trustedProxies: ['127.0.0.1'], accounts });
    await accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const known = /farmwatch_known=[^;]+/.exec(String((await login({ name: 'kim', password: PASSWORD })).headers['set-cookie']))![0];

    const [strangers, kim] = await Promise.all([
      Promise.all(Array.from({ length: 30 }, (_, nth) => login({ name: `name-${nth}`, password: 'guessed' }, { 'x-forwarded-for': `203.0.113.${nth}` }))),
      login({ name: 'Kim', password: PASSWORD }, { 'cookie': known, 'x-forwarded-for': '198.51.100.7' }),
    ]);

    expect(kim.status).toBe(200);
    expect(strangers.filter(({ status }) => status === 401)).toHaveLength(22);
    expect(problem(strangers.find(({ status }) => status === 429)!)).toEqual([429, 'sign-in.slow', 'Too many tries. Wait 10 s, and try again.']);
  });

  it('waits longer with every wrong try for a name, whatever address they come from, and nobody else does', async () => {
    desk = await fresh({ trustedProxies: ['127.0.0.1'] });
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const from = (nth: number): Readonly<Record<string, string>> => ({ 'x-forwarded-for': `203.0.113.${nth}` });
    for (let nth = 1; nth <= 4; nth++) expect((await login({ name: 'kim', password: 'guessed' }, from(nth))).status).toBe(401);

    expect(problem(await login({ name: 'KIM', password: 'guessed' }, from(5)))).toEqual([429, 'sign-in.slow', 'Too many tries. Wait 2 s, and try again.']);
    expect((await login({ name: 'kim', password: PASSWORD }, from(6))).status).toBe(429);
    desk.now += 2 * SECOND;
    expect((await login({ name: 'kim', password: 'guessed' }, from(7))).status).toBe(401);
    expect(problem(await login({ name: 'kim', password: PASSWORD }, from(8)))).toEqual([429, 'sign-in.slow', 'Too many tries. Wait 4 s, and try again.']);
    expect((await login({ name: 'sam', password: 'guessed' }, from(9))).status).toBe(401);
    desk.now += 4 * SECOND;
    expect((await login({ name: 'kim', password: PASSWORD }, from(10))).status).toBe(200);
  });

  it('keeps nobody waiting in a browser where they signed in before, who has tries of their own', async () => {
    desk = await fresh({ trustedProxies: ['127.0.0.1'] });
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const came = [(await login({ name: 'kim', password: PASSWORD })).headers['set-cookie']].flat().map(String).find((line) => line.startsWith('farmwatch_known='))!;
    expect(came).toMatch(/^farmwatch_known=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/);
    const known = { cookie: came.split(';')[0]! };
    const from = (nth: number): Readonly<Record<string, string>> => ({ 'x-forwarded-for': `203.0.113.${nth}` });
    for (let nth = 1; nth <= 9; nth++) await login({ name: 'kim', password: 'guessed' }, from(nth));

    expect((await login({ name: 'kim', password: PASSWORD }, from(10))).status).toBe(429);
    expect((await login({ name: 'kim', password: PASSWORD }, { ...from(10), cookie: 'farmwatch_known=made-up' })).status).toBe(429);
    expect((await login({ name: 'kim', password: PASSWORD }, { ...from(11), ...known })).status).toBe(200);
    // A cookie that was stolen guesses no faster.
    for (let nth = 12; nth <= 15; nth++) expect((await login({ name: 'kim', password: 'guessed' }, { ...from(nth), ...known })).status).toBe(401);
    expect((await login({ name: 'kim', password: PASSWORD }, { ...from(16), ...known })).status).toBe(429);
  });

  it('finds no browser known after ninety days, with another password, or for another name', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    await desk.accounts.add('sam', 'analyst', PASSWORD, STORY_ENDS);
    const secret = await desk.accounts.know('kim', undefined, STORY_ENDS);

    expect(await desk.accounts.know('kim', secret, STORY_ENDS + 89 * DAY)).toBe(secret);
    expect(await Promise.all([desk.accounts.knows('kim', secret, STORY_ENDS + 178 * DAY), desk.accounts.knows('kim', secret, STORY_ENDS + 179 * DAY), desk.accounts.knows('sam', secret, STORY_ENDS)])).toEqual([true, false, false]);
    for (let nth = 0; nth < 5; nth++) await desk.accounts.know('kim', undefined, STORY_ENDS + 90 * DAY);
    expect(await desk.accounts.knows('kim', secret, STORY_ENDS + 90 * DAY)).toBe(false);
    const other = await desk.accounts.know('kim', 'planted', STORY_ENDS);
    expect(other).not.toBe('planted');
    await desk.accounts.setPassword('kim', 'four words nobody knows');
    expect(await desk.accounts.knows('kim', other, STORY_ENDS)).toBe(false);
  });

  it('is not believed an address that no proxy of ours tells', async () => {
    for (let tries = 0; tries < 10; tries++) await login({ name: `name-${tries}`, password: 'guessed' }, { 'x-forwarded-for': `203.0.113.${tries}` });

    expect((await login({ name: 'kim', password: PASSWORD }, { 'x-forwarded-for': '203.0.113.99' })).status).toBe(429);
  });

  it('is counted also where many tries come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => login({ name: 'kim', password: 'guessed' })));

    expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 429, 429, 429, 429, 429]);
  });

  it('never waits longer than the longest, nor by a clock that was set back', () => {
    const slow = patience({ free: 3, longest: 15 * MINUTE });
    for (let tries = 0; tries < 40; tries++) slow.failed('kim', STORY_ENDS);

    expect(slow.waitFor('kim', STORY_ENDS)).toBe(15 * MINUTE);
    expect(slow.waitFor('kim', STORY_ENDS - 30 * DAY)).toBe(15 * MINUTE);
    expect(slow.waitFor('kim', STORY_ENDS + 15 * MINUTE)).toBe(0);
    slow.failed('kim', STORY_ENDS + DAY);
    expect(slow.waitFor('kim', STORY_ENDS + DAY)).toBe(0);
  });

  it('leaves a name in the journal only where there is such an account', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    await login({ name: 'my secret password', password: 'x' });
    await login({ name: 'kim', password: 'x' });

    expect(await doorOf()).toEqual([{ at: desk.now, did: 'refused', way: 'local', why: 'wrong' }, { at: desk.now, did: 'refused', way: 'local', why: 'wrong', user: 'kim' }]);
  });

  it('fills no journal: of very many refusals in a minute it is said how many they were', async () => {
    const book = doorbook(store);
    for (let tries = 0; tries < 100; tries++) await book.note({ at: STORY_ENDS, did: 'refused', way: 'local', why: 'wrong' });
    await book.note({ at: STORY_ENDS + MINUTE, did: 'refused', way: 'local', why: 'wrong' });

    const entries = await doorOf();
    expect(entries).toHaveLength(61);
    expect(entries.at(-1)).toHaveProperty('unwritten', 40);
  });
});

describe('a session', () => {
  it('is another one after each sign-in, and the old cookie opens nothing', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const first = cookieOf(await login({ name: 'kim', password: PASSWORD })).split(';')[0]!;

    const second = cookieOf(await login({ name: 'kim', password: PASSWORD }, { cookie: first })).split(';')[0]!;

    expect(second).not.toBe(first);
    expect((await desk.get('/api/session', { cookie: first })).status).toBe(401);
    expect((await desk.get('/api/session', { cookie: second })).status).toBe(200);
  });

  it('keeps no cookie that somebody planted before', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);

    const answer = await login({ name: 'kim', password: PASSWORD }, { cookie: 'farmwatch_session=planted' });

    expect(cookieOf(answer)).not.toContain('planted');
    expect((await desk.get('/api/session', { cookie: 'farmwatch_session=planted' })).status).toBe(401);
  });

  it('has over TLS a cookie that no other server can set, and an ordinary one is none there', async () => {
    desk = await fresh({ trustedProxies: ['127.0.0.1'] });
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const tls = { 'x-forwarded-proto': 'https' };

    const answer = await login({ name: 'kim', password: PASSWORD }, tls);
    const secret = cookieOf(answer).split(';')[0]!.split('=')[1]!;

    expect(cookieOf(answer)).toMatch(/^__Host-farmwatch_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect((await desk.get('/api/session', { ...tls, cookie: `__Host-farmwatch_session=${secret}` })).status).toBe(200);
    expect((await desk.get('/api/session', { ...tls, cookie: `farmwatch_session=${secret}` })).status).toBe(401);
  });

  it('is not opened where it cannot be written down', async () => {
    const journal = store.journal.bind(store);
    const broken: Store = { ...store, journal: <T>(name: string): ChainedJournal<T> => (name === 'sign-ins' ? { ...journal<T>(name), append: async () => { throw new Error('the disk is full'); } } : journal<T>(name)) };
    desk = await deskOver(broken, pipeline({ store: broken, ...judgesOf(loadConfig(undefined)) }));
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);

    const answer = await login({ name: 'kim', password: PASSWORD });

    expect([answer.status, answer.headers['set-cookie']]).toEqual([500, undefined]);
    expect(await desk.accounts.sessions('kim', desk.now)).toEqual([]);
  });
});

describe('an account', () => {
  it('that is switched off lets nobody in, and nobody stay', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const hands = await desk.as('analyst', 'kim');

    await desk.accounts.change('kim', { off: { at: desk.now, by: 'sam' } });

    expect((await hands.get('/api/session')).status).toBe(401);
    expect(problem(await login({ name: 'kim', password: PASSWORD }))).toEqual([401, 'sign-in.failed', REFUSALS.off]);
    await desk.accounts.change('kim', { off: undefined });
    expect((await login({ name: 'kim', password: PASSWORD })).status).toBe(200);
  });

  it.each<[string, (desk: Desk) => Promise<unknown>]>([
    ['switched off', ({ accounts, now }) => accounts.change('kim', { off: { at: now, by: 'sam' } })],
    ['given another role', ({ accounts }) => accounts.change('kim', { role: 'lead' })],
    ['given another password', ({ accounts, now }) => accounts.renew('kim', 'sam', now)],
    ['given another password by its holder', ({ accounts }) => accounts.setPassword('kim', 'four words nobody knows')],
    ['removed', ({ accounts }) => accounts.remove('kim')],
  ])('that is %s while its holder signs in opens no session of before', async (_, change) => {
    desk = await fresh();
    const { accounts } = desk;
    // Changed between the look at the account and the session.
    const late = { ...accounts, open: async (...args: Parameters<typeof accounts.open>) => (await change(desk), accounts.open(...args)) };
    desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), { accounts: late });
    await desk.accounts.add('kim', 'admin', PASSWORD, STORY_ENDS);

    const answer = await login({ name: 'kim', password: PASSWORD });

    expect(problem(answer)).toEqual([401, 'sign-in.failed', REFUSALS.changed]);
    expect(String(answer.headers['set-cookie'])).not.toContain('farmwatch_session=');
    expect(await desk.accounts.sessions('kim', desk.now)).toEqual([]);
    expect((await doorOf()).at(-1)).toMatchObject({ did: 'refused', why: 'changed' });
  });

  it('whose password is changed while the one of before is looked at opens no session', async () => {
    const { accounts } = desk;
    const late = { ...accounts, check: async (...args: Parameters<typeof accounts.check>) => {
      const role = await accounts.check(...args);
      await accounts.setPassword('kim', 'four words nobody knows');
      return role;
    } };
    desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), { accounts: late });
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);

    expect(problem(await login({ name: 'kim', password: PASSWORD }))).toEqual([401, 'sign-in.failed', REFUSALS.changed]);
    expect(await desk.accounts.sessions('kim', desk.now)).toEqual([]);
  });

  it('has a first password that is replaced before anything else opens, and ends after a week', async () => {
    desk = await fresh({ signIn: { local: true, secondFactor: 'offered' } });
    const boss = await desk.as('admin', 'boss');
    const [first, late] = await Promise.all(['kim', 'lee'].map(async (name) => (await boss.post('/api/accounts', { name, role: 'analyst' })).json<{ password: string }>().password));
    const came = await login({ name: 'kim', password: first });
    const hands = { cookie: cookieOf(came).split(';')[0]!, 'x-csrf-token': came.json<SessionView>().csrf };

    expect(came.json<SessionView>().owes).toEqual(['password']);
    expect(problem(await desk.get('/api/queue', hands))).toEqual([403, 'sign-in.owes', 'First replace the password that was made up for you by one of your own.']);
    expect((await desk.post('/api/account/password', { before: first, chosen: first }, hands)).status).toBe(400);
    expect((await desk.post('/api/account/password', { before: first, chosen: PASSWORD }, hands)).status).toBe(200);
    expect((await desk.get('/api/queue', hands)).status).toBe(200);
    desk.now += 7 * DAY;
    expect((await login({ name: 'kim', password: PASSWORD })).json<SessionView>()).not.toHaveProperty('owes');
    expect(problem(await login({ name: 'lee', password: late }))).toEqual([401, 'sign-in.failed', REFUSALS['first-ended']]);
  });

  it('for emergencies has a password that lies in a safe for as long as it takes', async () => {
    const password = await desk.accounts.add('glass', 'admin', undefined, STORY_ENDS, { isBreakGlass: true });
    desk.now += 900 * DAY;

    expect((await login({ name: 'glass', password, reason: 'the provider is down' })).json<SessionView>().owes).toEqual(['factor']);
  });

  it('of this server lets nobody in where local ones are switched off, but the one for emergencies, which asks why', async () => {
    desk = await fresh({ signIn: { local: false } });
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const password = await desk.accounts.add('glass', 'admin', undefined, STORY_ENDS, { isBreakGlass: true });

    expect(problem(await login({ name: 'kim', password: PASSWORD }))).toEqual([401, 'sign-in.failed', REFUSALS.local]);
    expect(problem(await login({ name: 'glass', password: 'wrong', reason: 'the provider is down' }))).toEqual([401, 'sign-in.failed', REFUSALS.wrong]);
    for (const reason of [undefined, '', '  because  ']) expect(problem(await login({ name: 'glass', password, ...(reason === undefined ? {} : { reason }) }))).toEqual([401, 'sign-in.reason', REFUSALS.reason]);
    const answer = await login({ name: 'glass', password, reason: ' the provider is down ' });

    expect(answer.json<SessionView>()).toMatchObject({ user: 'glass', role: 'admin' });
    expect((await doorOf()).at(-1)).toEqual({ at: desk.now, did: 'came', way: 'local', user: 'glass', said: 'the provider is down', isBreakGlass: true });
    for (const holder of ['nobody', 'glass']) expect(problem(await login({ name: 'glass', password, reason: 'the provider is down', holder }))).toEqual([401, 'sign-in.reason', REFUSALS.holder]);
    await desk.store.shelf('accounts').putAll([{ id: 'hana', role: 'admin', madeAt: STORY_ENDS } as { id: string }]);
    expect((await login({ name: 'glass', password, reason: 'the provider is down', holder: ' hana ' })).status).toBe(200);
    expect((await doorOf()).at(-1)).toMatchObject({ did: 'came', user: 'glass', holder: 'hana' });
  });

  it('of somebody in their first months waits for a second person, and one of somebody who has left is over', async () => {
    const person = (id: string, more: object): object => ({ hire_id: id, email: `${id}@acme.example`, user_names: [id], device_serials: [], ...more });
    await writeRows(store, 'people', [
      { line: 1, row: person('kim', { start_date: dayOf(STORY_ENDS - 10 * DAY) }) as never }, { line: 2, row: person('lee', { start_date: dayOf(STORY_ENDS - 900 * DAY) }) as never },
      { line: 3, row: person('sam', { start_date: dayOf(STORY_ENDS - 900 * DAY), end_date: dayOf(STORY_ENDS - 3 * DAY) }) as never },
    ], 0);
    for (const name of ['kim', 'lee', 'sam']) await desk.accounts.add(name, 'analyst', PASSWORD, STORY_ENDS, { madeBy: 'boss' });

    expect(problem(await login({ name: 'kim', password: PASSWORD }))).toEqual([401, 'sign-in.failed', REFUSALS.waits]);
    expect((await login({ name: 'lee', password: PASSWORD })).status).toBe(200);
    expect(problem(await login({ name: 'sam', password: PASSWORD }))).toEqual([401, 'sign-in.failed', REFUSALS.left]);
    await desk.accounts.change('kim', { confirmed: { at: desk.now, by: 'other', role: 'analyst' } });
    expect((await login({ name: 'kim', password: PASSWORD })).status).toBe(200);
    await desk.accounts.change('kim', { role: 'admin' });
    expect(problem(await login({ name: 'kim', password: PASSWORD }))).toEqual([401, 'sign-in.failed', REFUSALS.waits]);
  });
});
