import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * One spelling for every address: IPv4-mapped IPv6 unwrapped, IPv6 short and in lower case, no zone, no port.
 *
 * @returns undefined for text that is no address
 * @example canonicalAddress('::FFFF:192.0.2.1') // => '192.0.2.1'
 */
export function canonicalAddress(text: string): string | undefined {
  if (PLAIN_IPV4.test(text)) return text;
  // ipaddr.js also reads the old octal and one-number spellings; in a log they are noise, not addresses.
  if (!text.includes(':')) return undefined;
  const bare = text.trim().replace(/^\[|\](:\d+)?$/g, '').replace(/%.*$/, '');
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const PLAIN_IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);

/**
 * The line behind a canonical address: an IPv4 address is one home's line, an IPv6 home gets a /64.
 *
 * @example lineOf('2001:db8:1:2:3::4') // => '2001:db8:1:2::/64'
 */
export function lineOf(address: string): string {
  if (!address.includes(':')) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${new ipaddr.IPv6([...parts, 0, 0, 0, 0]).toString()}/64`;
}

/**
 * Tells whether canonical addresses or lines lie in any of some blocks such as `10.0.0.0/8`; a block may be one address.
 * What cannot be read as a block holds nothing. Answers are kept: the same lines come again and again.
 */
export function blocksOf(cidrs: readonly string[]): (address: string) => boolean {
  const isIn = strangersIn(cidrs);
  const answers = new Map<string, boolean>();
  return (address) => {
    let answer = answers.get(address);
    if (answer === undefined) answers.set(address, (answer = isIn(address)));
    return answer;
  };
}

/** The same as {@link blocksOf} for addresses that anybody may claim, who could fill a memory of answers. */
export function strangersIn(cidrs: readonly string[]): (address: string) => boolean {
  const blocks = new BlockList();
  for (const cidr of cidrs) {
    if (!isBlock(cidr)) continue;
    const [base, bits] = cidr.split('/') as [string, string | undefined];
    const family = base.includes(':') ? 'ipv6' : 'ipv4';
    blocks.addSubnet(base, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return (address) => {
    const bare = address.replace(/\/\d+$/, '');
    return blocks.check(bare, bare.includes(':') ? 'ipv6' : 'ipv4');
  };
}

/** True for text that {@link blocksOf} understands as a block or an address. */
export function isBlock(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : canonicalAddress(text) !== undefined;
}
