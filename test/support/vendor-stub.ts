import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a vendor's server sees it. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, but for text and bytes. */
  readonly body?: unknown;
}

/** A server on this machine that plays a vendor. */
export interface Stub {
  readonly url: string;
  /** Every request so far, in order. */
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

/** @param answer what the vendor says to a request */
export async function startStub(answer: (request: StubRequest) => StubAnswer | Promise<StubAnswer>): Promise<Stub> {
  const requests: StubRequest[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    void requestOf(incoming).then(async (request) => {
      requests.push(request);
      const { status = 200, headers = {}, body } = await answer(request);
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
      outgoing.writeHead(status, { ...(isRaw || body === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(isRaw ? body : body === undefined ? '' : JSON.stringify(body));
    }).catch((error: unknown) => {
      outgoing.writeHead(599);
      outgoing.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function requestOf(incoming: IncomingMessage): Promise<StubRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://stub');
  return { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: incoming.headers as Record<string, string>, body: Buffer.concat(pieces).toString() };
}
