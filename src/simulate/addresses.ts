/** Public addresses out of blocks, without repeating one for two homes. */

interface Block { readonly base: number; readonly size: number; readonly operator: string }
export interface Pool { readonly blocks: readonly Block[]; readonly size: number }

const pools = new Map<string, Pool>();

/** Reads `ASN block block; ASN block`, or just blocks. The same text gives the same pool. */
export function poolOf(text: string): Pool {
  let pool = pools.get(text);
  if (!pool) pools.set(text, (pool = parse(text)));
  return pool;
}

function parse(text: string): Pool {
  const blocks: Block[] = [];
  let operator = '';
  for (const word of text.replaceAll(';', ' ').split(/\s+/)) {
    if (/^\d+$/.test(word)) operator = word;
    else if (word.includes('/')) blocks.push({ ...blockOf(word), operator });
  }
  return { blocks, size: blocks.reduce((sum, { size }) => sum + size, 0) };
}

function blockOf(cidr: string): { readonly base: number; readonly size: number } {
  const [address, bits] = cidr.split('/') as [string, string];
  const base = address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
  return { base, size: 2 ** (32 - Number(bits)) };
}

/** The address with this number in a pool, counted through its blocks; numbers beyond the end start again. */
export function addressIn(pool: Pool, number: number): { readonly address: string; readonly operator: string } {
  let rest = ((number % pool.size) + pool.size) % pool.size;
  for (const block of pool.blocks) {
    if (rest < block.size) return { address: hostAt(block, rest), operator: block.operator };
    rest -= block.size;
  }
  throw new RangeError('an empty pool has no address');
}

/** Network and broadcast addresses are nobody's; their neighbours stand in. */
function hostAt(block: Block, offset: number): string {
  const last = (block.base + offset) % 256;
  const number = block.base + offset + (last === 0 ? 1 : last === 255 ? -1 : 0);
  return `${Math.floor(number / 16_777_216)}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

/** Addresses a provider hands to one customer over time. */
const ADDRESSES_PER_HOME = 4;

/**
 * The addresses of the home with this number: neighbours in the pool, no other home's while there are homes enough.
 *
 * Homes are spread over the pool by a stride that shares no factor with it, so numbers in a row live at different providers.
 */
export function homeAddresses(pool: Pool, home: number): { readonly addresses: readonly string[]; readonly operator: string } {
  const places = Math.floor(pool.size / ADDRESSES_PER_HOME);
  const first = ((home * 7919) % places) * ADDRESSES_PER_HOME;
  const found = Array.from({ length: ADDRESSES_PER_HOME }, (_, step) => addressIn(pool, first + step));
  return { addresses: found.map(({ address }) => address), operator: found[0]!.operator };
}
