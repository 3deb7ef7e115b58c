import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { startForger, startProvider, type Forgery, type OpenIdProvider } from '../../test/support/openid.ts';
import { judgesOf } from '../app.ts';
import { writeRows } from '../collect/tables/registry.ts';
import { loadConfig } from '../config.ts';
import { DAY, MINUTE, dayOf } from '../core/time.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { SessionView, SignInView } from './contract.ts';
import { deskOver, type Answer, type Desk } from './desk.fixture.ts';
import { OIDC_WITHIN, oidcDoor, personOf, type OidcSettings } from './oidc.ts';
import { doorJournal, REFUSALS, type DoorEntry, type Refusal } from './sign-ins.ts';

const BASE = 'http://127.0.0.1:8420';
const REDIRECT = `${BASE}/api/login/oidc/callback`;
const ROLES_OF = { 'fw-it': 'it', 'fw-analysts': 'analyst', 'fw-admins': 'admin' } as const;
const settings = (issuer: string): OidcSettings => ({ label: 'Acme', issuer, clientId: 'farmwatch', clientSecret: 'a secret of some length', baseUrl: BASE, scopes: ['profile', 'email'], groupsClaim: 'groups', roles: ROLES_OF });

let store: Store;
async function deskWith(issuer: string, more: Partial<OidcSettings> = {}): Promise<Desk> {
  store = memoryStore({ now: () => STORY_ENDS });
  return deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), { signIn: { local: false, oidc: oidcDoor({ ...settings(issuer), ...more }) } });
}

/** A browser: it keeps the cookies that the server sets. */
function browser(desk: Desk, headers: Readonly<Record<string, string>> = {}) {
  const jar = new Map<string, string>();
  return {
    jar,
    async get(path: string): Promise<Answer> {
      const answer = await desk.get(path, { ...headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') });
      for (const cookie of [answer.headers['set-cookie'] ?? []].flat() as string[]) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
        if (value === '') jar.delete(name!);
        else jar.set(name!, value!);
      }
      return answer;
    },
  };
}
const locationOf = (answer: Answer): string => String(answer.headers['location']);
const pathOf = (url: string): string => url.slice(BASE.length);
async function doorOf(): Promise<readonly DoorEntry[]> {
  const entries: DoorEntry[] = [];
  for await (const { entry } of doorJournal(store).read()) entries.push(entry);
  return entries;
}
/** Turned away with a sentence, without a session, and written down. */
async function expectRefused(answer: Answer, visitor: ReturnType<typeof browser>, why: Refusal): Promise<void> {
  expect([answer.status, locationOf(answer)]).toEqual([302, `/login?refused=${why}`]);
  expect([...visitor.jar.keys()]).not.toContain('farmwatch_session');
  expect((await doorOf()).at(-1)).toMatchObject({ did: 'refused', way: 'oidc', why });
  expect((await visitor.get(`/api/sign-in?refused=${why}`)).json<SignInView>()).toEqual({ local: false, oidc: 'Acme', refused: REFUSALS[why] });
  expect((await visitor.get('/api/session')).status).toBe(401);
}

describe('a real provider', () => {
  let provider: OpenIdProvider;
  let desk: Desk;
  beforeAll(async () => { provider = await startProvider(REDIRECT); });
  afterAll(() => provider.close());
  beforeEach(async () => {
    desk = await deskWith(provider.issuer);
    provider.people.clear();
    provider.people.set('7', { email: 'kim@acme.example', email_verified: true, groups: ['fw-it', 'something else'] });
    provider.who = '7';
    provider.acr = undefined;
    provider.secondsAgo = 0;
  });
  const comeBack = async (visitor: ReturnType<typeof browser>): Promise<string> => pathOf(await provider.visit(locationOf(await visitor.get('/api/login/oidc'))));
  const signIn = async (visitor = browser(desk)): Promise<Answer> => visitor.get(await comeBack(visitor));

  it('lets in whoever is in a group, with the role of the group, by code flow with PKCE, state and nonce', async () => {
    const visitor = browser(desk);
    const begun = await visitor.get('/api/login/oidc');
    const asked = new URL(locationOf(begun)).searchParams;

    const answer = await visitor.get(pathOf(await provider.visit(locationOf(begun))));

    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', client_id: 'farmwatch', redirect_uri: REDIRECT, scope: 'openid profile email', code_challenge_method: 'S256' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
    expect(String(begun.headers['set-cookie'])).toMatch(/^farmwatch_sign_in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    expect([answer.status, locationOf(answer)]).toEqual([302, '/']);
    expect((await visitor.get('/api/session')).json<SessionView>()).toMatchObject({ user: 'kim@acme.example', role: 'it' });
    expect(await doorOf()).toMatchObject([{ did: 'came', way: 'oidc', user: 'kim@acme.example' }]);
    expect([...visitor.jar.keys()]).toEqual(['farmwatch_session']);
  });

  it('leads back to the page that somebody wanted, and to no other server', async () => {
    const comesTo = async (next: string): Promise<string> => {
      const visitor = browser(desk);
      return locationOf(await visitor.get(pathOf(await provider.visit(locationOf(await visitor.get(`/api/login/oidc?next=${encodeURIComponent(next)}`))))));
    };

    expect(await comesTo('/cases/c-1?view=x')).toBe('/cases/c-1?view=x');
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/login?next=/', '/api/logout', '/a\r\nset-cookie: b=c']) expect(await comesTo(next), next).toBe('/');
  });

  it('is asked for the groups where the token does not tell them', async () => {
    const other = await startProvider(REDIRECT, { inToken: false });
    other.people.set('7', { preferred_username: 'kim', groups: 'fw-analysts' });
    other.who = '7';
    const visitor = browser(await deskWith(other.issuer));

    await visitor.get(pathOf(await other.visit(locationOf(await visitor.get('/api/login/oidc')))));

    expect((await visitor.get('/api/session')).json<SessionView>()).toMatchObject({ user: 'kim', role: 'analyst' });
    await other.close();
  });

  it.each<[string, readonly string[], Refusal]>([['no group', [], 'group'], ['a group without a role', ['everybody', 'constructor', '__proto__'], 'group'], ['groups of two roles', ['fw-it', 'fw-admins'], 'groups']])('turns away whoever has %s', async (_, groups, why) => {
    provider.people.set('7', { email: 'kim@acme.example', groups });
    const visitor = browser(desk);

    await expectRefused(await signIn(visitor), visitor, why);
    expect(await desk.accounts.list()).toEqual([]);
  });

  it('is asked for a strong sign-in where the configuration names one, and lets in by no weaker one', async () => {
    desk = await deskWith(provider.issuer, { acrValues: ['urn:acme:two', 'urn:acme:three'] });
    const visitor = browser(desk);
    provider.acr = 'urn:acme:two';
    const begun = await visitor.get('/api/login/oidc');
    expect(new URL(locationOf(begun)).searchParams.get('acr_values')).toBe('urn:acme:two urn:acme:three');
    expect(locationOf(await visitor.get(pathOf(await provider.visit(locationOf(begun)))))).toBe('/');

    for (const acr of ['urn:acme:one', undefined]) {
      provider.acr = acr;
      const weak = browser(desk);
      await expectRefused(await signIn(weak), weak, 'weak');
    }
    // Whoever came strongly before and weakly now is not somebody to trust.
    expect((await visitor.get('/api/session')).status).toBe(401);
  });

  it('is asked for a sign-in that is not older than the configuration says, and lets in by no older one', async () => {
    desk = await deskWith(provider.issuer, { maxAge: 30 * MINUTE });
    const visitor = browser(desk);
    provider.secondsAgo = 20 * 60;
    const begun = await visitor.get('/api/login/oidc');
    expect(new URL(locationOf(begun)).searchParams.get('max_age')).toBe('1800');
    expect(locationOf(await visitor.get(pathOf(await provider.visit(locationOf(begun)))))).toBe('/');

    provider.secondsAgo = 45 * 60;
    const old = browser(desk);
    await expectRefused(await signIn(old), old, 'weak');
  });

  it('signs somebody in anew before they end sessions of theirs', async () => {
    desk.now = Date.now();
    const visitor = browser(desk);
    await signIn(visitor);
    const end = async (): Promise<Answer> => desk.post('/api/account/sessions/end', {}, { cookie: `farmwatch_session=${visitor.jar.get('farmwatch_session')}`, 'x-csrf-token': (await visitor.get('/api/session')).json<SessionView>().csrf });
    // The provider has not said when they signed in there; that may be long ago.
    expect((await end()).json()).toMatchObject({ code: 'sign-in.anew' });
    const begun = await visitor.get('/api/login/oidc?anew=1&next=/account');
    expect(Object.fromEntries(new URL(locationOf(begun)).searchParams)).toMatchObject({ prompt: 'login', max_age: '600' });
    expect(locationOf(await visitor.get(pathOf(await provider.visit(locationOf(begun)))))).toBe('/account');
    expect((await end()).status).toBe(200);

    desk.now += 10 * MINUTE;
    expect((await end()).status).toBe(403);
    provider.secondsAgo = 15 * 60;
    const old = browser(desk);
    await expectRefused(await old.get(pathOf(await provider.visit(locationOf(await old.get('/api/login/oidc?anew=1'))))), old, 'weak');
  });

  it('takes role and sessions from whoever lost the group since', async () => {
    const before = browser(desk);
    await signIn(before);
    expect((await before.get('/api/session')).status).toBe(200);
    provider.people.set('7', { email: 'kim@acme.example', email_verified: true, groups: [] });
    const visitor = browser(desk);

    await expectRefused(await signIn(visitor), visitor, 'group');
    expect((await before.get('/api/session')).status).toBe(401);
    expect((await doorOf()).at(-1)).toMatchObject({ user: 'kim@acme.example' });
  });

  it('gives another role with another group, and ends the sessions of the old one', async () => {
    const before = browser(desk);
    await signIn(before);
    provider.people.set('7', { email: 'kim@acme.example', email_verified: true, groups: ['fw-analysts'] });
    const visitor = browser(desk);

    await signIn(visitor);

    expect((await visitor.get('/api/session')).json<SessionView>().role).toBe('analyst');
    expect((await before.get('/api/session')).status).toBe(401);
  });

  it('never gives anybody the account of somebody else', async () => {
    await desk.accounts.add('kim@acme.example', 'admin', undefined, STORY_ENDS);
    const visitor = browser(desk);

    await expectRefused(await signIn(visitor), visitor, 'taken');
  });

  it('says so where the provider let nobody in', async () => {
    provider.who = undefined;
    const visitor = browser(desk);

    await expectRefused(await signIn(visitor), visitor, 'refused');
  });

  it('takes a way back once, and a code never with another state', async () => {
    const visitor = browser(desk);
    const back = await comeBack(visitor);
    const ticket = visitor.jar.get('farmwatch_sign_in')!;
    expect(locationOf(await visitor.get(back))).toBe('/');
    const thief = browser(desk);

    thief.jar.set('farmwatch_sign_in', ticket);
    await expectRefused(await thief.get(back), thief, 'stale');

    const code = new URLSearchParams(back.split('?')[1]).get('code')!;
    const fresh = await comeBack(thief);
    const mixed = new URLSearchParams(fresh.split('?')[1]);
    mixed.set('code', code);
    await expectRefused(await thief.get(`${fresh.split('?')[0]}?${mixed}`), thief, 'stale');
  });

  it('takes a way back from the browser that began it alone', async () => {
    const [visitor, thief] = [browser(desk), browser(desk)];
    const back = await comeBack(visitor);

    await expectRefused(await thief.get(back), thief, 'stale');
    await thief.get('/api/login/oidc');
    await expectRefused(await thief.get(back), thief, 'stale');
  });

  it.each([['a state that nobody gave', (query: URLSearchParams) => query.set('state', 'guessed')], ['no state', (query: URLSearchParams) => query.delete('state')]])('takes none with %s', async (_, change) => {
    const visitor = browser(desk);
    const [path, query] = (await comeBack(visitor)).split('?');
    const changed = new URLSearchParams(query);
    change(changed);

    await expectRefused(await visitor.get(`${path}?${changed}`), visitor, 'stale');
  });

  it.each([['from another issuer', (query: URLSearchParams) => query.set('iss', 'https://login.other.example'), 'token'], ['without its issuer', (query: URLSearchParams) => query.delete('iss'), 'token'], ['with two codes', (query: URLSearchParams) => query.append('code', 'x'), 'token']] as const)('takes none %s', async (_, change, why) => {
    const visitor = browser(desk);
    const [path, query] = (await comeBack(visitor)).split('?');
    const changed = new URLSearchParams(query);
    change(changed);

    await expectRefused(await visitor.get(`${path}?${changed}`), visitor, why);
  });

  it('waits ten minutes for somebody to come back, and not for one whose clock was set back', async () => {
    const visitor = browser(desk);
    const late = await comeBack(visitor);
    desk.now += OIDC_WITHIN;
    await expectRefused(await visitor.get(late), visitor, 'stale');
    const early = await comeBack(visitor);
    desk.now -= DAY;

    await expectRefused(await visitor.get(early), visitor, 'stale');
  });

  it('sends people back where the configuration says, whatever a proxy claims', async () => {
    const visitor = browser(desk, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9', 'host': 'evil.example', 'forwarded': 'host=evil.example;proto=https' });

    const begun = await visitor.get('/api/login/oidc');

    expect(new URL(locationOf(begun)).searchParams.get('redirect_uri')).toBe(REDIRECT);
    expect(String(begun.headers['set-cookie'])).not.toMatch(/__Host-|Secure/);
    expect(JSON.stringify(begun)).not.toContain('evil.example');
  });

  it('ends the session that the browser had before', async () => {
    const visitor = browser(desk);
    await signIn(visitor);
    const old = visitor.jar.get('farmwatch_session')!;

    await signIn(visitor);

    expect(visitor.jar.get('farmwatch_session')).not.toBe(old);
    expect((await desk.get('/api/session', { cookie: `farmwatch_session=${old}` })).status).toBe(401);
  });

  it('gives somebody in their first months a role when an administrator has confirmed it, and whoever has left none', async () => {
    const starts = dayOf(STORY_ENDS - 10 * DAY);
    await writeRows(store, 'people', [{ line: 1, row: { hire_id: 'h-1', email: 'kim@acme.example', user_names: [], device_serials: [], start_date: starts } as never }], 0);
    const visitor = browser(desk);
    await expectRefused(await signIn(visitor), visitor, 'waits');
    const admin = await desk.as('admin', 'boss');

    expect((await admin.post('/api/accounts/kim@acme.example/acts', { kind: 'confirm' })).status).toBe(200);
    await signIn(visitor);

    expect((await visitor.get('/api/session')).json<SessionView>()).toMatchObject({ user: 'kim@acme.example', role: 'it' });
    expect((await doorOf()).filter(({ did }) => did === 'account')).toMatchObject([{ by: 'boss', user: 'kim@acme.example', said: 'Confirmed as a second person' }]);
  });
});

describe('a token', () => {
  let forger: Awaited<ReturnType<typeof startForger>>;
  beforeAll(async () => { forger = await startForger(); });
  afterAll(() => forger.close());
  const minutes = (many: number): number => Math.floor(Date.now() / 1_000) + many * 60;
  const comeWith = async (forge: Forgery): Promise<{ readonly visitor: ReturnType<typeof browser>; readonly answer: Answer }> => {
    const visitor = browser(await deskWith(forger.issuer));
    const asked = new URL(locationOf(await visitor.get('/api/login/oidc'))).searchParams;
    Object.assign(forger, { forge, nonce: asked.get('nonce') });
    return { visitor, answer: await visitor.get(`/api/login/oidc/callback?code=c&state=${asked.get('state')}`) };
  };

  it('that is in order opens a session', async () => {
    const { visitor } = await comeWith({});

    expect((await visitor.get('/api/session')).json<SessionView>()).toMatchObject({ user: 'kim@acme.example', role: 'it' });
  });

  it.each<[string, Forgery]>([
    ['of another company', { claims: { iss: 'https://login.other.example' } }],
    ['for another server', { claims: { aud: 'somebody-else' } }],
    ['for several, without saying for whom', { claims: { aud: ['farmwatch', 'somebody-else'] } }],
    ['for several, made out to another', { claims: { aud: ['farmwatch', 'somebody-else'], azp: 'somebody-else' } }],
    ['with another nonce', { claims: { nonce: 'of another sign-in' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { iat: minutes(-20), exp: minutes(-10) } }],
    ['of the future', { claims: { nbf: minutes(10) } }],
    ['without an end', { claims: { exp: undefined } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['that another key signed', { isForged: true }],
    ['that nobody signed', { isUnsigned: true }],
  ])('%s opens none', async (_, forge) => {
    const { visitor, answer } = await comeWith(forge);

    await expectRefused(answer, visitor, 'token');
    expect(answer.body + JSON.stringify(answer.headers)).not.toMatch(/kim|other\.example|somebody-else/);
  });
});

describe('a provider that is away', () => {
  it('is said, and asked again the next time', async () => {
    const forger = await startForger();
    const { issuer } = forger;
    await forger.close();
    const desk = await deskWith(issuer);

    for (let times = 0; times < 2; times++) expect(locationOf(await desk.get('/api/login/oidc'))).toBe('/login?refused=away');
  });

  it('is no page where none is configured', async () => {
    store = memoryStore({ now: () => STORY_ENDS });
    const desk = await deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }));

    for (const path of ['/api/login/oidc', '/api/login/oidc/callback?code=c&state=s']) expect((await desk.get(path)).status).toBe(404);
    expect((await desk.get('/api/sign-in?refused=toString')).json<SignInView>()).toEqual({ local: true, isFirst: true });
  });
});

describe('the account of a person', () => {
  const provider = { issuer: 'https://login.acme.example', subject: 's-1' };
  const nameOf = (claims: Readonly<Record<string, unknown>>): unknown => {
    const came = personOf({ groups: ['fw-it'], ...claims }, provider, settings(provider.issuer));
    return 'person' in came ? came.person.name : came.refused;
  };

  it('is called by the address, else by the user name, else by a mark of the subject', () => {
    expect(nameOf({ email: 'kim@acme.example', preferred_username: 'kim' })).toBe('kim@acme.example');
    for (const verified of [false, 'false', 'False']) expect(nameOf({ email: 'kim@acme.example', email_verified: verified, preferred_username: 'kim' })).toBe('kim');
    expect(nameOf({ email: 'kim@acme.example', email_verified: 'true', preferred_username: 'kim' })).toBe('kim@acme.example');
    expect(nameOf({ email: '<img onerror>@acme.example' })).toMatch(/^oidc-[0-9a-f]{16}$/);
    expect(nameOf({})).toMatch(/^oidc-[0-9a-f]{16}$/);
  });

  it('keeps an address that nobody verified for hiding the own record', () => {
    expect(personOf({ groups: ['fw-it'], email: 'kim@acme.example', email_verified: false }, provider, settings(provider.issuer))).toMatchObject({ person: { mail: 'kim@acme.example' } });
  });
});
