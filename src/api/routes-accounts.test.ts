import { beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import { writeRows } from '../collect/tables/registry.ts';
import { loadConfig } from '../config.ts';
import { DAY, MINUTE, dayOf } from '../core/time.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { Account } from './account.ts';
import { FIRST_PASSWORD_LASTS } from './accounts.ts';
import type { AccountAct, AccountLine, AccountsView, MadeAccount, OwnAccountView, ProblemView } from './contract.ts';
import { deskOver, type Answer, type Desk, type Hands } from './desk.fixture.ts';
import { doorJournal } from './sign-ins.ts';

let store: Store;
let desk: Desk;
let boss: Hands;
beforeEach(async () => {
  store = memoryStore({ now: () => STORY_ENDS });
  desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }));
  boss = await desk.as('admin', 'boss');
});
const act = (id: string, body: AccountAct, hands = boss): Promise<Answer> => hands.post(`/api/accounts/${id}/acts`, body);
const why = (answer: Answer): readonly unknown[] => [answer.status, answer.json<ProblemView>().message];
const lineOf = async (id: string, hands = boss): Promise<AccountLine | undefined> => (await hands.get('/api/accounts')).json<AccountsView>().accounts.find((one) => one.id === id);
/** A starter of that name. */
const starts = (name: string): Promise<unknown> => writeRows(store, 'people', [{ line: 1, row: { hire_id: 'h-1', email: `${name}@acme.example`, user_names: [name], device_serials: [], start_date: dayOf(STORY_ENDS - 10 * DAY) } as never }], 0);

describe('own sessions', () => {
  it('are listed and ended by their holder alone', async () => {
    const [one, two, other] = [await desk.as('it', 'kim'), await desk.as('it', 'kim'), await desk.as('it', 'lee')];
    const view = (await one.get('/api/account')).json<OwnAccountView>();
    const foreign = (await other.get('/api/account')).json<OwnAccountView>().sessions[0]!.id;

    expect(view.sessions.map(({ isThis }) => isThis).sort()).toEqual([false, true]);
    expect((await one.post('/api/account/sessions/end', { id: foreign })).json()).toEqual({ ended: 0 });
    expect((await one.post('/api/account/sessions/end', {})).json()).toEqual({ ended: 1 });
    expect(await Promise.all([one, two, other].map(async (hands) => (await hands.get('/api/session')).status))).toEqual([200, 401, 200]);
    expect((await one.post('/api/account/sessions/end', {}, { 'x-csrf-token': 'another' })).status).toBe(400);
  });

  it('are ended ten minutes after signing in only by whoever shows anew that it is them', async () => {
    await desk.accounts.add('kim', 'it', 'correct horse battery', STORY_ENDS);
    const [here, elsewhere] = [await desk.as('it', 'kim'), await desk.as('it', 'kim')];
    desk.now += 10 * MINUTE;

    expect(why(await here.post('/api/account/sessions/end', {}))).toEqual([403, 'You signed in more than ten minutes ago. Show first that it is you.']);
    expect((await elsewhere.get('/api/session')).status).toBe(200);
    for (let nth = 1; nth <= 4; nth++) expect((await here.post('/api/account/prove', { password: `guess ${nth}` })).status).toBe(400);
    expect((await here.post('/api/account/prove', { password: 'correct horse battery' })).status).toBe(429);
    desk.now += MINUTE;
    expect((await here.post('/api/account/prove', { password: 'correct horse battery' })).status).toBe(200);
    expect((await here.post('/api/account/sessions/end', {})).json()).toEqual({ ended: 1 });
    desk.now += 10 * MINUTE;
    expect((await here.post('/api/account/sessions/end', {})).status).toBe(403);
  });

  it('are ended without that by whoever came by the link of a demo, who has nothing to show', async () => {
    const { secret, session } = await desk.accounts.open('guest', 'admin', desk.now, { way: 'link' });
    desk.now += 11 * MINUTE;

    expect((await desk.post('/api/account/sessions/end', {}, { cookie: `farmwatch_session=${secret}`, 'x-csrf-token': session.csrf })).status).toBe(200);
  });
});

describe('an own password', () => {
  const OLD = 'correct horse battery';
  const NEW = 'four words nobody knows';
  const change = (hands: Hands, before: string, chosen: string): Promise<Answer> => hands.post('/api/account/password', { before, chosen });

  it('is changed by whoever knows the one of before, which ends all other sessions and is written down', async () => {
    await desk.accounts.add('kim', 'it', OLD, STORY_ENDS);
    const [here, elsewhere] = [await desk.as('it', 'kim'), await desk.as('it', 'kim')];
    expect((await here.get('/api/account')).json<OwnAccountView>().hasPassword).toBe(true);

    expect(why(await change(here, 'not the one', NEW))).toEqual([400, 'The password is not right.']);
    expect((await here.post('/api/account/password', { before: OLD, chosen: NEW }, { 'x-csrf-token': 'another' })).status).toBe(400);
    expect(await desk.accounts.check('kim', OLD)).toBe('it');
    expect((await change(here, OLD, NEW)).status).toBe(200);

    expect([await desk.accounts.check('kim', OLD), await desk.accounts.check('kim', NEW)]).toEqual([undefined, 'it']);
    expect(await Promise.all([here, elsewhere].map(async (hands) => (await hands.get('/api/session')).status))).toEqual([200, 401]);
    const door: unknown[] = [];
    for await (const { entry } of doorJournal(store).read()) door.push(entry);
    expect(door).toEqual([{ at: desk.now, did: 'account', way: 'page', user: 'kim', by: 'kim', said: 'Password changed' }]);
  });

  it('is not one that is guessed first, nor the same again, and nothing changes then', async () => {
    await desk.accounts.add('kim', 'it', OLD, STORY_ENDS);
    const here = await desk.as('it', 'kim');

    expect(why(await change(here, OLD, 'short'))).toEqual([400, 'A password has 12 characters at least.']);
    expect(why(await change(here, OLD, 'qwerty123456'))).toEqual([400, expect.stringMatching(/^Many people have this password/)]);
    expect(why(await change(here, OLD, OLD))).toEqual([400, 'That is the password you have. Choose another one.']);
    expect(await desk.accounts.check('kim', OLD)).toBe('it');
  });

  it('is not guessed at from a session that was left open', async () => {
    await desk.accounts.add('kim', 'it', OLD, STORY_ENDS);
    const here = await desk.as('it', 'kim');

    for (let nth = 1; nth <= 4; nth++) await change(here, `guess ${nth}`, NEW);

    expect((await change(here, OLD, NEW)).json<ProblemView>().code).toBe('sign-in.slow');
  });

  it('is none of ours where somebody comes through the provider', async () => {
    await desk.accounts.meet({ name: 'lee', role: 'it', provider: { issuer: 'https://id.acme.example', subject: '1' } }, STORY_ENDS);
    const lee = await desk.as('it', 'lee');

    expect((await lee.get('/api/account')).json<OwnAccountView>().hasPassword).toBe(false);
    expect((await change(lee, OLD, NEW)).status).toBe(400);
  });
});

describe('an administrator', () => {
  it('makes an account whose password is told once, and no second one of that name', async () => {
    const made = (await boss.post('/api/accounts', { name: 'kim', role: 'hr' })).json<MadeAccount>();

    expect(made).toMatchObject({ name: 'kim', password: expect.stringMatching(/^[\w-]{20}$/) });
    expect(await desk.accounts.check('kim', made.password)).toBe('hr');
    expect(await lineOf('kim')).toMatchObject({ role: 'hr', way: 'local', state: 'on', madeBy: 'boss' });
    expect(await lineOf('kim')).not.toHaveProperty('refused');
    expect((await boss.get('/api/accounts')).body).not.toContain(made.password);
    expect(why(await boss.post('/api/accounts', { name: 'kim', role: 'admin' }))).toEqual([400, 'There is an account kim already. Change it, or take another name.']);
    expect((await boss.post('/api/accounts', { name: '<img>', role: 'admin' })).status).toBe(400);
  });

  describe('gives a new first password', () => {
    const renew = (id: string, hands = boss): Promise<Answer> => hands.post(`/api/accounts/${id}/password`, {});

    it('that is told once, replaced within a week, and leaves role and second factor as they are', async () => {
      await desk.accounts.add('kim', 'hr', 'correct horse battery', STORY_ENDS, { madeBy: 'lee' });
      const { value } = (await store.shelf<Account>('accounts').get('kim'))!;
      await store.shelf<Account>('accounts').put({ ...value, factor: { secret: 'MFRGGZDF', since: STORY_ENDS, step: 1, recovery: ['5e'] } });
      const kim = await desk.as('hr', 'kim');

      const made = (await renew('kim')).json<MadeAccount>();

      expect(made).toMatchObject({ name: 'kim', password: expect.stringMatching(/^[\w-]{20}$/) });
      expect(made.accounts.accounts.find(({ id }) => id === 'kim')).toMatchObject({ role: 'hr', state: 'on', sessions: 0 });
      expect(await Promise.all(['correct horse battery', made.password].map((password) => desk.accounts.check('kim', password)))).toEqual([undefined, 'hr']);
      expect((await kim.get('/api/session')).status).toBe(401);
      expect(await desk.accounts.get('kim')).toMatchObject({ madeAt: STORY_ENDS, madeBy: 'boss', firstUntil: desk.now + FIRST_PASSWORD_LASTS, secondFactor: { since: STORY_ENDS, recoveryLeft: 1 } });
      expect((await boss.get('/api/accounts')).body).not.toContain(made.password);
      const door: unknown[] = [];
      for await (const { entry } of doorJournal(store).read()) door.push(entry);
      expect(door).toEqual([{ at: desk.now, did: 'account', way: 'page', user: 'kim', by: 'boss', said: 'Given a new first password' }]);
    });

    it('to somebody in their first months, whom somebody else confirms anew', async () => {
      await starts('kim');
      await desk.accounts.add('kim', 'hr', 'correct horse battery', STORY_ENDS, { madeBy: 'owner' });
      await desk.accounts.change('kim', { confirmed: { at: STORY_ENDS, by: 'owner', role: 'hr' } });
      expect(await lineOf('kim')).toMatchObject({ state: 'on' });

      await renew('kim');

      expect(await lineOf('kim')).toMatchObject({ state: 'waits', unconfirmable: 'You made it yourself. Another administrator has to confirm it.' });
      expect((await act('kim', { kind: 'confirm' })).status).toBe(400);
      expect((await act('kim', { kind: 'confirm' }, await desk.as('admin', 'lee'))).status).toBe(200);
    });

    it('to nobody who has none of ours, is switched off, or is who asks', async () => {
      await desk.accounts.add('boss', 'admin', 'correct horse battery', STORY_ENDS);
      await desk.accounts.add('glass', 'admin', undefined, STORY_ENDS, { isBreakGlass: true });
      await desk.accounts.add('off', 'it', undefined, STORY_ENDS);
      await desk.accounts.change('off', { off: { at: STORY_ENDS, by: 'lee' } });
      await desk.accounts.meet({ name: 'lee', role: 'it', provider: { issuer: 'https://id.acme.example', subject: '1' } }, STORY_ENDS);
      boss = await desk.as('admin', 'boss');

      expect(await Promise.all(['boss', 'glass', 'off', 'lee', 'nobody'].map(async (id) => why(await renew(id))))).toEqual([
        [400, 'This is your own account. Another administrator has to change it.'], [400, expect.stringMatching(/^The account for emergencies gets its password by command/)], [400, 'The account is switched off. Switch it on first.'],
        [400, expect.stringMatching(/^People of the provider have no password of Farmwatch/)], [404, expect.any(String)],
      ]);
      expect((await renew('off', await desk.as('lead', 'one'))).status).toBe(403);
      expect(await Promise.all(['boss', 'glass', 'off', 'lee'].map(async (id) => (await lineOf(id))!.renewable))).toEqual([false, false, false, false]);
    });
  });

  it('gives another role, switches off and on, ends sessions and removes, each written down with both names', async () => {
    await boss.post('/api/accounts', { name: 'kim', role: 'hr' });
    const gone = async (body: AccountAct, role: 'hr' | 'lead'): Promise<number> => {
      const hands = await desk.as(role, 'kim');
      expect((await act('kim', body)).status).toBe(200);
      return (await hands.get('/api/session')).status;
    };

    expect(await gone({ kind: 'role', role: 'lead' }, 'hr')).toBe(401);
    expect(await gone({ kind: 'end-sessions' }, 'lead')).toBe(401);
    expect(await gone({ kind: 'off' }, 'lead')).toBe(401);
    expect(await lineOf('kim')).toMatchObject({ role: 'lead', state: 'off' });
    await act('kim', { kind: 'on' });
    expect(await lineOf('kim')).toMatchObject({ state: 'on' });
    expect(await gone({ kind: 'remove' }, 'lead')).toBe(401);
    expect(why(await act('kim', { kind: 'off' }))).toEqual([404, 'There is no account of that name.']);
    const said: unknown[] = [];
    for await (const { entry } of doorJournal(store).read()) said.push([entry.by, entry.user, entry.said]);
    expect(said).toEqual(['Made with role hr', 'Given the role lead', 'Sessions ended', 'Switched off', 'Switched on', 'Removed'].map((what) => ['boss', 'kim', what]));
  });

  it('changes nothing about their own account', async () => {
    await desk.accounts.add('boss', 'admin', undefined, STORY_ENDS);
    boss = await desk.as('admin', 'boss');

    for (const body of [{ kind: 'role', role: 'hr' }, { kind: 'off' }, { kind: 'remove' }] as const) expect(why(await act('boss', body))).toEqual([400, 'This is your own account. Another administrator has to change it.']);
  });

  it('cannot be the second person for an account of their own making, nor for themselves', async () => {
    await starts('kim');
    await boss.post('/api/accounts', { name: 'kim', role: 'admin' });
    const kim = await desk.as('admin', 'kim');
    const other = await desk.as('admin', 'other');

    expect(await lineOf('kim')).toMatchObject({ state: 'waits', unconfirmable: 'You made it yourself. Another administrator has to confirm it.' });
    expect(why(await act('kim', { kind: 'confirm' }))).toEqual([400, 'You made it yourself. Another administrator has to confirm it.']);
    expect(why(await act('kim', { kind: 'confirm' }, kim))).toEqual([400, 'Nobody confirms their own account.']);
    expect(await lineOf('kim', other)).not.toHaveProperty('unconfirmable');
    expect((await act('kim', { kind: 'confirm' }, other)).status).toBe(200);
    expect(await lineOf('kim')).toMatchObject({ state: 'on', confirmedBy: 'other' });
    expect(why(await act('kim', { kind: 'confirm' }, other))).toEqual([400, 'It does not wait for anybody.']);
    // Whoever gives another role has made that.
    await act('kim', { kind: 'role', role: 'hr' }, other);
    expect(await lineOf('kim', other)).toMatchObject({ state: 'waits', unconfirmable: 'You made it yourself. Another administrator has to confirm it.' });
  });

  it('leaves roles of people of the provider to the provider', async () => {
    await desk.accounts.meet({ name: 'kim', role: 'it', provider: { issuer: 'https://login.acme.example', subject: '1' } }, STORY_ENDS);

    expect((await act('kim', { kind: 'role', role: 'admin' })).status).toBe(400);
    expect((await act('kim', { kind: 'off' })).status).toBe(200);
    expect(await lineOf('kim')).toMatchObject({ way: 'oidc', role: 'it', state: 'off' });
  });
});

describe('two administrators who act at once', () => {
  it.each(['off', 'remove'] as const)('do not leave nobody who manages accounts: %s', async (kind) => {
    for (const name of ['ann', 'bob']) await desk.accounts.add(name, 'admin', undefined, STORY_ENDS);
    const [ann, bob] = [await desk.as('admin', 'ann'), await desk.as('admin', 'bob')];

    const answers = await Promise.all([act('bob', { kind }, ann), act('ann', { kind }, bob)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await desk.accounts.list()).filter(({ role, off }) => role === 'admin' && off === undefined)).toHaveLength(1);
  });
});
