import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCES } from '../sources/index.ts';
import { okta } from '../sources/okta/okta.ts';
import { partOf, throughChannel, type Channel } from './channel.ts';
import { elasticsearch, opensearch } from './elasticsearch.ts';
import { logAnalytics } from './log-analytics.ts';
import { splunk } from './splunk.ts';

const context = { settings: {}, options: {} };

describe('a part', () => {
  it.each([
    [elasticsearch, 'logs-okta.system-*', { places: ['logs-okta.system-*'], kinds: [] }],
    [elasticsearch, 'filebeat-*, remote:logs-*#okta.system', { places: ['filebeat-*', 'remote:logs-*'], kinds: ['okta.system'] }],
    [splunk, 'wineventlog#XmlWinEventLog:Security, WinEventLog', { places: ['wineventlog'], kinds: ['XmlWinEventLog:Security', 'WinEventLog'] }],
    [logAnalytics, 'CommonSecurityLog#Palo Alto Networks', { places: ['CommonSecurityLog'], kinds: ['Palo Alto Networks'] }],
  ] as const)('of %#. is read as it is meant', (channel, text, part) => expect(partOf(text, channel)).toEqual(part));
  it.each([
    [elasticsearch, '', 'write it like'],
    [elasticsearch, 'logs-*#', 'write it like'],
    [elasticsearch, 'a#b#c', 'write it like'],
    [elasticsearch, '../_security', 'is no index'],
    [elasticsearch, 'Logs-*', 'is no index'],
    [splunk, 'okta" OR index="*', 'is no index'],
    [splunk, 'okta#x" | delete', 'is no source type'],
    [logAnalytics, 'SigninLogs | union *', 'is no table'],
    [logAnalytics, 'CommonSecurityLog#a") or true //', 'is no value'],
    [logAnalytics, 'SigninLogs#x', 'no column that tells'],
  ] as const)('that could end a query or mean nothing is refused: %#', (channel, text, why) => expect(partOf(text, channel)).toEqual({ problem: expect.stringContaining(why) }));
});

/** The same channel with one record in it. */
const holding = (record: unknown, channel: Channel = elasticsearch): Channel => ({ ...channel, async* pages() { yield { records: [record], cursor: {} }; } });

/** What comes of one record that a channel holds. */
async function mapped(record: unknown, source: (typeof SOURCES)[number], options: Readonly<Record<string, string>> = {}, channel?: Channel): Promise<unknown> {
  const channelled = throughChannel(holding(record, channel), source, { places: [], kinds: [] });
  const pages = await Array.fromAsync(channelled.pull!.pages(undefined, {} as never));
  return pages.flatMap(({ records }) => records).map((raw) => channelled.map(raw, { settings: {}, options }));
}

/** A record as a shipper indexes it: its words as text, beside what a cluster adds. */
const shipped = (raw: unknown): unknown => ({
  '@timestamp': '2026-11-02T15:03:27.000Z', 'ecs': { version: '8.11.0' }, 'agent': { type: 'filebeat' }, 'data_stream': { dataset: 'acme.logs' }, 'tags': ['preserve_original_event'],
  'event': { dataset: 'acme.logs', kind: 'event', ingested: '2026-11-02T15:04:00Z', original: typeof raw === 'string' ? raw : JSON.stringify(raw) },
});

describe('records of every source', () => {
  // Lists of people and laptops are no logs, documents in common names are no original, and nobody wraps twice.
  const GOLDEN = SOURCES.filter(({ id, tableOf }) => tableOf === undefined && id !== 'ecs').flatMap((source) => {
    const folder = join(import.meta.dirname, '../sources', source.id, 'golden');
    return readdirSync(folder).filter((name) => !/\.(events|rows)\.json$/.test(name) && name !== 'wrapped.ndjson').map((name) => [source.id, name, source, join(folder, name)] as const);
  });

  it.each(GOLDEN)('%s: %s mean the same where a cluster keeps the original', async (_, __, source, file) => {
    let compared = 0;
    for await (const record of source.read(file)) {
      if ('rejected' in record || !source.recognises(record.raw)) continue;
      const direct = source.map(record.raw, context);
      // What nobody dated is dated by whoever received it.
      if ('rejected' in direct && !direct.rejected.startsWith('not our business')) continue;
      compared++;
      expect(await mapped(shipped(record.raw), source)).toEqual([direct]);
    }

    expect(compared).toBeGreaterThan(0);
  });
  it('are found in what Splunk and Cribl keep', async () => {
    const raw = { uuid: 'a', eventType: 'user.session.start', published: '2026-11-02T15:03:27Z', actor: { type: 'User', alternateId: 'kim@acme.example' }, outcome: { result: 'SUCCESS' } };

    expect(await mapped({ _raw: JSON.stringify(raw), _time: '2026-11-02T15:03:27.000+00:00', sourcetype: 'OktaIM2:log' }, okta, {}, splunk)).toEqual([okta.map(raw, context)]);
  });
});

describe('documents that keep no original', () => {
  it('of Okta are put together again, and are the same event', async () => {
    const raw = { uuid: 'a', eventType: 'user.session.start', published: '2026-11-02T15:03:27.123Z', actor: { id: 'u-1', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.7', userAgent: { rawUserAgent: 'Mozilla/5.0' } }, outcome: { result: 'SUCCESS' } };
    const document = {
      '@timestamp': '2026-11-02T15:03:27.123Z', 'event': { action: 'user.session.start', dataset: 'okta.system' },
      'okta': { uuid: 'a', event_type: 'user.session.start', actor: { id: 'u-1', type: 'User', alternate_id: 'kim@acme.example' }, client: { ip: '198.51.100.7', user_agent: { raw_user_agent: 'Mozilla/5.0' } }, outcome: { result: 'SUCCESS' } },
    };

    expect(await mapped(document, okta, {}, opensearch)).toEqual([okta.map(raw, context)]);
  });
  it('of Entra ID are put together again, and are the same event', async () => {
    const entra = SOURCES.find(({ id }) => id === 'entra-id')!;
    const properties = { id: 's-1', createdDateTime: '2026-11-02T15:03:27.123Z', userPrincipalName: 'kim@acme.example', userId: 'u-1', ipAddress: '198.51.100.7', isInteractive: true, status: { errorCode: 0 }, deviceDetail: { deviceId: 'd-1', operatingSystem: 'Windows 11' }, userAgent: 'Mozilla/5.0' };
    const document = {
      '@timestamp': '2026-11-02T15:03:30Z', 'event': { dataset: 'azure.signinlogs' }, 'source': { ip: '198.51.100.7' }, 'user_agent': { original: 'Mozilla/5.0' },
      'azure': { signinlogs: { category: 'SignInLogs', result_type: '0', properties: { id: 's-1', created_at: '2026-11-02T15:03:27.123Z', user_principal_name: 'kim@acme.example', user_id: 'u-1', is_interactive: true, status: { error_code: 0 }, device_detail: { device_id: 'd-1', operating_system: 'Windows 11' } } } },
    };

    expect(await mapped(document, entra)).toEqual([entra.map({ category: 'SignInLogs', properties }, context)]);
  });
  it('and say in common names what happened are taken by those', async () => {
    expect(await mapped({ '@timestamp': '2026-11-02T15:03:27Z', 'event': { category: ['process'], type: ['start'], dataset: 'endpoint.events.process' }, 'host': { name: 'lt-7' }, 'process': { name: 'tool.exe' } }, okta)).toMatchObject([[{ 'event.action': 'process-started', 'host.name': 'lt-7' }]]);
  });
  it('and do not say it are counted by their data set', async () => {
    expect(await mapped({ '@timestamp': '2026-11-02T15:03:27Z', 'event': { category: ['file'], dataset: 'auditd.log' }, 'message': 'a file was opened' }, okta)).toEqual([{ rejected: 'not our business: auditd.log' }]);
  });
});
