import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { cloudflare, commonFields } from './cloudflare.ts';
import { cloudflareRecord } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };
const LAPTOP = { DeviceID: 'd-1', DeviceName: 'LT-7', Email: 'kim@acme.example', UserID: 'u-1' };
const AT = Date.UTC(2026, 10, 2, 14, 3, 27);

/** A request at Access; say what matters. */
function anAccess(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { Action: 'login', Allowed: true, AppDomain: 'wiki.acme.example', CreatedAt: '2026-11-02T14:03:27Z', Email: 'kim@acme.example', IPAddress: '198.51.100.23', RayID: 'r-1', UserUID: 'u-1', ...more };
}

function mapped(raw: unknown): unknown {
  const found = cloudflare.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('cloudflare, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(cloudflare, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('cloudflare, Access', () => {
  it('tells who signs in, from where', () => {
    expect(mapped(anAccess())).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': 'success', '@timestamp': AT, 'event.id': 'r-1', 'user.email': 'kim@acme.example', 'user.id': 'u-1', 'source.ip': '198.51.100.23' });
    expect(mapped(anAccess({ Allowed: false }))).toMatchObject({ 'event.outcome': 'failure' });
    expect(mapped(anAccess({ Action: '' }))).toMatchObject({ 'event.action': 'sign-in' });
  });
  it('reads the same of the API', () => {
    expect(mapped({ user_email: 'kim@acme.example', ip_address: '198.51.100.23', app_domain: 'x', action: 'login', allowed: true, created_at: '2026-11-02T14:03:27Z', ray_id: 'r-1' })).toMatchObject({ 'event.action': 'sign-in', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'event.id': 'r-1' });
  });
  it.each([['warpEnrollment', 'warpEnrollment'], ['logout', 'logout'], ['<b>', 'unnamed']])('leaves %s', (Action, said) => expect(mapped(anAccess({ Action }))).toBe(`not our business: access_requests ${said}`));
  it('leaves services, which have tokens and no mail address', () => expect(mapped(anAccess({ Email: '', UserUID: '' }))).toBe('not our business: access_requests without a person'));
});

describe('cloudflare, laptops', () => {
  const network = { SessionID: 's-1', SourceIP: '198.51.100.23', Transport: 'tcp', Datetime: '2026-11-02T14:03:27Z', SNI: 'x.example', ...LAPTOP };
  const dns = { QueryName: 'Relay.Example.com.', ResolverDecision: 'x', Datetime: '2026-11-02T14:03:27Z', SrcIP: '198.51.100.23', ...LAPTOP };

  it('takes traffic of the client for a sign that the laptop is awake', () => {
    const seen = { 'event.action': 'check-in', '@timestamp': AT, 'source.ip': '198.51.100.23', 'host.id': 'd-1', 'host.name': 'LT-7', 'user.email': 'kim@acme.example' };

    expect(mapped(network)).toMatchObject({ ...seen, 'event.id': 's-1' });
    expect(mapped({ HTTPHost: 'x', RequestID: 'q-1', SourceIP: '198.51.100.23', Datetime: '2026-11-02T14:03:27Z', ...LAPTOP })).toMatchObject({ ...seen, 'event.id': 'q-1' });
  });
  it.each([['gateway_network', network], ['gateway_dns', dns]])('leaves %s of a network without a laptop', (kind, record) => expect(mapped({ ...record, DeviceID: '', DeviceName: '' })).toBe(`not our business: ${kind} without a laptop`));
  it.each(['non_identity@acme.cloudflareaccess.com', 'warp_connector@acme.cloudflareaccess.com'])('takes %s, under which laptops are enrolled with a token, for nobody', (Email) => {
    const draft = mapped({ ...network, Email }) as object;

    expect(draft).toMatchObject({ 'event.action': 'check-in', 'host.name': 'LT-7' });
    expect(Object.keys(draft).filter((name) => name.startsWith('user.'))).toEqual([]);
    expect(mapped(anAccess({ Email }))).toBe('not our business: access_requests without a person');
  });
  it('reads names looked up', () => {
    expect(mapped(dns)).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com', 'host.name': 'LT-7' });
    expect(mapped({ ...dns, QueryName: 'a b' })).toBe('no name that was looked up');
  });
  it('tells the serial number of a laptop by its posture', () => {
    expect(mapped({ ...LAPTOP, DeviceSerialNumber: 'SN-7', DeviceType: 'windows', OSVersion: '10', PostureCheckName: 'Disk', PostureEvaluatedResult: false, Timestamp: '2026-11-02T14:03:27Z' })).toMatchObject({ 'event.action': 'check-in', 'device.serial_number': 'SN-7', 'host.id': 'd-1', 'host.os.full': 'windows 10' });
  });
  it('sees a laptop in the sessions of its network, and in what its client tells of itself', () => {
    const session = { SessionID: 's-1', SourceIP: '198.51.100.23', SessionStartTime: '2026-11-02T14:03:27Z', SessionEndTime: '2026-11-02T14:04:27Z', Protocol: 'TCP', ClientTCPHandshakeDurationMs: 12, ...LAPTOP };
    const state = { DeviceID: 'd-1', ISPIPv4Address: '198.51.100.23', DeviceIPv4Address: '192.168.1.5', HandshakeLatencyMs: 28, NetworkSSID: 'home', WarpColoCode: 'SJC', Status: 'connected', Timestamp: 1793628207 };

    expect(mapped(session)).toMatchObject({ 'event.action': 'check-in', 'event.dataset': 'cloudflare.zero_trust_network_sessions', '@timestamp': AT, 'event.id': 's-1', 'source.ip': '198.51.100.23', 'host.name': 'LT-7' });
    expect(mapped({ ...session, DeviceID: '' })).toBe('not our business: zero_trust_network_sessions without a laptop');
    expect(mapped(state)).toMatchObject({ 'event.action': 'check-in', '@timestamp': AT, 'source.ip': '198.51.100.23', 'host.id': 'd-1' });
    expect(mapped({ ...state, ISPIPv4Address: '', ISPIPv6Address: '2001:db8::20' })).toMatchObject({ 'source.ip': '2001:db8::20' });
    expect(JSON.stringify(mapped(state))).not.toContain('home');
  });
  it('tells the serial number where the client was switched on or off', () => {
    expect(mapped({ DeviceID: 'd-1', Hostname: 'LT-7', SerialNumber: 'SN-7', Timestamp: '2026-11-02T14:03:27Z', Toggled: false, UserEmail: 'kim@acme.example' })).toMatchObject({
      'event.action': 'check-in', '@timestamp': AT, 'device.serial_number': 'SN-7', 'host.name': 'LT-7', 'user.email': 'kim@acme.example',
    });
  });
  it('tells it where the client got other settings', () => {
    expect(mapped({ ConfigNameFrom: 'Default', ConfigNameTo: 'Strict', DeviceID: 'd-1', Hostname: 'LT-7', SerialNumber: 'SN-7', Timestamp: 1793628207, UserEmail: 'kim@acme.example' })).toMatchObject({
      'event.action': 'check-in', 'event.dataset': 'cloudflare.warp_config_changes', '@timestamp': AT, 'device.serial_number': 'SN-7', 'host.name': 'LT-7', 'user.email': 'kim@acme.example',
    });
  });
  it('sees a laptop in the tests that its client makes, at an address only past the tunnel', () => {
    const test = { DeviceID: 'd-1', UserEmail: 'kim@acme.example', UserID: 'u-1', TestID: 't-1', TestType: 'http', Timestamp: '2026-11-02T14:03:27Z', HTTPClientIPAddress: '198.51.100.23', ExecutionContext: 'outOfTunnel' };
    const { HTTPClientIPAddress: _, ...route } = test;

    expect(mapped(test)).toMatchObject({ 'event.action': 'check-in', 'event.dataset': 'cloudflare.dex_application_tests', '@timestamp': AT, 'host.id': 'd-1', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' });
    expect(mapped({ ...route, TestType: 'traceroute', TracerouteSourceIPAddress: '198.51.100.24' })).toMatchObject({ 'source.ip': '198.51.100.24' });
    expect(mapped({ ...test, ExecutionContext: 'inTunnel' })).toMatchObject({ 'event.action': 'check-in', 'source.ip': undefined });
  });
  it.each(['2026-11-02T14:03:27Z', 1793628207, '1793628207000000000'])('reads the time %s', (Datetime) => expect(mapped({ ...network, Datetime })).toMatchObject({ '@timestamp': AT }));
});

describe('cloudflare, other records', () => {
  it.each([[{ ActorEmail: 'a', ActionType: 'x', When: '2026' }, 'audit_logs'], [{ ClientIP: '192.0.2.1', ClientRequestHost: 'x' }, 'http_requests'],
    [{ ActionType: 'x', ActorType: 'system', When: '2026' }, 'audit_logs'], [{ QueryName: 'x.example', ColoCode: 'SJC', ResponseCode: 0, SourceIP: '192.0.2.1' }, 'dns_logs'],
    [{ ActionTimestamp: '2026', ActionType: 'create', ActorType: 'user', ActorEmail: 'a' }, 'audit_logs_v2'], [{ Timestamp: '2026', UserEmail: 'a', DomainName: 'x.example', Decision: 'allow', Type: 'copy' }, 'biso_user_actions'],
    [{ ForensicCopyID: 'f', GatewayRequestID: 'g' }, 'dlp_forensic_copies'], [{ AlertID: 'a', FinalDisposition: 'SPAM' }, 'email_security_alerts'], [{ SessionID: 's', TargetID: 't', ClientAddress: '192.0.2.1:1', ServerAddress: '10.0.0.1:22' }, 'ssh_logs'],
    [{ TunnelID: 't', TunnelName: 'n', Timestamp: '2026' }, 'ipsec_logs'], [{ CSPDirective: 'script-src', PageURL: 'x' }, 'page_shield_events'], [{ EventDetails: {}, RequestURL: 'x', TimestampStart: '2026' }, 'zaraz_events'],
    [{ FindingTypeID: 'f', AssetDisplayName: 'x' }, 'casb_findings'], [{ SinkholeID: 's', SrcAddr: '192.0.2.1' }, 'sinkhole_http_logs'],
  ])('counts %j and leaves it', (raw, kind) => expect(mapped(raw)).toBe(`not our business: ${kind}`));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { Email: 'x' }]) expect(mapped(raw)).toBe('not a Cloudflare record');
    expect(mapped(anAccess({ CreatedAt: 'soon' }))).toBe('no time that can be read');
  });
});

describe('cloudflare, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(cloudflare, sampleFiles('cloudflare-zero-trust'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(18);
    expect(run.events['sign-in']).toBeGreaterThan(2);
    expect(run.events['check-in']).toBe(1);
    expect(run.events['dns-query']).toBe(1);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(cloudflare, sampleFiles('cloudflare-zero-trust'));

    // Every record, because traffic without a laptop is not our business.
    const table = agreement(judged, (raw) => {
      const record = cloudflareRecord(raw);
      const draft = cloudflare.map(raw, context);
      return record && { ...commonFields(record), ...(isRejected(draft) ? {} : draft[0]!) };
    }, () => false);

    expect(table.address.both).toBeGreaterThan(5);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
