import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import { SECOND } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import type { SyslogPort } from './syslog-port.ts';

/** A greeting that takes longer is no sender's. */
export const GREETING_MS = 20 * SECOND;

/**
 * Suites that are spoken, the strongest first: keys of their own for each connection, and encryption that notices changes.
 *
 * @see RFC 9325, section 4.2; NIST SP 800-52r2
 */
const SUITES = [
  'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
];

export interface Greeting {
  readonly greetingMs: number;
  /** Gets what a sender says, once it has greeted. */
  readonly welcome: (socket: Socket) => void;
  /** Told of each that did not greet as it should, or in time. */
  readonly refused: () => void;
}

/**
 * Greets connections by TLS, and by no old version of it.
 *
 * @returns what takes a connection that was made
 * @throws FarmwatchError `file.missing`, `config.invalid` for a certificate
 */
export function tlsGreeting(port: SyslogPort, { greetingMs, welcome, refused }: Greeting): (socket: Socket) => void {
  const ca = port.client_ca_file === undefined ? undefined : contentOf(port.client_ca_file);
  const [cert, key] = [contentOf(port.cert_file!), contentOf(port.key_file!)];
  try {
    const server = createServer({ cert, key, minVersion: 'TLSv1.2', ciphers: SUITES.join(':'), honorCipherOrder: true, handshakeTimeout: greetingMs, ...(ca ? { ca, requestCert: true, rejectUnauthorized: true } : {}) }, welcome);
    // Node leaves them open: a connection that says nothing would hold its place for ever.
    server.on('tlsClientError', (_error, socket) => {
      refused();
      socket.destroy();
    });
    return (socket) => void server.emit('connection', socket);
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
