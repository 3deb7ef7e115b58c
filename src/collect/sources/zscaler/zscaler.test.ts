import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { zscalerRecord } from './shape.ts';
import { commonFields, zscaler } from './zscaler.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A record of the log User Status; say what matters. */
function aStatus(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    LogTimestamp: 'Mon Nov  2 18:03:27 2026', Customer: 'Acme', Username: 'kim@acme.example', SessionID: 's-1', SessionStatus: 'ZPN_STATUS_AUTHENTICATED', ClientType: 'zpn_client_type_zapp',
    PublicIP: '198.51.100.23', PrivateIP: '192.168.1.5', TimestampAuthentication: '2026-11-02T14:03:27.000Z', TimestampUnAuthentication: '', Hostname: 'LT-7', Platform: 'windows', ...more,
  };
}

/** A record of the log User Activity. */
function anActivity(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { LogTimestamp: 'Mon Nov  2 14:05:42 2026', Customer: 'Acme', Username: 'kim@acme.example', ConnectionID: 'c-1', ConnectionStatus: 'active', ClientPublicIP: '198.51.100.23', TimestampConnectionStart: '2026-11-02T14:05:40.230Z', Hostname: 'LT-7', ...more };
}

function mapped(raw: unknown): unknown {
  const found = zscaler.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('zscaler, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(zscaler, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('zscaler, sessions', () => {
  it('dates a session by when it began, however often its status comes', () => {
    const first = mapped(aStatus()) as Record<string, unknown>;

    expect(first).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'host.name': 'LT-7' });
    expect(mapped(aStatus({ LogTimestamp: 'Mon Nov  2 19:03:27 2026' }))).toEqual(first);
    expect((mapped(aStatus({ TimestampAuthentication: '2026-11-03T14:03:27.000Z' })) as Record<string, unknown>)['event.id']).not.toBe(first['event.id']);
  });
  it('tells when it ended, and how long it was', () => {
    expect(mapped(aStatus({ SessionStatus: 'ZPN_STATUS_DISCONNECTED', TimestampUnAuthentication: '2026-11-02T22:03:27.000Z' }))).toMatchObject({ 'event.action': 'vpn-disconnected', '@timestamp': Date.UTC(2026, 10, 2, 22, 3, 27), 'event.duration': 8 * 3_600 * 1e9 });
    expect(mapped(aStatus({ SessionStatus: 'ZPN_STATUS_DISCONNECTED' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 18, 3, 27), 'event.duration': undefined });
  });
  it('does not take the inner address for one inside a tunnel', () => expect(mapped(aStatus())).not.toHaveProperty(['source.nat.ip']));
  it.each(['zpn_client_type_ip_anchoring', 'zpn_client_type_exporter', 'zpn_client_type_edge_connector'])('leaves %s', (ClientType) => expect(mapped(aStatus({ ClientType }))).toBe(`not our business: user status of ${ClientType}`));
  it('leaves a login that failed', () => expect(mapped(aStatus({ SessionStatus: 'ZPN_STATUS_AUTH_FAILED' }))).toBe('not our business: user status ZPN_STATUS_AUTH_FAILED'));
});

describe('zscaler, connections and names', () => {
  it('takes a connection for a sign that the laptop is awake', () => {
    expect(mapped(anActivity())).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 40, 230), 'event.id': 'c-1', 'source.ip': '198.51.100.23', 'host.name': 'LT-7', 'user.email': 'kim@acme.example' });
  });
  it('measures no round trip by times that are the connector\'s', () => expect(mapped(anActivity({ ConnectorZENSetupTime: 191017, ConnectionSetupTime: 192397 }))).not.toHaveProperty(['farmwatch.net.rtt_ms']));
  it.each([{ Hostname: '' }, { ClientPublicIP: '' }])('leaves a connection that names no laptop or address: %j', (more) => expect(mapped(anActivity(more))).toBe('not our business: user activity without laptop or address'));
  it('reads names looked up', () => {
    const dns = (dns_req: unknown): unknown => ({ sourcetype: 'zscalernss-dns', event: { datetime: 'Mon Nov  2 14:05:55 2026', user: 'kim@acme.example', dns_req, devicehostname: 'LT-7', clt_sip: '192.168.1.5' } });

    expect(mapped(dns('Relay.Example.com.'))).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com', 'host.name': 'LT-7', '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 55) });
    // The same feed in text.
    expect(mapped('2026-11-02 14:05:55\treqaction=Allow\tuser=kim@acme.example\tdns_req=Relay.Example.com.\tdevicehostname=LT-7\tsourcetype=zscalernss-dns')).toMatchObject({
      'event.action': 'dns-query', 'dns.question.name': 'relay.example.com', 'host.name': 'LT-7', 'user.email': 'kim@acme.example', '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 55),
    });
    expect(mapped('reason=Allowed\turl=www.example.com/a?b=c\tsourcetype=zscalernss-web')).toBe('not our business: zscalernss-web');
    expect(mapped(dns('a b'))).toBe('no name that was looked up');
  });
});

describe('zscaler, other records', () => {
  it.each([[{ sourcetype: 'zscalernss-web', event: {} }, 'zscalernss-web'], [{ LogTimestamp: 'x', Customer: 'y', SessionStatus: 'z', Connector: 'c' }, 'App Connector status'], [{ LogTimestamp: 'x', Customer: 'y' }, 'another log'], [{ AuditOperationType: 'Create' }, 'audit']])('counts %j and leaves it', (raw, kind) => expect(mapped(raw)).toBe(`not our business: ${kind}`));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { sourcetype: 'other', event: {} }, { sourcetype: 'zscalernss-<b>', event: {} }]) expect(mapped(raw)).toBe('not a Zscaler record');
    expect(mapped(aStatus({ TimestampAuthentication: '', LogTimestamp: 'soon' }))).toBe('no time that can be read');
  });
});

describe('zscaler, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(zscaler, [...sampleFiles('zscaler'), ...sampleFiles('zscaler-zpa')]);

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(25);
    expect(run.events).toEqual({ 'vpn-connected': 2, 'dns-query': 1 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(zscaler, sampleFiles('zscaler'));

    // Every record of every feed, because one alone is our business.
    const table = agreement(judged, (raw) => {
      const record = zscalerRecord(raw);
      return record && commonFields(record);
    }, () => false);

    expect(table.time.both).toBeGreaterThan(5);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
