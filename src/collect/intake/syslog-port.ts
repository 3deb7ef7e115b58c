import type { Socket as UdpSocket } from 'node:dgram';
import type { Server } from 'node:net';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { Spool } from './spool.ts';

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
  /** How long a greeting of TLS may take; twenty seconds where left out. */
  readonly greetingMs?: number | undefined;
  /** Told when the spool refuses to write; a sender cannot be told. */
  readonly failed: (error: unknown) => void;
}

/** What a port works with, whatever is spoken there. */
export interface Taking extends Omit<Listening, 'now' | 'greetingMs'> {
  readonly greetingMs: number;
  readonly port: SyslogPort;
  readonly counts: PortCounts;
  /** Whether an address may send; one that may not is counted. */
  readonly may: (address: string | undefined) => boolean;
  /** Messages as lines of the spool. */
  readonly linesOf: (messages: readonly Buffer[]) => readonly string[];
}

/** Binds. @throws FarmwatchError `usage` that says why it cannot, and what to do */
export async function bound(socket: UdpSocket | Server, { protocol, host, port }: SyslogPort): Promise<void> {
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
