import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';

export interface NetworkOperator { readonly asn: number; readonly organisation: string }
export interface OperatorTable { readonly version: string; operatorOf(address: string): NetworkOperator | undefined }

/**
 * Network operators by address, from the RouteViews and DB-IP tables of @ip-location-db/asn (CC BY 4.0).
 *
 * Ranges lie in typed arrays and are found by halving: half a million ranges take a few tens of megabytes.
 * Of IPv6 the first 64 bits decide; no operator announces less.
 */
export function loadOperators(): OperatorTable {
  const require = createRequire(import.meta.url);
  const packageFile = require.resolve('@ip-location-db/asn/package.json');
  const version = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
  const file = (name: string): Buffer => readFileSync(packageFile.replace(/package\.json$/, name));
  const names: string[] = [];
  const nameIds = new Map<string, number>();
  const four = parse(file('asn-ipv4-num.csv'), Number, Float64Array, names, nameIds);
  const six = parse(file('asn-ipv6-num.csv'), (text) => BigInt.asUintN(64, BigInt(text) >> 64n), BigUint64Array, names, nameIds);
  return {
    version,
    operatorOf(address) {
      if (address.includes(':')) return six(topOfIpv6(address), names);
      let number = 0;
      for (const octet of address.split('.')) number = number * 256 + Number(octet);
      return four(number, names);
    },
  };
}

function topOfIpv6(address: string): bigint {
  return ipaddr.IPv6.parse(address).parts.slice(0, 4).reduce((top, part) => (top << 16n) | BigInt(part), 0n);
}

interface Numbers<N> { readonly length: number; [index: number]: N }

/** Reads a table line by line from its bytes: as one text, cut into lines, it would take several times the room that its numbers need. */
function parse<N extends number | bigint>(
  table: Buffer, read: (text: string) => N, Column: new (length: number) => Numbers<N>, names: string[], nameIds: Map<string, number>,
): (address: N, names: readonly string[]) => NetworkOperator | undefined {
  const lines = linesIn(table);
  const first = new Column(lines);
  const last = new Column(lines);
  const asn = new Uint32Array(lines);
  const name = new Uint32Array(lines);
  let rows = 0;
  for (let from = 0; from < table.length;) {
    const found = table.indexOf(NEWLINE, from);
    const end = found < 0 ? table.length : found;
    const line = table.toString('utf8', from, end);
    from = end + 1;
    const a = line.indexOf(',');
    const b = line.indexOf(',', a + 1);
    const c = line.indexOf(',', b + 1);
    if (c < 0) continue;
    const organisation = line.slice(c + 1).trim().replace(/^"|"$/g, '').replaceAll('""', '"');
    let id = nameIds.get(organisation);
    if (id === undefined) nameIds.set(organisation, (id = names.push(organisation) - 1));
    first[rows] = read(line.slice(0, a));
    last[rows] = read(line.slice(a + 1, b));
    asn[rows] = Number(line.slice(b + 1, c));
    name[rows++] = id;
  }
  return (address) => {
    let low = 0;
    let high = rows - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (first[middle]! > address) high = middle - 1;
      else if (last[middle]! < address) low = middle + 1;
      else return { asn: asn[middle]!, organisation: names[name[middle]!]! };
    }
    return undefined;
  };
}

const NEWLINE = 0x0a;

function linesIn(table: Buffer): number {
  let lines = 1;
  for (let at = table.indexOf(NEWLINE); at >= 0; at = table.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}
