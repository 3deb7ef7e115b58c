import { createHmac } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startStub, type Stub, type StubAnswer } from '../../../test/support/vendor-stub.ts';
import type { Message } from '../message.ts';
import { slack } from './slack.ts';
import { splunkHec } from './splunk-hec.ts';
import { teams } from './teams.ts';
import { signedHeaders, signingKey, webhook } from './webhook.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const message: Message = {
  id: 'c-1~0001', at: NOW, about: { kind: 'alert', case: 'c-1', reason: 'opened', band: 'act', chance: 0.7, people: 2, families: ['company'], fresh: [] },
  company: 'Acme', title: 'Farmwatch: case c-1 was opened, band act', lines: ['About 2 people.'], link: 'https://farmwatch.acme.example/cases/c-1',
};
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
async function aStub(answer: StubAnswer = {}): Promise<Stub> {
  const stub = await startStub(() => answer);
  open.push(() => stub.close());
  return stub;
}
const knows = (secret: string) => ({ secret: () => secret, now: NOW });
const KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('a webhook', () => {
  it('gets a body that it can check, with an id by which it knows a repeat', async () => {
    const stub = await aStub();

    expect(await webhook.send(message, { kind: 'webhook', sends: ['alerts'], url: `${stub.url}/hook`, key: 'env:K' }, knows(KEY))).toEqual({ sent: true });

    const { headers, body, path } = stub.requests[0]!;
    const expected = createHmac('sha256', Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')).update(`c-1~0001.${NOW / 1_000}.${body}`).digest('base64');
    expect(path).toBe('/hook');
    expect(headers).toMatchObject({ 'webhook-id': 'c-1~0001', 'webhook-timestamp': String(NOW / 1_000), 'webhook-signature': `v1,${expected}`, 'content-type': 'application/json' });
    expect(JSON.parse(body)).toEqual({
      id: 'c-1~0001', type: 'farmwatch.alert', timestamp: '2026-11-16T12:00:00Z', company: 'Acme', title: message.title, lines: message.lines, link: message.link,
      data: { case: 'c-1', reason: 'opened', band: 'act', people: 2, families: ['company'], new_families: [] },
    });
  });
  it('is signed as the standard shows in its own example', () => {
    // The example that the libraries of Standard Webhooks are tested with.
    expect(signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}', signingKey(KEY)!)['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
  it('with a short key is not asked', async () => {
    const stub = await aStub();

    expect(await webhook.send(message, { kind: 'webhook', sends: ['alerts'], url: stub.url, key: 'env:K' }, knows('short'))).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/too short/) as unknown });
    expect(stub.requests).toEqual([]);
  });
  it('is not followed to where it points', async () => {
    const other = await aStub();
    const stub = await aStub({ status: 307, headers: { location: other.url } });

    expect(await webhook.send(message, { kind: 'webhook', sends: ['alerts'], url: stub.url, key: 'env:K' }, knows(KEY))).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/answers 307/) as unknown });
    expect(other.requests).toEqual([]);
  });
});

describe.each([['Slack', slack, 'slack'], ['Teams', teams, 'teams']] as const)('%s', (_, sender, kind) => {
  const send = (url: string) => sender.send(message, { kind, sends: ['alerts'], url: 'env:URL' } as never, knows(url));

  it('gets what is shown beforehand', async () => {
    const stub = await aStub({ body: 'ok' });

    expect(await send(`${stub.url}/services/T0/B0/s3cr3t`)).toEqual({ sent: true });
    expect(JSON.parse(stub.requests[0]!.body)).toEqual(sender.compose(message, {} as never));
  });
  it('says why it refuses, and neither it nor we repeat the address', async () => {
    const stub = await aStub({ status: 404, body: 'no such hook: /services/T0/B0/s3cr3t\r\nlevel=error' });
    const outcome = await send(`${stub.url}/services/T0/B0/s3cr3t`);

    expect(outcome).toEqual({ sent: false, sure: true, why: `${new URL(stub.url).host} answers 404 (no such hook: … level=error)` });
  });
  it('may have it where no answer comes', async () => {
    const server = createServer((socket) => void socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(resolve)));

    expect(await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}/services/s3cr3t`)).toMatchObject({ sent: false, sure: false });
  });
  it('does not have it where nobody listens', async () => {
    const stub = await startStub(() => ({}));
    await stub.close();

    expect(await send(`${stub.url}/services/s3cr3t`)).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/ECONNREFUSED/) as unknown });
  });
});

describe('Splunk', () => {
  it('gets an event under its token', async () => {
    const stub = await aStub({ body: { text: 'Success', code: 0 } });

    expect(await splunkHec.send(message, { kind: 'splunk-hec', sends: ['alerts'], url: `${stub.url}/splunk`, token: 'env:T', form: 'pseudonym', index: 'security' }, knows('11111111-2222'))).toEqual({ sent: true });

    const { path, headers, body } = stub.requests[0]!;
    expect(path).toBe('/splunk/services/collector/event');
    expect(headers).toMatchObject({ authorization: 'Splunk 11111111-2222' });
    expect(JSON.parse(body)).toMatchObject({ time: NOW / 1_000, sourcetype: 'farmwatch:alert', index: 'security', event: { event: { id: 'c-1~0001', kind: 'alert' } } });
  });
  it('says what is wrong with the token', async () => {
    const stub = await aStub({ status: 403, body: { text: 'Invalid token 11111111-2222', code: 4 } });
    const outcome = await splunkHec.send(message, { kind: 'splunk-hec', sends: ['alerts'], url: stub.url, token: 'env:T', form: 'pseudonym' }, knows('11111111-2222'));

    expect(outcome).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/answers 403 .*Invalid token …/) as unknown });
  });
});
