import { fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import ipaddr from 'ipaddr.js';

export interface NetworkOperator { readonly asn: number; readonly organisation: string }
export interface OperatorTable { readonly version: string; operatorOf(address: string): NetworkOperator | undefined }

/**
 * Network operators by address, from the RouteViews and DB-IP tables of @ip-location-db/asn (CC BY 4.0).
 *
 * The tables are sorted, so an address is looked for in the files by halving: of half a million lines a few are read when
 * somebody asks, and none is held.
 */
export function loadOperators(): OperatorTable {
  const packageFile = createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json');
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  const [four, six] = ['asn-ipv4-num.csv', 'asn-ipv6-num.csv'].map((name) => openTable(packageFile.replace(/package\.json$/, name))) as [Table, Table];
  return { version, operatorOf: (address) => operatorIn(address.includes(':') ? six : four, digitsOf(address)) };
}

/** An address as the tables write it: all its bits as one whole number. */
function digitsOf(address: string): string {
  return String(ipaddr.parse(address).toByteArray().reduce((number, byte) => number * 256n + BigInt(byte), 0n));
}

/** A file of lines, open for as long as the process lives. */
interface Table { readonly bytes: number; /** The line that holds a byte, and where it begins and ends. */ lineAt(place: number): { readonly line: string; readonly from: number; readonly to: number } }

/** Much longer than any line of either table. */
const LONGEST_LINE = 1024;

function openTable(file: string): Table {
  const handle = openSync(file, 'r');
  const { size: bytes } = fstatSync(handle);
  const around = Buffer.alloc(2 * LONGEST_LINE);
  return {
    bytes,
    lineAt(place) {
      const first = Math.max(0, place - LONGEST_LINE);
      const read = around.subarray(0, readSync(handle, around, 0, around.length, first));
      const from = place === first ? 0 : read.lastIndexOf(NEWLINE, place - first - 1) + 1;
      const end = read.indexOf(NEWLINE, place - first);
      const to = end < 0 ? read.length : end;
      return { line: read.toString('utf8', from, to), from: first + from, to: first + to };
    },
  };
}

/** Of lines `first,last,asn,organisation` that do not overlap, the one whose range holds the number. */
function operatorIn(table: Table, digits: string): NetworkOperator | undefined {
  let found = '';
  for (let low = 0, high = table.bytes; low < high;) {
    const { line, from, to } = table.lineAt((low + high) >> 1);
    if (byAmount(line.slice(0, line.indexOf(',')), digits) > 0) high = from;
    else {
      found = line;
      low = to + 1;
    }
  }
  const [, last, asn, organisation] = LINE.exec(found) ?? [];
  if (last === undefined || byAmount(last, digits) < 0) return undefined;
  return { asn: Number(asn), organisation: organisation!.trim().replace(/^"|"$/g, '').replaceAll('""', '"') };
}

/** Compares whole numbers by their digits, without leading zeros. */
function byAmount(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

const LINE = /^\d+,(\d+),(\d+),(.*)$/;
const NEWLINE = 0x0a;
