import ipaddr from 'ipaddr.js';
import { parseAddress } from '../core/address-class.ts';

/**
 * An index over address ranges; the narrowest range that holds an address wins.
 *
 * Ranges are kept by length, so a lookup costs one step for each length in use, however long the list.
 *
 * @param rows rows with `range` in the form 192.0.2.0/24
 * @returns a function from an address to its row, undefined where none fits or the text is no address
 */
export function prefixIndex<T extends { readonly range: string }>(rows: Iterable<T>): (ip: string) => T | undefined {
  const byLength = new Map<string, { kind: string; bits: number; rows: Map<string, T> }>();

  for (const row of rows) {
    const [network, bits] = ipaddr.parseCIDR(row.range);
    const kind = network.kind();
    const group = byLength.get(`${kind}/${bits}`) ?? { kind, bits, rows: new Map<string, T>() };
    group.rows.set(head(network.toByteArray(), bits), row);
    byLength.set(`${kind}/${bits}`, group);
  }
  const groups = [...byLength.values()].toSorted((a, b) => b.bits - a.bits);

  return (ip) => {
    if (groups.length === 0) return undefined;
    const address = parseAddress(ip);
    if (address === undefined) return undefined;
    const bytes = address.toByteArray();
    for (const group of groups) {
      const row = group.kind === address.kind() ? group.rows.get(head(bytes, group.bits)) : undefined;
      if (row !== undefined) return row;
    }
    return undefined;
  };
}

/** The first bits of an address as a key. */
function head(bytes: readonly number[], bits: number): string {
  const whole = bytes.slice(0, bits >> 3);
  const left = bits & 7;
  return left === 0 ? whole.join('.') : [...whole, (bytes[bits >> 3] ?? 0) & (0xff << (8 - left))].join('.');
}
