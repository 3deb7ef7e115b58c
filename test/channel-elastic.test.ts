import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoOf, MINUTE, HOUR } from '../src/core/time.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';

const { access, skipped } = await elasticOrSkipped();

const NOW = Date.UTC(2026, 10, 16, 12);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-channel-'));
const prefix = uniquePrefix();

/** An event of Okta in the vendor's words. */
const anEvent = (nth: number, at: number): object => ({
  uuid: `okta-${nth}`, eventType: 'user.session.start', published: isoOf(at), actor: { id: 'u-1', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.7' }, outcome: { result: 'SUCCESS' },
});

/** The same as Elastic Agent indexes it. */
const aDocument = (nth: number, at: number, ingested = at + MINUTE): object => ({ '@timestamp': isoOf(at), event: { dataset: 'okta.system', ingested: isoOf(ingested), original: JSON.stringify(anEvent(nth, at)) }, ecs: { version: '8.11.0' } });

/** Asks the cluster as somebody who may do everything that a test arranges. */
async function arrange(method: string, path: string, body?: unknown, as = access.superuser ?? access.auth): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${access.url}/${path}`, {
    method, headers: { 'authorization': `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}`, 'content-type': path.includes('_bulk') ? 'application/x-ndjson' : 'application/json' },
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: answer.status, json: await answer.json() as Record<string, unknown> };
}

async function index(name: string, documents: readonly object[]): Promise<void> {
  const { json } = await arrange('POST', `${prefix}-${name}/_bulk?refresh=true`, documents.map((document) => `{"create":{}}\n${JSON.stringify(document)}\n`).join(''));
  expect(json['errors']).toBe(false);
}

/** A desk whose configuration names one channel on the cluster. */
function deskWith(name: string, sources: Readonly<Record<string, string>>, account: Readonly<Record<string, string>> = { username: access.auth.username, password: 'file:password' }, now = NOW): Desk {
  const desk = deskIn(join(root, name), now);
  desk.file('password', access.auth.password);
  desk.file('farmwatch.json', JSON.stringify({
    data: 'data', channels: { elk: { kind: 'elasticsearch', access: { url: access.url, ...account }, sources, back_days: 2 } }, ...(access.caFile ? { network: { ca_file: access.caFile } } : {}),
  }));
  return desk;
}

async function collected(desk: Desk, ...argv: readonly string[]): Promise<Record<string, unknown>> {
  const { exit, out, err } = await desk.type('collect', ...argv, '--json', '--config', 'farmwatch.json');
  expect(err.filter((line) => !/^\s|business|Rejected|unknown|nobody|hires/.test(line))).toEqual([]);
  expect(exit).toBe(0);
  return JSON.parse(out[0]!) as Record<string, unknown>;
}

describe.skipIf(skipped !== undefined)('records out of a real Elasticsearch', () => {
  beforeAll(async () => {
    if (access.caFile) setDefaultCACertificates([...getCACertificates('default'), readFileSync(access.caFile, 'utf8')]);
    for (const [name, type] of [['okta', 'date'], ['nanos', 'date_nanos']] as const) {
      const { status } = await arrange('PUT', `${prefix}-${name}`, {
        settings: { number_of_shards: 2, number_of_replicas: 0 },
        mappings: { properties: { '@timestamp': { type }, 'event': { properties: { dataset: { type: 'keyword' }, ingested: { type: 'date' }, original: { type: 'keyword', index: false, doc_values: false } } } } },
      });
      expect(status).toBe(200);
    }
  });
  afterAll(async () => {
    await dropIndexes(access, prefix);
    rmSync(root, { recursive: true, force: true });
  });

  it('come in over several pages, each once, also where many share one instant', async () => {
    const at = NOW - 3 * HOUR;
    await index('okta', Array.from({ length: 2_500 }, (_, nth) => aDocument(nth, at + Math.floor(nth / 1_200))));
    const desk = deskWith('pages', { okta: `${prefix}-okta` });

    expect(await collected(desk)).toMatchObject({ sources: ['elk/okta'], read: 2_500, added: 2_500, rejected: 0 });
  });
  it('come in where an index counts nanoseconds', async () => {
    await index('nanos', Array.from({ length: 1_100 }, (_, nth) => ({ ...aDocument(nth, NOW - 3 * HOUR), '@timestamp': `2026-11-16T09:00:00.${String(nth).padStart(9, '0')}Z` })));
    const desk = deskWith('nanos', { okta: `${prefix}-nanos` });

    expect(await collected(desk)).toMatchObject({ read: 1_100, added: 1_100 });
  });
  it('that are indexed late come with the next pull, however long ago they happened', async () => {
    const desk = deskWith('late', { okta: `${prefix}-late-*` });
    await index('late-1', [aDocument(1, NOW - 5 * HOUR)]);
    const first = await collected(desk);
    await index('late-1', [aDocument(2, NOW - 20 * HOUR, NOW + 5 * MINUTE)]);
    const later = deskWith('late', { okta: `${prefix}-late-*` }, undefined, NOW + 10 * MINUTE);

    expect(first).toMatchObject({ added: 1 });
    expect(await collected(later)).toMatchObject({ added: 1 });
  });
  it('of several shapes go through the map of their vendor', async () => {
    const { original: _, ...event } = (aDocument(70, NOW - HOUR) as { event: Record<string, unknown> }).event;
    const okta = { '@timestamp': isoOf(NOW - HOUR), event, okta: { uuid: 'okta-70', event_type: 'user.session.start', actor: { id: 'u-1', type: 'User', alternate_id: 'kim@acme.example' }, client: { ip: '198.51.100.7' }, outcome: { result: 'SUCCESS' } } };
    const entra = {
      '@timestamp': isoOf(NOW - HOUR), event: { dataset: 'azure.signinlogs', ingested: isoOf(NOW - HOUR) }, source: { ip: '198.51.100.7' },
      azure: { signinlogs: { category: 'SignInLogs', properties: { id: 's-1', created_at: isoOf(NOW - HOUR), user_principal_name: 'kim@acme.example', user_id: 'u-1', is_interactive: true, status: { error_code: 0 } } } },
    };
    const windows = {
      '@timestamp': isoOf(NOW - HOUR), event: { code: '4624', ingested: isoOf(NOW - HOUR) }, host: { name: 'LT-7' },
      winlog: { event_id: '4624', channel: 'Security', provider_name: 'Microsoft-Windows-Security-Auditing', computer_name: 'LT-7', record_id: '7', event_data: { LogonType: '10', TargetUserName: 'kim', TargetDomainName: 'ACME', IpAddress: '198.51.100.7', TargetLogonId: '0x77' } },
    };
    const agent = { '@timestamp': isoOf(NOW - HOUR), event: { category: ['process'], type: ['start'], dataset: 'endpoint.events.process', id: 'e-1' }, host: { name: 'lt-7' }, process: { name: 'tool.exe' } };
    const other = { '@timestamp': isoOf(NOW - HOUR), event: { category: ['file'], dataset: 'endpoint.events.file' }, ecs: { version: '8.11.0' } };
    for (const [name, document] of Object.entries({ okta: [okta], entra: [entra], windows: [windows], agent: [agent, other] })) await index(`shapes-${name}`, document);
    const desk = deskWith('shapes', { 'okta': `${prefix}-shapes-okta#okta.system`, 'entra-id': `${prefix}-shapes-entra,${prefix}-shapes-none-*`, 'windows': `${prefix}-shapes-windows`, 'ecs': `${prefix}-shapes-agent` });

    expect(await collected(desk)).toMatchObject({ sources: ['elk/okta', 'elk/entra-id', 'elk/windows', 'elk/ecs'], read: 5, added: 4, reasons: { 'not our business: endpoint.events.file': 1 } });
  });
  it.skipIf(access.reader === undefined)('come to an account that may read and nothing else, and no view stays open', async () => {
    await index('least', [aDocument(1, NOW - HOUR)]);
    const desk = deskWith('least', { okta: `${prefix}-least` }, { username: access.reader!.username, password: 'file:reader' });
    desk.file('reader', access.reader!.password);

    expect(await collected(desk, '--channel', 'elk')).toMatchObject({ added: 1 });
    expect((await arrange('POST', `${prefix}-least/_doc`, {}, access.reader)).status).toBe(403);
    expect((await arrange('GET', `${prefix}-*/_stats/search`)).json).toMatchObject({ _all: { total: { search: { open_contexts: 0 } } } });
  });
  it('that may not be read are asked for by name, and the others come all the same', async () => {
    await index('some', [aDocument(1, NOW - HOUR)]);
    const desk = deskWith('some', { windows: `${prefix}-missing`, okta: `${prefix}-some` });
    const { exit, out, err } = await desk.type('collect', '--json', '--config', 'farmwatch.json');

    expect(exit).toBe(1);
    expect(JSON.parse(out[0]!)).toMatchObject({ added: 1 });
    expect(err.join('\n')).toMatch(/elk\/windows refused: .*no such index/);
  });
});
