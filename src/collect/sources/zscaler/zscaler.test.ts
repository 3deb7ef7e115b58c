import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { zscalerRecord } from './shape.ts';
import { commonFields, zscaler } from './zscaler.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };
const folder = mkdtempSync(join(tmpdir(), 'farmwatch-zscaler-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
  it('tells where the laptop is with each status, once in a half hour and place', () => {
    const checkIn = (LogTimestamp: string, PublicIP: string): unknown => (zscaler.map(aStatus({ LogTimestamp, PublicIP }), context) as readonly unknown[])[1];
    const first = checkIn('Mon Nov  2 18:03:27 2026', '198.51.100.23');

    expect(first).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 18), 'source.ip': '198.51.100.23', 'host.name': 'LT-7', 'user.email': 'kim@acme.example' });
    expect(checkIn('Mon Nov  2 18:29:59 2026', '198.51.100.23')).toEqual(first);
    expect(checkIn('Mon Nov  2 18:29:59 2026', '203.0.113.99')).toMatchObject({ 'source.ip': '203.0.113.99', 'event.id': expect.not.stringMatching((first as { 'event.id': string })['event.id']) });
    // A session is not there before it began.
    expect(checkIn('Mon Nov  2 14:03:29 2026', '198.51.100.23')).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(zscaler.map(aStatus({ PublicIP: '' }), context)).toHaveLength(1);
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

describe('zscaler, feeds in other forms', () => {
  const STATUS = 'Mon Nov  2 18:03:27 2026,Acme,kim@acme.example,s-1,ZPN_STATUS_AUTHENTICATED,4.5,broker2b.pdx,"cn, a",192.168.1.5,198.51.100.23,45.0,-119.0,US,2026-11-02T14:03:27.000Z,,1,2,Acme IdP,LT-7,windows,zpn_client_type_zapp,x,y';
  const CEF = (names: string, head = 'Nov 02 14:05:55 zscalernss-dns'): string => `${head} CEF:0|Zscaler|NSSDNSlog|5.7|Allow|Rule 1|3| act=Allow suser=kim@acme.example cs4=A record cs4Label=dns_reqtype cs5=Relay.Example.com cs5Label=dns_req src=198.51.100.23 spriv=Road Warrior dvchost=LT-7 ${names}`;

  it('reads a user status without a header, in the order of the templates for CSV and TSV', () => {
    for (const raw of [STATUS, STATUS.replace('"cn, a"', 'cn').replaceAll(',', '\t')]) expect(mapped(raw)).toEqual(mapped(aStatus()));
    expect(mapped(STATUS.replace('_AUTHENTICATED', '_AUTH_FAILED'))).toBe('not our business: user status ZPN_STATUS_AUTH_FAILED');
    expect(mapped('Acme,ZPN_STATUS_AUTHENTICATED,kim@acme.example')).toBe('not a Zscaler record');
  });
  it('reads a user status as the template for CSV names its log', () => {
    const named = STATUS.replace('2026,Acme', '2026 User Status zpa-lss: ,Acme');

    expect(mapped(named)).toEqual(mapped(aStatus()));
    expect(mapped(named.replace('2026-11-02T14:03:27.000Z', ''))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 18, 3, 27) });
  });
  describe('a user activity without a header', () => {
    /** A row in the order of the template; say what matters. */
    const row = ({ head = 'Mon Nov  2 14:05:42 2026 User Activity zpa-lss: ', id = 'c-1', policy = 'Staff', tail = ['Denver', '', '', '"windows"', '"LT-7"'], ip = '198.51.100.23' } = {}): string[] => [
      head, 'Acme', 's-1', id, '', 'active', '6', '0', 'kim@acme.example', '443', ip, '192.168.1.5', '45.0', '-119.0', 'US', 'broker2b.pdx', policy, 'c', 'broker2b.pdx', '192.0.2.12', '60266',
      'wiki.acme.example', 'wiki', 'apps', '0', '192.0.2.9', '443', '28', '465', '2026-11-02T14:05:40.230Z', '', '2026-11-02T14:05:40.230Z', '2026-11-02T14:05:40.231Z', ...Array<string>(10).fill(''), ...Array<string>(8).fill('7'), 'Acme IdP', '0', ...tail,
    ];

    it('is read in the order of the templates for CSV and TSV, with or without the name of its log', () => {
      const found = { ...mapped(anActivity({ Platform: 'windows' })) as object };

      for (const raw of [row().join(','), row().join('\t'), row({ head: 'Mon Nov  2 14:05:42 2026' }).join(','), row({ head: '"Mon Nov  2 14:05:42 2026"' }).join(',')]) expect(mapped(raw)).toEqual(found);
    });
    it('is read where names and the number of the connection have commas in them', () => {
      expect(mapped(row({ id: 'c-1,x', policy: 'Staff, all, and more', tail: ['Washington, D.C.', '', '', '"windows"', '"LT-7"'] }).join(','))).toMatchObject({ 'event.action': 'check-in', 'event.id': 'c-1,x', 'source.ip': '198.51.100.23', 'host.name': 'LT-7', '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 40, 230) });
    });
    it('names no laptop in the template of old, and is left', () => {
      expect(mapped(row({ tail: [] }).join(','))).toBe('not our business: user activity without laptop or address');
      expect(mapped(row({ ip: '' }).join(','))).toBe('not our business: user activity without laptop or address');
    });
    it('is no other line with a time in front', () => {
      for (const raw of ['Mon Nov  2 14:05:42 2026,Acme,a,b,c,d,e', row().slice(0, 9).join(','), `Mon Nov  2 14:05:42 2026${',x'.repeat(200_000)}`, row({ head: '2026-11-02' }).join(',')]) expect(mapped(raw)).toBe('not a Zscaler record');
    });
  });
  describe('LEEF', () => {
    const ZPA = (event: string, ...pairs: readonly string[]): string => ['LEEF:1.0|Zscaler|ZPA|4.1|', event, '|', ['cat=ZPA', `devTime=${Date.UTC(2026, 10, 2, 18, 3, 27) / 1_000}`, 'Customer=Acme', 'usrName=kim@acme.example', 'SessionID=s-1', 'src=198.51.100.23', 'srcPreNAT=192.168.1.5', ...pairs].join('\t')].join('');

    it('of Private Access tells what its JSON tells', () => {
      const status = ZPA('ZPN_STATUS_AUTHENTICATED', 'SessionStatus=ZPN_STATUS_AUTHENTICATED', 'TimestampAuthentication:iso8601=2026-11-02T14:03:27.000Z', 'identHostName=LT-7', 'Platform=windows', 'ClientType=zpn_client_type_zapp');

      expect(mapped(status)).toEqual(mapped(aStatus()));
      expect(mapped(ZPA('active', 'ConnectionID=c-1', 'ConnectionStatus=active', 'TimestampConnectionStart:iso8601=2026-11-02T14:05:40.230Z', 'identHostName=LT-7'))).toEqual(mapped(anActivity()));
      expect(mapped(ZPA('x', 'SessionStatus=y', 'Connector=c').replace('usrName=kim@acme.example\t', ''))).toBe('not our business: App Connector status');
      expect(mapped(ZPA('x', 'auditOperationType=Create').replace('Customer=Acme\t', ''))).toBe('not our business: audit');
      expect(mapped(ZPA('x'))).toBe('not our business: another log');
    });
    it('of one\'s own, with names that were looked up, is read whatever the product is called', () => {
      const own = (product: string, member: string): string => `Nov  2 14:05:55 nss LEEF:2.0|Zscaler|${product}|6|Allow|^|devTime=Nov 02 2026 14:05:55^usrName=kim@acme.example^identHostName=LT-7^${member}=Relay.Example.com.`;

      for (const raw of [own('NSS', 'dns_req'), own('our-dns', 'dnsreq'), own('NSSDNSlog', 'DNS_Query')]) {
        expect(mapped(raw)).toMatchObject({ 'event.action': 'dns-query', 'event.code': 'zscalernss-dns', 'dns.question.name': 'relay.example.com', 'host.name': 'LT-7', 'user.email': 'kim@acme.example', '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 55) });
      }
      expect(mapped(own('our-dns', 'other'))).toBe('not our business: our-dns');
    });
  });
  it('reads one with a header, in whatever order', async () => {
    const file = join(folder, 'status.csv');
    const row = aStatus();
    writeFileSync(file, `${Object.keys(row).reverse().join(',')}\n${Object.values(row).reverse().join(',')}\n`);

    expect((await runOver(zscaler, [file])).events).toEqual({ 'vpn-connected': 1, 'check-in': 1 });
  });
  it('reads names that were looked up in CEF, where a time has a year', () => {
    const found = { 'event.action': 'dns-query', 'event.code': 'zscalernss-dns', 'event.dataset': 'zscaler.zia', 'dns.question.name': 'relay.example.com', 'host.name': 'LT-7', 'user.email': 'kim@acme.example', '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 55) };

    expect(mapped(CEF('rt=Nov 02 2026 14:05:55'))).toMatchObject(found);
    expect(mapped(CEF('', '<134>1 2026-11-02T08:05:55-06:00 nss'))).toMatchObject(found);
    expect(mapped(CEF(''))).toBe('no time that can be read');
    // The feed for Microsoft Sentinel has the same names in JSON.
    expect(mapped({ sourcetype: 'zscalernss-dns', TimeGenerated: '2026-11-02 14:05:55', DeviceVendor: 'Zscaler', DeviceProduct: 'NSSDNSlog', suser: 'kim@acme.example', cs5: 'relay.example.com', cs5Label: 'dns_req', dvchost: 'LT-7' })).toMatchObject(found);
  });
  it.each([
    ['CEF:0|Zscaler|NSSWeblog|5.7|Allowed|Allowed|3|act=Allowed src=198.51.100.23 suser=kim@acme.example', 'zscalernss-web'], ['CEF:0|Zscaler|NSSFWlog|5.7|Allow|Rule|3| act=Allow', 'zscalernss-fw'],
    ['Mon Nov 02 14:05:55 UTC 2026 zscaler-nss: LEEF:1.0|Zscaler|NSS|4.1|NA|cat=Allowed\tusrName=kim@acme.example\tsrc=198.51.100.23', 'zscalernss-web'], ['CEF:0|Zscaler|<b>|1|a|b|3|act=c', 'another feed'],
  ])('counts "%s" and leaves it', (raw, kind) => expect(mapped(raw)).toBe(`not our business: ${kind}`));
  it('takes words that stand for nothing, and the name of a place, for nobody and no laptop', () => {
    const dns = (event: object): unknown => mapped({ sourcetype: 'zscalernss-dns', event: { datetime: 'Mon Nov  2 14:05:55 2026', dns_req: 'relay.example.com', user: 'kim@acme.example', location: 'Denver', ...event } });

    for (const user of ['Unknown', 'NA', 'Denver']) expect(dns({ user, devicehostname: 'NA' })).toMatchObject({ 'dns.question.name': 'relay.example.com', 'host.name': undefined });
    for (const user of ['Unknown', 'NA', 'Denver']) expect(dns({ user })).not.toHaveProperty(['user.name']);
    expect(dns({ dns_req: 'Unknown' })).toBe('no name that was looked up');
  });
  it('is not kept busy by a line without end', () => {
    expect(mapped(CEF(`rt=Nov 02 2026 14:05:55 ${'a=b '.repeat(100_000)}`))).toMatchObject({ 'event.action': 'dns-query' });
    expect(mapped(`${STATUS}${',x'.repeat(200_000)}`)).toMatchObject({ 'event.action': 'vpn-connected' });
    expect(mapped(',ZPN_STATUS_A,'.repeat(50_000))).toBe('not a Zscaler record');
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
    expect(run.events).toEqual({ 'vpn-connected': 2, 'check-in': 2, 'dns-query': 1 });
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
