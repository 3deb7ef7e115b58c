import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { accountOf, commonFields, defender, outcomeOf } from './defender.ts';
import { huntingRow, isHeader } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A row of a table as a streaming export sends it; say what matters. */
function aRow(table: string, ActionType: string | undefined, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { time: '2026-11-02T14:06:00Z', category: `AdvancedHunting-${table}`, properties: { DeviceId: 'd1', DeviceName: 'lt-7.acme.example', ReportId: 7, Timestamp: '2026-11-02T14:03:27.4411234Z', ActionType, ...more } };
}

/** The same with a JSON text of additional fields. */
function aDeviceEvent(ActionType: string, additional: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return aRow('DeviceEvents', ActionType, { AdditionalFields: JSON.stringify(additional) });
}

function mapped(raw: unknown): unknown {
  const found = defender.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('defender, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(defender, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('defender, machines of the API', () => {
  const machine = {
    id: 'd1', computerDnsName: 'lt-7.acme.example', firstSeen: '2026-10-01T08:00:00Z', lastSeen: '2026-11-02T14:03:27.4411234Z', osPlatform: 'Windows11', osVersion: null, version: '23H2', lastIpAddress: '192.168.1.20',
    lastExternalIpAddress: '198.51.100.23', healthStatus: 'Active', onboardingStatus: 'Onboarded', aadDeviceId: 'e-1', ipAddresses: [{ ipAddress: '192.168.1.20', macAddress: '70BD0C000001' }],
  };

  it('takes one for a check-in from where the cloud saw it last', () => {
    const draft = mapped(machine) as object;

    expect(draft).toMatchObject({
      'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'event.id': 'machine/d1/2026-11-02T14:03:27.4411234Z', 'host.id': 'd1', 'host.name': 'lt-7.acme.example', 'device.id': 'e-1',
      'source.ip': '198.51.100.23', 'host.os.full': 'Windows11 23H2',
    });
    expect(JSON.stringify(draft)).not.toMatch(/70BD|192\.168/);
  });
  it('leaves phones, there and among the rows', () => {
    for (const raw of [{ ...machine, osPlatform: 'Android' }, aRow('DeviceInfo', undefined, { OSPlatform: 'iOS', PublicIP: '198.51.100.23' })]) expect(mapped(raw)).toBe('not our business: a phone or tablet');
  });
});

describe('defender, installed software', () => {
  const software = { DeviceId: 'd1', DeviceName: 'lt-7.acme.example', OSPlatform: 'Windows11', SoftwareVendor: 'anydesk', SoftwareName: 'any_desk', SoftwareVersion: '8.0.9', EndOfSupportStatus: '' };

  it('is there when the row was sent, or when the query says', () => {
    const wanted = { 'event.action': 'software-present', 'package.name': 'any desk', 'package.version': '8.0.9', 'host.id': 'd1', 'host.name': 'lt-7.acme.example', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) };

    expect(mapped({ category: 'AdvancedHunting-DeviceTvmSoftwareInventory', time: '2026-11-02T14:03:27Z', properties: software })).toMatchObject(wanted);
    expect(mapped({ ...software, Type: 'DeviceTvmSoftwareInventory', TimeGenerated: '2026-11-02T14:03:27Z' })).toMatchObject(wanted);
    expect(mapped({ ...software, Timestamp: '2026-11-02T14:03:27Z' })).toMatchObject(wanted);
    expect(isHeader(Object.keys(software))).toBe(true);
  });
  it('is told by the interface with the day on which it was first seen', () => {
    expect(mapped({ deviceId: 'd1', deviceName: 'lt-7', osPlatform: 'Windows11', softwareVendor: 'anydesk', softwareName: 'anydesk', softwareVersion: '8.0.9', softwareFirstSeenTimestamp: '2026-11-02 14:03:27', numberOfWeaknesses: 0 })).toMatchObject({ 'package.name': 'anydesk', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
  });
  it('says what is missing, and leaves phones and weaknesses', () => {
    expect(mapped(software)).toMatch(/^no time: a row of DeviceTvmSoftwareInventory has none; add .* to the query$/);
    expect(mapped({ ...software, OSPlatform: 'iOS' })).toBe('not our business: a phone or tablet');
    expect(mapped({ ...software, CveId: 'CVE-2026-1' })).toBe('not our business: DeviceTvmSoftwareVulnerabilities');
  });
});

describe('defender, remote sessions', () => {
  const logon = { LogonType: 'RemoteInteractive', AccountName: 'kim', AccountDomain: 'acme', AccountSid: 'S-1-5-21-1-2-3-1001', RemoteIP: '198.51.100.23', RemoteDeviceName: 'DESK-9' };

  it('tells who drives the laptop, from where', () => {
    expect(mapped(aRow('DeviceLogonEvents', 'LogonSuccess', logon))).toMatchObject({
      'event.action': 'session-connected', 'event.outcome': 'success', 'farmwatch.remote.protocol': 'rdp', 'farmwatch.remote.direction': 'incoming', 'source.ip': '198.51.100.23', 'source.domain': 'DESK-9',
      'user.name': 'acme\\kim', 'user.domain': 'acme', 'user.id': 'S-1-5-21-1-2-3-1001', 'host.id': 'd1', 'host.name': 'lt-7.acme.example', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441),
    });
  });
  it.each([['LogonFailed', 'failure'], ['LogonAttempted', 'unknown']])('reads %s as %s', (action, outcome) => expect(mapped(aRow('DeviceLogonEvents', action, logon))).toMatchObject({ 'event.outcome': outcome }));
  it('takes a session up again only from a far address', () => {
    expect(mapped(aRow('DeviceLogonEvents', 'LogonSuccess', { ...logon, LogonType: 'Unlock' }))).toMatchObject({ 'event.action': 'session-connected' });
    for (const RemoteIP of ['', '127.0.0.1', '-', '::1', undefined]) expect(mapped(aRow('DeviceLogonEvents', 'LogonSuccess', { ...logon, LogonType: 'Unlock', RemoteIP }))).toBe('not our business: DeviceLogonEvents of type Unlock');
  });
  it.each(['Interactive', 'Network', 'Batch', 'Service', '<b>'])('leaves a logon of type %s', (LogonType) => expect(mapped(aRow('DeviceLogonEvents', 'LogonSuccess', { ...logon, LogonType }))).toBe(`not our business: DeviceLogonEvents of type ${LogonType === '<b>' ? 'unknown' : LogonType}`));
  it('names no machine as a person', () => expect(mapped(aRow('DeviceLogonEvents', 'LogonSuccess', { ...logon, AccountName: 'LT-7$', AccountSid: undefined }))).toBe('no user'));
});

describe('defender, programs and names', () => {
  const program = { FileName: 'tool.exe', FolderPath: 'C:\\Tools\\tool.exe', ProcessCommandLine: 'tool.exe -q', ProcessVersionInfoOriginalFileName: 'AnyDesk.exe', AccountName: 'kim', AccountDomain: 'acme', AccountUpn: 'kim@acme.example', InitiatingProcessFileName: 'explorer.exe' };

  it('takes the program that was started, by its own account', () => {
    expect(mapped(aRow('DeviceProcessEvents', 'ProcessCreated', program))).toMatchObject({
      'event.action': 'process-started', 'process.name': 'tool.exe', 'process.executable': 'C:\\Tools\\tool.exe', 'process.command_line': 'tool.exe -q', 'process.pe.original_file_name': 'AnyDesk.exe', 'user.email': 'kim@acme.example',
    });
  });
  it.each([{ AccountName: 'system', AccountSid: 'S-1-5-18' }, { AccountName: 'LT-7$' }, { AccountName: 'root', AccountDomain: 'host' }])('takes %j for no person', (account) => {
    expect(Object.keys(mapped(aRow('DeviceProcessEvents', 'ProcessCreated', { ...program, ...account })) as object).filter((name) => name.startsWith('user.'))).toEqual([]);
  });
  it.each([['relay.example.com', 'relay.example.com'], ['https://Relay.Example.com:443/x?y', 'relay.example.com'], ['relay.example.com.', 'relay.example.com'], ['relay.example.com:443', 'relay.example.com']])('reads the name in %s', (RemoteUrl, name) => {
    expect(mapped(aRow('DeviceNetworkEvents', 'ConnectionSuccess', { RemoteIP: '203.0.113.5', RemoteUrl, InitiatingProcessFileName: 'tool.exe' }))).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': name, 'process.name': 'tool.exe' });
  });
  it.each(['203.0.113.5', 'https://203.0.113.5/', '', undefined, 'no name'])('reads no name in %s', (RemoteUrl) => {
    expect(mapped(aRow('DeviceNetworkEvents', 'ConnectionSuccess', { RemoteIP: '203.0.113.5', RemoteUrl }))).toBe('not our business: DeviceNetworkEvents ConnectionSuccess without a name');
  });
  it.each([['DnsConnectionInspected', 'query'], ['HttpConnectionInspected', 'host'], ['SslConnectionInspected', 'server_name']])('reads the name in a packet, of %s as %s', (action, member) => {
    const row = (more: object): unknown => mapped(aRow('DeviceNetworkEvents', action, { RemoteIP: '203.0.113.5', AdditionalFields: JSON.stringify({ direction: 'Out', ...more }) }));

    expect(row({ [member]: 'Relay.example.com' })).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com', 'process.name': undefined });
    expect(row({ [member]: 'relay.example.com', direction: 'In' })).toBe(`not our business: DeviceNetworkEvents ${action} coming in`);
    expect(row({})).toBe(`not our business: DeviceNetworkEvents ${action} without a name`);
  });
  it('leaves what others did to the laptop', () => expect(mapped(aRow('DeviceNetworkEvents', 'InboundConnectionAccepted', { RemoteUrl: 'x.example.com' }))).toBe('not our business: DeviceNetworkEvents InboundConnectionAccepted'));
  it('does not take the far address of a connection for the laptop\'s', () => expect(mapped(aRow('DeviceNetworkEvents', 'ConnectionSuccess', { RemoteIP: '203.0.113.5', RemoteUrl: 'x.example.com' }))).not.toHaveProperty(['source.ip']));
  it('reads answers to look-ups', () => {
    expect(mapped(aDeviceEvent('DnsQueryResponse', { DnsQueryString: 'relay.example.com' }))).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com' });
    expect(mapped(aDeviceEvent('DnsQueryResponse', {}))).toBe('no name that was looked up');
  });
  it('is not kept busy by a name without end', () => expect(mapped(aRow('DeviceNetworkEvents', 'ConnectionSuccess', { RemoteUrl: 'a.'.repeat(50_000) }))).toContain('without a name'));
});

describe('defender, devices', () => {
  it('reads what is plugged in', () => {
    expect(mapped(aDeviceEvent('PnpDeviceConnected', { ClassName: 'Mouse', DeviceId: 'USB\\VID_046D&PID_C077\\ABC123', DeviceDescription: 'Mouse', VendorIds: ['USB\\Class_03&SubClass_01&Prot_02'] }))).toMatchObject({
      'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '046d', 'farmwatch.usb.product_id': 'c077', 'farmwatch.usb.serial': 'ABC123', 'farmwatch.usb.classes': ['hid-pointer'],
    });
    expect(mapped(aDeviceEvent('UsbDriveMounted', { ProductName: 'Stick', Manufacturer: 'Example', SerialNumber: 'AA01' }))).toMatchObject({ 'farmwatch.usb.product': 'Stick', 'farmwatch.usb.serial': 'AA01', 'farmwatch.usb.classes': ['mass-storage'] });
  });
  it('leaves what hangs on no USB port, and rejects what is not named', () => {
    expect(mapped(aDeviceEvent('PnpDeviceConnected', { DeviceId: 'SWD\\MMDEVAPI\\{0}' }))).toBe('not our business: PnpDeviceConnected on no USB port');
    expect([mapped(aDeviceEvent('PnpDeviceConnected', {})), mapped(aDeviceEvent('UsbDriveMounted', {})), mapped(aRow('DeviceEvents', 'PnpDeviceConnected', { AdditionalFields: 'not JSON' }))]).toEqual(['no device named', 'no device named', 'no device named']);
  });
  it('tells from which address a laptop reports', () => {
    expect(mapped(aRow('DeviceInfo', undefined, { PublicIP: '198.51.100.40', AadDeviceId: 'aad-1', OSPlatform: 'Windows11' }))).toMatchObject({ 'event.action': 'check-in', 'source.ip': '198.51.100.40', 'device.id': 'aad-1', 'host.os.full': 'Windows11' });
    expect(mapped(aRow('DeviceInfo', undefined, { OSPlatform: 'Windows11' }))).toBe('no address');
  });
});

describe('defender, times', () => {
  it.each([['Nov 2, 2026 2:03:27 PM', ''], ['11/2/2026 2:03:27.000 PM', 'month-first']])('reads %s as the portal shows it', (Timestamp, dates) => {
    const row = { Timestamp, DeviceId: 'd-1', DeviceName: 'lt-7', ReportId: '7', PublicIP: '198.51.100.7' };

    expect(defender.map(row, { ...context, options: { dates } })).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'source.ip': '198.51.100.7' }]);
    expect(defender.map({ ...row, Timestamp: '11/2/2026 2:03:27 PM' }, context)).toHaveProperty('rejected', expect.stringContaining('option dates'));
  });
});

describe('defender, rows', () => {
  it('knows the table of a row that does not name it', () => {
    const flat = (raw: Record<string, unknown>): unknown => raw['properties'];

    expect(huntingRow(flat(aRow('', 'LogonSuccess', { LogonType: 'Network' })))!.table).toBe('DeviceLogonEvents');
    expect(huntingRow(flat(aRow('', 'ProcessCreated', { ProcessCommandLine: 'x' })))!.table).toBe('DeviceProcessEvents');
    expect(huntingRow(flat(aRow('', 'ConnectionSuccess', { RemoteIP: '203.0.113.5' })))!.table).toBe('DeviceNetworkEvents');
    expect(huntingRow(flat(aRow('', 'PnpDeviceConnected')))!.table).toBe('DeviceEvents');
    expect(huntingRow(flat(aRow('', undefined, { PublicIP: '198.51.100.40' })))!.table).toBe('DeviceInfo');
  });
  it.each([
    ['IdentityLogonEvents', { Application: 'Active Directory', LogonType: 'Interactive', AccountUpn: 'kim@acme.example', DeviceName: 'lt-7' }],
    ['CloudAppEvents', { Application: 'Microsoft Exchange Online', RawEventData: {}, AccountObjectId: 'o' }], ['IdentityQueryEvents', { Application: 'Active Directory', QueryType: 'DNS' }],
    ['IdentityDirectoryEvents', { Application: 'Active Directory', AccountUpn: 'kim@acme.example' }], ['EmailEvents', { NetworkMessageId: 'm' }], ['EntraIdSignInEvents', { Application: 'x', ErrorCode: 0, CorrelationId: 'c', AccountObjectId: 'o' }],
  ])('counts a row of %s that names neither its table nor a laptop', (table, more) => {
    expect(mapped({ Timestamp: '2026-11-02T14:03:27Z', ReportId: 'r', ActionType: 'LogonSuccess', ...more })).toBe(`not our business: ${table}`);
    expect(isHeader(['Timestamp', 'ReportId', 'ActionType', ...Object.keys(more)])).toBe(true);
  });
  it('tells two rows with one report number apart', () => {
    const idOf = (raw: unknown): unknown => (mapped(raw) as Record<string, unknown>)['event.id'];
    const info = (more: Readonly<Record<string, unknown>>): unknown => aRow('DeviceInfo', undefined, { PublicIP: '198.51.100.40', ...more });

    expect(idOf(info({}))).toBe(idOf(info({ OSPlatform: 'Windows11' })));
    expect(new Set([info({}), info({ DeviceId: 'd2' }), info({ Timestamp: '2026-11-02T15:03:27Z' }), info({ ReportId: 8 })].map(idOf)).size).toBe(4);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { category: 'SignInLogs', properties: {} }, { DeviceId: 'x' }]) expect(mapped(raw)).toBe('not a Defender record');
    expect(mapped({ category: 'AdvancedHunting-DeviceInfo', properties: { PublicIP: '198.51.100.40', Timestamp: 'soon' } })).toBe('no time that can be read');
    expect(mapped(aRow('DeviceFileEvents', 'FileCreated'))).toBe('not our business: DeviceFileEvents FileCreated');
    expect(mapped(aRow('EmailEvents', '<b>'))).toBe('not our business: EmailEvents');
  });
});

describe('defender, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(defender, sampleFiles('microsoft-defender'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(50);
    expect(run.events['process-started']).toBe(2);
    expect(run.events['check-in']).toBe(1);
    expect(run.events['usb-present']).toBe(1);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(defender, sampleFiles('microsoft-defender'));

    // Every row of a laptop, because few samples are our business.
    const table = agreement(judged, (raw) => {
      const row = huntingRow(raw);
      if (!row?.table.startsWith('Device')) return undefined;
      const draft = defender.map(raw, context);
      const common = commonFields(row);
      return isRejected(common) ? undefined : {
        ...common,
        ...(/^Device(Logon|Process)Events$/.test(row.table) ? accountOf(row) : {}),
        ...(row.table === 'DeviceLogonEvents' ? { 'event.outcome': outcomeOf(row) } : {}),
        ...(isRejected(draft) ? {} : draft[0]!),
      };
    }, (field, { raw }, _mine, their) => {
      // The page says why: in place of an outcome they have the reason for a failure.
      return field === 'outcome' && huntingRow(raw)!.text('failurereason')?.toLowerCase() === their;
    });

    expect(table.time.both).toBeGreaterThan(15);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
