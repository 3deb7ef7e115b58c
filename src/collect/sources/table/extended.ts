import { parseCef } from '../../cef.ts';
import { isObject } from '../../loose.ts';
import { parseLeef } from '../../leef.ts';

/** Where shippers, and our own way in for syslog, keep a line and say when they took it. */
const LINE_AT = ['message', 'event.original', '_raw'] as const;
const TAKEN_AT = ['@timestamp', 'timestamp', '_time'] as const;

/** True for text whose first line is in the Common Event Format or the Log Event Extended Format, behind whatever header. */
export function startsExtended(text: string): boolean {
  return /^[^\n]{0,400}?(?:^|[\s:>])(?:LEEF:[12]\.0|CEF:\s?\d+)\|/.test(text.trimStart());
}

/**
 * A line in CEF or LEEF as a row: its names, of CEF those of labels as well, and from its head `head.vendor`, `head.product`,
 * `head.event` and, where a shipper says it, `head.received`.
 *
 * @param raw the line, or the record of a shipper around it, whose own members stay beside
 * @returns undefined for anything else
 * @example extendedRow('LEEF:2.0|Acme|DNS|1|query|^|name=relay.example') // => { name: 'relay.example', 'head.vendor': 'Acme', 'head.product': 'DNS', 'head.event': 'query' }
 */
export function extendedRow(raw: unknown): Readonly<Record<string, unknown>> | undefined {
  const line = lineIn(raw);
  const row = line && rowOf(line.text, line.received);
  return row && isObject(raw) ? { ...raw, ...row } : row;
}

/** The line in a record, and when a shipper says it took it; the record itself where it is a line. */
export function lineIn(raw: unknown): { readonly text: string; readonly received: string | undefined } | undefined {
  if (typeof raw === 'string') return { text: raw, received: undefined };
  if (!isObject(raw)) return undefined;
  const textAt = (names: readonly string[]): string | undefined => names.map((name) => raw[name]).find((value): value is string => typeof value === 'string');
  const text = textAt(LINE_AT);
  return text === undefined ? undefined : { text, received: textAt(TAKEN_AT) };
}

function rowOf(text: string, received: string | undefined): Readonly<Record<string, string>> | undefined {
  const leef = parseLeef(text);
  const cef = leef ? undefined : parseCef(text);
  if (!leef && !cef) return undefined;
  const [vendor, product, event] = leef ? [leef.vendor, leef.product, leef.event] : [cef!.header[1], cef!.header[2], cef!.header[4]];
  // Without a prototype, so that a field may be called whatever it likes.
  const row = Object.create(null) as Record<string, string>;
  const fields = leef ? [...leef.fields] : cef!.fields;
  const labels = new Map(fields.flatMap(([name, value]) => (name.endsWith('Label') ? [[name.slice(0, -'Label'.length), value] as const] : [])));
  const head = { 'head.vendor': vendor, 'head.product': product, 'head.event': event, 'head.received': received };
  for (const [name, value] of [...Object.entries(head), ...fields, ...fields.map(([name, value]) => [labels.get(name), value] as const)]) {
    if (name !== undefined && value !== undefined && value !== '') row[name] ??= value;
  }
  return row;
}
