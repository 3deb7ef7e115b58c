import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What goes wrong on the way to a server, for some requests. */
export type Fault = 'refuse' | 'too-many' | 'unavailable' | 'half-bulk' | 'cut' | 'lost-answer';
export const FAULTS: readonly Fault[] = ['refuse', 'too-many', 'unavailable', 'half-bulk', 'cut', 'lost-answer'];

export interface FaultyProxy {
  readonly url: string;
  /** The fault meets `requests` requests, after `passing` that are let through. */
  next(fault: Fault, passing: number, requests: number): void;
  /** Requests that met a fault so far. */
  readonly met: number;
  close(): Promise<void>;
}

/** Stands in front of an Elasticsearch and passes on what it is asked, but for faults. */
export async function faultyProxy(to: string, ca: string): Promise<FaultyProxy> {
  let plan: { fault: Fault; passing: number; requests: number } | undefined;
  let met = 0;
  const agent = new Agent({ keepAlive: true, ca });
  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then(async (body) => {
      if (plan && plan.passing > 0) plan.passing--;
      else if (plan && plan.requests > 0) {
        plan.requests--;
        met++;
        return meet(plan.fault, incoming, outgoing, body);
      }
      return answer(outgoing, await forward(incoming, body));
    }).catch(() => outgoing.destroy());
  });

  async function meet(fault: Fault, incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
    const isBulk = incoming.url?.startsWith('/_bulk') || incoming.url?.includes('/_bulk');
    switch (isBulk || fault !== 'half-bulk' ? fault : 'unavailable') {
      case 'refuse': incoming.socket.destroy(); return;
      case 'cut': incoming.socket.destroy(); void forward(incoming, body.subarray(0, Math.floor(body.length / 2))).catch(() => {}); return;
      case 'lost-answer': await forward(incoming, body); incoming.socket.destroy(); return;
      case 'too-many': answer(outgoing, { status: 429, body: Buffer.from('{"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429}') }); return;
      case 'unavailable': answer(outgoing, { status: 503, body: Buffer.from('{"error":{"type":"cluster_block_exception","reason":"no master"},"status":503}') }); return;
      case 'half-bulk': answer(outgoing, await halfOf(incoming, body)); return;
    }
  }

  /** The first half of the operations is done, the others are turned away as a busy node does. */
  async function halfOf(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const lines = body.toString().split('\n').filter(Boolean);
    const operations: string[][] = [];
    for (let at = 0; at < lines.length; at++) {
      const isDelete = 'delete' in (JSON.parse(lines[at]!) as object);
      operations.push(isDelete ? [lines[at]!] : [lines[at]!, lines[++at]!]);
    }
    const done = operations.slice(0, Math.ceil(operations.length / 2));
    const answered = await forward(incoming, Buffer.from(`${done.flat().join('\n')}\n`));
    const found = JSON.parse(answered.body.toString()) as { items: object[]; errors: boolean };
    const turnedAway = operations.slice(done.length).map(([action]) => {
      const [verb] = Object.keys(JSON.parse(action!) as object);
      return { [verb!]: { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'busy' } } };
    });
    return { status: answered.status, body: Buffer.from(JSON.stringify({ ...found, errors: found.errors || turnedAway.length > 0, items: [...found.items, ...turnedAway] })) };
  }

  function forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(new URL(incoming.url ?? '/', to), { method: incoming.method, agent, headers: { ...incoming.headers, host: new URL(to).host, 'content-length': body.length, 'accept-encoding': 'identity' } }, (reply) => {
        void bodyOf(reply).then((bytes) => resolve({ status: reply.statusCode ?? 502, body: bytes }), reject);
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next(fault, passing, requests) { plan = { fault, passing, requests }; },
    get met() { return met; },
    close: () => new Promise((resolve) => {
      agent.destroy();
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

interface Answer { readonly status: number; readonly body: Buffer }

function answer(outgoing: ServerResponse, { status, body }: Answer): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
  outgoing.end(body);
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
