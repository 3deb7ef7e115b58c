import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf } from '../src/notify/message.ts';
import { alertTemplate } from '../src/notify/ecs.ts';
import type { Alert } from '../src/notify/notice.ts';
import type { ReceiverOf } from '../src/notify/receivers.ts';
import { elasticsearch } from '../src/notify/senders/elasticsearch.ts';
import { deskIn } from './support/command-line.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';

const { access, skipped } = await elasticOrSkipped();

const NOW = Date.UTC(2026, 10, 16, 12);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-notify-elastic-'));
const prefix = uniquePrefix();
const account = access.alerts ?? access.auth;
const WHOM = { emails: ['kim@acme.example'], hosts: ['LT-7'] };
const ALERT: Alert = { kind: 'alert', case: 'c-1', reason: 'opened', band: 'act', chance: 0.712, people: 2, families: ['company', 'machine'], fresh: [] };
const message = (id = 'c-1~0001', own: Partial<Alert> = {}) => messageOf({ id, at: NOW, about: { ...ALERT, ...own } }, { company: 'Acme', pages: 'https://farmwatch.acme.example', acknowledgeWithin: 1 });
const io = { secret: () => account.password, now: NOW };
const receiver = (own: Partial<ReceiverOf<'elasticsearch'>> = {}): ReceiverOf<'elasticsearch'> =>
  ({ kind: 'elasticsearch', sends: ['alerts'], url: access.url, form: 'pseudonym', prefix, username: account.username, password: 'env:PASSWORD', ...own });

async function ask(method: string, path: string, body?: unknown, as = access.superuser ?? access.auth): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> {
  const answer = await fetch(`${access.url}/${path}`, {
    method, headers: { 'authorization': `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: await answer.json() as Record<string, unknown> };
}
async function documentsIn(index: string): Promise<readonly Record<string, unknown>[]> {
  await ask('POST', `${index}/_refresh`);
  const { json } = await ask('GET', `${index}/_search?size=100`);
  return (json['hits'] as { hits: readonly { _source: Record<string, unknown> }[] }).hits.map(({ _source }) => _source);
}

describe.skipIf(skipped !== undefined)('alerts in a real Elasticsearch', () => {
  const usual = getCACertificates('default');
  beforeAll(() => {
    if (access.caFile) setDefaultCACertificates([...usual, readFileSync(access.caFile, 'utf8')]);
  });
  afterAll(async () => {
    await dropIndexes(access, prefix);
    setDefaultCACertificates(usual);
    rmSync(root, { recursive: true, force: true });
  });

  it('are there once, however often they are sent', async () => {
    expect(await elasticsearch.send(message(), receiver(), io)).toEqual({ sent: true });
    expect(await elasticsearch.send(message(), receiver(), io)).toEqual({ sent: true });

    expect(await documentsIn(`${prefix}-alerts`)).toEqual([(elasticsearch.compose(message(), receiver()) as { document: unknown }).document]);
  });
  it('name nobody, and can be asked for by band, family and risk', async () => {
    await elasticsearch.send(message('c-2~0001', { case: 'c-2', band: 'review', chance: 0.3 }), receiver(), io, WHOM);
    await ask('POST', `${prefix}-alerts/_refresh`);
    const { json } = await ask('POST', `${prefix}-alerts/_search`, { size: 0, query: { range: { 'event.risk_score': { gte: 70 } } }, aggs: { families: { terms: { field: 'farmwatch.case.families' } } } });

    expect(json).toMatchObject({ hits: { total: { value: 1 } }, aggregations: { families: { buckets: [{ key: 'company', doc_count: 1 }, { key: 'machine', doc_count: 1 }] } } });
    expect(JSON.stringify(await documentsIn(`${prefix}-alerts`))).not.toMatch(/kim|LT-7/);
  });
  it('with accounts lie in an index of their own', async () => {
    expect(await elasticsearch.send(message(), receiver({ form: 'accounts' }), io, WHOM)).toEqual({ sent: true });

    expect(await documentsIn(`${prefix}-identified-alerts`)).toMatchObject([{ user: { email: ['kim@acme.example'] }, host: { name: ['LT-7'] }, farmwatch: { case: { id: 'c-1' } } }]);
    expect((await ask('GET', `${prefix}-identified-alerts/_mapping`)).json).toMatchObject({ [`${prefix}-identified-alerts`]: { mappings: { dynamic: 'false' } } });
  });
  it.skipIf(access.alerts === undefined)('come by an account that may neither read nor change them, nor write elsewhere', async () => {
    await elasticsearch.send(message(), receiver(), io);

    expect((await ask('GET', `${prefix}-alerts/_search`, undefined, access.alerts)).status).toBe(403);
    expect((await ask('PUT', `${prefix}-alerts/_doc/c-1~0001`, {}, access.alerts)).status).toBe(403);
    expect((await ask('DELETE', `${prefix}-alerts/_doc/c-1~0001`, undefined, access.alerts)).status).toBe(403);
    expect((await ask('PUT', `${prefix}-events/_create/1`, {}, access.alerts)).status).toBe(403);
  });
  it.skipIf(access.alertsReader === undefined)('are read by an account that sees neither accounts nor events', async () => {
    await elasticsearch.send(message(), receiver(), io);
    await elasticsearch.send(message(), receiver({ form: 'accounts' }), io, WHOM);

    expect((await ask('GET', `${prefix}-alerts/_search`, undefined, access.alertsReader)).status).toBe(200);
    expect((await ask('GET', `${prefix}-identified-alerts/_search`, undefined, access.alertsReader)).status).toBe(403);
    expect((await ask('GET', `${prefix}-events/_search`, undefined, access.alertsReader)).status).toBe(403);
  });
  it('are refused with a reason where the account may not write', async () => {
    const wrong = await elasticsearch.send(message(), receiver(), { ...io, secret: () => 'not the password' });
    const elsewhere = await elasticsearch.send(message(), receiver({ prefix: 'elsewhere' }), io);

    expect(wrong).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/answers 401/) as unknown });
    expect(JSON.stringify(wrong)).not.toContain('not the password');
    expect(elsewhere).toMatchObject({ sent: false, sure: true, why: expect.stringMatching(/answers 403/) as unknown });
  });
  it.skipIf(access.superuser === undefined)('come into an index that the template makes', async () => {
    const other = uniquePrefix();
    const { status } = await ask('PUT', `_index_template/${other}`, alertTemplate(other, 'pseudonym'));
    await ask('PUT', `${other}-alerts`);
    const sent = await elasticsearch.send(message(), receiver({ prefix: other }), io);
    const { json } = await ask('GET', `${other}-alerts/_mapping`);
    await ask('DELETE', `_index_template/${other}`);
    await dropIndexes(access, other);

    const { mappings } = json[`${other}-alerts`] as { mappings: { properties: Record<string, unknown> } };
    expect({ status, sent }).toEqual({ status: 200, sent: { sent: true } });
    expect(mappings.properties['event']).toMatchObject({ properties: { risk_score_norm: { type: 'double' } } });
  });
  it('arrive by the command line as a trial', async () => {
    const desk = deskIn(join(root, 'trial'), NOW);
    desk.file('password', account.password);
    desk.file('farmwatch.json', JSON.stringify({
      notify: { receivers: { elastic: { kind: 'elasticsearch', url: access.url, prefix, username: account.username, password: 'file:password' } } }, ...(access.caFile ? { network: { ca_file: access.caFile } } : {}),
    }));

    expect(await desk.type('notify', 'test', 'elastic', '--config', 'farmwatch.json')).toMatchObject({ exit: 0, out: ['elastic has taken a trial message.'] });
    expect((await documentsIn(`${prefix}-alerts`)).filter((one) => (one['event'] as { kind: string }).kind === 'event')).toHaveLength(1);
  });
});
