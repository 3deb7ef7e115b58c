import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND } from '../../core/time.ts';
import { bound, type Listener, type Taking } from './syslog-port.ts';
import { tlsGreeting } from './syslog-tls.ts';
import { syslogFraming } from './syslog.ts';

/** More at once are turned away, so that nobody uses up the file descriptors. */
const MOST_CONNECTIONS = 1_024;
/** A connection is ended from here only when everything it brought is kept: a sender that waits for the end knows that it is. */
const HALF_OPEN = { allowHalfOpen: true };
/** Senders have so long to see that a port closes. */
const FAREWELL_MS = SECOND;
/** One that went without a word is noticed after this long without any. */
const SILENT_MS = MINUTE;
/** A full spool is asked again after this long. */
const ROOM_MS = 500;

/** Listens for connections, in the clear or by TLS. Nothing more is read from a sender until what it sent is kept. */
export async function streams({ port, counts, spool, longestBytes, greetingMs, failed, may, linesOf }: Taking): Promise<Listener> {
  const stopping = new AbortController();
  const busy = new Set<Promise<void>>();
  /** All that hold a place, and of these the ones that are read. */
  const held = new Set<Socket>();
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
    // A sender that is gone is no failure of ours.
    const one = follow(socket).catch(() => {}).finally(() => {
      socket.destroy();
      busy.delete(one);
    });
    busy.add(one);
  };
  const greet = port.protocol === 'tls' ? tlsGreeting(port, { greetingMs, welcome, refused: () => void counts.refused++ }) : welcome;
  const server = createServer(HALF_OPEN, (socket) => {
    held.add(socket);
    socket.on('close', () => held.delete(socket));
    socket.on('error', () => {});
    socket.setKeepAlive(true, SILENT_MS);
    // Before any greeting: whoever may not send holds no place meanwhile.
    if (may(socket.remoteAddress)) greet(socket);
    else socket.destroy();
  });
  server.maxConnections = MOST_CONNECTIONS;
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
      for (const socket of [...open, ...held]) socket.destroy();
      await Promise.all(busy);
      await closed;
    },
  };
}
