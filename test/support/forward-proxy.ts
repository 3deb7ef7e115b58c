import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy of a company, as HTTPS_PROXY names one. */
export interface ForwardProxy {
  readonly url: string;
  /** Hosts and ports that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Opens tunnels, all to one machine whatever is asked for: names need not exist. */
export async function forwardProxy(to: { readonly host: string; readonly port: number }): Promise<ForwardProxy> {
  const asked: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer();
  server.on('connect', (request: IncomingMessage, near: Duplex) => {
    asked.push(request.url ?? '');
    const far = connect(to.port, to.host, () => {
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
  };
}
