import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createListener, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, type Certificates } from '../../../test/support/certificates.ts';
import { startMailServer, type MailServer, type MailServerOptions } from '../../../test/support/mail-server.ts';
import type { Message } from '../message.ts';
import type { ReceiverOf } from '../receivers.ts';
import { email, sendWithin } from './email.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-email-'));
const usual = getCACertificates('default');
let certificates: Certificates;
beforeAll(() => {
  certificates = makeCertificates(folder);
  setDefaultCACertificates([...usual, certificates.ca.pem]);
});
afterAll(() => {
  setDefaultCACertificates(usual);
  rmSync(folder, { recursive: true, force: true });
});
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const NOW = Date.UTC(2026, 10, 16, 12);
const message: Message = { id: 'c-1~0001', at: NOW, about: { kind: 'trial' }, company: 'Acme', title: 'Farmwatch: a trial message', lines: ['Messages arrive here.'], link: 'https://farmwatch.acme.example/' };
const io = { secret: () => 'let me in', now: NOW };

async function aServer(options: Partial<MailServerOptions> = {}): Promise<MailServer> {
  const server = await startMailServer({ certificates, ...options });
  open.push(() => server.close());
  return server;
}
function aReceiver({ port }: { readonly port: number }, own: Partial<ReceiverOf<'email'>> = {}): ReceiverOf<'email'> {
  return { kind: 'email', sends: ['alerts'], host: '127.0.0.1', port, security: 'starttls', from: 'farmwatch@acme.example', to: ['soc@acme.example'], ...own };
}
const LOGIN = { username: 'farmwatch', password: 'env:MAIL' } as const;

describe('mail', () => {
  it('goes out over STARTTLS with a login', async () => {
    const server = await aServer({ password: 'let me in' });

    expect(await email.send(message, aReceiver(server, LOGIN), io)).toEqual({ sent: true });

    expect(server.taken).toMatchObject([{ from: 'farmwatch@acme.example', to: ['soc@acme.example'], user: 'farmwatch', secure: true }]);
    expect(server.taken[0]!.text).toMatch(/^Subject: Farmwatch: a trial message\r$/m);
    expect(server.taken[0]!.text).toMatch(/^Message-ID: <c-1~0001@acme.example>\r$/m);
    expect(server.taken[0]!.text).toContain('https://farmwatch.acme.example/');
  });
  it('waits for no server that goes on talking and never takes it', async () => {
    const talker = createListener((socket) => {
      const talking = setInterval(() => socket.write('250-wait\r\n'), 20);
      socket.on('error', () => {}).on('close', () => clearInterval(talking)).write('220 hello\r\n');
      socket.resume();
    }).listen(0, '127.0.0.1');
    await once(talker, 'listening');
    open.push(async () => talker.close());
    const hung = once(talker, 'connection').then(([socket]) => once(socket as Socket, 'close'));

    expect(await sendWithin(500, message, aReceiver(talker.address() as AddressInfo, { security: 'none' }), io)).toEqual({ sent: false, sure: true, why: '127.0.0.1: it was not taken within 0.5 s' });
    await hung;
  });
  it('goes out over TLS from the first byte', async () => {
    const server = await aServer({ tls: true });

    expect(await email.send(message, aReceiver(server, { security: 'tls' }), io)).toEqual({ sent: true });
    expect(server.taken[0]!.secure).toBe(true);
  });
  it('is not sent where the server offers no TLS', async () => {
    const server = await aServer({ plain: true });

    expect(await email.send(message, aReceiver(server), io)).toMatchObject({ sent: false, sure: true });
    expect(server.taken).toEqual([]);
  });
  it('is not sent to a server whose certificate nobody vouches for', async () => {
    const server = await aServer();
    setDefaultCACertificates(usual);
    const outcome = await email.send(message, aReceiver(server), io);
    setDefaultCACertificates([...usual, certificates.ca.pem]);

    expect(outcome).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/certificate/) as unknown });
  });
  it('goes unencrypted within this machine where that is asked for', async () => {
    const server = await aServer({ plain: true });

    expect(await email.send(message, aReceiver(server, { security: 'none' }), io)).toEqual({ sent: true });
  });
  it('with a wrong password was not sent, and the reason does not repeat it', async () => {
    const server = await aServer({ password: 'another' });
    const outcome = await email.send(message, aReceiver(server, LOGIN), io);

    expect(outcome).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/Invalid login: 535/) as unknown });
    expect(JSON.stringify(outcome)).not.toContain('let me in');
  });
  it('has reached the others where one address is refused, and says so', async () => {
    const server = await aServer({ unknown: ['gone@acme.example'] });

    expect(await email.send(message, aReceiver(server, { to: ['gone@acme.example', 'soc@acme.example'] }), io)).toEqual({ sent: true, note: 'the server refused 1 of 2 addresses' });
    expect(server.taken[0]!.to).toEqual(['soc@acme.example']);
  });
  it('was not sent where every address is refused', async () => {
    const server = await aServer({ unknown: ['soc@acme.example'] });

    expect(await email.send(message, aReceiver(server), io)).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/nobody has this address/) as unknown });
  });
  it('may have arrived where the server goes away before it answers', async () => {
    const server = await aServer();
    server.cutOff(true);

    expect(await email.send(message, aReceiver(server), io)).toMatchObject({ sent: false, sure: false });
    expect(server.taken).toHaveLength(1);
  });
  it('was not sent where nobody listens', async () => {
    const server = await startMailServer({ certificates });
    await server.close();

    expect(await email.send(message, aReceiver(server), io)).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/ECONNREFUSED/) as unknown });
  });
  it('goes through a proxy where one is named', async () => {
    const server = await aServer();
    const asked: string[] = [];
    const proxy: Server = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const onward = connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => proxy.close(resolve)));

    expect(await email.send(message, aReceiver(server, { proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }), io)).toEqual({ sent: true });
    expect(asked).toEqual([`127.0.0.1:${server.port}`]);
  });
  it('carries the report as text and the page as a file', async () => {
    const server = await aServer();
    const report = { text: '# The week', value: {}, files: [{ name: 'farmwatch-2026-W46.html', type: 'text/html', content: '<p>The week</p>' }] };

    await email.send({ ...message, id: 'report~2026-W46', report }, aReceiver(server), io);

    expect(server.taken[0]!.text).toMatch(/^# The week\r$/m);
    expect(server.taken[0]!.text).toContain('filename=farmwatch-2026-W46.html');
  });
  it('gets no header, recipient or part from what a company or a case is called', async () => {
    const server = await aServer();
    const hostile = 'Acme\r\nBcc: eve@elsewhere.example\r\n\r\n<script>';

    await email.send({ ...message, id: 'c-1\r\nX-Evil: 1', company: hostile, title: `Farmwatch ${hostile}\u2028Cc: eve@elsewhere.example` }, aReceiver(server), io);

    const [head = ''] = server.taken[0]!.text.split('\r\n\r\n');
    expect(server.taken[0]!.to).toEqual(['soc@acme.example']);
    expect(head.split(/\r\n(?!\s)/).map((line) => line.split(':')[0]).sort()).toEqual(['Auto-Submitted', 'Content-Transfer-Encoding', 'Content-Type', 'Date', 'From', 'MIME-Version', 'Message-ID', 'Subject', 'To', 'X-Auto-Response-Suppress']);
    expect(server.taken[0]!.text).not.toMatch(/^(Bcc|Cc|X-Evil):/m);
  });
});
