import { createServer, request as ask, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it passed by, with its answer. */
export interface Passed { readonly method: string; /** As it was sent, with its query. */ readonly path: string; readonly sent: Buffer; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
export interface WatchingProxy { readonly url: string; stop(): Promise<void> }

/**
 * Stands before a server that believes it about addresses, and shows everything that passes by.
 *
 * Every request comes from an address of its own: limits for one address are tested elsewhere, and would end the look after
 * some hundred requests.
 */
export async function watchingProxy(target: string, see: (passed: Passed) => void): Promise<WatchingProxy> {
  let asked = 0;
  const { hostname, port } = new URL(target);
  const server = createServer((request, response) => {
    const sent: Buffer[] = [];
    request.on('data', (piece: Buffer) => sent.push(piece));
    request.on('end', () => {
      asked += 1;
      const { 'accept-encoding': _packed, ...headers } = request.headers;
      const from = `198.18.${(asked >> 8) & 255}.${asked & 255}`;
      const onward = ask({ hostname, port, method: request.method!, path: request.url!, headers: { ...headers, 'x-forwarded-for': from } }, (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('end', () => {
          const body = Buffer.concat(pieces);
          see({ method: request.method!, path: request.url!, sent: Buffer.concat(sent), status: answer.statusCode!, headers: answer.headers, body });
          response.writeHead(answer.statusCode!, answer.headers);
          response.end(body);
        });
      });
      onward.on('error', (error) => response.destroy(error));
      onward.end(Buffer.concat(sent));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
