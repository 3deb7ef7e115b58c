import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as ask } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { judgesOf } from '../app.ts';
import { loadConfig } from '../config.ts';
import { pipeline } from '../run/pipeline.ts';
import { STORY_ENDS } from '../simulate/story.ts';
import { accountBook } from './accounts.ts';
import type { MadeAccount, ProblemView } from './contract.ts';
import { deskOver, type Desk } from './desk.fixture.ts';
import { oidcDoor, type OidcDoor } from './oidc.ts';
import type { ApiParts } from './parts.ts';

const pages = mkdtempSync(join(tmpdir(), 'farmwatch-wire-'));
beforeAll(() => {
  mkdirSync(join(pages, 'assets'));
  writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Farmwatch</title>');
  writeFileSync(join(pages, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(pages, 'assets', 'main.css'), 'p {}');
});
afterAll(() => rmSync(pages, { recursive: true, force: true }));

async function desk(more: Partial<ApiParts> = {}): Promise<Desk> {
  const store = memoryStore({ now: () => STORY_ENDS });
  return deskOver(store, pipeline({ store, ...judgesOf(loadConfig(undefined)) }), { pages, ...more });
}

/** What a server on a real port answers to bytes that no client would send. */
async function overTheWire(bytes: string): Promise<string> {
  const { server } = await desk();
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const answer = await new Promise<string>((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (piece) => { said += piece; }).on('close', () => resolve(said)).on('error', reject);
  });
  await server.close();
  return answer;
}

describe('an answer', () => {
  it('says over TLS that this host is asked over TLS alone, and over plain HTTP says nothing', async () => {
    const behind = await desk({ trustedProxies: ['127.0.0.1'] });
    const overTls = { 'x-forwarded-proto': 'https' };

    for (const path of ['/', '/assets/main.js', '/api/session', '/api/nothing']) {
      expect((await behind.get(path, overTls)).headers['strict-transport-security'], path).toBe('max-age=31536000; includeSubDomains');
      expect((await behind.get(path)).headers['strict-transport-security'], path).toBeUndefined();
    }
    expect((await (await desk()).get('/', overTls)).headers['strict-transport-security']).toBeUndefined();
  });

  it.each([
    ['/', 'text/html; charset=utf-8'], ['/assets/main.js', 'application/javascript; charset=utf-8'], ['/assets/main.css', 'text/css; charset=utf-8'], ['/api/session', 'application/json; charset=utf-8'],
    ['/api/nothing', 'application/json; charset=utf-8'], ['/metrics', 'text/plain; version=0.0.4; charset=utf-8'], ['/docs/json', 'application/json; charset=utf-8'],
  ])('of %s names its type and its letters', async (path, type) => {
    expect((await (await desk()).get(path)).headers['content-type']).toBe(type);
  });

  it('is for no other origin, asked beforehand or not', async () => {
    const { server } = await desk();
    const headers = { origin: 'https://other.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-csrf-token' };

    const answers = await Promise.all((['OPTIONS', 'GET', 'POST'] as const).map((method) => server.inject({ method, url: '/api/session', headers })));

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 401, 404]);
    expect(answers.flatMap((answer) => Object.keys(answer.headers)).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('lists no folder', async () => {
    const { get } = await desk();

    for (const path of ['/assets', '/assets/']) expect((await get(path)).body, path).not.toContain('main.js');
  });

  it('to TRACE repeats nothing of what was sent', async () => {
    const { server } = await desk();
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;

    const said = await new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
      ask({ port, host: '127.0.0.1', method: 'TRACE', path: '/', headers: { cookie: 'farmwatch_session=a-secret' } }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (piece) => { body += piece; }).on('end', () => resolve({ status: answer.statusCode, body }));
      }).on('error', reject).end();
    });

    expect(said.status).toBe(404);
    expect(said.body).not.toContain('a-secret');
    await server.close();
  });
});

describe('a request', () => {
  it.each([
    ['a length and pieces at once', 'POST /api/login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'POST /api/login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\n{}  '],
    ['a header that goes on behind a newline', 'GET /api/session HTTP/1.1\r\nhost: a\r\ncookie: a\n b: c\r\n\r\n'],
  ])('with %s is not read', async (_, bytes) => {
    expect(await overTheWire(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('that says one thing twice is refused', async () => {
    const privacy = await (await desk()).as('privacy');

    const answer = await privacy.get('/api/audit?who=kim&who=lee');

    expect([answer.status, answer.json<ProblemView>().code]).toEqual([400, 'request.invalid']);
  });

  it.each(['{"name":"kim","role":"it","__proto__":{"role":"admin"}}', '{"name":"kim","role":"it","constructor":{"prototype":{"role":"admin"}}}'])('reaches no prototype: %s', async (body) => {
    const admin = await (await desk()).as('admin');

    expect((await admin.post('/api/accounts', body, { 'content-type': 'application/json' })).status).toBe(400);
    expect(({} as { readonly role?: string }).role).toBeUndefined();
  });

  it('sets nothing but what its route asks for', async () => {
    const over = await desk();
    const admin = await over.as('admin');

    const made = await admin.post('/api/accounts', { name: 'kim', role: 'it', password: 'chosen by whoever asks', isBreakGlass: true, madeBy: 'somebody', confirmed: { at: 1, by: 'somebody', role: 'it' }, mail: 'x@acme.example' });

    expect(made.json<MadeAccount>().password).not.toBe('chosen by whoever asks');
    expect(await over.accounts.get('kim')).toEqual({ id: 'kim', role: 'it', firstUntil: expect.any(Number), passwordMark: expect.any(String), madeAt: over.now, madeBy: 'admin-one' });
  });
});

describe('a password', () => {
  const book = accountBook(memoryStore({ now: () => STORY_ENDS }));

  it('is taken to the last letter as it was typed, of whatever letters, and long ones as well', async () => {
    for (const password of [' seven quiet herons ', 'zwölf 🦊🐢🦊🐢', 'heron'.repeat(200)]) {
      await book.add('kim', 'it', password, STORY_ENDS);

      expect(await book.check('kim', password), password).toBe('it');
      expect(await book.check('kim', password.slice(0, -1)), password).toBeUndefined();
    }
    await book.add('kim', 'it', 'Correct Horse Battery', STORY_ENDS);
    expect(await book.check('kim', 'correct horse battery')).toBeUndefined();
  }, 60_000);

  it.each([['my FarmWatch login', 'farmwatch'], ['the Password of mine', 'password'], ['all of robin-is-here', 'robin']])('%j does not hold what is tried first', async (password, word) => {
    await expect(book.add('robin.p@it', 'it', password, STORY_ENDS)).rejects.toThrow(`A password does not hold "${word}": that is tried first.`);
  });
});

describe('a sign-in through the company', () => {
  it('is begun by whoever signs in, and by no other site', async () => {
    let begun = 0;
    const oidc: OidcDoor = { label: 'Acme', isSecure: true, begin: async () => (begun++, { url: 'https://login.acme.example/', ticket: 't' }), finish: async () => ({ refused: 'stale' }) };
    const { get } = await desk({ signIn: { local: true, oidc } });

    const sent = await get('/api/login/oidc', { 'sec-fetch-site': 'cross-site' });
    expect([sent.status, sent.headers['location'], sent.headers['set-cookie'], begun]).toEqual([302, '/login', undefined, 0]);
    for (const site of ['same-origin', 'none']) expect((await get('/api/login/oidc', { 'sec-fetch-site': site })).headers['location']).toBe('https://login.acme.example/');
  });

  it('is not begun where the provider says to be another', async () => {
    let says = '';
    const provider = createServer((_, answer) => answer.setHeader('content-type', 'application/json').end(JSON.stringify({ issuer: says, authorization_endpoint: `${says}/auth`, token_endpoint: `${says}/token` })));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const door = oidcDoor({ label: 'Acme', issuer, clientId: 'farmwatch', clientSecret: undefined, baseUrl: 'http://127.0.0.1:8420', scopes: [], groupsClaim: 'groups', roles: { it: 'it' } });

    says = 'https://login.other.example';
    expect(await door.begin(STORY_ENDS)).toMatchObject({ refused: 'away' });
    says = issuer;
    expect(await door.begin(STORY_ENDS)).toMatchObject({ url: expect.stringContaining(`${issuer}/auth?`) });
    provider.close();
  });
});
