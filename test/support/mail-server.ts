import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Certificates } from './certificates.ts';

/** One mail as a server took it. */
export interface TakenMail { readonly from: string; readonly to: readonly string[]; readonly user: string | undefined; readonly secure: boolean; readonly text: string }

/** A mail server on this machine. */
export interface MailServer {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  /** The next mails are cut off once they are there whole, before anybody hears of it. */
  cutOff(is: boolean): void;
  close(): Promise<void>;
}

export interface MailServerOptions {
  readonly certificates: Certificates;
  /** TLS from the first byte. */
  readonly tls?: boolean;
  readonly password?: string;
  /** Addresses that nobody here has. */
  readonly unknown?: readonly string[];
  /** Offers no TLS at all. */
  readonly plain?: boolean;
  /** Where it listens; any free port where nothing is said. */
  readonly port?: number;
}

export async function startMailServer({ certificates, tls = false, password, unknown = [], plain = false, port = 0 }: MailServerOptions): Promise<MailServer> {
  const taken: TakenMail[] = [];
  let cuts = false;
  const options: SMTPServerOptions = {
    secure: tls, key: readFileSync(certificates.server.key), cert: readFileSync(certificates.server.cert), logger: false,
    authOptional: password === undefined, disabledCommands: [...(password === undefined ? ['AUTH'] : []), ...(plain ? ['STARTTLS'] : [])],
    onAuth: (auth, _session, done) => (auth.password === password ? done(null, { user: auth.username ?? '' }) : done(new Error('Invalid username or password'))),
    onRcptTo: ({ address }, _session, done) => (unknown.includes(address) ? done(Object.assign(new Error('nobody has this address'), { responseCode: 550 })) : done()),
    onData(stream, session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), user: typeof session.user === 'string' ? session.user : undefined, secure: session.secure, text: Buffer.concat(pieces).toString() });
        if (cuts) for (const connection of server.connections) connection.close();
        else done();
      });
    },
  };
  const server = new SMTPServer(options);
  // A client that goes away is no failure of the server.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port, taken,
    cutOff: (is) => { cuts = is; },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
