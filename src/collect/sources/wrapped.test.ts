import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEvent } from '../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../core/token.ts';
import type { MapContext, Source } from '../collector.ts';
import { unwrap } from '../undo/unwrap.ts';
import { isObject } from '../loose.ts';
import { SOURCES } from './index.ts';

/*
 * What customers save seldom is the vendor's record alone: it went through a system that put something around it, or that made
 * columns of its members. Each record of JSON beside the sources is sent through what such systems do, and has to become the same.
 */

const text = (record: object): string => JSON.stringify(record);
const flat = (value: unknown, between: string, prefix = ''): Readonly<Record<string, unknown>> => (isObject(value)
  ? Object.assign({}, ...Object.entries(value).map(([name, inner]) => flat(inner, between, prefix === '' ? name : prefix + between + name))) as Record<string, unknown>
  : { [prefix]: value });
const typeOf = (value: unknown): string => (typeof value === 'number' ? 'd' : typeof value === 'boolean' ? 'b' : 's');

const WAYS: Readonly<Record<string, (record: object) => unknown>> = {
  'a search of Splunk': (record) => ({ preview: false, result: { _raw: text(record), _time: '2026-11-02 15:00:00.000 UTC', host: 'h', sourcetype: 's' } }),
  'Cribl': (record) => ({ _raw: text(record), _time: 1793628207, source: 'x', cribl_pipe: 'p' }),
  'a hit of Elasticsearch': (record) => ({ _index: 'i', _id: '1', _source: record }),
  'Filebeat': (record) => ({ '@timestamp': '2026-11-02T15:00:00Z', 'message': text(record), 'host': { name: 'h' }, 'input': { type: 'log' } }),
  'Logstash': (record) => ({ '@timestamp': '2026-11-02T15:00:00Z', '@version': '1', 'message': text(record), 'host': 'h' }),
  'Fluent Bit': (record) => ({ log: text(record), stream: 'stdout' }),
  'CloudWatch': (record) => ({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1793628207000, message: text(record) }] }),
  'a table of Log Analytics that keeps it whole': (record) => ({ TimeGenerated: '2026-11-02T15:00:00Z', RawData: text(record), Type: 'X_CL' }),
  'a relay of syslog': (record) => `<134>1 2026-11-02T15:00:00Z host app - - - ${text(record)}`,
  'columns with dots': (record) => flat(record, '.'),
  'a custom table of Log Analytics': (record) => ({
    TimeGenerated: '2026-11-02T15:00:00Z', Type: 'X_CL',
    ...Object.fromEntries(Object.entries(flat(record, '_')).map(([name, value]) => [`${name}_${typeOf(value)}`, Array.isArray(value) ? text(value) : value])),
  }),
};

/** Where a way takes from a record what tells it, or has a name of its own for something else. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  // Rows of its results, and data of events, are columns of the vendor's own making.
  osquery: ['columns with dots', 'a custom table of Log Analytics'], windows: ['a custom table of Log Analytics'],
  // These have a time or a type of their own where the table has its own.
  ecs: ['a custom table of Log Analytics'], globalprotect: ['a custom table of Log Analytics'],
};
/** Rows of these have their data in columns of the vendor's own making. */
const NO_TABLE: ReadonlySet<string> = new Set(['osquery']);
/** Write lines; their JSON is what a shipper put around them. */
const LINES: ReadonlySet<string> = new Set(['cisco', 'openvpn']);

const KEY = { version: 1, secret: Buffer.alloc(32, 7) };

/** What a record becomes, without its key, which may be a hash of how it was written. */
function saidOf(source: Source, raw: unknown, context: MapContext): string {
  const drafts = source.map(raw, context);
  if ('rejected' in drafts) return drafts.rejected;
  return JSON.stringify(drafts.map((draft) => {
    const { 'event.id': _, ...event } = parseEvent(draft) as Readonly<Record<string, unknown>>;
    return Object.fromEntries(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));
  }));
}

/** The records of JSON beside a source that become events. */
async function recordsOf(source: Source, context: MapContext): Promise<readonly object[]> {
  const folder = join(import.meta.dirname, source.id, 'golden');
  const found: object[] = [];
  for (const name of readdirSync(folder).filter((file) => /\.(nd)?json$/.test(file) && !/\.(events|rows)\.json$/.test(file))) {
    for await (const record of source.read(join(folder, name), context.options)) {
      // What itself was around a record, or taken apart, tells nothing here.
      const isPlain = 'raw' in record && isObject(record.raw) && !/"(?:_raw|message|event\.original|TimeGenerated|SyslogMessage)":/.test(JSON.stringify(record.raw)) && Object.keys(record.raw).every((key) => !key.includes('.') || source.id === 'sentinelone' || source.id === 'zeek');
      if (isPlain && saidOf(source, record.raw, context).startsWith('[')) found.push(record.raw as object);
    }
  }
  return found;
}

const MAPPED = (SOURCES as readonly Source[]).filter((source) => source.tableOf === undefined && !LINES.has(source.id) && existsGolden(source.id));

function existsGolden(id: string): boolean {
  return readdirSync(join(import.meta.dirname, id)).includes('golden');
}

function contextOf(source: Source): MapContext {
  const options = Object.fromEntries(Object.entries(source.options).map(([name, { is }]) => [name, is]));
  const settings = Object.fromEntries(Object.entries(source.settings).map(([name, { is }]) => [name, is]));
  return { settings, options, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) };
}

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-wrapped-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a record of JSON becomes the same by whatever way it came', () => {
  it.each(MAPPED.map((source) => [source.id, source] as const))('%s', async (id, source) => {
    const context = contextOf(source);
    const differ: string[] = [];

    for (const record of await recordsOf(source, context)) {
      const wanted = saidOf(source, record, context);
      for (const [way, through] of Object.entries(WAYS)) {
        if (BEYOND[id]?.includes(way)) continue;
        const found = unwrap(JSON.parse(JSON.stringify(through(record))), source.recognises).map((raw) => saidOf(source, raw, context));
        if (found.length !== 1 || found[0] !== wanted) differ.push(`${way}: ${found.join(' and ')} in place of ${wanted}`);
      }
    }

    expect(differ).toEqual([]);
  });
  it.each(MAPPED.filter(({ id }) => !NO_TABLE.has(id)).map((source) => [source.id, source] as const))('%s, as a CSV with a header', async (_, source) => {
    const context = contextOf(source);
    const differ: string[] = [];

    for (const [nth, record] of (await recordsOf(source, context)).entries()) {
      const cells = Object.entries(flat(record, '.')).filter(([, value]) => value !== null);
      const row = (texts: readonly unknown[]): string => texts.map((cell) => `"${(typeof cell === 'object' ? text(cell as object) : String(cell)).replaceAll('"', '""')}"`).join(',');
      const file = join(folder, `${source.id}-${nth}.csv`);
      writeFileSync(file, `${row(cells.map(([name]) => name))}\n${row(cells.map(([, value]) => value))}\n`);
      const found = (await Array.fromAsync(source.read(file, context.options))).map((read) => ('raw' in read && !('rejected' in read) ? saidOf(source, read.raw, context) : JSON.stringify(read)));
      const wanted = saidOf(source, record, context);
      if (found.length !== 1 || found[0] !== wanted) differ.push(`${found.join(' and ')} in place of ${wanted}`);
    }

    expect(differ).toEqual([]);
  });
  it('is held over many records', async () => {
    const counts = await Promise.all(MAPPED.map(async (source) => (await recordsOf(source, { settings: {}, options: Object.fromEntries(Object.entries(source.options).map(([name, { is }]) => [name, is])) })).length));

    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(150);
  });
});
