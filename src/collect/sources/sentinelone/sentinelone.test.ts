import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import { personIn } from '../../laptop-account.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { activityFields, eventFields, sentinelone } from './sentinelone.ts';
import { sentinelRecord } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const context = { settings: {}, options: {}, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) };

/** An event of Cloud Funnel; say what matters. */
function anEvent(type: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { 'event.type': type, 'event.time': 1793628207441, 'event.id': 'e_1', 'agent.uuid': 'u1', 'endpoint.name': 'LT-7', 'endpoint.os': 'windows', ...more };
}

/** A device that was plugged in, as the console tells it. */
function anActivity(data: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    accountId: '1', activityType: 5126, id: '9', createdAt: '2026-11-02T14:05:00.139698Z',
    data: { computerName: 'LT-7', eventTime: '2026-11-02T14:03:27.441+00:00', eventType: 'connected', interface: 'USB', vendorId: '1E7D', productId: 'AAA', deviceName: 'Stick', deviceClass: '08h', ...data }, ...more,
  };
}

function mapped(raw: unknown): unknown {
  const found = sentinelone.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('sentinelone, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(sentinelone, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('sentinelone, programs and names', () => {
  const program = { 'tgt.process.name': 'tool.exe', 'tgt.process.image.path': 'C:\\Tools\\tool.exe', 'tgt.process.cmdline': 'tool.exe -q', 'tgt.process.user': 'ACME\\kim', 'tgt.process.publisher': 'EXAMPLE LTD', 'tgt.process.signedStatus': 'signed', 'tgt.process.verifiedStatus': 'verified' };

  it('takes the program that was started, not the one that started it', () => {
    expect(mapped(anEvent('Process Creation', { ...program, 'src.process.name': 'explorer.exe' }))).toMatchObject({
      'event.action': 'process-started', 'process.name': 'tool.exe', 'process.executable': 'C:\\Tools\\tool.exe', 'process.command_line': 'tool.exe -q', 'process.code_signature.subject_name': 'EXAMPLE LTD', 'user.name': 'ACME\\kim', 'host.id': 'u1', 'host.name': 'LT-7',
    });
  });
  it.each([[{ 'tgt.process.verifiedStatus': 'unverified' }], [{ 'tgt.process.signedStatus': 'unsigned' }], [{ 'tgt.process.publisher': '<Type=Apple/ID=com.apple.curl>' }]])('names no signer for %j', (more) => {
    expect(mapped(anEvent('Process Creation', { ...program, ...more }))).toMatchObject({ 'process.code_signature.subject_name': undefined });
  });
  it.each(['NT AUTHORITY\\SYSTEM', 'AUTORITE NT\\Système', 'root', '_windowserver', 'ACME\\LT-7$', '-'])('takes %s for no person', (user) => expect(personIn(user === '-' ? undefined : user)).toEqual({}));
  it.each([['type:  28 Relay.Example.com', 'relay.example.com'], ['relay.example.com.', 'relay.example.com']])('reads the name in "%s"', (request, name) => {
    expect(mapped(anEvent('DNS Resolved', { 'event.dns.request': request, 'src.process.name': 'tool.exe' }))).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': name, 'process.name': 'tool.exe' });
  });
  it('rejects what names nothing', () => {
    expect([mapped(anEvent('Process Creation')), mapped(anEvent('DNS Resolved')), mapped(anEvent('DNS Resolved', { 'event.dns.request': 'a b' }))]).toEqual(['no program named', 'no name that was looked up', 'no name that was looked up']);
  });
});

describe('sentinelone, other ways to write the same events', () => {
  it('takes a name that nobody answered for a name that was looked up, and reads types whose blanks were taken out', () => {
    for (const type of ['DNS Unresolved', 'DNSUnresolved', 'DNSResolved']) expect(mapped(anEvent(type, { 'event.dns.request': 'relay.example.com' }))).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com' });
    expect(mapped(anEvent('ProcessCreation', { 'tgt.process.image.path': 'C:\\Tools\\tool.exe' }))).toMatchObject({ 'event.action': 'process-started', 'process.name': 'tool.exe' });
  });

  describe('of the first Cloud Funnel', () => {
    const meta = { seqId: 51, uuid: 'u1', traceId: 'T', agentVersion: 'S1-WIN/21.5', osFamily: 'windows', osName: 'Windows 10 Pro', computerName: 'LT-7' };
    const timestamp = { millisecondsSinceEpoch: '1793628207441' };
    const program = { executable: { path: 'C:\\Tools\\tool.exe', signature: { signed: { identity: 'EXAMPLE LTD', valid: {} } } }, commandLine: 'tool.exe -q', user: { name: 'ACME\\kim', sid: 'S-1-5-21-1' }, name: 'An Example' };

    it('reads programs', () => {
      expect(mapped({ meta, timestamp, event_type: 'processCreation', process: program, parent: { executable: { path: 'C:\\x.exe' } } })).toMatchObject({
        'event.action': 'process-started', 'process.name': 'tool.exe', 'process.executable': 'C:\\Tools\\tool.exe', 'process.command_line': 'tool.exe -q', 'process.code_signature.subject_name': 'EXAMPLE LTD', 'user.name': 'ACME\\kim',
        'host.id': 'u1', 'host.name': 'LT-7', 'host.os.full': 'Windows 10 Pro', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441),
      });
      const unsigned = { ...program, executable: { path: 'C:\\Tools\\tool.exe', signature: { unsigned: {} } } };
      expect(mapped({ meta, timestamp, event_type: 'processCreation', process: unsigned })).toMatchObject({ 'process.code_signature.subject_name': undefined });
    });
    it('reads names looked up', () => {
      expect(mapped({ meta, timestamp, event_type: 'dns', source: program, query: 'Relay.Example.com', results: '203.0.113.9;' })).toMatchObject({ 'event.action': 'dns-query', 'dns.question.name': 'relay.example.com', 'process.name': 'tool.exe', 'user.name': 'ACME\\kim' });
    });
    it('counts others and leaves them', () => expect(mapped({ meta, timestamp, event_type: 'tcpv4' })).toBe('not our business: tcpv4'));
  });
});

describe('sentinelone, agents', () => {
  const agent = {
    accountId: '1', agentVersion: '23.1', computerName: 'LT-7', createdAt: '2026-10-01T08:00:00Z', externalIp: '198.51.100.23', id: '9', lastActiveDate: '2026-11-02T14:03:27.441000Z', lastIpToMgmt: '192.168.1.20', lastLoggedInUserName: 'lee',
    osName: 'Windows 11 Pro', serialNumber: 'C02ABC', uuid: 'u1',
    networkInterfaces: [
      { name: 'vEthernet', inet: ['172.20.0.1'], gatewayMacAddress: '00:00:5e:00:53:99', physical: '70:bd:0c:00:00:02' },
      { name: 'Wi-Fi', inet: ['192.168.1.20'], gatewayIp: '192.168.1.1', gatewayMacAddress: '00-1A-2B-3C-4D-5E', physical: '70:bd:0c:00:00:01' },
    ],
  };

  it('takes one for a check-in with address, serial number and the router in use, and nobody for being there', () => {
    const draft = mapped(agent) as object;

    expect(draft).toMatchObject({
      'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'event.id': 'u1/2026-11-02T14:03:27.441000Z', 'host.id': 'u1', 'host.name': 'LT-7', 'host.os.full': 'Windows 11 Pro',
      'device.serial_number': 'C02ABC', 'source.ip': '198.51.100.23', 'farmwatch.net.gateway_mac_token': tokenOf(KEY, 'mac', '00:1a:2b:3c:4d:5e'),
    });
    expect(JSON.stringify(draft)).not.toMatch(/lee|70:bd|1A-2B|192\.168/i);
  });
  it('names no router where it cannot tell which one is in use', () => expect(mapped({ ...agent, lastIpToMgmt: null })).toMatchObject({ 'farmwatch.net.gateway_mac_token': undefined }));
  it('says where there is neither address nor serial number', () => expect(mapped({ ...agent, externalIp: '', serialNumber: null })).toBe('no address'));
});

describe('sentinelone, remote logins', () => {
  const login = { 'event.login.type': 'REMOTE_INTERACTIVE', 'event.login.userName': 'kim', 'event.login.loginIsSuccessful': true, 'event.login.accountName': 'LT-7$', 'event.login.accountDomain': 'ACME', 'src.endpoint.ip.address': '203.0.113.9' };

  it('takes the person who logged in, not the machine that let them', () => {
    const draft = mapped(anEvent('Login', login));

    expect(draft).toMatchObject({ 'event.action': 'session-connected', 'event.outcome': 'success', 'farmwatch.remote.protocol': 'rdp', 'farmwatch.remote.direction': 'incoming', 'source.ip': '203.0.113.9', 'user.name': 'kim' });
    expect(draft).not.toHaveProperty(['user.domain']);
  });
  it.each([[true, 'success'], [false, 'failure'], [undefined, 'unknown']])('reads that it went well: %j', (said, outcome) => expect(mapped(anEvent('Login', { ...login, 'event.login.loginIsSuccessful': said }))).toMatchObject({ 'event.outcome': outcome }));
  it('takes a session up again only from a far address', () => {
    expect(mapped(anEvent('Login', { ...login, 'event.login.type': 'UNLOCK' }))).toMatchObject({ 'event.action': 'session-connected' });
    for (const address of ['127.0.0.1', '::1', '0.0.0.0', '-', undefined]) expect(mapped(anEvent('Login', { ...login, 'event.login.type': 'UNLOCK', 'src.endpoint.ip.address': address }))).toBe('not our business: Login of type UNLOCK');
  });
  it.each(['INTERACTIVE', 'NETWORK', 'SERVICE', 'BATCH', '<b>'])('leaves a login of type %s', (type) => expect(mapped(anEvent('Login', { ...login, 'event.login.type': type }))).toBe(`not our business: Login of type ${type === '<b>' ? 'unknown' : type}`));
  it('has no word for a shell', () => expect(mapped(anEvent('Login', { ...login, 'endpoint.os': 'linux' }))).toMatchObject({ 'event.action': 'session-connected', 'farmwatch.remote.protocol': undefined }));
});

describe('sentinelone, USB devices', () => {
  it('reads what is plugged in, and by the laptop\'s clock', () => {
    expect(mapped(anActivity())).toMatchObject({ 'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '1e7d', 'farmwatch.usb.product_id': '0aaa', 'farmwatch.usb.product': 'Stick', 'farmwatch.usb.classes': ['mass-storage'], 'host.name': 'LT-7', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441) });
  });
  it('does not believe a clock that is ahead of the console\'s', () => {
    expect(mapped(anActivity({ eventTime: '2026-11-02T15:00:00+00:00' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 5, 0, 139) });
  });
  it('names no person by who was last signed in, and takes no class for another', () => {
    expect(mapped(anActivity({ lastLoggedInUserName: 'kim' }))).not.toHaveProperty(['user.name']);
    expect(mapped(anActivity({ deviceClass: '03h' }))).toMatchObject({ 'farmwatch.usb.classes': undefined });
  });
  it.each([[{ eventType: 'disconnected' }, 'activity 5126, a device taken away'], [{ interface: 'Bluetooth' }, 'activity 5126'], [{ eventType: undefined }, 'activity 5126']])('leaves %j', (data, kind) => expect(mapped(anActivity(data))).toBe(`not our business: ${kind}`));
  it('reads an activity whose names a collector wrote small', () => {
    expect(mapped({ accountid: '1', activitytype: '5126', createdat: '2022-12-07 16:08:55.703', id: '9', data: { computername: 'LT-7', eventtype: 'connected', interface: 'USB', vendorid: '1E7D' } })).toMatchObject({ 'farmwatch.usb.vendor_id': '1e7d', 'host.name': 'LT-7' });
  });
  it('rejects a device of which nothing is said', () => expect(mapped(anActivity({ vendorId: '', productId: 'x y', deviceName: '', manufacturerName: '' }))).toBe('no device named'));
});

describe('sentinelone, lists of applications', () => {
  const listed = { applicationName: 'AnyDesk', version: '8.0.9', endpointName: 'LT-7', endpointUuid: '187d', endpointId: '21', detectionDate: '2026-11-02T14:03:27.710561Z', applicationInstallationDate: '2026-10-28T07:15:57Z', id: '2228' };

  it('takes an application for software that was there when it was seen', () => {
    expect(mapped(listed)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 710), 'event.action': 'software-present', 'package.name': 'AnyDesk', 'package.version': '8.0.9', 'host.name': 'LT-7', 'host.id': '187d' });
  });
  it('reads the older list', () => {
    expect(mapped({ id: '9', agentComputerName: 'LT-7', agentUuid: '187d', name: 'AnyDesk', version: '8.0.9', installedAt: '2026-10-28T07:15:57Z', updatedAt: '2026-11-02T14:03:27Z', publisher: 'AnyDesk Software GmbH' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'event.action': 'software-present', 'package.name': 'AnyDesk', 'host.id': '187d' });
  });
  it('leaves risks, which name an application once for each weakness', () => expect(mapped({ ...listed, cveId: 'CVE-2026-0001' })).toBe('not our business: application risk'));
  it('says where none is named', () => expect(mapped({ ...listed, applicationName: '' })).toBe('no application named'));
});

describe('sentinelone, other records', () => {
  it.each(['File Creation', 'IP Connect', 'Command Script', 'Task Start'])('counts %s and leaves it', (type) => expect(mapped(anEvent(type))).toBe(`not our business: ${type}`));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { 'event.type': 'x' }, { activityType: 'x', accountId: '1' }]) expect(mapped(raw)).toBe('not a SentinelOne record');
    expect(mapped(anEvent('DNS Resolved', { 'event.time': 'soon', 'event.dns.request': 'x.example' }))).toBe('no time that can be read');
    expect(mapped({ threatInfo: {}, agentDetectionInfo: {} })).toBe('not our business: threat');
    expect(mapped({ alertInfo: {}, ruleInfo: {}, agentDetectionInfo: {} })).toBe('not our business: alert');
    expect(mapped({ id: 'a', analystVerdict: 'UNDEFINED', detectionSource: { product: 'EDR' }, attackSurfaces: ['ENDPOINT'], createdAt: '2026-11-02T14:03:27Z' })).toBe('not our business: alert');
    expect(mapped({ id: 'e', objectType: 'process', agentUuid: 'u', agentName: 'LT-7', createdAt: '2026-11-02T14:03:27Z', processName: 'x.exe' })).toBe('not our business: event of a threat');
    expect(mapped({ id: 'g', name: 'Default Group', registrationToken: 't', totalAgents: 1 })).toBe('not our business: group');
    expect(mapped(anEvent('<b>'))).toBe('not our business: unnamed');
  });
});

describe('sentinelone, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(sentinelone, sampleFiles('sentinelone'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(45);
    expect(run.events).toEqual({ 'dns-query': 1, 'process-started': 2, 'session-connected': 2, 'usb-present': 1 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(sentinelone, sampleFiles('sentinelone'));

    // Every event and activity, because few samples are our business; the user is the one who ran what the event is about.
    const table = agreement(judged, (raw) => {
      const record = sentinelRecord(raw)!;
      const draft = sentinelone.map(raw, context);
      if (record.is !== 'event' && record.is !== 'activity') return undefined;
      return { ...(record.is === 'event' ? { ...personIn(record.text('src.process.user')), ...eventFields(record) } : activityFields(record)), ...(isRejected(draft) ? {} : draft[0]!) };
    }, (field, { raw }, mine, their) => {
      // The page says why: they take the time in the console, and of a login the domain of the machine that let somebody in.
      if (field === 'time') return mine < their && String((raw as { createdAt?: string }).createdAt).startsWith(their);
      return field === 'user' && (raw as Record<string, unknown>)['event.type'] === 'Login' && their.endsWith(`\\${mine}`);
    });

    expect(table.time.both).toBeGreaterThan(25);
    expect(table.host.both).toBeGreaterThan(20);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
