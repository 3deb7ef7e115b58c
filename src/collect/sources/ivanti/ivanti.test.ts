import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { commonFields, ivanti, ivantiMessage } from './ivanti.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { zone: 'UTC,GW-2=America/Chicago' } };

/** A line of a gateway; say what matters. */
function aLine(msg: string, { vpn = 'GW-1', user = 'kim', time = '2026-11-02 14:03:27', src = '198.51.100.23' } = {}): string {
  return `id=firewall time="${time}" pri=6 fw=203.0.113.1 vpn=${vpn} ivs=Default Network user=${user} realm="Staff" roles="" proto= src=${src} dst= agent="" duration= msg="${msg}"`;
}

function mapped(raw: unknown): unknown {
  const found = ivanti.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

const STARTED = 'NWC23464: VPN Tunneling: Session started for user with IPv4 address 10.20.0.7, hostname LT-7';

describe('ivanti, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(ivanti, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('ivanti', () => {
  it('tells a tunnel with laptop and address inside', () => {
    expect(mapped(aLine(STARTED))).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', 'event.code': 'NWC23464', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'kim', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7', 'host.name': 'LT-7' });
    expect(mapped(aLine('NWC23465: VPN Tunneling: Session ended for user with IPv4 address 10.20.0.7'))).toMatchObject({ 'event.action': 'vpn-disconnected', 'source.nat.ip': '10.20.0.7', 'host.name': undefined });
    expect(mapped(aLine('NWC23464: Network Connect: Session started for user with IP 10.20.0.7, hostname lt-7.acme.example'))).toMatchObject({ 'source.nat.ip': '10.20.0.7', 'host.name': 'lt-7.acme.example' });
  });
  it('takes the realm for no domain, and a domain for one', () => {
    expect(mapped(aLine(STARTED))).not.toHaveProperty(['user.domain']);
    expect(mapped(aLine(STARTED, { user: 'ACME\\kim' }))).toMatchObject({ 'user.domain': 'ACME', 'user.name': 'ACME\\kim' });
    expect(mapped(aLine(STARTED, { user: 'kim@acme.example' }))).toMatchObject({ 'user.email': 'kim@acme.example' });
  });
  it('reads local time in the zone of that gateway', () => {
    expect(mapped(aLine(STARTED, { vpn: 'GW-2', time: '2026-11-02 08:03:27' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(ivanti.options['zone']!.problem!('Mars/Base')).toContain('no IANA time zone');
  });
  it('reads the number of the session before the address', () => {
    expect(mapped(aLine('NWC23464: VPN Tunneling: Session started for user  (session: sid6bece5ef00000000) with IPv4 address 10.20.0.7, hostname LT-7'))).toMatchObject({ 'source.nat.ip': '10.20.0.7', 'host.name': 'LT-7' });
  });
  it('knows the messages of the standard filter by their words', () => {
    const line = (words: string, user = 'ACME\\kim'): string => `- - - 2026-11-02 08:03:27 - GW-2 - [198.51.100.23] Default Network::${user}(Staff)[Role one, Role two][f7ff88e33e] - ${words}`;

    expect(mapped(line('VPN Tunneling: Session started for user with IPv4 address 10.20.0.7, hostname LT-7'))).toMatchObject({
      'event.action': 'vpn-connected', 'event.code': 'NWC23464', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7', 'host.name': 'LT-7',
    });
    expect(mapped(line('VPN Tunneling: Session ended for user  (session: sid1) with IPv4 address 10.20.0.7'))).toMatchObject({ 'event.action': 'vpn-disconnected', 'source.nat.ip': '10.20.0.7' });
    expect(mapped(line('VPN Tunneling: Session ended for user with IPv4 address 10.20.0.7', 'System'))).toBe('no user');
    expect(mapped(line('Primary authentication successful for ACME\\kim/AD from 198.51.100.23'))).toBe('not our business: a message without its code');
    expect(mapped(line('AUT24326: Primary authentication successful'))).toBe('not our business: AUT24326');
  });
  it('knows them also of older releases, which name neither the virtual system nor the session', () => {
    const line = (words: string): string => `- - - 2026-11-02 08:03:27 - GW-2 - [198.51.100.23] kim@acme.example(Staff)[] - ${words}`;

    expect(mapped(line('VPN Tunneling: Session started for user (session: sid1) with IPv4 address 10.20.0.7, hostname LT-7'))).toMatchObject({ 'event.action': 'vpn-connected', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'host.name': 'LT-7' });
    expect(mapped(line('Login failed. Reason: Wrong Password'))).toBe('not our business: a message without its code');
  });
  it('reads the JSON filter, alone and behind a header of syslog, by the time that it counts', () => {
    const record = (id: string, words: string, more: Record<string, string> = {}): Record<string, unknown> => ({ message_id: id, date: '2026-11-02', timestamp: '1793628207', us_timestamp: '1793628207.48858', gateway_name: 'GW-2', source_ip: '198.51.100.23', user: 'kim', realm_name: 'Staff', useragent: 'Pulse-Secure/22.7', additional_details: [], raw_message: words, ...more });
    const started = record('NWC23464', 'VPN Tunneling: Session started for user (session: sid1) with IPv4 address 10.20.0.7, hostname LT-7');
    const expected = { 'event.action': 'vpn-connected', 'event.code': 'NWC23464', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'kim', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7', 'host.name': 'LT-7', 'user_agent.original': 'Pulse-Secure/22.7' };

    expect(mapped(started)).toMatchObject(expected);
    expect(mapped(`577 <134>1 2026-11-02T08:03:27-06:00 gw PulseSecure: - - - ${JSON.stringify(started)}`)).toMatchObject(expected);
    expect(mapped(record('NWC23465', 'VPN Tunneling: Session ended for user (session: sid1) with IPv4 address 10.20.0.7'))).toMatchObject({ 'event.action': 'vpn-disconnected', 'source.nat.ip': '10.20.0.7' });
    expect(mapped(record('AUT24326', 'Primary authentication successful for kim/AD'))).toBe('not our business: AUT24326');
    expect(mapped(record('NWC23464', 'VPN Tunneling: Session started for user', { user: 'System' }))).toBe('no user');
    expect(mapped('<134>1 2026-11-02T08:03:27-06:00 gw PulseSecure: - - - {"message_id":"NWC23464", cut')).toBe('not an Ivanti Connect Secure message');
  });
  it.each([
    // Another hour is another clock, so that the option holds: GW-2 is in Chicago.
    ['2026-11-02T09:03:28.250-05:00', Date.UTC(2026, 10, 2, 14, 3, 27)],
    ['2026-11-02T08:03:27-07:00', Date.UTC(2026, 10, 2, 15, 3, 27)], ['2026-11-02T08:03:29Z', Date.UTC(2026, 10, 2, 8, 3, 27)],
  ])('takes the zone of a header that shows the same minute: %s', (header, at) => {
    const line = `<134>1 ${header} GW-2 PulseSecure: - - - 2026-11-02 08:03:27 - GW-2 - [198.51.100.23] Root::kim(Staff)[Staff] - VPN Tunneling: Session started for user with IPv4 address 10.20.0.7, hostname LT-7`;

    expect(mapped(line)).toMatchObject({ '@timestamp': at });
  });
  it('is not kept busy by a line without end', () => {
    expect(mapped(`${'2026-11-02T08:03:27Z '.repeat(20_000)}2026-11-02 08:03:27 - GW-2 - [198.51.100.23] kim`)).toBe('not an Ivanti Connect Secure message');
    expect(mapped(`2026-11-02 08:03:27 - GW-2 - [198.51.100.23] Root::${'kim('.repeat(50_000)}`)).toBe('not an Ivanti Connect Secure message');
  });
  it.each(['AUT24803', 'AUT23457', 'AUT31556', 'LIC30499', 'NWC30477'])('counts %s and leaves it', (code) => expect(mapped(aLine(`${code}: words`))).toBe(`not our business: ${code}`));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, 'id=firewall vpn=x msg="no code"', 'id=firewall sn=1 m=1080 msg="AUT24803: x"']) expect(mapped(raw)).toBe('not an Ivanti Connect Secure message');
    expect(mapped(aLine(STARTED, { user: 'System' }))).toBe('no user');
    expect(mapped(aLine(STARTED, { time: 'soon' }))).toBe('no time that can be read');
  });
});

describe('ivanti, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(ivanti, sampleFiles('ivanti-pulse-secure'), context.options);

    // No tunnel is among them.
    expect(run).toMatchObject({ read: 8, unfit: [], events: {} });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(ivanti, sampleFiles('ivanti-pulse-secure'));

    // Every message, because none is of a tunnel.
    const table = agreement(judged, (raw) => {
      const fields = commonFields(ivantiMessage(raw)!, 'UTC');
      return isRejected(fields) ? undefined : fields;
    }, (field, { raw }, mine, their) => {
      // The page says why: they take the realm for a domain, and of one message the peer for the source.
      if (field === 'user') return their.endsWith(`\\${mine}`);
      return field === 'address' && ivantiMessage(raw)!.code === 'SYS31437';
    });

    expect(table.time.both).toBe(8);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
