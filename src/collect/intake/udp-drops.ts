import { readFile } from 'node:fs/promises';

/**
 * Datagrams that the kernel dropped because nobody fetched them in time, as Linux counts them for each socket.
 *
 * @param table text of `/proc/net/udp` or `/proc/net/udp6`
 * @param port as bound on this machine
 * @returns 0 where the socket is not in the table
 * @see proc_net_udp(5)
 */
export function dropsIn(table: string, port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  return rows.filter(([, address]) => address?.endsWith(local)).reduce((sum, cells) => sum + (Number(cells.at(-1)) || 0), 0);
}

/** The same for a socket of this machine; 0 where the system does not tell. */
export async function kernelDrops(family: 'udp4' | 'udp6', port: number): Promise<number> {
  return dropsIn(await readFile(family === 'udp6' ? '/proc/net/udp6' : '/proc/net/udp', 'utf8').catch(() => ''), port);
}
