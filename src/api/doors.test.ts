import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STORY_ENDS } from '../simulate/story.ts';
import { judgesOf } from '../app.ts';
import { loadConfig } from '../config.ts';
import { pipeline } from '../run/pipeline.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { MAY } from './access.ts';
import { ROUTES } from './access-routes.ts';
import { ROLES, type Role } from './roles.ts';
import { MINUTE } from '../core/time.ts';
import { IDLE_LENGTH, SESSION_LENGTH } from './session-book.ts';
import type { ProblemView, SessionView } from './contract.ts';
import { deskOver, type Answer, type Desk } from './desk.fixture.ts';
import type { ApiParts } from './parts.ts';

const PASSWORD = 'correct horse battery';
const PEOPLE_ROUTES = ['/api/queue', '/api/hires', '/api/cases/c-1', '/api/people/Wren-100', '/api/cases/c-1/timeline?hire=Wren-100', '/api/people/Wren-100/timeline?hire=Wren-100', '/api/findings/f-1/rows', '/api/cases/c-1/similar'] as const;
const DEVICE_ROUTES = ['/api/devices', '/api/devices.csv'] as const;

/** A server over an empty store: who may come in does not depend on what there is to see. */
async function emptyDesk(more: Partial<ApiParts> = {}): Promise<Desk> {
  const store = memoryStore({ now: () => STORY_ENDS });
  return deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), more);
}
const problem = (answer: Answer): ProblemView & { readonly status: number } => ({ status: answer.status, ...answer.json<ProblemView>() });
const cookieOf = (answer: Answer): string => String([answer.headers['set-cookie']].flat()[0]);

let desk: Desk;
beforeEach(async () => {
  desk = await emptyDesk();
});

describe('without a session', () => {
  it.each(['/api/session', '/api/events', '/api/device-acts/waiting', '/api/cases/c-1/allowances', ...PEOPLE_ROUTES, ...DEVICE_ROUTES])('%s tells nothing', async (path) => {
    expect(problem(await desk.get(path))).toEqual({ status: 401, code: 'sign-in.needed', message: 'Please sign in first.' });
  });

  it('nobody acts or signs out', async () => {
    expect((await desk.post('/api/cases/c-1/acts', { kind: 'take', revision: '0' })).status).toBe(401);
    expect((await desk.post('/api/logout', {})).status).toBe(401);
  });

  it('a made-up cookie is none', async () => {
    expect((await desk.get('/api/queue', { cookie: 'farmwatch_session=guessed' })).status).toBe(401);
  });
});

describe('roles', () => {
  it.each(['it', 'lead', 'hr', 'privacy', 'auditor'] as const)('%s reads no cases and works on none', async (role) => {
    const hands = await desk.as(role);

    for (const path of PEOPLE_ROUTES) {
      expect(problem(await hands.get(path)), path).toEqual({ status: 403, code: 'forbidden', message: `Your role "${role}" may not read cases.` });
    }
    expect(problem(await hands.act('c-1', { kind: 'take', revision: '0' }))).toEqual({ status: 403, code: 'forbidden', message: `Your role "${role}" may not work on cases.` });
  });

  it.each(['analyst', 'admin'] as const)('%s reads the queue', async (role) => {
    expect((await (await desk.as(role)).get('/api/queue')).status).toBe(200);
  });

  it.each<Role>(ROLES)('%s learns who is signed in', async (role) => {
    const hands = await desk.as(role, 'Kim');

    expect((await hands.get('/api/session')).json<SessionView>()).toEqual({ user: 'Kim', role, demo: false, csrf: hands.csrf, may: MAY[role] });
  });
});

describe('signing in', () => {
  it('with the right password opens a session in a cookie that scripts and other sites never get', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);

    const answer = await desk.post('/api/login', { name: 'kim', password: PASSWORD });

    expect(answer.status).toBe(200);
    expect(answer.json<SessionView>()).toEqual({ user: 'kim', role: 'analyst', demo: false, csrf: expect.stringMatching(/^[\w-]{32}$/), may: MAY.analyst, owes: ['factor'] });
    expect(cookieOf(answer)).toMatch(/^farmwatch_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await desk.get('/api/session', { cookie: cookieOf(answer).split(';')[0]! })).json<SessionView>().user).toBe('kim');
  });

  it('with a wrong password or a wrong name says the same', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);

    const password = await desk.post('/api/login', { name: 'kim', password: 'wrong' });
    const name = await desk.post('/api/login', { name: 'nobody', password: PASSWORD });

    expect(problem(password)).toEqual({ status: 401, code: 'sign-in.failed', message: 'The name or the password is not right.' });
    expect(problem(name)).toEqual(problem(password));
    expect([password, name].map(({ headers }) => headers['set-cookie'])).toEqual([undefined, undefined]);
  });

  it('is slowed after ten wrong tries in a minute, whichever names they are for', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    for (let tries = 0; tries < 10; tries++) expect((await desk.post('/api/login', { name: `name-${tries}`, password: 'wrong' })).status).toBe(401);

    expect(problem(await desk.post('/api/login', { name: 'kim', password: PASSWORD }))).toEqual({ status: 429, code: 'sign-in.slow', message: 'Too many tries. Wait 60 s, and try again.' });
    desk.now += MINUTE;
    expect((await desk.post('/api/login', { name: 'kim', password: PASSWORD })).status).toBe(200);
  });

  it('lets an office in that is behind one address: right tries are many', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);

    const answers: number[] = [];
    for (let nth = 0; nth < 25; nth++) answers.push((await desk.post('/api/login', { name: 'kim', password: PASSWORD })).status);

    expect(answers).toEqual(Array<number>(25).fill(200));
  });

  it('is slowed after a hundred and twenty tries in a minute, however they end', async () => {
    for (let tries = 0; tries < 120; tries++) expect((await desk.post('/api/login', { name: 'kim' })).status).toBe(400);

    expect(problem(await desk.post('/api/login', { name: 'kim', password: PASSWORD }))).toEqual({ status: 429, code: 'too.many', message: 'Too many requests. Wait a minute and try again.' });
    expect((await desk.get('/api/session')).status).toBe(401);
  });

  it('keeps no password and no session secret in the store', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const { secret } = await desk.accounts.open('kim', 'analyst', STORY_ENDS);
    const kept: unknown[] = [];
    for (const shelf of ['accounts', 'sessions']) for await (const { value } of desk.store.shelf(shelf).list()) kept.push(value);

    expect(kept).toHaveLength(2);
    expect(JSON.stringify(kept)).not.toContain(PASSWORD);
    expect(JSON.stringify(kept)).not.toContain(secret);
  });
});

describe('a link', () => {
  it('signs in once and leads to the queue', async () => {
    desk.links.add('once');

    const first = await desk.get('/api/login/link?token=once');
    const second = await desk.get('/api/login/link?token=once');

    expect([first.status, first.headers['location']]).toEqual([302, '/']);
    expect((await desk.get('/api/session', { cookie: cookieOf(first).split(';')[0]! })).json<SessionView>()).toMatchObject({ user: 'guest', role: 'analyst' });
    expect([second.status, second.headers['location'], second.headers['set-cookie']]).toEqual([302, '/login?used', undefined]);
  });

  it('cannot be guessed for long', async () => {
    for (let tries = 0; tries < 10; tries++) await desk.get(`/api/login/link?token=${tries}`);

    expect((await desk.get('/api/login/link?token=next')).status).toBe(429);
  });
});

describe('a session', () => {
  it('ends when its holder signs out', async () => {
    const hands = await desk.as('analyst');

    const answer = await hands.post('/api/logout', {});

    expect(answer.status).toBe(200);
    expect(cookieOf(answer)).toMatch(/^farmwatch_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await hands.get('/api/session')).status).toBe(401);
  });

  it('ends after twelve hours', async () => {
    const hands = await desk.as('analyst');

    const ends = desk.now + SESSION_LENGTH;

    while (desk.now + IDLE_LENGTH - 1 < ends) {
      desk.now += IDLE_LENGTH - 1;
      expect((await hands.get('/api/session')).status).toBe(200);
    }
    desk.now = ends;
    expect((await hands.get('/api/session')).status).toBe(401);
  });

  it('ends when nobody uses it for half an hour', async () => {
    const hands = await desk.as('analyst');

    desk.now += IDLE_LENGTH;

    expect((await hands.get('/api/session')).status).toBe(401);
  });

  it('ends where the clock was set back to before it was opened', async () => {
    const hands = await desk.as('analyst');

    desk.now -= SESSION_LENGTH;

    expect((await hands.get('/api/session')).status).toBe(401);
  });

  it('ends when the account is taken away', async () => {
    await desk.accounts.add('kim', 'analyst', PASSWORD, STORY_ENDS);
    const hands = await desk.as('analyst', 'kim');

    await desk.accounts.remove('kim');

    expect((await hands.get('/api/session')).status).toBe(401);
  });

  it.each([['without a token', ''], ['with another token', 'x'.repeat(32)]])('changes nothing %s of its page', async (_, token) => {
    const hands = await desk.as('analyst');

    for (const path of ['/api/logout', '/api/cases/c-1/acts']) {
      const answer = await hands.post(path, { kind: 'take', revision: '0' }, { 'x-csrf-token': token });
      expect(problem(answer)).toEqual({ status: 400, code: 'page.outdated', message: 'The page is out of date. Load it again.' });
    }
    expect((await hands.get('/api/session')).status).toBe(200);
  });
});

describe('accounts', () => {
  it('refuse short passwords and names that are none', async () => {
    await expect(desk.accounts.add('kim', 'analyst', 'too short', STORY_ENDS)).rejects.toThrow('A password has 12 characters at least.');
    await expect(desk.accounts.add('a b', 'analyst', PASSWORD, STORY_ENDS)).rejects.toThrow('"a b" cannot be a name');
    await expect(desk.accounts.remove('nobody')).rejects.toThrow('There is no account "nobody".');
  });

  it('get a password made up where none is given, and a new one with a new role', async () => {
    const made = await desk.accounts.add('kim', 'analyst', undefined, STORY_ENDS);
    const again = await desk.accounts.add('kim', 'lead', undefined, STORY_ENDS);

    expect(made.length).toBeGreaterThanOrEqual(20);
    expect(await desk.accounts.check('kim', made)).toBe(undefined);
    expect(await desk.accounts.check('kim', again)).toBe('lead');
    expect(await desk.accounts.list()).toMatchObject([{ id: 'kim', role: 'lead' }]);
  });
});

describe('headers', () => {
  const pages = mkdtempSync(join(tmpdir(), 'farmwatch-doors-'));
  beforeAll(() => {
    writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Farmwatch</title>');
    writeFileSync(join(pages, 'main.js'), 'export {};');
  });
  afterAll(() => rmSync(pages, { recursive: true, force: true }));

  const POLICY = "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';font-src 'none';object-src 'none';form-action 'self';base-uri 'none';frame-ancestors 'none'";
  const STRICT = {
    'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
  };

  it.each(['/', '/cases/c-1', '/main.js', '/api/session', '/api/queue', '/api/nothing', '/nothing.js'])('let %s load nothing from elsewhere', async (path) => {
    const { server } = await emptyDesk({ pages });

    const { headers } = await server.inject(path);

    expect(headers).toMatchObject(STRICT);
  });

  it('keep answers out of the store of the browser', async () => {
    const hands = await desk.as('analyst');

    for (const path of ['/api/queue', '/api/session', '/api/cases/c-1']) expect((await hands.get(path)).headers['cache-control'], path).toBe('no-store');
  });

  it('hold for the stream of news as well', async () => {
    const hands = await desk.as('analyst');
    const url = await desk.server.listen({ host: '127.0.0.1', port: 0 });
    const ended = new AbortController();

    const answer = await fetch(`${url}/api/events`, { headers: { cookie: hands.cookie }, signal: ended.signal });

    expect(Object.fromEntries(answer.headers)).toMatchObject({ ...STRICT, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    ended.abort();
    await desk.server.close();
  });

  it('let IT staff hear of runs and laptops, and of no case', async () => {
    const hands = await desk.as('it');
    const url = await desk.server.listen({ host: '127.0.0.1', port: 0 });
    const ended = new AbortController();
    const stream = (await fetch(`${url}/api/events`, { headers: { cookie: hands.cookie }, signal: ended.signal })).body!.pipeThrough(new TextDecoderStream()).getReader();
    await stream.read();

    desk.news.publish({ event: 'case', id: 'c-1' });
    desk.news.publish({ event: 'devices' });

    expect((await stream.read()).value).toBe('event: devices\ndata: {}\n\n');
    ended.abort();
    await desk.server.close();
  });

  it('let HR hear of exports that wait and of holds, and of no case', async () => {
    const hands = await desk.as('hr');
    const url = await desk.server.listen({ host: '127.0.0.1', port: 0 });
    const ended = new AbortController();
    const stream = (await fetch(`${url}/api/events`, { headers: { cookie: hands.cookie }, signal: ended.signal })).body!.pipeThrough(new TextDecoderStream()).getReader();
    await stream.read();

    const said: (string | undefined)[] = [];
    desk.news.publish({ event: 'case', id: 'c-1' });
    for (const event of ['exports', 'holds'] as const) {
      desk.news.publish({ event });
      said.push((await stream.read()).value);
    }

    expect(said).toEqual(['event: exports\ndata: {}\n\n', 'event: holds\ndata: {}\n\n']);
    ended.abort();
    await desk.server.close();
  });

  it('lead every address of the pages to the same document, and no address of the API', async () => {
    const { server } = await emptyDesk({ pages });

    for (const path of ['/', '/login', '/cases/c-1', '/people/Wren-100']) expect((await server.inject(path)).body, path).toContain('<title>Farmwatch</title>');
    for (const path of ['/api/nothing', '/assets/nothing.js', '/command']) expect((await server.inject(path)).json(), path).toEqual({ code: 'not.found', message: 'There is nothing under this address.' });
  });

  it.each([['is too long', `/api/cases/${'x'.repeat(300)}`, 414], ['is too long and odd', `/api/cases/${'x'.repeat(300)}%5C%00%1B`, 414], ['is none', '/api/cases/%', 400]])('say of an address that %s nothing of what was asked', async (_what, path, status) => {
    const { server } = await emptyDesk({ pages });
    const answer = await server.inject(path);

    expect([answer.statusCode, answer.json()]).toEqual([status, { code: 'request.invalid', message: 'This address is too long, or not written as addresses are.' }]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('never let a path leave the folder of the pages', async () => {
    const { server } = await emptyDesk({ pages });

    for (const path of ['/../package.json', '/%2e%2e/package.json', '/..%2fpackage.json', '/assets/..%2f..%2fpackage.json']) {
      expect((await server.inject(path)).body, path).not.toContain('"dependencies"');
    }
  });
});

describe('what cannot be done', () => {
  it.each([
    ['not JSON', '{', 'application/json', 400, 'What was sent is not JSON.'],
    ['a form', 'name=kim', 'application/x-www-form-urlencoded', 415, 'Send JSON, with content-type application/json.'],
    ['two megabytes', JSON.stringify({ name: 'x'.repeat(2e6) }), 'application/json', 413, 'That is too much at once; 1 MB is the most.'],
  ])('is answered with a sentence: %s', async (_, body, type, status, message) => {
    expect(problem(await desk.post('/api/login', body, { 'content-type': type }))).toEqual({ status, code: 'request.invalid', message });
  });

  it('tells nothing of what went wrong inside', async () => {
    const broken = await emptyDesk({ jobs: () => Promise.reject(new Error('secret path /var/lib')) });
    const hands = await broken.as('analyst');

    expect(problem(await hands.get('/api/queue'))).toEqual({ status: 500, code: 'internal', message: 'The server met an error of its own. Its log says more.' });
  });

  it('takes no commands where nobody may send any', async () => {
    expect((await desk.post('/command', { argv: ['risk'], folder: '/' })).status).toBe(404);
  });
});

describe('the description of the API', () => {
  it('lists every route of the table of who may ask for what', async () => {
    const { paths, info } = (await desk.get('/docs/json')).json<{ paths: Record<string, Record<string, { summary?: string }>>; info: { title: string } }>();

    expect(info.title).toBe('Farmwatch');
    expect(Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`)).sort()).toEqual(Object.keys(ROUTES).sort());
    for (const methods of Object.values(paths)) for (const { summary } of Object.values(methods)) expect(summary).toMatch(/^[A-Z]/);
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const page = await desk.get('/docs');

    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(String(page.headers['content-security-policy'])).not.toMatch(/https?:|validator/);
  });
});
