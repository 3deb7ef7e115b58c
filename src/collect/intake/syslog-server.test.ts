import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeCertificates } from '../../../test/support/certificates.ts';
import type { Listener, SyslogPort } from './syslog-port.ts';
import { listen } from './syslog-server.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-syslog-'));
const certificates = makeCertificates(root);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A spool that keeps in memory, and may be full or stuck. */
let kept: string[];
let answer: () => Promise<'kept' | 'full'>;
const failures: unknown[] = [];
const listeners: Listener[] = [];
beforeEach(() => {
  kept = [];
  answer = async () => 'kept';
  failures.length = 0;
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.close();
});

async function aListener(protocol: SyslogPort['protocol'], more: Partial<SyslogPort> = {}, greetingMs?: number): Promise<Listener> {
  const listener = await listen({ protocol, host: '127.0.0.1', port: 0, source: 'cisco', ...more }, {
    now: () => 0, longestBytes: 1_000, greetingMs, failed: (error) => void failures.push(error),
    spool: {
      async append(_source, lines) {
        const said = await answer();
        if (said === 'kept') kept.push(...lines.map((line) => (JSON.parse(line) as { message: string }).message));
        return said;
      },
    },
  });
  listeners.push(listener);
  return listener;
}
const tls = { cert_file: certificates.server.cert, key_file: certificates.server.key };

async function sendTcp({ at }: Listener, text: string): Promise<void> {
  const socket = connect(at, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.end(text);
  await closed(socket);
}
async function sendUdp({ at }: Listener, ...texts: readonly (string | Buffer)[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const text of texts) await new Promise<void>((resolve, reject) => socket.send(text, at, '127.0.0.1', (error) => (error ? reject(error) : resolve())));
  socket.close();
}
/** Also where the other end broke it off. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => void socket.resume().once('close', () => resolve()));
const sent = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000 });

describe('syslog over TCP', () => {
  it('takes both framings on one connection', async () => {
    const listener = await aListener('tcp');
    await sendTcp(listener, '<13>one\n9 <13>t\no\nx<13>three');

    expect(kept).toEqual(['<13>one', '<13>t\no\nx', '<13>three']);
    expect(listener.counts).toEqual({ received: 3, dropped: 0, tooLong: 0, refused: 0 });
  });
  it('counts what is too long and takes the next', async () => {
    const listener = await aListener('tcp');
    await sendTcp(listener, `<13>${'x'.repeat(2_000)}\n<13>next\n`);

    expect(kept).toEqual(['<13>next']);
    expect(listener.counts).toMatchObject({ received: 1, tooLong: 1 });
  });
  it('hears nobody but this machine where nothing else is said', async () => {
    const listener = await aListener('tcp', { from: ['198.51.100.0/24'] });
    await sendTcp(listener, '<13>hello\n');

    expect(kept).toEqual([]);
    expect(listener.counts.refused).toBe(1);
    const open = await aListener('tcp');
    await sendTcp(open, '<13>hello\n');
    expect(kept).toEqual(['<13>hello']);
  });
  it('reads nothing more from a sender while the spool is full, and loses nothing', async () => {
    const full = Promise.withResolvers<void>();
    let isFull = true;
    answer = async () => {
      if (isFull) full.resolve();
      return isFull ? 'full' : 'kept';
    };
    const listener = await aListener('tcp');
    const lines = Array.from({ length: 20_000 }, (_, i) => `<13>${i} ${'x'.repeat(500)}`);
    const socket = connect(listener.at, '127.0.0.1');
    // Ten megabytes find no room in the buffers between.
    const wasTaken = new Promise<boolean>((resolve) => void resolve(socket.write(`${lines.join('\n')}\n`)));
    await full.promise;
    expect(await wasTaken).toBe(false);
    expect(socket.writableLength).toBeGreaterThan(0);

    isFull = false;
    socket.end();
    await closed(socket);
    expect(kept).toEqual(lines);
    expect(listener.counts.dropped).toBe(0);
  });
  it('waits for a disk that refuses, says so once, and loses nothing', async () => {
    let refusals = 2;
    answer = async () => {
      if (refusals-- > 0) throw new Error('no space left');
      return 'kept';
    };
    const listener = await aListener('tcp');
    await sendTcp(listener, '<13>one\n');

    expect(kept).toEqual(['<13>one']);
    expect(listener.counts).toMatchObject({ received: 1, dropped: 0 });
    expect(failures).toEqual([new Error('no space left')]);
  });
  it('counts what it gives up where it closes while there is no room', async () => {
    const asked = Promise.withResolvers<void>();
    answer = async () => {
      asked.resolve();
      return 'full';
    };
    const listener = await aListener('tcp');
    const socket = connect(listener.at, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('<13>one\n<13>two\n');
    await asked.promise;
    await listener.close();

    expect(listener.counts).toMatchObject({ received: 0, dropped: 2 });
  });
  it('keeps what it has read before it closes', async () => {
    const writing = Promise.withResolvers<void>();
    const disk = Promise.withResolvers<void>();
    answer = async () => {
      writing.resolve();
      await disk.promise;
      return 'kept';
    };
    const listener = await aListener('tcp');
    const socket = connect(listener.at, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('<13>one\n');
    await writing.promise;
    const stopped = listener.close();
    disk.resolve();
    await stopped;

    expect(kept).toEqual(['<13>one']);
  });
});

describe('syslog over UDP', () => {
  it('takes a message a datagram', async () => {
    const listener = await aListener('udp');
    await sendUdp(listener, '<13>one\n', '<13>two\nlines', Buffer.alloc(0), 'x'.repeat(1_001), '<13>last');
    await sent(() => expect(kept).toContain('<13>last'));

    expect(kept).toEqual(['<13>one', '<13>two\nlines', '<13>last']);
    expect(listener.counts).toEqual({ received: 3, dropped: 0, tooLong: 1, refused: 0 });
  });
  it('drops and counts what finds no room', async () => {
    answer = async () => 'full';
    const listener = await aListener('udp');
    await sendUdp(listener, '<13>one');
    await sent(() => expect(listener.counts.dropped).toBe(1));

    expect(kept).toEqual([]);
  });
  it('says that the disk refuses, once nobody else can be told', async () => {
    answer = async () => { throw new Error('no space'); };
    const listener = await aListener('udp');
    await sendUdp(listener, '<13>one');
    await sent(() => expect(failures).toHaveLength(1));

    expect(listener.counts.dropped).toBe(1);
  });
  it('hears nobody who is not named', async () => {
    const listener = await aListener('udp', { from: ['198.51.100.7'] });
    await sendUdp(listener, '<13>one');
    await sent(() => expect(listener.counts.refused).toBe(1));

    expect(kept).toEqual([]);
  });
});

describe('syslog over TLS', () => {
  async function sendTls({ at }: Listener, text: string, options: ConnectionOptions = {}): Promise<string | undefined> {
    const socket = connectTls({ port: at, host: '127.0.0.1', ca: certificates.ca.pem, servername: 'localhost', ...options });
    let failed: string | undefined;
    socket.on('error', (error) => { failed = error.message; });
    socket.end(text);
    await closed(socket);
    return failed;
  }

  it('takes messages from this machine', async () => {
    const listener = await aListener('tls', tls);

    expect(await sendTls(listener, '<13>one\n')).toBeUndefined();
    expect(kept).toEqual(['<13>one']);
  });
  it('asks for a certificate where an authority is named, and hears whoever shows one', async () => {
    const listener = await aListener('tls', { ...tls, client_ca_file: certificates.ca.file });
    await sendTls(listener, '<13>stranger\n');
    await sent(() => expect(listener.counts.refused).toBe(1));
    await sendTls(listener, '<13>known\n', { cert: certificates.client.pem, key: certificates.client.keyPem });

    expect(kept).toEqual(['<13>known']);
  });
  it('takes no plain text, and no old version', async () => {
    const listener = await aListener('tls', tls);
    await sendTcp(listener, '<13>plain text is no greeting\n');
    expect(await sendTls(listener, '<13>old\n', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).toBeDefined();

    expect(kept).toEqual([]);
    expect(listener.counts.refused).toBe(2);
  });
  /** Somebody who connects and never says a word. */
  function aMute({ at }: Listener): Socket {
    const socket = connect(at, '127.0.0.1');
    socket.on('error', () => {});
    return socket;
  }
  const AN_HOUR = 3_600_000;

  it('lets go of whoever does not greet in time, and counts them once', async () => {
    const listener = await aListener('tls', tls, 20);
    await closed(aMute(listener));

    await sent(() => expect(listener.counts.refused).toBe(1));
    await listener.close();
    expect(listener.counts.refused).toBe(1);
  });
  it('waits for no greeting of somebody who may not send', async () => {
    const listener = await aListener('tls', { ...tls, from: ['198.51.100.7'] }, AN_HOUR);
    await closed(aMute(listener));

    expect(listener.counts.refused).toBe(1);
  });
  it('closes also while somebody has not greeted yet', async () => {
    const listener = await aListener('tls', tls, AN_HOUR);
    const mute = aMute(listener);
    await once(mute, 'connect');
    // Who comes later is heard, so the one before holds its place.
    await sendTls(listener, '<13>one\n');

    await listener.close();
    await closed(mute);
    expect(kept).toEqual(['<13>one']);
  });
  it.each([['TLSv1.3', 'TLS_AES_256_GCM_SHA384'], ['TLSv1.2', 'ECDHE-ECDSA-AES256-GCM-SHA384']] as const)('speaks %s by the strongest suite, whatever the sender likes best', async (maxVersion, suite) => {
    const { at } = await aListener('tls', tls);
    const socket = connectTls({ port: at, host: '127.0.0.1', ca: certificates.ca.pem, servername: 'localhost', maxVersion, ciphers: 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384' });
    await once(socket, 'secureConnect');

    expect(socket.getCipher().name).toBe(suite);
    socket.end();
    await closed(socket);
  });
  // What Node speaks besides, for a certificate of this kind: what was encrypted is checked by an older way.
  it.each(['ECDHE-ECDSA-AES256-SHA384', 'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-ECDSA-AES128-SHA'])('does not speak %s', async (suite) => {
    const listener = await aListener('tls', tls);

    expect(await sendTls(listener, '<13>weak\n', { maxVersion: 'TLSv1.2', ciphers: `${suite}:@SECLEVEL=0` })).toMatch(/handshake failure/);
    expect(kept).toEqual([]);
  });
});

describe('a port that cannot be had', () => {
  it.each(['tcp', 'udp'] as const)('is named with the cure, over %s', async (protocol) => {
    const { at } = await aListener(protocol);

    await expect(aListener(protocol, { port: at })).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining(`${protocol} 127.0.0.1:${at}: another program does`) });
  });
  it('may be one of an address that this machine has not', async () => {
    await expect(aListener('tcp', { host: '198.51.100.7' })).rejects.toThrow('this machine has no such address');
  });
  it('may lack its certificate', async () => {
    await expect(aListener('tls', { ...tls, cert_file: join(root, 'nothing.pem') })).rejects.toMatchObject({ code: 'file.missing' });
  });
  it('may have one that is none', async () => {
    writeFileSync(join(root, 'odd.pem'), 'hello');

    await expect(aListener('tls', { ...tls, cert_file: join(root, 'odd.pem') })).rejects.toMatchObject({ code: 'config.invalid', message: expect.stringContaining('intake.syslog') });
  });
});
