import { describe, expect, it } from 'vitest';
import { dropsIn } from './udp-drops.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
 2712: 0100007F:158A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 10114 2 0000000000000000 17
 2713: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 10115 2 0000000000000000 0
`;

describe('what the kernel dropped', () => {
  it.each([[5514, 17], [514, 0], [5515, 0]])('at port %i was %i datagrams', (port, drops) => expect(dropsIn(TABLE, port)).toBe(drops));
  it('is nothing where the system does not tell', () => expect(dropsIn('', 5514)).toBe(0));
});
