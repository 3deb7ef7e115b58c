import { once } from 'node:events';
import { connect } from 'node:net';
import type { Kept } from './child.ts';
import { ended, started } from './part.ts';

/** Messages a sender hands over at once. */
const AT_ONCE = 1_000;

/**
 * Sends so many messages over one TCP connection to a listener with a spool behind it, and waits until all are on its disk:
 * the listener ends a connection only then.
 *
 * @returns messages kept a second
 * @throws Error where one is missing
 */
export async function sentPerSecond(folder: string, messages: number): Promise<number> {
  const child = started('syslog', folder);
  const [port] = await once(child.stdout!, 'data') as [Buffer];
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const start = performance.now();
  for (let sent = 0; sent < messages; sent += AT_ONCE) {
    const text = Array.from({ length: Math.min(AT_ONCE, messages - sent) }, (_, i) => messageOf(sent + i)).join('');
    if (!socket.write(text)) await once(socket, 'drain');
  }
  socket.end();
  socket.resume();
  await once(socket, 'close');
  const seconds = (performance.now() - start) / 1000;
  child.stdin!.end();
  const { received } = await ended<Kept>(child);
  if (received !== messages) throw new Error(`sent ${messages} messages, kept ${received}`);
  return messages / seconds;
}

/** A message in the shape of FortiGate's, some 300 bytes. */
function messageOf(number: number): string {
  return `<189>date=2026-11-16 time=09:00:00 devname="fw-1" devid="FGT60F0000000001" eventtime=${1_794_819_600_000_000_000n + BigInt(number)} tz="+0000" logid="0101039424" type="event" subtype="vpn"`
    + ` level="information" vd="root" logdesc="SSL VPN tunnel up" action="tunnel-up" tunnelid=${number} remip=198.51.100.${number % 250} user="kim${number % 300}@acme.example" msg="SSL tunnel established"\n`;
}
