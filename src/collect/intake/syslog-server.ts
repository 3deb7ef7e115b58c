import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { canonicalAddress, strangersIn } from '../../core/address.ts';
import { MINUTE, SECOND, type Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { Spool } from './spool.ts';
import { lineOfMessage, syslogFraming } from './syslog.ts';
import { kernelDrops } from './udp-drops.ts';

/** A port that syslog comes in on, as configured; files by their full names. */
export interface SyslogPort {
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  /** The source that the messages are of. */
  readonly source: string;
  /** Addresses and blocks that may send; undefined for those of this machine, or with a `client_ca_file` for whoever it vouches for. */
  readonly from?: readonly string[] | undefined;
  readonly cert_file?: string | undefined;
  readonly key_file?: string | undefined;
  /** Senders have to show a certificate that this one signed. */
  readonly client_ca_file?: string | undefined;
}

/** What became of what was sent to one port. */
export interface PortCounts {
  /** Messages that are kept. */
  received: number;
  /** Messages that had to be dropped: of UDP here or by the kernel, because nothing slows it down; else where a port closed while there was no room. */
  dropped: number;
  tooLong: number;
  /** Connections and datagrams of those who may not send, and failed greetings of TLS. */
  refused: number;
}

export interface Listener {
  readonly port: SyslogPort;
  /** The port it got; another than was asked for where that was 0. */
  readonly at: number;
  readonly counts: Readonly<PortCounts>;
  /** Takes nothing more; resolves when what was read is kept. */
  close(): Promise<void>;
}

export interface Listening {
  readonly spool: Pick<Spool, 'append'>;
  readonly now: () => Instant;
  readonly longestBytes: number;
  /** Told when the spool refuses to write; a sender cannot be told. */
  readonly failed: (error: unknown) => void;
}

const THIS_MACHINE = ['127.0.0.0/8', '::1'];
/** More at once are turned away, so that nobody uses up the file descriptors. */
const MOST_CONNECTIONS = 1_024;
/** A greeting that takes longer is no sender's. */
const GREETING_MS = 20 * SECOND;
/** A connection is ended from here only when everything it brought is kept: a sender that waits for the end knows that it is. */
const HALF_OPEN = { allowHalfOpen: true };
/** Senders have so long to see that a port closes. */
const FAREWELL_MS = SECOND;
/** One that went without a word is noticed after this long without any. */
const SILENT_MS = MINUTE;
/** A full spool is asked again after this long. */
const ROOM_MS = 500;
/** The kernel is asked so often what it dropped. */
const DROPS_MS = 10 * SECOND;
/** What may wait for the disk on its way from UDP. */
const UDP_WAITING_BYTES = 16 * 1024 * 1024;

/**
 * Listens for syslog on one port.
 *
 * Over TCP and TLS nothing more is read from a sender until what it sent is kept: where the disk is slow or refuses, or
 * the spool is full, the sender's own queue fills. Over UDP what finds no room is dropped and counted.
 *
 * @throws FarmwatchError `usage` where the port cannot be had, `file.missing` or `config.invalid` for a certificate
 */
export async function listen(port: SyslogPort, { spool, now, longestBytes, failed }: Listening): Promise<Listener> {
  const counts: PortCounts = { received: 0, dropped: 0, tooLong: 0, refused: 0 };
  const mayAny = port.from === undefined && port.client_ca_file !== undefined;
  const mayFrom = strangersIn(port.from ?? THIS_MACHINE);
  const may = (address: string | undefined): boolean => {
    const known = address === undefined ? undefined : canonicalAddress(address);
    const allowed = known !== undefined && (mayAny || mayFrom(known));
    if (!allowed) counts.refused++;
    return allowed;
  };
  const linesOf = (messages: readonly Buffer[]): readonly string[] => messages.flatMap((message) => lineOfMessage(message, now()) ?? []);
  return port.protocol === 'udp' ? datagrams() : streams();

  async function datagrams(): Promise<Listener> {
    const type = port.host.includes(':') ? 'udp6' : 'udp4';
    const socket = createSocket({ type, recvBufferSize: 4 * 1024 * 1024 });
    let waiting: string[] = [];
    let waitingBytes = 0;
    let writing: Promise<void> | undefined;
    const write = async (): Promise<void> => {
      while (waiting.length > 0) {
        const lines = waiting;
        waiting = [];
        waitingBytes = 0;
        const kept = await spool.append(port.source, lines).catch((error: unknown) => failed(error));
        if (kept === 'kept') counts.received += lines.length;
        else counts.dropped += lines.length;
      }
    };
    socket.on('message', (message, { address }) => {
      if (!may(address)) return;
      if (message.length > longestBytes) {
        counts.tooLong++;
        return;
      }
      if (waitingBytes + message.length > UDP_WAITING_BYTES) {
        counts.dropped++;
        return;
      }
      const lines = linesOf([message]);
      if (lines.length === 0) return;
      waiting.push(...lines);
      waitingBytes += message.length;
      writing ??= write().finally(() => { writing = undefined; });
    });
    await bound(socket, port);
    socket.on('error', failed);
    const at = socket.address().port;
    let lost = 0;
    const countLost = async (): Promise<void> => {
      const found = await kernelDrops(type, at);
      counts.dropped += Math.max(0, found - lost);
      lost = found;
    };
    const clock = setInterval(() => void countLost(), DROPS_MS).unref();
    return {
      port, counts, at,
      async close() {
        clearInterval(clock);
        await countLost();
        await new Promise<void>((resolve) => socket.close(() => resolve()));
        await writing;
      },
    };
  }

  async function streams(): Promise<Listener> {
    const stopping = new AbortController();
    const busy = new Set<Promise<void>>();
    const open = new Set<Socket>();
    /** Waits until lines are kept. @returns false where they had to be given up, because the port closes */
    const keep = async (lines: readonly string[]): Promise<boolean> => {
      let isTold = false;
      for (;;) {
        // A disk that refuses is waited for like one that is full: the sender would never hear that its lines are gone.
        const kept = await spool.append(port.source, lines).catch((error: unknown) => {
          if (!isTold) failed(error);
          isTold = true;
        });
        if (kept === 'kept') {
          counts.received += lines.length;
          return true;
        }
        if (stopping.signal.aborted) {
          counts.dropped += lines.length;
          return false;
        }
        await sleep(ROOM_MS, undefined, { signal: stopping.signal }).catch(() => {});
      }
    };
    const follow = async (socket: Socket): Promise<void> => {
      const framing = syslogFraming(longestBytes);
      // The next piece is read only when this one is kept: that is what slows the sender down.
      for await (const piece of socket as AsyncIterable<Buffer>) {
        const { messages, tooLong } = framing.push(piece);
        counts.tooLong += tooLong;
        if (!(await keep(linesOf(messages)))) return;
        if (stopping.signal.aborted) return;
      }
      const { messages, tooLong } = framing.end();
      counts.tooLong += tooLong;
      await keep(linesOf(messages));
    };
    const welcome = (socket: Socket): void => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => {});
      socket.setKeepAlive(true, SILENT_MS);
      if (!may(socket.remoteAddress)) {
        socket.destroy();
        return;
      }
      // A sender that is gone is no failure of ours.
      const one = follow(socket).catch(() => {}).finally(() => {
        socket.destroy();
        busy.delete(one);
      });
      busy.add(one);
    };
    const server = port.protocol === 'tls' ? tlsServer(port, welcome) : createServer(HALF_OPEN, welcome);
    server.maxConnections = MOST_CONNECTIONS;
    server.on('tlsClientError', () => void counts.refused++);
    await bound(server, port);
    server.on('error', failed);
    return {
      port, counts, at: (server.address() as AddressInfo).port,
      async close() {
        const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
        // What is on its way is still taken; a sender that cares ends when it sees our end.
        for (const socket of open) socket.end();
        const late = new AbortController();
        await Promise.race([Promise.all(busy).then(() => late.abort()), sleep(FAREWELL_MS, undefined, { signal: late.signal }).catch(() => {})]);
        stopping.abort();
        for (const socket of open) socket.destroy();
        await Promise.all(busy);
        await closed;
      },
    };
  }
}

/**
 * Suites that are spoken, the strongest first: keys of their own for each connection, and encryption that notices changes.
 *
 * @see RFC 9325, section 4.2; NIST SP 800-52r2
 */
const SUITES = [
  'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
];

function tlsServer(port: SyslogPort, welcome: (socket: Socket) => void): Server {
  const ca = port.client_ca_file === undefined ? undefined : contentOf(port.client_ca_file);
  const [cert, key] = [contentOf(port.cert_file!), contentOf(port.key_file!)];
  try {
    return createTlsServer({ ...HALF_OPEN, cert, key, minVersion: 'TLSv1.2', ciphers: SUITES.join(':'), honorCipherOrder: true, handshakeTimeout: GREETING_MS, ...(ca ? { ca, requestCert: true, rejectUnauthorized: true } : {}) }, welcome);
  } catch (cause) {
    throw new FarmwatchError('config.invalid', { file: 'intake.syslog', why: `cert_file and key_file have to be PEM and belong together (${messageOf(cause)})` }, { cause });
  }
}

/** @throws FarmwatchError `file.missing`, `config.invalid` */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') throw new FarmwatchError('file.missing', { file }, { cause });
    throw new FarmwatchError('config.invalid', { file, why: `it cannot be read (${messageOf(cause)})` }, { cause });
  }
}

/** Binds, or says why not and what to do. */
async function bound(socket: UdpSocket | Server, { protocol, host, port }: SyslogPort): Promise<void> {
  const ready = Promise.withResolvers<void>();
  socket.once('error', ready.reject);
  const done = (): void => {
    socket.off('error', ready.reject);
    ready.resolve();
  };
  if ('bind' in socket) socket.bind({ address: host, port, exclusive: true }, done);
  else socket.listen({ host, port, exclusive: true }, done);
  await ready.promise.catch((cause: NodeJS.ErrnoException) => {
    throw new FarmwatchError('usage', { why: `Cannot listen for syslog on ${protocol} ${host}:${port}: ${CURES[cause.code ?? ''] ?? `${messageOf(cause)}. Change it under intake.syslog in farmwatch.json`}.` }, { cause });
  });
}

const CURES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program does. Stop that one, or name another port under intake.syslog in farmwatch.json',
  EADDRNOTAVAIL: 'this machine has no such address. Name one of its own under intake.syslog in farmwatch.json, or 0.0.0.0 for all',
  EACCES: 'ports below 1024 need a privilege. Take one above, such as 5514 (6514 for TLS), or grant it: AmbientCapabilities=CAP_NET_BIND_SERVICE with systemd',
};
