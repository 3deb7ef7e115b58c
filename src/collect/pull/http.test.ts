import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../../test/support/certificates.ts';
import { startStub, type Stub, type StubAnswer, type StubRequest } from '../../../test/support/vendor-stub.ts';
import { basic, bearerFrom, fixedHeader } from './auth.ts';
import { tooMuchIn, vendorHttp, type Http } from './http.ts';

const open: Stub[] = [];
afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close();
});

async function aVendor(answer: (request: StubRequest) => StubAnswer | Promise<StubAnswer>): Promise<Stub> {
  const stub = await startStub(answer);
  open.push(stub);
  return stub;
}
const aClient = (waits: number[] = []): Http => vendorHttp({ source: 'acme', now: () => 0, random: () => 0, sleep: async (ms) => { waits.push(ms); } });

describe('a client of a vendor', () => {
  it('asks below its base, with its account and what the request says', async () => {
    const { url, requests } = await aVendor(() => ({ body: { ok: true } }));

    const answer = await aClient().at(`${url}/api`, basic('kim', 'pass')).send({ url: '/v1/logs', query: { from: 3, q: 'a b&c' }, json: { x: 1 } });

    expect(answer.json()).toEqual({ ok: true });
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/api/v1/logs', body: '{"x":1}', headers: { authorization: `Basic ${Buffer.from('kim:pass').toString('base64')}`, 'content-type': 'application/json' } });
    expect(Object.fromEntries(requests[0]!.query)).toEqual({ from: '3', q: 'a b&c' });
  });

  it('asks otherwise in every further try where it is told to', async () => {
    let nth = 0;
    const { url, requests } = await aVendor(() => (++nth < 3 ? { status: 503 } : { body: {} }));

    await aClient().at(url).send({ url: '/next', query: { operation: 'next', index: 'a' }, again: { operation: 'resend', index: 'a' } });

    expect(requests.map(({ query }) => query.toString())).toEqual(['operation=next&index=a', 'operation=resend&index=a', 'operation=resend&index=a']);
  });

  it('pauses as it is told to', async () => {
    const waits: number[] = [];

    await aClient(waits).at('http://127.0.0.1:1').pause(2_000);

    expect(waits).toEqual([2_000]);
  });

  it('takes its account nowhere else', async () => {
    const other = await aVendor(() => ({ body: [] }));
    const { url } = await aVendor(() => ({ body: [] }));

    await expect(aClient().at(url, fixedHeader('authorization', 'secret')).send({ url: `${other.url}/next` })).rejects.toMatchObject({ code: 'source.odd' });

    expect(other.requests).toEqual([]);
  });

  it('does not follow an answer that sends elsewhere', async () => {
    const other = await aVendor(() => ({ body: [] }));
    const { url } = await aVendor(() => ({ status: 302, headers: { location: other.url } }));

    await expect(aClient().at(url, fixedHeader('authorization', 'secret')).send({ url: '/' })).rejects.toMatchObject({ code: 'source.refused', message: expect.stringContaining('final address') });

    expect(other.requests).toEqual([]);
  });

  it('says what the vendor says of a refusal, and no secret', async () => {
    const { url } = await aVendor(() => ({ status: 403, body: { error: { message: 'Missing scope\u001b[31m AuditLog.Read.All' } } }));

    const failure = await aClient().at(url, fixedHeader('authorization', 'top-secret')).send({ url: '/logs?key=top-secret' }).catch((error: Error) => error.message);

    expect(failure).toBe(`acme refused: ${new URL(url).host}/logs answers 403 (Missing scope [31m AuditLog.Read.All). The account lacks a permission; its page says which.`);
  });

  it('says the sentence of an identity provider rather than its code, and which name it is about', async () => {
    const tail = ` Trace ID: ${'0'.repeat(36)} Correlation ID: ${'0'.repeat(36)} Timestamp: 2026-11-16 09:00:00Z`.repeat(3);
    const failed = async (status: number, sentence: string): Promise<unknown> => {
      const { url } = await aVendor(() => ({ status, body: { error: 'invalid_request', error_description: sentence + tail } }));
      return aClient().at(url).send({ url: '/token', form: {} }).catch((error: Error) => error.message);
    };

    expect(await failed(400, 'AADSTS90002: Tenant acme was not found.')).toMatch(/answers 400 \(AADSTS90002: Tenant acme was not found\..*pull\.tenant\.$/);
    expect(await failed(401, 'AADSTS7000222: The provided client secret keys are expired.')).toMatch(/has expired: make a new one under Certificates & secrets/);
    expect(await failed(401, 'AADSTS7000215: Invalid client secret provided.')).toMatch(/put the value of the client secret .* not its id\.$/);
  });

  it('says of a page where data should be what may stand in between', async () => {
    const { url } = await aVendor(() => ({ body: '<html>Sign in</html>' }));

    await expect(aClient().at(url).send({ url: '/x' }).then((answer) => answer.json())).rejects.toThrow(/answers with something that is no JSON, but a page for people: a proxy in between/);
  });

  it('says what mends a certificate that nobody vouches for, and asks once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'farmwatch-tls-'));
    const { server: { cert, key } } = makeCertificates(folder);
    const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const waits: number[] = [];

    const asked = aClient(waits).send({ url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/logs` });

    await expect(asked).rejects.toMatchObject({ code: 'source.away', message: expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE.*network\.ca_file in farmwatch\.json\. What came before is kept/) });
    expect(waits).toEqual([]);
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('says where nobody answers', async () => {
    const waits: number[] = [];

    const gone = await startStub(() => ({ body: [] }));
    await gone.close();

    await expect(aClient(waits).at(gone.url).send({ url: '/x' })).rejects.toMatchObject({ code: 'source.away', message: expect.stringMatching(/127\.0\.0\.1:\d+\/x: nobody listens there \(ECONNREFUSED\)\)\. Check the host and the port/) });

    expect(waits).toHaveLength(5);
  });

  it('says how long it waited for an answer that does not come', async () => {
    const { url } = await aVendor(() => new Promise(() => {}));

    await expect(aClient().at(url).send({ url: '/x', within: 5 })).rejects.toMatchObject({ code: 'source.away', message: expect.stringContaining('no answer within 0.005 s') });
  });

  it('asks once where an answer takes too long and the caller can ask for less', async () => {
    const { url } = await aVendor(() => new Promise(() => {}));
    const waits: number[] = [];

    const error = await aClient(waits).at(url).send({ url: '/x', within: 5, canAskLess: true }).catch((error: unknown) => error);

    expect(tooMuchIn(error)).toBe('slow');
    expect(waits).toEqual([]);
  });

  it('takes no page for an answer that is no JSON', async () => {
    const { url } = await aVendor(() => ({ body: '<html>Sign in</html>' }));
    const answer = await aClient().at(url).send({ url: '/' });

    expect(() => answer.json()).toThrow(expect.objectContaining({ code: 'source.odd' }) as Error);
  });
});

describe('bearer tokens', () => {
  /** A vendor whose tokens last an hour, and who can take them back. */
  async function tokens() {
    let now = 0;
    let given = 0;
    let good = 1;
    const stub = await aVendor(({ path, headers }) => {
      if (path === '/token') return { body: { access_token: `t${++given}`, expires_in: 3600 } };
      return headers['authorization'] === `Bearer t${Math.max(good, given)}` && given >= good ? { body: {} } : { status: 401 };
    });
    const http = vendorHttp({ source: 'acme', now: () => now, random: () => 0, sleep: async () => {} });
    const client = http.at(stub.url, bearerFrom({ http: http.at(stub.url), now: () => now, url: 'token', form: () => ({ grant_type: 'client_credentials' }) }));
    return { client, given: () => given, pass: (ms: number) => { now += ms; }, takeBack: () => { good = given + 1; } };
  }

  it('are used until shortly before they end', async () => {
    const { client, given, pass } = await tokens();

    await client.send({ url: '/a' });
    pass(58 * 60_000);
    await client.send({ url: '/b' });
    const early = given();
    pass(2 * 60_000);
    await client.send({ url: '/c' });

    expect([early, given()]).toEqual([1, 2]);
  });

  it('are had anew, once, where one is refused', async () => {
    const { client, given, takeBack } = await tokens();
    await client.send({ url: '/a' });

    takeBack();
    await client.send({ url: '/b' });
    await client.send({ url: '/c' });

    expect(given()).toBe(2);
  });
});
