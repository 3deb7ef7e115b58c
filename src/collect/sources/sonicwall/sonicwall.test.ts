import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { commonFields, sonicwall } from './sonicwall.ts';
import { sonicMessage } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { zone: 'UTC,0006B1000002=America/Chicago' } };

/** A line of a firewall; say what matters. */
function aLine(more: Readonly<Record<string, string>> = {}): string {
  const pairs = { id: 'firewall', sn: '0006B1000001', time: '2026-11-02 14:03:27 UTC', m: '1080', msg: 'SSL VPN zone remote user login allowed', src: '198.51.100.23:50123:X1', usr: 'kim', ...more };
  return Object.entries(pairs).map(([name, value]) => (/\s/.test(value) ? `${name}="${value}"` : `${name}=${value}`)).join(' ');
}

function mapped(raw: unknown): unknown {
  const found = sonicwall.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('sonicwall, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(sonicwall, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('sonicwall, firewalls', () => {
  it.each(['1080', '237'])('takes message %s for a remote user who is let in', (m) => {
    expect(mapped(aLine({ m }))).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', 'event.code': m, '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'kim', 'source.ip': '198.51.100.23' });
  });
  it.each([['198.51.100.23:50123:X1', '198.51.100.23'], ['198.51.100.23', '198.51.100.23'], ['198.51.100.23::X1:name.example', '198.51.100.23'], ['2001:db8::7', '2001:db8::7'], ['0.0.0.0', undefined]])('reads the address in %s', (src, address) => expect(mapped(aLine({ src }))).toMatchObject({ 'source.ip': address }));
  it('reads local time in the zone of that appliance', () => {
    expect(mapped(aLine({ time: '2026-11-02 08:03:27', sn: '0006B1000002' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(mapped(aLine({ time: '2026-11-02 14:03:27' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(sonicwall.options['zone']!.problem!('Mars/Base')).toContain('no IANA time zone');
  });
  it.each(['31', '238', '24', '98', '1154', '32'])('leaves message %s', (m) => expect(mapped(aLine({ m }))).toBe(`not our business: firewall message ${m}`));
});

describe('sonicwall, SMA', () => {
  const sma = { id: 'sslvpn', m: '1', msg: 'User login successful', usr: 'KIM@ACME', domain: 'acme', time: '2026-11-02 16:03:27', vp_time: '2026-11-02 14:03:27 UTC', src: '198.51.100.25' };

  it('prefers the time in UTC, and takes the domain from behind the name', () => {
    expect(mapped(aLine(sma))).toMatchObject({ 'event.action': 'vpn-connected', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'ACME\\KIM', 'user.domain': 'ACME', 'event.dataset': 'sonicwall.sma' });
    expect(mapped(aLine({ ...sma, usr: 'kim@acme.example' }))).toMatchObject({ 'user.email': 'kim@acme.example' });
  });
  it('takes what has no dots behind the name for a domain', () => {
    expect(mapped(aLine({ ...sma, domain: 'portal-7' }))).toMatchObject({ 'user.name': 'ACME\\KIM', 'user.domain': 'ACME' });
  });
  it('tells how long NetExtender was connected when it went', () => {
    expect(mapped(aLine({ ...sma, m: '2', msg: 'NetExtender disconnected', duration: '731', agent: 'SonicWALL NetExtender for Windows' }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': 731e9, 'user.name': 'ACME\\KIM', 'source.ip': '198.51.100.25' });
    expect(mapped(aLine({ ...sma, m: '2', msg: 'NetExtender disconnected' }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': undefined });
  });
  it('leaves other words', () => expect(mapped(aLine({ ...sma, msg: 'User login failed' }))).toBe('not our business: sma message 1'));
});

describe('sonicwall, SMA 1000', () => {
  const AT = Date.UTC(2026, 10, 2, 14, 3, 27, 73);
  const plain = (what: string): string => `[::ffff:198.51.100.23]:59234 - "(kim)@(Staff)" "02/Nov/2026:19:33:27.073 +0530" 1.2 ${what} -1 112639 137450 165 W"42 1a"`;
  const named = (command: string, duration = '165'): string => `[02/Nov/2026:15:03:27.073000 +0100] gw-1.acme.example 000000 kt 00000000 Info    Audit   Src='198.51.100.23:53083' User='(kim@acme.example)@(Staff)' TunnelVersion='0x102' Command='${command}' Dest='10.20.0.7' Error='0' SrcBytes='52' DstBytes='0' Duration='${duration}' PlatformPrefix='W'`;

  it.each([['in its old form', plain('tunnel 10.20.0.7'), 'kim'], ['with names', named('Tunnel'), 'kim@acme.example']])('tells of a tunnel that ended when it came up and went, %s', (_, line, user) => {
    const common = { 'event.dataset': 'sonicwall.sma', 'user.name': user, 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7' };

    expect(sonicwall.map(line, context)).toMatchObject([{ ...common, 'event.action': 'vpn-connected', '@timestamp': AT - 165_000 }, { ...common, 'event.action': 'vpn-disconnected', '@timestamp': AT, 'event.duration': 165e9 }]);
  });
  it('tells only that it went where it did not last', () => {
    expect(sonicwall.map(named('Tunnel', '0'), context)).toMatchObject([{ 'event.action': 'vpn-disconnected', '@timestamp': AT }]);
  });
  it('leaves connections inside a tunnel, and what somebody was let to', () => {
    for (const line of [plain('flow:tcp 203.0.113.1:443'), named('Flow:TCP')]) expect(mapped(line)).toBe('not our business: SMA 1000 flow');
    expect(mapped("[6/3/2026 00:32:36.115] E-Class SMASSLVPN 002421 ps 100004b3 Info EWACL User ' (198.51.100.10 (kim)@(Staff)' connecting from '198.51.100.10:37975' is permitted.")).toBe('not our business: SMA 1000 system');
    expect(mapped('[02/Nov/2026:14:02:38.051761 +0000] gw.acme.example 000000 kp 0000020a Internal Misc <KERNEL> created channel (pid=7):0000000000c0ffee')).toBe('not our business: SMA 1000 system');
    expect(mapped('2026-11-02T14:03:27+00:00 WP@gw.acme.example local7.debug WP: 2026-11-02 14:03:27 +0000 DEBUG - PolicyClientSession: <authorize:exit> uri=http://wiki.acme.example/')).toBe('not our business: SMA 1000 portal');
    expect(mapped('2026-11-02 14:03:27 +0000 ERROR     com.aventail.mgmt.jetty.JettyServer - SSL handshake failed: Closed during handshake (198.51.100.23:40236)')).toBe('not our business: SMA 1000 management');
    for (const line of ['127.0.0.1 - admin [25/Nov/2026:05:30:52 -0700] "GET /Console/PendingChanges HTTP/1.1" 200 308', '2026-11-02 15:53:26 +0000 INFO    [admin]: Login succeeded - Address=198.51.100.23']) expect(mapped(line)).toBe('not our business: SMA 1000 management');
    expect(mapped("EventMessage: Resource Access - User='(kim@acme.example)@(Staff)', Src='198.51.100.23:43496', Dest_IP='203.0.113.56:53', Rule Info='-', Allowed='1'")).toBe('not our business: SMA 1000 access');
  });
});

describe('sonicwall, other records', () => {
  it('knows its messages under another id, and without a number', () => {
    expect(mapped(aLine({ id: 'acme-fw', fw: '203.0.113.1', pri: '6' }))).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'kim' });
    expect(mapped(aLine({ m: '' }))).toBe('not our business: firewall message without a number');
    expect(mapped(aLine({ src: ':50123:X1', srcV6: '2001:db8::7' }))).toMatchObject({ 'source.ip': '2001:db8::7' });
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, 'id=firewall m=x', 'id=other sn=1 m=1080', 'CEF:0|SonicWall|a|b|x|n|1|a=b']) expect(mapped(raw)).toBe('not a SonicWall message');
    expect(mapped(aLine({ time: 'soon' }))).toBe('no time that can be read');
    expect(mapped(aLine({ usr: '' }))).toBe('no user');
    expect(mapped('CEF:0|SonicWall|NSa|7|1080|n|4|src=198.51.100.23 susr="kim"')).toBe('no time that can be read');
  });
});

describe('sonicwall, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(sonicwall, sampleFiles('sonicwall'), context.options);

    expect(run.unfit).toEqual([]);
    expect(run.read).toBe(7);
    expect(run.events).toEqual({ 'vpn-connected': 1 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(sonicwall, sampleFiles('sonicwall'));

    // Every message, because one alone is our business; where the time is missing, one is lent.
    const table = agreement(judged, (raw) => {
      const message = sonicMessage(raw);
      if (!message) return undefined;
      const isTimed = message.text('time') !== undefined;
      const fields = commonFields(isTimed ? message : { ...message, text: (name) => (name === 'time' ? '2026-01-01 00:00:00' : message.text(name)) }, 'UTC');
      return isRejected(fields) ? undefined : isTimed ? fields : { ...fields, '@timestamp': undefined };
    }, () => false);

    expect(table.address.both).toBeGreaterThan(4);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
