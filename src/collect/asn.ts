import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';

export interface NetworkOperator { readonly asn: number; readonly organisation: string }
export interface OperatorTable { readonly version: string; operatorOf(address: string): NetworkOperator | undefined }

/**
 * Network operators by address, from the RouteViews and DB-IP tables of @ip-location-db/asn (CC BY 4.0).
 *
 * The tables are sorted, so an address is looked for in their bytes by halving: nothing of half a million lines is read
 * before somebody asks for it.
 */
export function loadOperators(): OperatorTable {
  const packageFile = createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json');
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const table = (name: string): Buffer => readFileSync(packageFile.replace(/package\.json$/, name));
  const [four, six] = [table('asn-ipv4-num.csv'), table('asn-ipv6-num.csv')];
  return { version, operatorOf: (address) => operatorIn(address.includes(':') ? six : four, digitsOf(address)) };
}

/** An address as the tables write it: all its bits as one whole number. */
function digitsOf(address: string): string {
  return String(ipaddr.parse(address).toByteArray().reduce((number, byte) => number * 256n + BigInt(byte), 0n));
}

/** Of lines `first,last,asn,organisation` that do not overlap, the one whose range holds the number. */
function operatorIn(table: Buffer, digits: string): NetworkOperator | undefined {
  let line = '';
  for (let low = 0, high = table.length; low < high;) {
    const middle = (low + high) >> 1;
    const from = middle === 0 ? 0 : table.lastIndexOf(NEWLINE, middle - 1) + 1;
    const end = table.indexOf(NEWLINE, middle);
    const to = end < 0 ? table.length : end;
    if (byAmount(table.toString('latin1', from, table.indexOf(COMMA, from)), digits) > 0) high = from;
    else {
      line = table.toString('utf8', from, to);
      low = to + 1;
    }
  }
  const [, last, asn, organisation] = LINE.exec(line) ?? [];
  if (last === undefined || byAmount(last, digits) < 0) return undefined;
  return { asn: Number(asn), organisation: organisation!.trim().replace(/^"|"$/g, '').replaceAll('""', '"') };
}

/** Compares whole numbers by their digits, without leading zeros. */
function byAmount(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

const LINE = /^\d+,(\d+),(\d+),(.*)$/;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
