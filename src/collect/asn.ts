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
  const four = rangesOf(file('asn-ipv4-num.csv'), bounds4);
  const six = rangesOf(file('asn-ipv6-num.csv'), bounds6);
  return {
    version,
    operatorOf(address) {
      if (address.includes(':')) return six(topOfIpv6(address));
      let number = 0;
      for (const octet of address.split('.')) number = number * 256 + Number(octet);
      return four(number);
    },
  };
}

function topOfIpv6(address: string): bigint {
  return ipaddr.IPv6.parse(address).parts.slice(0, 4).reduce((top, part) => (top << 16n) | BigInt(part), 0n);
}

/** Bounds of ranges, by row. */
interface Bounds<N> {
  /** Takes the number whose digits stand from `from` to before `to`. */
  put(row: number, table: Uint8Array, from: number, to: number): void;
  /** Those of the first rows. */
  first(rows: number): { readonly [row: number]: N };
}

function bounds4(room: number): Bounds<number> {
  const values = new Uint32Array(room);
  return {
    put(row, table, from, to) { values[row] = wholeIn(table, from, to); },
    first: (rows) => values.slice(0, rows),
  };
}

/** Digits that are taken at once, and numbers of so many bits that they are put together in: what is worked out stays whole. */
const DIGITS = 7;
const LIMB = 2 ** 24;

/** The upper 64 of 128 bits. */
function bounds6(room: number): Bounds<bigint> {
  const values = new BigUint64Array(room);
  const halves = new Uint32Array(values.buffer);
  const limbs = new Float64Array(6);
  return {
    put(row, table, from, to) {
      limbs.fill(0);
      let used = 1;
      for (let at = from; at < to; at += DIGITS) {
        const end = Math.min(at + DIGITS, to);
        const times = 10 ** (end - at);
        let carry = wholeIn(table, at, end);
        for (let i = 0; i < used; i++) {
          const sum = limbs[i]! * times + carry;
          carry = Math.floor(sum / LIMB);
          limbs[i] = sum - carry * LIMB;
        }
        if (carry > 0) limbs[used++] = carry;
      }
      halves[row * 2] = limbs[3]! * 2 ** 8 + Math.floor(limbs[2]! / 2 ** 16);
      halves[row * 2 + 1] = limbs[5]! * LIMB + limbs[4]!;
    },
    first: (rows) => values.slice(0, rows),
  };
}

function wholeIn(table: Uint8Array, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) number = number * 10 + table[i]! - ZERO;
  return number;
}

/** A line has three commas, a newline, and a digit in each number. */
const SHORTEST_LINE = 7;

/**
 * Reads a table of lines `first,last,asn,organisation` from its bytes: as texts, its numbers and names would take several
 * times as long. Names stay bytes until somebody asks; an operator's is the same in most of its lines, and is kept once then.
 */
function rangesOf<N extends number | bigint>(table: Buffer, boundsFor: (room: number) => Bounds<N>): (address: N) => NetworkOperator | undefined {
  const room = Math.ceil(table.length / SHORTEST_LINE);
  const bounds = [boundsFor(room), boundsFor(room)] as const;
  const asns = new Uint32Array(room);
  const names = new Uint32Array(room);
  const named = new Map<number, number>();
  let rows = 0;
  // Names move to the front of the table: what stood there has been read.
  let kept = 0;
  for (let from = 0, end = 0; from < table.length; from = end + 1) {
    end = upTo(NEWLINE, table, from, table.length);
    const a = upTo(COMMA, table, from, end);
    const b = upTo(COMMA, table, a + 1, end);
    const c = upTo(COMMA, table, b + 1, end);
    if (c >= end) continue;
    bounds[0].put(rows, table, from, a);
    bounds[1].put(rows, table, a + 1, b);
    const asn = asns[rows] = wholeIn(table, b + 1, c);
    let name = named.get(asn);
    if (name === undefined || !isSame(table, name, c + 1, end)) {
      named.set(asn, (name = kept));
      for (let i = c + 1; i < end; i++) table[kept++] = table[i]!;
      table[kept++] = NEWLINE;
    }
    names[rows++] = name;
  }
  const first = bounds[0].first(rows);
  const last = bounds[1].first(rows);
  const [asn, name] = [asns.slice(0, rows), names.slice(0, rows)];
  const said = Buffer.from(table.subarray(0, kept));
  return (address) => {
    let low = 0;
    let high = rows - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (first[middle]! > address) high = middle - 1;
      else if (last[middle]! < address) low = middle + 1;
      else return { asn: asn[middle]!, organisation: organisationIn(said.toString('utf8', name[middle]!, said.indexOf(NEWLINE, name[middle]!))) };
    }
    return undefined;
  };
}

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const ZERO = 0x30;

function organisationIn(cell: string): string {
  return cell.trim().replace(/^"|"$/g, '').replaceAll('""', '"');
}

/** Where a byte stands next, at most `end`. */
function upTo(byte: number, table: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && table[at] !== byte) at++;
  return at;
}

/** Whether the name that begins at `name`, up to its newline, is the one from `from` to before `end`. */
function isSame(table: Uint8Array, name: number, from: number, end: number): boolean {
  let at = name;
  for (let i = from; i < end; i++) if (table[at++] !== table[i]) return false;
  return table[at] === NEWLINE;
}
