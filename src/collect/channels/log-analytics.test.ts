import { afterEach, describe, expect, it } from 'vitest';
import { isoOf } from '../../core/time.ts';
import { pullSuite } from '../../../test/contract/pull.ts';
import { startStub, type Stub } from '../../../test/support/vendor-stub.ts';
import { settleAccess } from '../pull/access.ts';
import { vendorHttp } from '../pull/http.ts';
import { cisco } from '../sources/cisco/cisco.ts';
import { entraId } from '../sources/entra-id/entra-id.ts';
import { windows } from '../sources/windows/windows.ts';
import { fortigate } from '../sources/fortigate/fortigate.ts';
import { throughChannel, type Channel, type Part } from './channel.ts';
import { logAnalytics } from './log-analytics.ts';

const WORKSPACE = '00000000-aaaa-4000-8000-000000000001';
const account = (url: string) => ({ tenant: 'acme.example', client_id: 'app', client_secret: 'secret', workspace: WORKSPACE, api: url, login: url });
const QUERY = /^(\w+)\n\| where TimeGenerated > datetime\(\S+\)\n\| where ingestion_time\(\) >= datetime\((\S+)\) and ingestion_time\(\) < datetime\((\S+)\)(?:\n\| where tostring\((\w+)\) in \(("[^"]+"(?:, "[^"]+")*)\))?(?:\n\| take 20000)?$/;

/** A table of an answer: columns, and rows that have a cell for each. */
function asTable(records: readonly Readonly<Record<string, unknown>>[]): unknown {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return { name: 'PrimaryResult', columns: names.map((name) => ({ name, type: 'string' })), rows: records.map((record) => names.map((name) => record[name] ?? null)) };
}

pullSuite('Entra ID through Log Analytics', {
  source: throughChannel(logAnalytics, entraId, { places: ['SigninLogs', 'AuditLogs'], kinds: [] }),
  access: account,
  tokenPath: '/acme.example/oauth2/v2.0/token',
  row: (nth, at) => ({
    TenantId: WORKSPACE, TimeGenerated: isoOf(at), Category: 'SignInLogs', Id: `sign-in-${nth}`, CreatedDateTime: isoOf(at), UserPrincipalName: 'kim@acme.example', UserId: 'u-1', IPAddress: '198.51.100.7',
    AppDisplayName: 'Office 365', IsInteractive: true, ResultType: '0', DeviceDetail: '{"deviceId":"","operatingSystem":"Windows 11"}', Type: 'SigninLogs',
  }),
  answer({ method, path, body }, rows) {
    if (method !== 'POST' || path !== `/v1/workspaces/${WORKSPACE}/query`) return undefined;
    const [, table, from, to] = QUERY.exec((JSON.parse(body) as { query: string }).query) ?? [];
    if (table === undefined || from === undefined || to === undefined) return { status: 400 };
    const found = table === 'SigninLogs' ? rows.filter(({ seenFrom }) => seenFrom >= Date.parse(from) && seenFrom < Date.parse(to)) : [];
    return { body: { tables: [asTable(found.map(({ raw }) => raw as Record<string, unknown>))] } };
  },
});

describe('a channel of Log Analytics', () => {
  const NOW = Date.UTC(2026, 10, 16, 12);
  const open: Stub[] = [];
  afterEach(async () => {
    for (const stub of open.splice(0)) await stub.close();
  });

  async function pagesOf(answer: (query: string) => unknown, part: Part = { places: ['SigninLogs'], kinds: [] }) {
    const stub = await startStub(({ path, body }) => ({ body: path.endsWith('/token') ? { access_token: 'token', expires_in: 3600 } : answer((JSON.parse(body) as { query: string }).query) }));
    open.push(stub);
    const http = vendorHttp({ source: 'sentinel/entra-id', now: () => NOW, random: () => 0, sleep: async () => {} });
    const access = { ...settleAccess(logAnalytics.access, {}).texts, ...account(stub.url) };
    return Array.fromAsync(logAnalytics.pages(undefined, { access, options: {}, http, since: NOW - 60_000, now: () => NOW }, part));
  }

  it('asks for half as long a time where an answer would be too large', async () => {
    const asked: number[] = [];
    const pages = await pagesOf((query) => {
      const [, , from, to] = QUERY.exec(query)!;
      const seconds = (Date.parse(to!) - Date.parse(from!)) / 1000;
      asked.push(seconds);
      return seconds > 30 ? { tables: [asTable([{ Id: 'part' }])], error: { code: 'PartialError', details: [{ innererror: { message: 'E_QUERY_RESULT_SET_TOO_LARGE' } }] } } : { tables: [asTable([{ Id: String(seconds) }])] };
    });

    expect(asked).toEqual([60, 30, 30]);
    expect(pages.flatMap(({ records }) => records)).toEqual([{ Id: '30' }, { Id: '30' }]);
  });
  it('takes nothing of an answer that lacks rows for another reason', async () => {
    await expect(pagesOf(() => ({ tables: [asTable([{ Id: 'part' }])], error: { code: 'PartialError', message: 'a shard is away' } }))).rejects.toMatchObject({ code: 'source.away', message: expect.stringContaining('PartialError') });
  });
  it('asks for the rows of one vendor alone', async () => {
    const queries: string[] = [];
    await pagesOf((query) => (queries.push(query), { tables: [asTable([])] }), { places: ['CommonSecurityLog'], kinds: ['Fortinet', 'Palo Alto Networks'] });

    expect(QUERY.exec(queries[0]!)).toMatchObject({ 1: 'CommonSecurityLog', 4: 'DeviceVendor', 5: '"Fortinet", "Palo Alto Networks"' });
  });
  it('remembers each table by itself', async () => {
    const pages = await pagesOf(() => ({ tables: [asTable([])] }), { places: ['SigninLogs', 'AuditLogs'], kinds: [] });

    expect(pages.map(({ cursor }) => cursor)).toEqual([{ SigninLogs: isoOf(NOW) }, { SigninLogs: isoOf(NOW), AuditLogs: isoOf(NOW) }]);
  });

  const context = { settings: {}, options: { zone: 'UTC', year: '' } };
  const through = async (source: typeof cisco | typeof fortigate, row: unknown): Promise<unknown> => {
    const one: Channel = { ...logAnalytics, async* pages() { yield { records: [row], cursor: {} }; } };
    const channelled = throughChannel(one, source, { places: ['Syslog'], kinds: [] });
    const [page] = await Array.fromAsync(channelled.pull!.pages(undefined, {} as never));
    return channelled.map(page!.records[0], context as never);
  };

  it.each([
    ['where the tag was taken for a program', { ProcessName: '%ASA-6-722022', SyslogMessage: 'Group <GroupPolicy_VPN> User <kim> IP <198.51.100.7> TCP SVC connection established without compression' }],
    ['where the tag stayed in the message', { ProcessName: 'fw-1', SyslogMessage: '%ASA-6-722022: Group <GroupPolicy_VPN> User <kim> IP <198.51.100.7> TCP SVC connection established without compression' }],
  ])('reads rows of syslog as the line that was received, %s', async (_, own) => {
    expect(await through(cisco, { Type: 'Syslog', TimeGenerated: '2026-11-02T15:03:27.4Z', HostName: 'fw-1', Facility: 'local4', ...own })).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 2, 15, 3, 27, 400), 'event.action': 'vpn-connected', 'user.name': 'kim', 'source.ip': '198.51.100.7' }]);
  });
  it('keeps together what belongs to a Windows event', async () => {
    const row = { Type: 'WindowsEvent', TimeGenerated: '2026-11-02T15:03:27.4Z', Channel: 'Security', Provider: 'Microsoft-Windows-Security-Auditing', Computer: 'LT-7', EventID: 4624, EventRecordId: '77', EventData: '{"LogonType":"10","TargetUserName":"kim","TargetDomainName":"ACME","IpAddress":"198.51.100.7","TargetLogonId":"0x77"}' };
    const [page] = await pagesOf(() => ({ tables: [{ columns: Object.keys(row).map((name) => ({ name, type: name === 'EventData' ? 'dynamic' : 'string' })), rows: [Object.values(row)] }] }), { places: ['WindowsEvent'], kinds: [] });

    expect(windows.map(page!.records[0], { settings: { handOverMin: 5 }, options: {} })).toMatchObject([{ 'event.action': 'session-connected', 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.7', 'host.name': 'LT-7' }]);
  });
  it('reads rows of CEF as the line that was sent', async () => {
    const row = {
      Type: 'CommonSecurityLog', TimeGenerated: '2026-11-02T15:03:27.4Z', DeviceVendor: 'Fortinet', DeviceProduct: 'Fortigate', DeviceVersion: 'v7.4.1', DeviceEventClassID: '0101039424', Activity: 'event:vpn tunnel-up', LogSeverity: '3',
      DeviceAction: 'tunnel-up', DeviceEventCategory: 'event:vpn', SourceUserName: 'kim', DeviceExternalID: 'FGT60F0000000001',
      AdditionalExtensions: 'FTNTFGTlogid=0101039424;FTNTFGTeventtime=1793631807000000000;FTNTFGTtz=+0000;FTNTFGTremip=198.51.100.7;FTNTFGTtunneltype=ssl-tunnel;FTNTFGTtunnelid=7',
    };

    expect(await through(fortigate, row)).toMatchObject([{ 'event.action': 'vpn-connected', 'user.name': 'kim', 'source.ip': '198.51.100.7' }]);
  });
});
