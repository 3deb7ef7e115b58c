import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { commonFields, crowdstrike } from './crowdstrike.ts';
import { falconRecord } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const context = { settings: {}, options: {}, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) };

/** An event of a sensor; say what matters. */
function anEvent(event_simpleName: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { event_simpleName, aid: 'a1', cid: 'c1', aip: '198.51.100.23', id: 'e-1', timestamp: '1793628207441', ...more };
}

function mapped(raw: unknown, inside: Parameters<typeof crowdstrike.map>[1] = context): unknown {
  const found = crowdstrike.map(raw, inside);
  return isRejected(found) ? found.rejected : found[0];
}

describe('crowdstrike, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(crowdstrike, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('crowdstrike, programs and names', () => {
  const program = { ImageFileName: '\\Device\\HarddiskVolume3\\Tools\\tool.exe', CommandLine: 'tool.exe --quiet', UserSid: 'S-1-5-21-1-2-3-1001' };

  it.each(['ProcessRollup2', 'SyntheticProcessRollup2'])('takes %s for a program that started', (name) => {
    expect(mapped(anEvent(name, program))).toMatchObject({ 'event.action': 'process-started', 'process.executable': program.ImageFileName, 'process.name': 'tool.exe', 'process.command_line': 'tool.exe --quiet', 'user.id': 'S-1-5-21-1-2-3-1001', 'host.id': 'a1' });
  });
  it('names a program of a Mac', () => expect(mapped(anEvent('ProcessRollup2', { ImageFileName: '/usr/bin/plutil' }))).toMatchObject({ 'process.name': 'plutil' }));
  it.each(['S-1-5-18', 'S-1-5-19', 'S-1-5-20', undefined])('takes %s for no person', (UserSid) => {
    expect(Object.keys(mapped(anEvent('ProcessRollup2', { ...program, UserSid })) as object).filter((name) => name.startsWith('user.'))).toEqual([]);
  });
  it('does not take the address of the laptop for that of a program', () => expect(mapped(anEvent('ProcessRollup2', program))).not.toHaveProperty(['source.ip']));
  it('writes names alike', () => expect(mapped(anEvent('DnsRequest', { DomainName: 'Relay.Example.COM.', ContextBaseFileName: 'tool.exe' }))).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com', 'process.name': 'tool.exe' }));
  it('rejects what names nothing', () => {
    expect([mapped(anEvent('ProcessRollup2')), mapped(anEvent('DnsRequest')), mapped(anEvent('DcUsbDeviceConnected')), mapped(anEvent('SensorHeartbeat', { aip: '' }))]).toEqual(['no program named', 'no DomainName', 'no device named', 'no address']);
  });
});

describe('crowdstrike, applications', () => {
  it('tells what is installed, and not what was removed', () => {
    const about = { AppName: 'AnyDesk', AppVendor: 'AnyDesk Software', AppVersion: '8.0', InstallDate: '1793000000' };

    expect(mapped(anEvent('InstalledApplication', { ...about, UpdateFlag: '0' }))).toMatchObject({ 'event.action': 'software-present', 'package.name': 'AnyDesk', 'package.version': '8.0' });
    expect(mapped(anEvent('InstalledApplication', { ...about, UpdateFlag: '1' }))).toBe('not our business: InstalledApplication, which was removed');
    expect(mapped(anEvent('InstalledApplication'))).toBe('no application named');
  });
});

describe('crowdstrike, rows of a search', () => {
  it('names a program by folder and file where its image was left out', () => {
    const row = { '#event_simpleName': 'ProcessRollup2', '@timestamp': '2026-11-02T14:03:27.441Z', 'aid': 'a-1', 'FileName': 'tool.exe', 'FilePath': '\\Device\\HarddiskVolume3\\Tools\\' };

    expect(mapped(row)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'process.executable': '\\Device\\HarddiskVolume3\\Tools\\tool.exe', 'process.name': 'tool.exe' });
  });
});

describe('crowdstrike, devices and places', () => {
  it('reads a USB device', () => {
    expect(mapped(anEvent('DcUsbDeviceConnected', { DeviceInstanceId: 'USB\\VID_1234&PID_5678\\ABC', DeviceManufacturer: 'Example', DeviceProduct: 'Keyboard', DevicePropertyClassName: 'Keyboard' }))).toMatchObject({
      'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '1234', 'farmwatch.usb.product_id': '5678', 'farmwatch.usb.serial': 'ABC', 'farmwatch.usb.classes': ['hid-keyboard'], 'farmwatch.usb.manufacturer': 'Example',
    });
    expect(mapped(anEvent('DcUsbDeviceConnected', { DeviceInstanceId: '4295032833', DeviceVendorId: '1133', DeviceProductId: '49948' }))).toMatchObject({ 'farmwatch.usb.vendor_id': '046d', 'farmwatch.usb.product_id': 'c31c' });
    expect(mapped(anEvent('DcUsbDeviceConnected', { DeviceProduct: 'Drive' }))).toMatchObject({ 'farmwatch.usb.product': 'Drive', 'farmwatch.usb.vendor_id': undefined });
  });
  it.each(['SensorHeartbeat', 'AgentOnline'])('takes %s for a check-in from where the cloud sees it', (name) => {
    expect(mapped(anEvent(name))).toMatchObject({ 'event.action': 'check-in', 'source.ip': '198.51.100.23', 'host.id': 'a1' });
  });
  it('takes the inventory of laptops for a check-in that names it, and not the place of its address for its clock', () => {
    const draft = mapped({ aid: 'a1', cid: 'c1', ComputerName: 'LT-7', AgentVersion: '6', aip: '198.51.100.23', Time: '1793628207.4', Timezone: 'America/New York', City: 'Toronto' }) as object;

    expect(draft).toMatchObject({ 'event.action': 'check-in', 'host.id': 'a1', 'host.name': 'LT-7', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 400) });
    expect(JSON.stringify(draft)).not.toMatch(/New York|Toronto/);
  });
  it('turns the router into a token, and keeps no hardware address', () => {
    const raw = { aid: 'a1', cid: 'c1', GatewayMAC: '00-1A-2B-3C-4D-5E', GatewayIP: '192.168.1.1', InterfaceAlias: 'Wi-Fi', MAC: '70-BD-0C-00-00-01', LocalAddressIP4: '192.168.1.20', _time: '1793628207.4' };

    expect(mapped(raw)).toMatchObject({ 'event.action': 'check-in', 'farmwatch.net.gateway_mac_token': tokenOf(KEY, 'mac', '00:1a:2b:3c:4d:5e') });
    for (const inside of [context, { settings: {}, options: {} }]) expect(JSON.stringify(mapped(raw, inside))).not.toMatch(/1A-2B|70-BD|192\.168/i);
    expect(mapped({ ...raw, GatewayMAC: '' })).toBe('not our business: managedassets, an interface without a router');
  });
});

describe('crowdstrike, remote sessions', () => {
  const logon = { LogonType: '10', UserName: 'kim', LogonDomain: 'ACME', UserSid: 'S-1-5-21-1-2-3-1001', UserPrincipal: 'kim@acme.example', RemoteAddressIP4: '203.0.113.9', ClientComputerName: 'HOME-PC', ComputerName: 'LT-7', event_platform: 'Win' };

  it.each([['UserLogon', 'success'], ['UserLogonFailed', 'failure'], ['UserLogonFailed2', 'failure']])('takes a remote %s for a session that was opened, with outcome %s', (name, outcome) => {
    expect(mapped(anEvent(name, logon))).toMatchObject({
      'event.action': 'session-connected', 'event.outcome': outcome, 'user.name': 'ACME\\kim', 'user.id': 'S-1-5-21-1-2-3-1001', 'user.email': 'kim@acme.example', 'source.ip': '203.0.113.9', 'source.domain': 'HOME-PC',
      'farmwatch.remote.protocol': 'rdp', 'farmwatch.remote.direction': 'incoming', 'host.id': 'a1', 'host.name': 'LT-7',
    });
  });
  it('takes an unlock from a far address for a session that was taken up again', () => {
    expect(mapped(anEvent('UserLogon', { ...logon, LogonType: '7' }))).toMatchObject({ 'event.action': 'session-connected' });
    expect(mapped(anEvent('UserLogon', { ...logon, LogonType: '7', RemoteAddressIP4: '127.0.0.1' }))).toBe('not our business: UserLogon of type 7');
  });
  it.each(['2', '3', '5', undefined])('leaves a logon of type %s', (LogonType) => expect(mapped(anEvent('UserLogon', { ...logon, LogonType }))).toBe(`not our business: UserLogon of type ${LogonType ?? 'unknown'}`));
  it('takes the laptop itself for no other machine, and services for no people', () => {
    expect(mapped(anEvent('UserLogon', { ...logon, ClientComputerName: 'lt-7' }))).toMatchObject({ 'source.domain': undefined });
    expect(mapped(anEvent('UserLogon', { ...logon, UserSid: 'S-1-5-90-0-3', UserName: 'DWM-3' }))).toBe('not our business: UserLogon of a machine');
  });
  it('reads numbers as exports of a search call them', () => expect(mapped(anEvent('UserLogon', { ...logon, LogonType: undefined, LogonType_decimal: 10 }))).toMatchObject({ 'event.action': 'session-connected' }));
});

describe('crowdstrike, the list of hosts', () => {
  const host = { device_id: 'd1', cid: 'c1', agent_version: '7', hostname: 'LT-7', external_ip: '198.51.100.23', local_ip: '192.168.1.20', mac_address: '70-bd-0c-00-00-01', serial_number: 'C02ABC', platform_name: 'Mac', os_version: 'Ventura (13)', last_seen: '2026-11-02T14:03:27Z', last_login_user: 'lee' };

  it('takes a host for a check-in with serial number, and nobody for being there', () => {
    const draft = mapped(host) as object;

    expect(draft).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'host.id': 'd1', 'host.name': 'LT-7', 'device.serial_number': 'C02ABC', 'source.ip': '198.51.100.23', 'host.os.full': 'Mac Ventura (13)' });
    expect(JSON.stringify(draft)).not.toMatch(/lee|70-bd|192\.168/);
  });
  it('reads an answer of the API', async () => {
    expect([...unwrap({ meta: { query_time: 0.1 }, resources: [host, host] }, crowdstrike.recognises)]).toEqual([host, host]);
  });
  it('says the platform once', () => expect(mapped({ ...host, platform_name: 'Windows', os_version: 'Windows 11' })).toMatchObject({ 'host.os.full': 'Windows 11' }));
  it('leaves phones', () => expect(mapped({ ...host, platform_name: 'iOS' })).toBe('not our business: a phone or tablet'));
});

describe('crowdstrike, clocks', () => {
  const at = (more: Readonly<Record<string, unknown>>): unknown => (mapped(anEvent('DnsRequest', { DomainName: 'x.example', ...more })) as Record<string, unknown>)['@timestamp'];
  const cloud = Date.UTC(2026, 10, 2, 14, 3, 27, 441);

  it('takes the time at the laptop, also where it was offline since', () => expect(at({ ContextTimeStamp: '1793620800.25' })).toBe(Date.UTC(2026, 10, 2, 12, 0, 0, 250)));
  it('takes the time in the cloud where the laptop has none, or a clock that is ahead', () => expect([at({}), at({ ContextTimeStamp: '1793629999.0' })]).toEqual([cloud, cloud]));
  it('says where there is no time', () => expect(mapped(anEvent('DnsRequest', { DomainName: 'x.example', timestamp: 'soon' }))).toBe('no time that can be read'));
});

describe('crowdstrike, other records', () => {
  it('opens an event that a collector keeps below its members', () => {
    const event = anEvent('DnsRequest', { DomainName: 'x.example' });

    expect(mapped({ aid: 'a1', event_simplename: 'ProcessRollup2', event })).toEqual(mapped(event));
  });
  it.each(['EndOfProcess', 'NetworkConnectIP4', 'ProcessRollup2Stats', 'UserLogoff'])('counts %s and leaves it', (name) => expect(mapped(anEvent(name))).toBe(`not our business: ${name}`));
  it('counts alerts, sign-ins to the console and inventory, and leaves them', () => {
    expect(mapped({ metadata: { eventType: 'AuthActivityAuditEvent', customerIDString: 'c1' }, event: { UserId: 'x' } })).toBe('not our business: AuthActivityAuditEvent');
    expect(mapped({ metadata: { eventType: 'Vertex' }, event: { device_id: 'd1', vertex_type: 'device' } })).toBe('not our business: Vertex');
    expect(mapped({ cid: 'c1', NeighborName: 'x', ComputerName: 'PRINTER' })).toBe('not our business: notmanaged');
    expect(mapped({ cid: 'c1', aid: 'a1', assessments: {} })).toBe('not our business: zerotrust');
    expect(mapped({ cid: 'c1', _time: '1793628184.5', UserSid_readable: 'S-1-5-21-1-2-3-1001', LogonType: 'Interactive', LastLoggedOnHost: 'LT-7' })).toBe('not our business: userinfo');
    expect(mapped({ cid: 'c1', _time: '1793628184.5', SHA256HashData: '00', FileName: 'tool.exe', detectioncount: 0 })).toBe('not our business: appinfo');
    expect(mapped(anEvent('<b>'))).toBe('not our business: unnamed');
  });
  it('says what it cannot read', () => {
    expect(mapped('CEF:0|CrowdStrike|FalconHost|1.0|userAuthenticate|userAuthenticate|1|cat=AuthActivityAuditEvent duser=kim@acme.example outcome=true rt=1793628207000')).toBe('not our business: AuthActivityAuditEvent');
    expect(mapped('CEF:0|CrowdStrike|FalconHost|1.0|<b>|x|1|rt=1')).toBe('not our business: unnamed');
    for (const raw of ['text', null, 7, [], {}, { event_simpleName: 'x' }, { cid: 'c1' }, { event: 7 }]) expect(mapped(raw)).toBe('not a CrowdStrike record');
  });
});

describe('crowdstrike, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(crowdstrike, sampleFiles('crowdstrike'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(100);
    expect(run.events).toEqual({ 'process-started': 35, 'dns-query': 2, 'check-in': 3 });
    // Counts that another product made of such records, per machine and file.
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['not a CrowdStrike record']);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(crowdstrike, sampleFiles('crowdstrike'));

    const table = agreement(judged, (raw) => {
      const record = falconRecord(raw)!;
      // The neighbours of laptops have times of their own, which we never read.
      if (record.kind === 'notmanaged') return undefined;
      const draft = crowdstrike.map(raw, context);
      return { ...commonFields(record), ...(isRejected(draft) ? {} : draft[0]!) };
      // They take the time in the cloud, which is later: see the page.
    }, (field, { raw }, mine, their) => field === 'time' && mine < their && their === new Date(Number((raw as { timestamp?: string }).timestamp)).toISOString().slice(0, 19));

    expect(table.time.both).toBeGreaterThan(20);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
