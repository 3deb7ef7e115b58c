import { lookup } from './lookup.ts';
import ipaddr from 'ipaddr.js';

export type AddressClass = 'public' | 'private' | 'carrier-nat' | 'loopback' | 'documentation' | 'invalid';
type Address = ipaddr.IPv4 | ipaddr.IPv6;

// RFC 5737, RFC 3849 and RFC 9637; the library counts these among other reserved ranges.
const DOCUMENTATION = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map((range) =>
  ipaddr.parseCIDR(range),
);

const CLASS_OF_RANGE: Readonly<Record<string, AddressClass>> = lookup({
  unicast: 'public',
  '6to4': 'public',
  teredo: 'public',
  rfc6052: 'public',
  rfc6145: 'public',
  private: 'private',
  uniqueLocal: 'private',
  linkLocal: 'private',
  carrierGradeNat: 'carrier-nat',
  loopback: 'loopback',
});

/**
 * Reads an address; an IPv4 address written inside IPv6 comes back as IPv4.
 *
 * @returns undefined for anything but four decimal parts or IPv6
 */
export function parseAddress(ip: string): Address | undefined {
  const text = ip.trim();
  // The library finds out by an error that it makes, which takes longer than all the rest.
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined;
  return ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined;
}

/**
 * Says what sort of place an address can stand for.
 *
 * 100.64.0.0/10 is `carrier-nat`: carriers share one address among many customers there, and
 * Tailscale uses the same range inside its network. Multicast, broadcast, unspecified and other
 * reserved addresses belong to no host and are `invalid`, as is text that is no address.
 *
 * @param ip IPv4 in four decimal parts, or IPv6
 * @example addressClass('192.168.1.20') // => 'private'
 * @see IANA special-purpose address registries, RFC 6890
 */
export function addressClass(ip: string): AddressClass {
  const address = parseAddress(ip);
  if (address === undefined) return 'invalid';
  if (DOCUMENTATION.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))) return 'documentation';
  return CLASS_OF_RANGE[address.range()] ?? 'invalid';
}
