import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { openVpnLine } from './line.ts';
import { clientFields, instantOf, openvpn } from './openvpn.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { zone: 'America/Chicago' } };

function mapped(raw: unknown): unknown {
  const found = openvpn.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('openvpn, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(openvpn, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

/** An event of CloudConnexa about a device of Kim's; say what matters. */
function aCloudEvent(more: Readonly<Record<string, unknown>> = {}, log: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    CloudConnexaLogVersion: 1, timestamp: '2026-11-02T14:03:27.441880Z', cloudId: 'acme', service: 'CloudConnexa', traceId: 't-1', initiatorPublicIp: '198.51.100.23', initiator: 'd-1', initiatorType: 'Device', initiatorName: 'kim laptop',
    parentEntity: 'u-1', parentEntityType: 'User', parentEntityName: 'kim@acme.example', category: 'Activity.Device', eventName: 'client-connected', ...more,
    log: { clientUUID: 'uuid-7', clientSessionId: 's-1', clientOsType: 'Windows', clientOsVersion: '11', clientPublicIp: '198.51.100.23', clientTunnelIpV4: '100.96.1.18', sessionStartTime: '2026-11-02T14:03:26Z', gatewayRegionName: 'Dallas', ...log },
  };
}

describe('openvpn, CloudConnexa', () => {
  const AT = Date.UTC(2026, 10, 2, 14, 3, 27, 441);

  it('takes a device of a person that came, and that it went', () => {
    expect(mapped(aCloudEvent())).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', '@timestamp': AT, 'event.id': 't-1', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'source.nat.ip': '100.96.1.18', 'host.id': 'uuid-7', 'host.os.full': 'Windows 11' });
    expect(mapped(aCloudEvent({ eventName: 'client-disconnected' }, { sessionDurationSeconds: 3600, sessionDisconnectReason: 'CLIENT' }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': 3.6e12, 'user.name': 'kim@acme.example' });
    expect(mapped(aCloudEvent({ initiatorType: 'User', initiatorName: 'kim', parentEntityType: 'UserGroup', parentEntityName: 'Default' }))).toMatchObject({ 'user.name': 'kim' });
    expect(mapped(aCloudEvent({}, { clientPublicIp: undefined }))).toMatchObject({ 'source.ip': '198.51.100.23' });
  });
  it('tells a connector of a network from a person', () => {
    expect(mapped(aCloudEvent({ initiatorType: 'Connector', initiatorName: 'gw', parentEntityType: 'NetworkOrHost', parentEntityName: 'Office' }))).toBe('not our business: CloudConnexa, a connector');
  });
  it('counts every other event by its name, and says what is missing', () => {
    expect(['flow-established', 'dns-resolved', '<b>'].map((eventName) => mapped(aCloudEvent({ eventName })))).toEqual(['not our business: CloudConnexa, flow-established', 'not our business: CloudConnexa, dns-resolved', 'not our business: CloudConnexa, another event']);
    expect(mapped(aCloudEvent({ parentEntityName: '' }))).toBe('no user');
    expect(mapped(aCloudEvent({ timestamp: undefined }, { sessionStartTime: undefined }))).toBe('no time that can be read');
  });
});

describe('openvpn, the log', () => {
  const AT = Date.UTC(2026, 10, 2, 14, 3, 27);

  it('takes a client that has come up, and the address inside', () => {
    expect(mapped('2026-11-02 08:03:27 198.51.100.23:59321 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:59321')).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23' });
    expect(mapped('2026-11-02 08:03:27 kim/198.51.100.23:59321 MULTI: primary virtual IP for kim/198.51.100.23:59321: 10.8.0.6')).toMatchObject({ 'event.action': 'vpn-connected', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.8.0.6' });
  });
  it.each(['SIGTERM[soft,remote-exit] received, client-instance exiting', 'SIGUSR1[soft,ping-restart] received, client-instance restarting', 'SIGTERM[soft,delayed-exit] received, client-instance exiting'])('takes "%s" for its end', (words) => {
    expect(mapped(`2026-11-02 08:03:27 kim/198.51.100.23:59321 ${words}`)).toMatchObject({ 'event.action': 'vpn-disconnected', 'user.name': 'kim', 'source.ip': '198.51.100.23' });
  });
  it('reads names with blanks, mail addresses, and IPv6', () => {
    expect(mapped('2026-11-02 08:03:27 LEE Kim/198.51.100.23:59321 SIGTERM[soft,remote-exit] received, client-instance exiting')).toMatchObject({ 'user.name': 'LEE Kim' });
    expect(mapped('2026-11-02 08:03:27 kim@acme.example/198.51.100.23:59321 SIGTERM[soft,remote-exit] received, client-instance exiting')).toMatchObject({ 'user.email': 'kim@acme.example' });
    expect(mapped('2026-11-02 08:03:27 kim/[2001:db8::7]:59321 SIGTERM[soft,remote-exit] received, client-instance exiting')).toMatchObject({ 'source.ip': '2001:db8::7' });
  });
  it.each([
    ['2026-11-02 08:03:27 ', AT], ['Mon Nov  2 08:03:27 2026 ', AT], ['Mon Nov  2 08:03:27 2026 us=340080 ', AT], ['2026-11-02T14:03:27Z gw openvpn[7]: ', AT], ['<29>1 2026-11-02T08:03:27-06:00 gw openvpn-server@a[7]: ', AT],
    ['<29>1 2026-11-02T08:03:27-06:00 gw openvpn_server1 25934 - [meta sequenceId="1"] ', AT], ['<29>1 2026-11-02T14:03:27Z gw openvpn 25934 - - ', AT],
  ])('reads the time in "%s"', (head, at) => expect(mapped(`${head}kim/198.51.100.23:59321 SIGTERM[soft,remote-exit] received, client-instance exiting`)).toMatchObject({ '@timestamp': at }));
  it('reads the log of Access Server, whose own time says its zone', () => {
    expect(mapped("2026-11-02T19:33:27+0530 [stdout#info] [OVPN 4] OUT: '2026-11-02 14:03:27 198.51.100.23:16245 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:16245 (via [AF_INET]10.0.0.1%ens160)'")).toMatchObject({
      'event.action': 'vpn-connected', '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23',
    });
  });
  it('reads it through syslog too, by the time that the server wrote', () => {
    const relayed = (words: string): string => `<14>Nov  2 08:03:27 gw openvpnas: [-] [OVPN 2] OUT: '2026-11-02 08:03:27 ${words}'`;

    expect(mapped(relayed('198.51.100.23:16245 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:16245 (via [AF_INET]10.0.0.1%ens160)'))).toMatchObject({ 'event.action': 'vpn-connected', '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23' });
    expect(mapped(relayed('kim/198.51.100.23:16245 MULTI: primary virtual IP for kim/198.51.100.23:16245: 10.8.0.7'))).toMatchObject({ 'event.action': 'vpn-connected', '@timestamp': AT, 'source.nat.ip': '10.8.0.7' });
    expect(mapped(relayed('kim/198.51.100.23:16245 SIGTERM[soft,delayed-exit] received, client-instance exiting'))).toMatchObject({ 'event.action': 'vpn-disconnected', '@timestamp': AT, 'user.name': 'kim' });
    // A relay of the file has the time with its zone behind its own.
    expect(mapped("Nov  2 09:00:00 gw app: 2026-11-02T19:33:27+0530 [stdout#info] [OVPN 4] OUT: '2026-11-02 14:03:27 kim/198.51.100.23:16245 SIGTERM[soft,remote-exit] received, client-instance exiting'")).toMatchObject({ '@timestamp': AT, 'user.name': 'kim' });
    // A profile that connects by itself is no account of its own.
    expect(mapped(relayed('198.51.100.23:16245 [kim_AUTOLOGIN] Peer Connection Initiated with [AF_INET]198.51.100.23:16245'))).toMatchObject({ 'user.name': 'kim' });
    expect(mapped("<14>Nov  2 08:03:27 gw openvpnas: [-] AUTH SUCCESS {'status': 0, 'user': 'kim'}")).toBe('not our business: authentication');
  });
  it.each([['connected', 'vpn-connected'], ['disconnected', 'vpn-disconnected']])('reads that a pfSense tells of a user who is %s', (words, action) => {
    const line = `Nov  2 08:03:27 openvpn[23521]: openvpn server 'ovpns1' user 'kim' address '198.51.100.23:40001' - ${words}`;

    expect(mapped({ '@timestamp': '2026-11-02T14:03:27Z', message: line })).toMatchObject({ 'event.action': action, '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23' });
    expect(mapped({ '@timestamp': '2026-11-02T14:03:27Z', message: line.replace(words, 'connecting') })).toBe('not our business: other line');
  });
  it('knows the journal in short, and a line that lost its head', () => {
    for (const head of ['ovpn-server[4818]: ', '']) {
      expect(mapped({ '@timestamp': '2026-11-02T14:03:27Z', message: `${head}198.51.100.23:55738 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:55738` })).toMatchObject({ '@timestamp': AT, 'user.name': 'kim' });
    }
  });
  it("leaves a client's own log, which names the server", () => {
    expect(mapped('2026-11-02 08:03:27 [vpn.acme.example] Peer Connection Initiated with [AF_INET]203.0.113.1:1194')).toBe('not our business: other line');
  });
  it('takes the collector\'s time for a line without a year, and rejects it without one', () => {
    const line = 'Nov  2 08:03:27 gw openvpn[7]: kim/198.51.100.23:59321 SIGTERM[soft,remote-exit] received, client-instance exiting';

    expect(mapped(line)).toBe('the time has no year; set the option year, or collect the log that the server writes itself (log-append)');
    expect(mapped({ '@timestamp': '2026-11-02T14:03:27Z', message: line })).toMatchObject({ '@timestamp': AT });
  });
  it('takes the year that is said for the lines of a saved file, in the zone of the server', () => {
    const found = openvpn.map('<29>Nov  2 08:03:27 openvpn[7]: 198.51.100.23:37849 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:37849', { settings: {}, options: { zone: 'America/Chicago', year: '2026' } });

    expect(found).toMatchObject([{ '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23' }]);
    expect(mapped('openvpn[7]: kim/198.51.100.23:59321 SIGTERM[soft,remote-exit] received, client-instance exiting')).toContain('no time that can be read');
  });
  it.each([
    'Nov  2 09:00:00 vpn openvpn[755]: Mon Nov  2 08:03:27 2026 198.51.100.23:50123 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:50123',
    'Nov 02 09:00:00 vpn docker[12]: 2026-11-02 08:03:27 198.51.100.23:50123 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:50123',
    'Nov  2 09:00:00 vpn 4117 203.0.113.9 User Notice vpn.log Mon Nov  2 08:03:27 2026 198.51.100.23:50123 [kim] Peer Connection Initiated with [AF_INET]198.51.100.23:50123',
  ])("reads the server's own line behind whatever a journal or a keeper of logs puts before it: %s", (line) => expect(mapped(line)).toMatchObject({ '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23' }));
  it('reads the lines of releases before 2.3, which name no kind of address', () => {
    expect(mapped('Mon Nov  2 08:03:27 2026 198.51.100.23:50168 [kim] Peer Connection Initiated with 198.51.100.23:50168')).toMatchObject({ '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23' });
    expect(mapped('Mon Nov  2 08:03:27 2026 [vpn.acme.example] Peer Connection Initiated with 203.0.113.1:1194')).toBe('not our business: other line');
  });
  it.each(["198.51.100.23:59321 TLS: Username/Password authentication succeeded for username 'kim'", "kim/198.51.100.23:59321 TLS: Username/Password authentication deferred for username 'kim'"])('leaves %s', (line) => expect(mapped(`2026-11-02 08:03:27 ${line}`)).toBe('not our business: authentication'));
  it.each(['SIGUSR1[soft,ping-restart] received, process restarting', 'net_iface_up: set tun0 up', 'kim/198.51.100.23:59321 peer info: IV_PLAT=linux'])('leaves %s', (line) => expect(mapped(`2026-11-02 08:03:27 ${line}`)).toBe('not our business: other line'));
  it('says what it cannot read', () => {
    for (const raw of ['hello', '', null, 7, [], {}, { message: 7 }]) expect(mapped(raw)).toBe('not an OpenVPN line');
    expect(mapped('CLIENT_LIST,UNDEF,198.51.100.23:59321,,,0,0,x,1793628207,UNDEF')).toBe('no user');
  });
  it('is not kept busy by a line without end', () => {
    expect(mapped('a '.repeat(100_000))).toBe('not an OpenVPN line');
    expect(mapped(`2026-11-02 08:03:27 kim/198.51.100.23:1 MULTI: primary virtual IP for ${': '.repeat(100_000)}`)).toBe('not our business: other line');
  });
});

describe('openvpn, the status file', () => {
  it('takes a client in the list for one that has come up then, whichever version wrote it', () => {
    const at = { 'event.action': 'vpn-connected', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'source.ip': '198.51.100.23' };

    expect(mapped('kim,198.51.100.23:59321,1,2,2026-11-02 08:03:27')).toMatchObject({ ...at, 'user.name': 'kim' });
    expect(mapped('kim,198.51.100.23:59321,1,2,Mon Nov  2 08:03:27 2026')).toMatchObject({ ...at, 'user.name': 'kim' });
    for (const mark of [',', '\t']) expect(mapped(['CLIENT_LIST', 'laptop-7', '198.51.100.23:59321', '10.8.0.6', '', '1', '2', '2026-11-02 08:03:27', '1793628207', 'kim', '0', '0'].join(mark))).toMatchObject({ ...at, 'user.name': 'kim', 'source.nat.ip': '10.8.0.6' });
  });
  it('is one session however often the file is read', () => {
    expect(mapped('kim,198.51.100.23:59321,1,2,2026-11-02 08:03:27')).toEqual(mapped('kim,198.51.100.23:59321,999,888,2026-11-02 08:03:27'));
  });
});

describe('openvpn, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(openvpn, sampleFiles('openvpn'), context.options);

    expect(run.unfit).toEqual([]);
    expect(run.read).toBe(34);
    expect(run.events).toEqual({ 'vpn-connected': 2 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(openvpn, sampleFiles('openvpn'));

    // Every line, because two alone are our business; they take local time for UTC.
    const table = agreement(judged, (raw) => {
      const line = openVpnLine(raw);
      if (line?.is !== 'log') return undefined;
      const at = instantOf(line.when, 'UTC');
      return { ...(isRejected(at) ? {} : { '@timestamp': at }), ...(line.client ? clientFields(line.client) : {}) };
    }, () => false);

    expect(table.time.both).toBeGreaterThan(25);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
