import { fieldsByName } from './cef.ts';

/** A line in the Log Event Extended Format, taken apart. */
export interface Leef {
  readonly vendor: string;
  readonly product: string;
  /** What the sender calls this kind of event. */
  readonly event: string;
  /** Of a name that comes twice the first counts. */
  readonly fields: ReadonlyMap<string, string>;
}

const HEAD = /(?:^|\s|:)LEEF:(?<version>[12])\.0\|(?<vendor>[^|]{0,200})\|(?<product>[^|]{0,200})\|[^|]{0,200}\|(?<event>[^|]{0,200})\|/;

/**
 * Reads a LEEF line, whatever syslog header stands before it.
 *
 * Pairs are parted by a tab, or by what the second version names in its header: a character, or its number (`x7C`). Where
 * a collector has made blanks of tabs, a value ends where the next name begins, as in CEF.
 *
 * @returns undefined where the text has no LEEF in it
 * @see IBM, LEEF format guide, version 2
 * @example parseLeef('LEEF:2.0|Acme|Gate|1|login|^|usrName=kim^src=192.0.2.1')?.fields.get('src') // => '192.0.2.1'
 */
export function parseLeef(text: string): Leef | undefined {
  const head = HEAD.exec(text);
  if (!head) return undefined;
  const { version, vendor, product, event } = head.groups!;
  const rest = text.slice(head.index + head[0].length);
  // The first version has no such part; the second may leave it empty, or out.
  const named = version === '2' ? /^(?<delimiter>[^|=\w]|0?x[0-9a-f]{2,4}|)\|/i.exec(rest) : null;
  const delimiter = characterOf(named?.groups?.['delimiter'] ?? '');
  return { vendor: vendor!, product: product!, event: event!, fields: pairsIn(rest.slice(named?.[0].length ?? 0), delimiter) };
}

function characterOf(written: string): string {
  const hex = /^0?x([0-9a-f]{2,4})$/i.exec(written);
  return hex ? String.fromCharCode(Number.parseInt(hex[1]!, 16)) : written === '' ? '\t' : written;
}

function pairsIn(text: string, delimiter: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const isParted = delimiter.trim() !== '' || text.includes('\t');
  const pairs = isParted ? text.split(delimiter === ' ' ? '\t' : delimiter).map(pairOf) : fieldsByName(text);
  for (const [name, value] of pairs) if (name !== '' && !found.has(name)) found.set(name, value);
  return found;
}

function pairOf(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? ['', ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}
