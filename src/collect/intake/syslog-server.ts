import { canonicalAddress, strangersIn } from '../../core/address.ts';
import { datagrams } from './syslog-datagrams.ts';
import type { Listener, Listening, PortCounts, SyslogPort } from './syslog-port.ts';
import { streams } from './syslog-streams.ts';
import { GREETING_MS } from './syslog-tls.ts';
import { lineOfMessage } from './syslog.ts';

const THIS_MACHINE = ['127.0.0.0/8', '::1'];

/**
 * Listens for syslog on one port.
 *
 * Over TCP and TLS nothing more is read from a sender until what it sent is kept: where the disk is slow or refuses, or
 * the spool is full, the sender's own queue fills. Over UDP what finds no room is dropped and counted.
 *
 * @throws FarmwatchError `usage` where the port cannot be had, `file.missing` or `config.invalid` for a certificate
 */
export function listen(port: SyslogPort, { now, greetingMs = GREETING_MS, ...listening }: Listening): Promise<Listener> {
  const counts: PortCounts = { received: 0, dropped: 0, tooLong: 0, refused: 0 };
  const mayAny = port.from === undefined && port.client_ca_file !== undefined;
  const mayFrom = strangersIn(port.from ?? THIS_MACHINE);
  const may = (address: string | undefined): boolean => {
    const known = address === undefined ? undefined : canonicalAddress(address);
    const allowed = known !== undefined && (mayAny || mayFrom(known));
    if (!allowed) counts.refused++;
    return allowed;
  };
  const linesOf = (messages: readonly Buffer[]): readonly string[] => messages.flatMap((message) => lineOfMessage(message, now()) ?? []);
  return (port.protocol === 'udp' ? datagrams : streams)({ ...listening, greetingMs, port, counts, may, linesOf });
}
