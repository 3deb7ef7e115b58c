import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { lineOfMessage } from '../../intake/syslog.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { cisco } from './cisco.ts';
import { ciscoLine } from './line.ts';
import { sessionOf } from './session.ts';
import { ciscoTime, headerOf } from './when.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { zone: 'UTC,fw-denver=America/Denver', year: '' } };
const WHO = 'Group <staff> User <kim> IP <198.51.100.23>';

/** The one draft of a message, written at a time that says its zone, or the reason. */
function mapped(message: string, options: Readonly<Record<string, string>> = context.options): unknown {
  const found = cisco.map(message.startsWith('%') ? `Nov 02 2026 15:00:00 UTC fw : ${message}` : message, { settings: {}, options });
  return isRejected(found) ? found.rejected : found[0];
}

/** The same of a record that is not a message of an ASA. */
function mappedAlone(raw: unknown): unknown {
  const found = cisco.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('cisco, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(cisco, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('cisco, sessions', () => {
  it('keeps the public address apart from the one inside the tunnel', () => {
    expect(mapped(`%ASA-4-722051: ${WHO} IPv4 Address <10.20.0.7> IPv6 address <::> assigned to session`)).toMatchObject({ 'event.action': 'vpn-connected', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7', 'user.name': 'kim', 'event.code': '722051' });
    expect(mapped(`%FTD-4-722051: ${WHO} IPv4 Address <> IPv6 address <2001:db8::7> assigned to session`)).toMatchObject({ 'source.nat.ip': '2001:db8::7' });
  });
  it.each([
    ['113039', 'AnyConnect parent session started.', 'vpn-connected'], ['716001', 'WebVPN session started.', 'vpn-connected'],
    ['722022', 'TCP SVC connection established without compression', 'vpn-connected'], ['722023', 'TCP SVC connection terminated with compression', 'vpn-disconnected'],
    ['716002', 'WebVPN session terminated: User Requested.', 'vpn-disconnected'], ['716058', 'AnyConnect session lost connection. Waiting to resume.', 'vpn-disconnected'],
  ])('takes %s "%s" for %s, of an ASA as of an FTD', (code, words, action) => {
    for (const product of ['ASA', 'FTD']) expect(mapped(`%${product}-6-${code}: ${WHO} ${words}`)).toMatchObject({ 'event.action': action, 'event.code': code, 'source.ip': '198.51.100.23' });
  });
  it('reads names without brackets, as older releases write them', () => {
    expect(mapped('%ASA-6-716001: Group staff User kim IP 198.51.100.23 WebVPN session started.')).toMatchObject({ 'user.name': 'kim', 'source.ip': '198.51.100.23' });
  });
  it('takes the address from which a session was resumed', () => {
    expect(mapped(`%ASA-6-716059: ${WHO} AnyConnect session resumed connection from IP <203.0.113.9>.`)).toMatchObject({ 'event.action': 'vpn-connected', 'source.ip': '203.0.113.9' });
  });
  it('takes it also where the release writes a sentence of its own for it', () => {
    for (const from of ['<203.0.113.9>', '203.0.113.9']) expect(mapped(`%ASA-6-716059: ${WHO} AnyConnect session resumed. Connection from ${from}.`)).toMatchObject({ 'event.action': 'vpn-connected', 'source.ip': '203.0.113.9' });
    expect(mapped(`%ASA-6-716059: ${WHO} AnyConnect session resumed.`)).toMatchObject({ 'source.ip': '198.51.100.23' });
  });
  it.each([
    ['198.51.100.23:50466', 'IKEv2 Group:staff', '198.51.100.23'], ['2001:db8::2:4500', 'IKEv2 Group:staff', '2001:db8::2'], ['client.acme.example:500', 'Group:staff of Acme', undefined],
  ])('reads an address given to a client of IKEv2 at %s', (remote, group, address) => {
    const found = mapped(`%ASA-6-751025: Local:203.0.113.10:4500 Remote:${remote} Username:kim@acme.example ${group} IPv4 Address=10.20.0.7 IPv6 address=invalid-addr-2-0.0.0.0 assigned to session`);

    expect(found).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'kim@acme.example', 'source.ip': address, 'source.nat.ip': '10.20.0.7' });
  });
  it.each([['721016', 'IP', 'created', 'vpn-connected'], ['721018', 'IPv4', 'deleted', 'vpn-disconnected']])('reads %s, by which a pair of firewalls keeps its sessions alike', (code, ip, words, action) => {
    expect(mapped(`%ASA-6-${code}: (WebVPN-Secondary) WebVPN session for client user kim, ${ip} 198.51.100.23 has been ${words}.`)).toMatchObject({ 'event.action': action, 'user.name': 'kim', 'source.ip': '198.51.100.23' });
  });
  it('reads tags with a class of messages or the state of a context in them', () => {
    for (const tag of ['%ASA-svc-6-', '%FTD--6-', '%FTD<Up>-6-']) expect(mapped(`${tag}113039: ${WHO} AnyConnect parent session started.`)).toMatchObject({ 'event.code': '113039' });
  });
  it('reads tags without a colon behind them', () => {
    expect(mapped(`%ASA-6-113039 ${WHO} AnyConnect parent session started.`)).toMatchObject({ 'event.action': 'vpn-connected', 'event.code': '113039' });
    expect(mapped('%FTD-4-750003 Local:192.0.2.1:500 Remote:198.51.100.23:500 Username:kim IKEv2 Negotiation aborted due to ERROR: Failed to authenticate the IKE SA')).toBe('not our business: 750003');
  });
  it.each([['2h:28m:09s', 8_889], ['1d 2h:28m:09s', 95_289], ['0h:00m:00s', undefined], ['99999999999h:00m:00s', undefined], ['unknown', undefined]])('reads that a session lasted %s', (lasted, seconds) => {
    expect(mapped(`%FTD-4-113019: Group = staff, Username = kim, IP = 198.51.100.23, Session disconnected. Session Type: IKEv2, Duration: ${lasted}, Bytes xmt: 1, Bytes rcv: 2, Reason: Idle Timeout`)).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': seconds === undefined ? undefined : seconds * 1e9 });
  });
  it('looks no further than 255 letters for the end of a name', () => {
    const said = (user: string): string => `Group <staff> User <${user}> IP <198.51.100.23> AnyConnect parent session started.`;
    expect(sessionOf('113039', said('k'.repeat(255)))?.fields).toMatchObject({ 'user.name': 'k'.repeat(255) });
    expect(sessionOf('113039', said('k'.repeat(256)))).toBeUndefined();
  });
  it('takes a group for no domain, and a domain for one', () => {
    expect(mapped(`%ASA-6-113039: ${WHO} AnyConnect parent session started.`)).not.toHaveProperty(['user.domain']);
    expect(mapped('%ASA-6-113039: Group <staff> User <ACME\\kim> IP <198.51.100.23> AnyConnect parent session started.')).toMatchObject({ 'user.name': 'ACME\\kim', 'user.domain': 'ACME' });
  });
  it('leaves alone tunnels between sites, hidden names and the second path of a tunnel', () => {
    const ended = (name: string, type: string): string => `%ASA-4-113019: Group = x, Username = ${name}, IP = 192.0.2.7, Session disconnected. Session Type: ${type}, Duration: 0h:01m:00s, Bytes xmt: 1, Bytes rcv: 1, Reason: Idle Timeout`;
    expect(mapped(ended('192.0.2.7', 'LAN-to-LAN'))).toBe('not our business: a tunnel between sites');
    expect(mapped('%ASA-6-113039: Group <staff> User <*****> IP <198.51.100.23> AnyConnect parent session started.')).toBe('no user');
    expect(mapped('%ASA-6-113039: Group <staff> User IP <198.51.100.23> AnyConnect parent session started.')).toBe('no user');
    expect(mapped(`%ASA-6-722023: ${WHO} UDP SVC connection terminated without compression`)).toBe('not our business: 722023 over UDP');
  });
  it.each(['113005', '113004', '716039', '734001', '722033', '722037', '302013', '430003'])('counts %s and leaves it', (code) => {
    expect(mapped(`%FTD-6-${code}: ${WHO} words`)).toBe(`not our business: ${code}`);
  });
  it('says why it cannot read a line', () => {
    for (const raw of ['hello', '', '%ASA-6-12: x', 'Group of people']) expect(mapped(raw)).toMatch(/^not a Cisco ASA, FTD or Meraki line$/);
    for (const raw of [null, 7, [], {}, { message: 7 }]) expect(cisco.map(raw, context)).toEqual({ rejected: 'not a Cisco ASA, FTD or Meraki line' });
  });
  it('is not kept busy by a line without end', () => {
    const long = `Group <${'x '.repeat(200_000)}`;

    expect(mapped(`%ASA-6-113039: ${long}`)).toBe('not our business: 113039 in other words');
    expect(mapped(`%ASA-6-751025: Local:a:1 Remote:b:1 Username:${'a Group:'.repeat(50_000)}`)).toBe('not our business: 751025 in other words');
    expect(mapped(`%ASA-4-113019: Group = ${', Username = '.repeat(50_000)}`)).toBe('not our business: 113019 in other words');
  });
});

describe('cisco, Meraki', () => {
  const AT = { '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441) };
  const meraki = (event: string): string => `<134>1 1793628207.441795119 MX_denver events ${event}`;
  const server = (words: string): string => meraki(`type=anyconnect_vpn_session_manager msg= 'Sess-ID[7] Peer IP=198.51.100.23 User[kim]: ${words} '`);

  it.each([
    ['client_vpn_connect', 'connected', 'vpn-connected', 'success'], ['anyconnect_vpn_connect', 'reconnected', 'vpn-connected', 'success'],
    ['client_vpn_disconnect', 'connected', 'vpn-disconnected', undefined], ['anyconnect_vpn_disconnect', 'connected', 'vpn-disconnected', undefined],
  ])('takes %s of a client that %s for %s', (name, word, action, outcome) => {
    expect(mapped(meraki(`${name} user id 'kim@acme.example' local ip 10.20.0.7 ${word} from 198.51.100.23`))).toMatchObject({
      ...AT, 'event.action': action, 'event.code': name, 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7',
    });
    expect((mapped(meraki(`${name} user id 'kim' local ip 10.20.0.7 ${word} from 198.51.100.23`)) as Record<string, unknown>)['event.outcome']).toBe(outcome);
  });
  it.each([
    ['conn_id[18006] Added TLS tunnel[7.17] to DB', 'vpn-connected'], ['Successfully added TLS tunnel[7.17]', 'vpn-connected'], ['Deleted TLS tunnel[7.17] from DB. Reason: DPD kill', 'vpn-disconnected'],
  ])('takes "%s" of its AnyConnect server for %s', (words, action) => expect(mapped(server(words))).toMatchObject({ ...AT, 'event.action': action, 'user.name': 'kim', 'source.ip': '198.51.100.23' }));
  it('knows how long a session was, and the address inside', () => {
    expect(mapped(server('Session disconnected. Session Type: SSL, Duration: 0d:02h:28m:09s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested'))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': 8_889e9 });
    expect(mapped(meraki("type=anyconnect_vpn_session_manager msg= 'Peer IP=198.51.100.23 User[kim] Sess-ID[7]: Applied VPN filter[Staff] for assigned IP 10.20.0.7 '"))).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'kim', 'source.nat.ip': '10.20.0.7' });
  });
  it('reads a line with another header before it, without one, and in an envelope', () => {
    const event = "1793628207.441795119 MX_denver events client_vpn_connect user id 'kim' local ip 10.20.0.7 connected from 198.51.100.23";
    for (const raw of [event, `Nov  2 15:03:27 10.0.0.1 1 ${event}`, { message: event }, { event: { original: event } }]) expect(mappedAlone(raw)).toMatchObject({ ...AT, 'user.name': 'kim' });
  });
  it('leaves the second path of a tunnel, and what is no session', () => {
    expect(mapped(server('conn_id[18007] Added DTLS tunnel[7.18] to DB'))).toBe('not our business: Meraki anyconnect_vpn_session_manager');
    expect(mapped(meraki("type=anyconnect_vpn_auth_success msg= 'RADIUS[5] Server IP=10.0.0.2 Peer IP=198.51.100.23 User=kim: Authentication request accepted. '"))).toBe('not our business: Meraki anyconnect_vpn_auth_success');
    expect(mapped(meraki('Port 4 changed STP role from designated to disabled'))).toBe('not our business: Meraki events');
    expect(mapped('1793628207.441795119 MX_denver vpn_firewall src=10.0.0.1 dst=10.0.0.2 protocol=tcp pattern: allow all')).toBe('not our business: Meraki vpn_firewall');
    expect(mapped(meraki("client_vpn_connect user id '192.0.2.7' local ip 10.20.0.7 connected from 192.0.2.7"))).toBe('no user');
  });
  it('is not kept busy by a line without end', () => {
    expect(mapped(server(`Sess-ID[1] ${'Added '.repeat(100_000)}`))).toBe('not our business: Meraki anyconnect_vpn_session_manager');
    expect(mapped(`1793628207.4 ${'events '.repeat(100_000)}`)).toBe('not our business: Meraki events');
    expect(mapped('1793628207.4 x '.repeat(50_000))).toBe('not a Cisco ASA, FTD or Meraki line');
  });
});

describe('cisco, clocks', () => {
  const at = (header: string, clock: Partial<Parameters<typeof ciscoTime>[1]> = {}): unknown => ciscoTime(headerOf(header), { zone: 'UTC,fw=America/Denver', year: '', received: undefined, ...clock });

  it.each([
    ['<166>Nov 02 2026 08:00:00 fw : ', Date.UTC(2026, 10, 2, 15)], ['<166>Nov 02 2026 08:00:00: ', Date.UTC(2026, 10, 2, 8)], ['Jul  2 2026 08:00:00 fw: ', Date.UTC(2026, 6, 2, 14)],
    ['<166>:Nov 02 2026 08:00:00 UTC fw : ', Date.UTC(2026, 10, 2, 8)], ['Nov 02 2026 08:00:00.250 GMT fw : ', Date.UTC(2026, 10, 2, 8, 0, 0, 250)],
    ['<166>: 2026 Nov 02 08:00:00 UTC 0a1b2c3d-0000-4156-b3af-de2d35e5f432 : ', Date.UTC(2026, 10, 2, 8)],
    // What an abbreviation means is up to whoever set the clock, so the option holds.
    ['Nov 02 2026 08:00:00 MST fw : ', Date.UTC(2026, 10, 2, 15)], ['2026-11-02T08:00:00Z fw : ', Date.UTC(2026, 10, 2, 8)], ['2026-11-02T08:00:00.5-07:00 fw : ', Date.UTC(2026, 10, 2, 15, 0, 0, 500)],
    // The relay says its zone, the firewall does not.
    ['2026-11-02T15:00:02Z relay Nov 02 2026 08:00:00: ', Date.UTC(2026, 10, 2, 15, 0, 2)], ['Nov  2 23:00:00 relay Nov 02 2026 08:00:00 fw : ', Date.UTC(2026, 10, 2, 15)],
  ])('reads "%s"', (header, instant) => expect(at(header)).toBe(instant));
  it('asks for the year that a line lacks, and takes the one it is given', () => {
    expect(at('Nov  2 08:00:00 fw ')).toHaveProperty('rejected', expect.stringContaining('set the option year'));
    expect(at('Nov  2 08:00:00 fw ', { year: '2026' })).toBe(Date.UTC(2026, 10, 2, 15));
  });
  it('knows the year by when the line came in, also at New Year', () => {
    expect(at('Dec 31 17:00:00 fw ', { received: '2027-01-01T00:00:20Z' })).toBe(Date.UTC(2027, 0, 1));
    expect(at('Jan  1 08:00:00 relay ', { received: '2027-01-01T08:00:20Z' })).toBe(Date.UTC(2027, 0, 1, 8));
    expect(at('Feb 29 08:00:00 relay ', { received: '2027-01-01T08:00:20Z' })).toHaveProperty('rejected', 'no time that can be read');
  });
  it('takes the collector\'s time where there is no other', () => {
    expect(at('', { received: '2026-11-02T15:00:00Z' })).toBe(Date.UTC(2026, 10, 2, 15));
    expect(at('')).toHaveProperty('rejected', expect.stringMatching(/"logging timestamp" at the firewall, or send it by syslog/));
  });
  it('dates what came over syslog without a time by when it came in', () => {
    const sent = lineOfMessage(Buffer.from('<166>%ASA-6-113039: Group <staff> User <kim> IP <198.51.100.23> AnyConnect parent session started.'), Date.UTC(2026, 10, 2, 15));

    expect(cisco.map(JSON.parse(sent!), context)).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 2, 15), 'event.action': 'vpn-connected', 'user.name': 'kim' }]);
  });
  it('tells of options that do not fit', () => {
    expect(cisco.options['zone']!.problem!('Mars/Base')).toContain('no IANA time zone');
    expect([cisco.options['year']!.problem!('26'), cisco.options['year']!.problem!('2026'), cisco.options['year']!.problem!('')]).toEqual(['takes a year such as 2026', undefined, undefined]);
  });
});

describe('cisco, real samples', () => {
  it.skipIf(SKIP_SAMPLES)('knows every line of a Meraki, none of which is of a session that begins or ends', async () => {
    const run = await runOver(cisco, sampleFiles('cisco-meraki'));

    expect(run).toMatchObject({ read: 17, unfit: [], events: {} });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: Meraki '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(cisco, sampleFiles('cisco-asa-ftd-vpn'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(50);
    // Whoever collected these cut off number and time of some; two are messages of other parts without their number.
    expect(run.rejected['not a Cisco ASA, FTD or Meraki line']).toBe(2);
    const others = Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '));
    expect(others.sort()).toEqual(['no time in the line or beside it; switch on "logging timestamp" at the firewall, or send it by syslog, which dates what comes in', 'not a Cisco ASA, FTD or Meraki line']);
  });
  it.skipIf(SKIP_SAMPLES)('makes an event of every message about a session, once it is given a time', async () => {
    const events: Record<string, number> = {};
    for (const file of sampleFiles('cisco-asa-ftd-vpn')) {
      for await (const record of cisco.read(file)) {
        const found = 'raw' in record ? cisco.map({ '@timestamp': '2026-11-02T15:00:00Z', message: record.raw }, context) : record;
        for (const draft of isRejected(found) ? [] : found) events[`${String(draft['event.code'])} ${String(draft['event.action'])}`] = (events[`${String(draft['event.code'])} ${String(draft['event.action'])}`] ?? 0) + 1;
      }
    }

    expect(events).toEqual({
      '113019 vpn-disconnected': 1, '113039 vpn-connected': 1, '716058 vpn-disconnected': 1, '716059 vpn-connected': 1, '722023 vpn-disconnected': 1, '722051 vpn-connected': 2,
      'undefined vpn-connected': 1, 'undefined vpn-disconnected': 1,
    });
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(cisco, sampleFiles('cisco-asa-ftd-vpn'));

    const table = agreement(judged, (raw) => {
      const line = ciscoLine(raw);
      return line && sessionOf(line.code, line.message)?.fields;
    }, (field, { raw }, mine, their) => {
      // The page says why: they take the group for a domain, and of an address inside the tunnel that is IPv6 for the public one.
      if (field === 'user') return their.endsWith(`\\${mine}`);
      return field === 'address' && ciscoLine(raw)!.message.includes(`IP <${mine}>`);
    });

    expect(table.address.both).toBeGreaterThan(6);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
