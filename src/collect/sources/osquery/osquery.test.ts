import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { osquery } from './osquery.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const context = { settings: {}, options: {}, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) };
const AT = Date.UTC(2026, 10, 2, 14, 3, 27);

/** A line of the result log; say what matters. */
function aLine(columns: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { name: 'pack_it_query', action: 'added', hostIdentifier: 'LT-7', unixTime: '1793628207', columns, ...more };
}

function mapped(raw: unknown, inside: Parameters<typeof osquery.map>[1] = context): unknown {
  const found = osquery.map(raw, inside);
  return isRejected(found) ? found.rejected : found[0];
}

describe('osquery, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(osquery, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('osquery, tables', () => {
  const program = { pid: '7', path: '/opt/tool', name: 'tool', cmdline: 'tool -q' };

  it.each([
    ['usb_devices', { vendor_id: '0x46D', model_id: 'c31c', model: 'Keyboard', serial: '' }, { 'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '046d', 'farmwatch.usb.product_id': 'c31c', 'farmwatch.usb.serial': undefined }],
    ['connected_displays', { vendor_id: '610', product_id: 'a050', serial_number: '1', display_id: '1', name: 'Color LCD' }, { 'event.action': 'display-present', 'farmwatch.display.manufacturer': 'APP', 'farmwatch.display.product_code': 'a050' }],
    ['connected_displays of nobody', { vendor_id: '0', product_id: 'x', serial_number: '', display_id: '1', name: 'Dummy' }, { 'farmwatch.display.manufacturer': undefined, 'farmwatch.display.product_code': undefined, 'farmwatch.display.name': 'Dummy' }],
    ['logged_in_users', { user: 'kim', host: '203.0.113.9', tty: 'pts/0', time: '1793628200' }, { 'event.action': 'session-connected', 'source.ip': '203.0.113.9', 'user.name': 'kim', '@timestamp': 1793628200000, 'farmwatch.remote.direction': 'incoming' }],
    ['logged_in_users from a name', { user: 'root', host: 'desk.example', tty: 'pts/0' }, { 'event.action': 'session-connected', 'source.domain': 'desk.example', 'source.ip': undefined, '@timestamp': AT }],
    ['last, a login', { username: 'kim', host: '203.0.113.9', tty: 'pts/0', type: 7 }, { 'event.action': 'session-connected' }],
    ['last, a logout', { username: 'kim', host: '203.0.113.9', tty: 'pts/0', type: '8' }, { 'event.action': 'session-disconnected' }],
    ['logged_in_users of Windows', { type: 'active', user: 'kim', host: '203.0.113.9', tty: 'rdp-tcp#3', time: '1793628000', sid: 'S-1-5-21-1-2-3-1001' }, { 'event.action': 'session-connected', 'farmwatch.remote.protocol': 'rdp', 'source.ip': '203.0.113.9', '@timestamp': 1793628000000 }],
    ['logon_sessions, by Remote Desktop', { logon_id: '777', user: 'kim', logon_domain: 'ACME', logon_type: 'RemoteInteractive', session_id: '2', logon_sid: 'S-1-5-21-1-2-3-1001', logon_time: '1793628000', upn: 'kim@acme.example' }, { 'event.action': 'session-connected', 'farmwatch.remote.direction': 'incoming', 'farmwatch.remote.protocol': 'rdp', 'user.name': 'ACME\\kim', 'user.email': 'kim@acme.example', 'user.id': 'S-1-5-21-1-2-3-1001', '@timestamp': 1793628000000 }],
    ['processes', { ...program, start_time: '1793628100' }, { 'event.action': 'process-started', 'process.name': 'tool', 'process.executable': '/opt/tool', 'process.command_line': 'tool -q', '@timestamp': 1793628100000 }],
    ['processes whose start is not known', { ...program, start_time: '-1' }, { '@timestamp': AT }],
    ['process_events', { pid: '7', path: '/opt/tool', cmdline: 'tool', time: '1793628000', username: 'kim' }, { 'process.name': 'tool', 'user.name': 'kim', '@timestamp': 1793628000000 }],
    ['programs', { name: 'AnyDesk', version: '8', identifying_number: '' }, { 'event.action': 'software-present', 'package.name': 'AnyDesk', 'package.version': '8' }],
    ['deb_packages', { name: 'anydesk', version: '6', arch: 'amd64', status: '' }, { 'event.action': 'software-present' }],
    ['homebrew_packages', { name: 'anydesk', version: '8', path: '/opt/homebrew/Caskroom/anydesk', prefix: '/opt/homebrew' }, { 'event.action': 'software-present' }],
    ['chocolatey_packages', { name: 'anydesk', version: '8', summary: 'x', author: 'AnyDesk', license: '', path: 'C:\\ProgramData\\chocolatey\\lib\\anydesk' }, { 'event.action': 'software-present' }],
    ['rpm_packages', { name: 'anydesk', version: '6', release: '1', arch: 'x86_64' }, { 'event.action': 'software-present' }],
    ['apps', { name: 'AnyDesk.app', bundle_identifier: 'com.example', bundle_short_version: '6' }, { 'event.action': 'software-present', 'package.name': 'AnyDesk', 'package.version': '6' }],
    ['system_info', { hardware_serial: 'SN-7', uuid: 'u', hostname: 'lt' }, { 'event.action': 'check-in', 'device.serial_number': 'SN-7', 'host.id': 'u', 'host.name': 'lt' }],
    ['uptime', { days: '1', hours: '0', total_seconds: '86400' }, { 'event.action': 'check-in', 'host.uptime': 86400 }],
  ])('reads %s', (_table, columns, fields) => expect(mapped(aLine(columns))).toMatchObject(fields));

  it.each([['Interactive', 'kim', 'not our business: logon_sessions of type Interactive'], ['Network', 'kim', 'not our business: logon_sessions of type Network'], ['RemoteInteractive', 'LT-7$', 'not our business: a session of no person'], ['<b>', 'kim', 'not our business: logon_sessions of type unknown']])('leaves a session of type %s of %s', (logon_type, user, reason) => {
    expect(mapped(aLine({ logon_id: '777', user, logon_domain: 'ACME', logon_type, session_id: '2', logon_time: '1793628000' }))).toBe(reason);
  });
  it('counts what people and Fleet itself did there, from its list as well', () => {
    const done = { activities: [{ id: 7, created_at: '2026-11-02T14:03:27Z', actor_full_name: 'Kim', actor_email: 'kim@acme.example', type: 'created_pack', details: {} }, { id: 8, created_at: '2026-11-02T14:03:27Z', actor_full_name: null, actor_email: null, fleet_initiated: true, type: 'installed_software', details: { host_id: 1 } }] };

    expect(unwrap(done, osquery.recognises).map((raw) => mapped(raw))).toEqual(['not our business: webhook of Fleet, activity', 'not our business: webhook of Fleet, activity']);
  });
  it('takes the hardware address of the router and of the base station as tokens, and nothing without a key', () => {
    const router = mapped(aLine({ gateway: '192.168.1.1', mac: '00:00:5e:00:53:01' }));
    const station = mapped(aLine({ bssid: '00:00:5e:00:53:02', transmit_rate: '100' }));

    expect(router).toMatchObject({ 'event.action': 'check-in', 'farmwatch.net.gateway_mac_token': expect.stringMatching(/^mac:1:[0-9a-f]{32}$/) });
    expect(station).toMatchObject({ 'farmwatch.net.bssid_token': expect.stringMatching(/^bssid:1:[0-9a-f]{32}$/) });
    expect(JSON.stringify([router, station])).not.toContain('5e:00');
    expect(mapped(aLine({ gateway: '192.168.1.1', mac: '00:00:5e:00:53:01' }), { settings: {}, options: {} })).toMatchObject({ 'farmwatch.net.gateway_mac_token': undefined });
  });
  it.each([
    ['neighbours of wifi_survey', { bssid: '00:00:5e:00:53:02', ssid: 'x', rssi: '1' }], ['its own hardware address', { interface: 'en0', mac: '00:00:5e:00:53:01' }], ['pci_devices', { vendor_id: '8086', model_id: '1', pci_slot: '0' }],
    ['hardware_events', { vendor_id: '1', model_id: '1', action: 'remove', driver: '' }], ['listening_ports', { pid: '1', path: '/x.sock', port: '22', socket: '1' }], ['process_memory_map', { pid: '1', path: '/lib/x', permissions: 'r' }], ['services', { pid: '0', path: 'C:\\x.exe', start_type: 'AUTO_START' }],
  ])('does not take %s for what it is not', (_table, columns) => expect(mapped(aLine(columns))).toBe('not our business: query pack_it_query'));
  it.each(['', ':0', 'localhost', '127.0.0.1', '::1', '0.0.0.0', 'login screen', 'tty2', 'tmux(2101).%0', 'mosh [30685]'])('takes a login from "%s" for one at the machine', (host) => expect(mapped(aLine({ user: 'kim', host, tty: 'x' }))).toBe('not our business: a login at the machine itself'));
  it('takes mosh off the machine that a login came from', () => expect(mapped(aLine({ user: 'kim', host: '203.0.113.9 via mosh [30685]', tty: 'pts/0' }))).toMatchObject({ 'source.ip': '203.0.113.9', 'source.domain': undefined }));
  it.each(['boot_time', 'runlevel', 'dead'])('leaves an entry of the kind %s: its host is the version of the kernel', (type) => expect(mapped(aLine({ user: 'reboot', host: '6.1.0-generic', tty: '~', type }))).toBe('not our business: an entry of logged_in_users that is no login'));
  it('counts other entries of last', () => expect(mapped(aLine({ username: 'reboot', host: '6.1', tty: '~', type: '2' }))).toBe('not our business: an entry of last that is no login'));
  it('rejects what names nothing', () => {
    expect([{ vendor_id: '', model_id: '' }, { pid: '1', path: '' }, { name: '', version: '', identifying_number: '' }, { bundle_identifier: 'x', name: '' }, { gateway: 'x', mac: '' }, { vendor_id: '', product_id: '', serial_number: '', display_id: '' }].map((columns) => mapped(aLine(columns)))).toEqual([
      'no device named', 'no program named', 'no software named', 'no software named', 'no router named', 'no display named',
    ]);
  });
});

describe('osquery, lines', () => {
  const usb = { vendor_id: '1', model_id: '2' };

  it.each([
    ['policy', { timestamp: '2026-11-02T14:03:27Z', policy: { id: 1, name: 'Disk encrypted' }, hosts: [{ id: 1, hostname: 'lt-7' }] }], ['host status', { text: 'Some hosts are offline', data: { unseen_hosts: 1, total_hosts: 2, days_unseen: 3 } }],
    ['vulnerability', { timestamp: '2026-11-02T14:03:27Z', vulnerability: { cve: 'CVE-2026-1', hosts_affected: [{ id: 1 }] } }], ['activity', { timestamp: '2026-11-02T14:03:27Z', actor_email: 'ada@acme.example', type: 'live_query', details: {} }],
  ])('counts a webhook of Fleet about %s', (kind, raw) => expect(mapped(raw)).toBe(`not our business: webhook of Fleet, ${kind}`));
  it('says of a snapshot without rows that it has none', () => expect(mapped({ name: 'q', unixTime: 1793628207, action: 'snapshot', snapshot: [] })).toBe('not our business: a snapshot without rows'));
  it('makes an event of each row of a snapshot, and leaves rows that went away', () => {
    expect(osquery.map({ name: 'q', action: 'snapshot', unixTime: 1793628207, snapshot: [usb, { x: '1' }, { ...usb, serial: 's' }] }, context)).toHaveLength(2);
    expect(osquery.map({ name: 'q', unixTime: 1793628207, diffResults: { added: [usb], removed: [usb, usb] } }, context)).toHaveLength(1);
    for (const raw of [aLine(usb, { action: 'removed' }), { name: 'q', unixTime: 1793628207, diffResults: { removed: [usb] } }]) expect(mapped(raw)).toBe('not our business: rows that went away');
  });
  it('knows the machine by what the company made osquery call it', () => {
    const uuid = '0ec3540f-1dd9-4462-bd28-0f63b2611621';

    expect(mapped(aLine(usb))).toMatchObject({ 'host.name': 'LT-7', 'host.id': undefined });
    expect(mapped(aLine(usb, { hostIdentifier: uuid }))).toMatchObject({ 'host.id': uuid, 'host.name': undefined });
    expect(mapped(aLine(usb, { decorations: { host_uuid: uuid, hostname: 'lt', hardware_serial: 'SN-7', username: 'kim' } }))).toMatchObject({ 'host.id': uuid, 'host.name': 'lt', 'device.serial_number': 'SN-7' });
  });
  it('names no person by a decoration', () => expect(mapped(aLine(usb, { decorations: { username: 'kim' } }))).not.toHaveProperty(['user.name']));
  it.each(['Mon Nov  2 14:03:27 2026 UTC', 'Mon Nov  2 14:03:27 2026', '2026-11-02 14:03:27.000000000'])('reads the time %s', (calendarTime) => expect(mapped(aLine(usb, { unixTime: undefined, calendarTime }))).toMatchObject({ '@timestamp': AT }));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { name: 'q' }, { columns: {} }]) expect(mapped(raw)).toBe('not an osquery record');
    expect(mapped(aLine(usb, { unixTime: 'soon', calendarTime: 'Mon Foo  2 14:03:27 2026' }))).toBe('no time that can be read');
    // A login says itself when it was.
    expect(mapped(aLine({ username: 'kim', host: '203.0.113.9', tty: 'pts/0', type: '7', time: '1793628000' }, { unixTime: undefined }))).toMatchObject({ 'event.action': 'session-connected', '@timestamp': 1793628000000 });
    expect(mapped({ severity: '0', filename: 'x.cpp', line: '1', message: 'm' })).toBe('not our business: status log');
    expect(mapped(aLine({ x: '1' }, { name: '<b>' }))).toBe('not our business: query unnamed');
  });
});

describe('osquery, lines as Elastic keeps them', () => {
  const columns = { vendor_id: '046d', model_id: 'c31c', model: 'Keyboard' };
  const usb = { 'event.action': 'usb-present', 'farmwatch.usb.vendor_id': '046d', 'farmwatch.usb.product_id': 'c31c', '@timestamp': AT };

  it('reads those of Filebeat', () => {
    const line = { name: 'pack_usb', action: 'added', host_identifier: 'LT-7', unix_time: String(AT / 1_000), calendar_time: 'Mon Nov  2 14:03:27 2026 UTC', columns };

    expect(unwrap({ osquery: { result: line } }, osquery.recognises)).toEqual([line]);
    expect(mapped(line)).toMatchObject({ ...usb, 'host.name': 'LT-7' });
  });
  it('reads rows of the Osquery Manager', () => {
    const row = { '@timestamp': new Date(AT).toISOString(), action_id: 'pack_endpoint_usb', host: { id: '4ab2906d', name: 'LT-7' }, osquery: columns, osquery_meta: { action: 'added' } };

    expect(mapped(row)).toMatchObject({ ...usb, 'host.id': '4ab2906d', 'host.name': 'LT-7' });
    expect(mapped({ ...row, osquery_meta: { action: 'removed' } })).toBe('not our business: rows that went away');
    expect(mapped({ ...row, osquery: { address: '192.0.2.1' } })).toBe('not our business: query pack_endpoint_usb');
  });
});

describe("osquery, Fleet's list of hosts", () => {
  const aHost = (more: Readonly<Record<string, unknown>> = {}): unknown => ({
    id: 1, detail_updated_at: '2026-11-02T14:03:27Z', seen_time: '2026-11-02T15:00:00Z', hostname: 'lt-7', uuid: 'u-7', platform: 'windows', uptime: 8_305_000_000_000, hardware_serial: 'SN-7', public_ip: '198.51.100.23', primary_ip: '192.168.1.20', primary_mac: '00:00:5e:00:53:01', ...more,
  });

  it('tells from where a laptop told its details, and when that was', () => {
    expect(mapped(aHost())).toMatchObject({ 'event.action': 'check-in', '@timestamp': AT, 'source.ip': '198.51.100.23', 'device.serial_number': 'SN-7', 'host.id': 'u-7', 'host.name': 'lt-7', 'host.uptime': 8_305, 'event.dataset': 'osquery.host' });
  });
  it('tells the programs of a host whose answer has them, and no extensions', () => {
    const software = [{ name: 'AnyDesk.app', version: '8.1', source: 'apps' }, { name: 'An extension', version: '1', source: 'chrome_extensions' }, { name: 'anydesk', version: '6', source: 'deb_packages' }];
    const raw = aHost({ software, software_updated_at: '2026-11-02T13:00:00Z' });
    const found = osquery.map(raw, context) as readonly Record<string, unknown>[];

    expect(found).toMatchObject([
      { 'event.action': 'check-in' },
      { 'event.action': 'software-present', 'package.name': 'AnyDesk', 'package.version': '8.1', 'device.serial_number': 'SN-7', 'host.name': 'lt-7', '@timestamp': Date.UTC(2026, 10, 2, 13) },
      { 'event.action': 'software-present', 'package.name': 'anydesk' },
    ]);
    expect(found[1]).not.toHaveProperty(['event.id']);
    expect(unwrap({ host: raw }, osquery.recognises)).toEqual([raw]);
  });
  it('keeps neither inner addresses nor hardware addresses', () => expect(JSON.stringify(mapped(aHost()))).not.toMatch(/192\.168|5e:00/));
  it('is one check-in until the details are told anew', () => {
    const idOf = (raw: unknown): unknown => (mapped(raw) as Record<string, unknown>)['event.id'];

    expect(idOf(aHost({ seen_time: '2026-11-02T16:00:00Z' }))).toBe(idOf(aHost()));
    expect(idOf(aHost({ detail_updated_at: '2026-11-02T15:03:27Z' }))).not.toBe(idOf(aHost()));
  });
  it.each([[{ platform: 'ios' }, 'not our business: a phone or tablet'], [{ detail_updated_at: '2000-01-01T00:00:00Z' }, 'not our business: a host that never told its details'], [{ detail_updated_at: 'soon' }, 'no time that can be read']])('leaves %j', (more, why) => expect(mapped(aHost(more))).toBe(why));
});

describe('osquery, reports of Fleet', () => {
  it('dates a row by when the host gave it', () => {
    expect(mapped({ host_id: 1, host_name: 'LT-7', last_fetched: '2026-11-02T14:03:27Z', columns: { vendor_id: '046d', model_id: 'c52b', vendor: 'X', model: 'Y', serial: '' } })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'event.action': 'usb-present', 'host.name': 'LT-7' });
  });
});

describe('osquery, samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(osquery, sampleFiles('osquery'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBe(28);
    // They were made up to try detections: of the ones that are our business one says a time, in its row.
    expect(run.events).toEqual({ 'session-disconnected': 1 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['no time that can be read']);
  });
  it.skipIf(SKIP_SAMPLES)('makes events of them once they are given a time', async () => {
    const actions: string[] = [];
    for (const file of sampleFiles('osquery')) {
      for await (const record of osquery.read(file)) {
        const found = 'raw' in record ? osquery.map({ unixTime: 1793628207, ...record.raw as object }, context) : record;
        if (!isRejected(found)) actions.push(...found.map((draft) => String(draft['event.action'])));
      }
    }

    expect(actions.sort()).toEqual(['process-started', 'process-started', 'process-started', 'process-started', 'session-connected', 'session-connected', 'session-disconnected']);
  });
});
