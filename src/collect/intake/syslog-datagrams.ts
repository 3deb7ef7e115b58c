import { createSocket } from 'node:dgram';
import { SECOND } from '../../core/time.ts';
import { bound, type Listener, type Taking } from './syslog-port.ts';
import { kernelDrops } from './udp-drops.ts';

/** The kernel is asked so often what it dropped. */
const DROPS_MS = 10 * SECOND;
/** What may wait for the disk on its way from UDP. */
const UDP_WAITING_BYTES = 16 * 1024 * 1024;

/** Listens for datagrams. What finds no room is dropped and counted, also by the kernel. */
export async function datagrams({ port, counts, spool, longestBytes, failed, may, linesOf }: Taking): Promise<Listener> {
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
