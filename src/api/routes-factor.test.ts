import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/support/authenticator.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import { loadConfig } from '../config.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { AccountsView, FactorBegun, OwnAccountView, ProblemView, RecoveryCodes, SessionView } from './contract.ts';
import { deskOver, type Answer, type Desk, type Hands } from './desk.fixture.ts';
import type { ApiParts } from './parts.ts';
import { ROUTES, OPEN_TO_OWING } from './access-routes.ts';
import { doorJournal, REFUSALS } from './sign-ins.ts';

const PASSWORD = 'correct horse battery';
const STEP = 30 * SECOND;
let store: Store;
let desk: Desk;
async function fresh(more: Partial<ApiParts> = {}): Promise<void> {
  store = memoryStore({ now: () => STORY_ENDS });
  desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), more);
  await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
}
beforeEach(() => fresh());

const login = (body: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => desk.post('/api/login', { name: 'kim', password: PASSWORD, ...body }, headers);
const problem = (answer: Answer): readonly unknown[] => [answer.status, answer.json<ProblemView>().code, answer.json<ProblemView>().message];
/** Whoever an answer let in. */
function handsOf(answer: Answer): Pick<Hands, 'get' | 'post'> {
  const cookie = String([answer.headers['set-cookie']].flat()[0]).split(';')[0]!;
  const { csrf } = answer.json<SessionView>();
  return { get: (path) => desk.get(path, { cookie }), post: (path, body) => desk.post(path, body, { cookie, 'x-csrf-token': csrf }) };
}
/** Sets the factor up in a session. @returns the secret, and recovery codes */
async function setUp(hands: Pick<Hands, 'post'>): Promise<{ readonly secret: string; readonly codes: readonly string[] }> {
  const { secret } = (await hands.post('/api/account/factor/begin', {})).json<FactorBegun>();
  const answer = await hands.post('/api/account/factor/confirm', { code: codeOf(secret, desk.now) });
  return { secret, codes: answer.json<RecoveryCodes>().codes };
}
async function said(): Promise<readonly unknown[]> {
  const entries: unknown[] = [];
  for await (const { entry: { did, why, said: told } } of doorJournal(store).read()) entries.push(why ?? told ?? did);
  return entries;
}

describe('a second factor that is required', () => {
  it('is set up before anything else opens', async () => {
    const answer = await login();
    const kim = handsOf(answer);

    expect(answer.json<SessionView>().owes).toEqual(['factor']);
    expect(problem(await kim.get('/api/queue'))).toEqual([403, 'sign-in.owes', 'First set up a second factor: a code beside the password.']);
    const { codes } = await setUp(kim);
    expect(codes).toHaveLength(8);
    expect((await kim.get('/api/queue')).status).toBe(200);
    expect((await kim.get('/api/session')).json<SessionView>()).not.toHaveProperty('owes');
    expect((await kim.get('/api/account')).json<OwnAccountView>().factor).toEqual({ since: desk.now, recoveryLeft: 8, isRequired: true });
    expect(await said()).toEqual(['came', 'Second factor set up']);
  });

  it('leaves open nothing but how to set it up, and how to leave', async () => {
    const { secret } = await desk.accounts.open('kim', 'admin', desk.now, { owes: ['password', 'factor'] });
    const opened = [];
    for (const [route, wanted] of Object.entries(ROUTES)) {
      const [method, path] = route.split(' ') as ['GET' | 'POST', string];
      const answer = await desk.server.inject({ method, url: path.replaceAll(/:\w+/g, 'x'), headers: { cookie: `farmwatch_session=${secret}` } });
      if (wanted !== 'anybody' && !answer.body.includes('"code":"sign-in.owes"')) opened.push(route);
    }

    expect(opened.sort()).toEqual([...OPEN_TO_OWING].sort());
  });

  it('is asked for after the password, and not without it', async () => {
    const { secret } = await setUp(handsOf(await login()));
    desk.now += STEP;

    expect(problem(await login({ password: 'not the one' }))).toEqual([401, 'sign-in.failed', REFUSALS.wrong]);
    expect(problem(await login({ password: 'not the one', code: codeOf(secret, desk.now) }))).toEqual([401, 'sign-in.failed', REFUSALS.wrong]);
    const asked = await login();
    expect([...problem(asked), asked.headers['set-cookie']]).toEqual([428, 'sign-in.code', 'Now the code of your authenticator, or a recovery code.', undefined]);
    expect(problem(await login({ code: '000000' }))).toEqual([401, 'sign-in.failed', REFUSALS.code]);
    const answer = await login({ code: codeOf(secret, desk.now) });
    expect(answer.status).toBe(200);
    expect(answer.json<SessionView>()).not.toHaveProperty('owes');
  });

  it('is not taken away by its holder, and is replaced only by whoever shows that it is them', async () => {
    const kim = handsOf(await login());
    const { secret } = await setUp(kim);
    desk.now += 10 * MINUTE;

    expect(problem(await kim.post('/api/account/factor/begin', {}))).toEqual([403, 'sign-in.anew', 'You signed in more than ten minutes ago. Show first that it is you.']);
    expect((await kim.post('/api/account/factor/codes', {})).status).toBe(403);
    expect(problem(await kim.post('/api/account/prove', { password: 'not the one' }))).toEqual([400, 'request.invalid', 'The password is not right.']);
    expect((await kim.post('/api/account/prove', { password: PASSWORD })).status).toBe(200);
    expect(problem(await kim.post('/api/account/factor/remove', { code: codeOf(secret, desk.now) }))).toEqual([400, 'request.invalid', 'A second factor is required here. It can be replaced, and not taken away.']);
    const other = await setUp(kim);
    desk.now += STEP;
    expect((await login({ code: codeOf(secret, desk.now) })).status).toBe(401);
    expect((await login({ code: codeOf(other.secret, desk.now) })).status).toBe(200);
  });
});

describe('a second factor that is offered', () => {
  it('is set up and taken away as its holder likes, by one of its codes', async () => {
    await fresh({ signIn: { local: true, secondFactor: 'offered' } });
    const answer = await login();
    const kim = handsOf(answer);
    expect(answer.json<SessionView>()).not.toHaveProperty('owes');
    const { secret } = await setUp(kim);
    desk.now += STEP;

    expect(problem(await kim.post('/api/account/factor/remove', { code: '000000' }))).toEqual([400, 'request.invalid', REFUSALS.code]);
    expect((await kim.post('/api/account/factor/remove', { code: codeOf(secret, desk.now) })).status).toBe(200);
    expect((await login()).status).toBe(200);
    expect(await said()).toEqual(['came', 'Second factor set up', 'Second factor taken away', 'came']);
  });

  it('is none of ours where somebody comes through the provider or by a link', async () => {
    await desk.accounts.meet({ name: 'lee', role: 'it', provider: { issuer: 'https://id.acme.example', subject: '1' } }, desk.now);

    for (const name of ['lee', 'guest']) {
      const hands = await desk.as('it', name);
      expect((await hands.get('/api/account')).json<OwnAccountView>()).not.toHaveProperty('factor');
      expect((await hands.post('/api/account/factor/begin', {})).status).toBe(400);
    }
  });
});

describe('setting it up', () => {
  it('ends all other sessions, and takes no code but that of the newest secret', async () => {
    const [here, elsewhere] = [handsOf(await login()), handsOf(await login())];
    const { secret: first } = (await here.post('/api/account/factor/begin', {})).json<FactorBegun>();
    const { secret } = (await here.post('/api/account/factor/begin', {})).json<FactorBegun>();

    expect(problem(await here.post('/api/account/factor/confirm', { code: codeOf(first, desk.now) }))).toEqual([400, 'request.invalid', REFUSALS.code]);
    expect((await here.post('/api/account/factor/confirm', { code: codeOf(secret, desk.now) })).status).toBe(200);
    expect((await elsewhere.get('/api/session')).status).toBe(401);
    expect(problem(await here.post('/api/account/factor/confirm', { code: codeOf(secret, desk.now) }))[2]).toContain('Begin again.');
  });

  it('is over after ten minutes', async () => {
    const kim = handsOf(await login());
    const { secret } = (await kim.post('/api/account/factor/begin', {})).json<FactorBegun>();
    desk.now += 10 * MINUTE;
    await kim.post('/api/account/prove', { password: PASSWORD });

    expect(problem(await kim.post('/api/account/factor/confirm', { code: codeOf(secret, desk.now) }))[2]).toBe('Nothing is being set up, or it took longer than ten minutes. Begin again.');
  });
});

describe('a code', () => {
  it('lets in once, also of several who bring it at once', async () => {
    const { secret } = await setUp(handsOf(await login()));
    desk.now += STEP;
    const code = codeOf(secret, desk.now);

    const answers = await Promise.all([login({ code }), login({ code }), login({ code })]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    expect((await login({ code })).status).toBe(401);
  });

  it('with which it was set up lets nobody in', async () => {
    const { secret } = await setUp(handsOf(await login()));

    expect((await login({ code: codeOf(secret, desk.now) })).status).toBe(401);
  });

  it('is guessed at by whoever knows the password no faster than the password, and a right password does not begin the count anew', async () => {
    const { secret } = await setUp(handsOf(await login()));
    desk.now += STEP;
    for (let nth = 0; nth < 4; nth++) {
      expect((await login({ code: '000000' })).status).toBe(401);
      expect((await login()).status).toBe(428);
    }

    expect(problem(await login({ code: codeOf(secret, desk.now) }))).toEqual([429, 'sign-in.slow', 'Too many tries. Wait 2 s, and try again.']);
    expect((await said()).slice(2)).toEqual(['code', 'code', 'code', 'code']);
  });
});

describe('recovery codes', () => {
  it('let in once each, are told of, and are made anew', async () => {
    const kim = handsOf(await login());
    const { codes } = await setUp(kim);

    expect((await login({ code: codes[0]! })).status).toBe(200);
    expect((await login({ code: codes[0]! })).status).toBe(401);
    expect(await said()).toEqual(['came', 'Second factor set up', 'a recovery code was used up', 'code']);
    const renewed = (await kim.post('/api/account/factor/codes', {})).json<RecoveryCodes>().codes;
    expect((await login({ code: codes[1]! })).status).toBe(401);
    expect((await login({ code: renewed[1]! })).status).toBe(200);
  });

  it('stand nowhere in the store, and neither they nor the secret in an answer after the first', async () => {
    const kim = handsOf(await login());
    const { secret, codes } = await setUp(kim);
    const boss = await desk.as('admin', 'boss');
    const kept: unknown[] = [];
    for await (const { value } of store.shelf('accounts').list()) kept.push(value);
    for (const name of ['sign-ins', 'looks', 'audit']) for await (const { entry } of store.journal(name).read()) kept.push(entry);
    const told = [await kim.get('/api/account'), await kim.get('/api/session'), await boss.get('/api/accounts')].map(({ body }) => body).join();

    const plain = JSON.stringify(kept).replaceAll(' ', '');
    expect(codes.filter((code) => plain.includes(code.replaceAll(' ', '')))).toEqual([]);
    expect([told.includes(secret.replaceAll(' ', '')), told.includes(secret)]).toEqual([false, false]);
  });
});

describe('a new password', () => {
  it('does not get around it', async () => {
    const { secret } = await setUp(handsOf(await login()));
    await desk.accounts.add('kim', 'analyst', 'another horse battery', desk.now);
    desk.now += STEP;

    expect((await login({ password: 'another horse battery' })).status).toBe(428);
    expect((await login({ password: 'another horse battery', code: codeOf(secret, desk.now) })).status).toBe(200);
  });

  it('of another account of that name, after the first was removed, has none beside it', async () => {
    await setUp(handsOf(await login()));
    await desk.accounts.remove('kim');
    await desk.accounts.add('kim', 'analyst', PASSWORD, desk.now);

    expect((await login()).json<SessionView>().owes).toEqual(['factor']);
  });
});

describe('whoever lost it', () => {
  it('gets in by an administrator, who ends the sessions, and sets up another one', async () => {
    const kim = handsOf(await login());
    await setUp(kim);
    const boss = await desk.as('admin', 'boss');

    const { accounts } = (await boss.post('/api/accounts/kim/acts', { kind: 'reset-factor' })).json<AccountsView>();

    expect(accounts.find(({ id }) => id === 'kim')?.hasFactor).toBe(false);
    expect((await kim.get('/api/session')).status).toBe(401);
    expect((await login()).json<SessionView>().owes).toEqual(['factor']);
    expect((await said()).at(-2)).toBe('Second factor reset');
    expect((await (await desk.as('it')).post('/api/accounts/kim/acts', { kind: 'reset-factor' })).status).toBe(403);
  });

  it('does not reset the own one as an administrator', async () => {
    await desk.accounts.add('boss', 'admin', PASSWORD, desk.now);
    const boss = await desk.as('admin', 'boss');

    expect(problem(await boss.post('/api/accounts/boss/acts', { kind: 'reset-factor' }))[2]).toBe('This is your own account. Another administrator has to change it.');
  });
});
