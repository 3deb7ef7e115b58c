import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { commonFields, fortigate } from './fortigate.ts';
import { fortiRecord } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { zone: 'UTC,fgt-denver=America/Denver' } };

/** A tunnel that came up; say what matters, undefined takes a pair away. */
function aLine(more: Readonly<Record<string, string | undefined>> = {}): string {
  const pairs = {
    date: '2026-11-02', time: '08:00:00', devname: 'fgt-denver', devid: 'FGT1', logid: '0101039424', type: 'event', subtype: 'vpn', action: 'tunnel-up', tunneltype: 'ssl-tunnel',
    tunnelid: '7', remip: '198.51.100.23', tunnelip: '10.0.0.7', user: 'kim', ...more,
  };
  return Object.entries(pairs).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}="${value}"`).join(' ');
}

function mapped(raw: unknown, options: Readonly<Record<string, string>> = context.options): unknown {
  const found = fortigate.map(raw, { settings: {}, options });
  return isRejected(found) ? found.rejected : found[0];
}

describe('fortigate, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(fortigate, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('fortigate, tunnels', () => {
  it('keeps the public address apart from the one inside the tunnel', () => {
    expect(mapped(aLine())).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.0.0.7', 'user.name': 'kim' });
  });
  it('reads a time with a blank behind the hour, as FortiOS 4 may write it', () => {
    expect(mapped('date=2026-11-02 time=14: 03:27 devname=fw device_id=FGT1 log_id=0101039424 type=event subtype=vpn vd=root action=tunnel-up tunnel_type=ssl-tunnel tunneltype=ssl-tunnel user=kim remip=198.51.100.23')).toMatchObject({ 'event.code': '0101039424', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'kim' });
  });
  it('tells how long the tunnel was up, in nanoseconds', () => {
    expect(mapped(aLine({ action: 'tunnel-down', duration: '32400' }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': 32_400e9 });
    expect(mapped(aLine({ action: 'tunnel-down', duration: '0' }))).toMatchObject({ 'event.duration': undefined });
    expect(mapped(aLine({ action: 'tunnel-down', duration: '99999999999' }))).toMatchObject({ 'event.duration': undefined });
  });
  it('names the person of an IPsec client, and leaves tunnels between sites', () => {
    expect(mapped(aLine({ tunneltype: 'ipsec', user: 'N/A', xauthuser: 'ACME\\kim', tunnelip: 'N/A', assignip: '10.0.0.9' }))).toMatchObject({ 'user.name': 'ACME\\kim', 'user.domain': 'ACME', 'source.nat.ip': '10.0.0.9' });
    // With IKEv2 the person stands elsewhere, and `user` is the address.
    expect(mapped(aLine({ tunneltype: 'ipsec', user: '198.51.100.23', eapuser: 'kim' }))).toMatchObject({ 'user.name': 'kim' });
    expect(mapped(aLine({ tunneltype: 'ipsec', user: 'N/A' }))).toBe('not our business: an IPsec tunnel without a person');
    expect(mapped(aLine({ tunneltype: 'ipsec', user: '198.51.100.23' }))).toBe('not our business: an IPsec tunnel without a person');
    expect(mapped(aLine({ user: 'N/A' }))).toBe('no user');
  });
  it.each([['kim,cn=kim', 'kim'], ['kim@acme.example', 'kim@acme.example']])('reads the name %s', (user, name) => expect(mapped(aLine({ user }))).toMatchObject({ 'user.name': name }));
  it('finds the far end of a tunnel where CEF has it under a name of its own', () => {
    const cef = (ends: string): string => `CEF:0|Fortinet|Fortigate|v6.0.10|39947|event:vpn tunnel-up|2|deviceExternalId=FGT1 FTNTFGTeventtime=1793631602 FTNTFGTlogid=0101039947 cat=event:vpn FTNTFGTsubtype=vpn act=tunnel-up FTNTFGTtunneltype=ssl-tunnel FTNTFGTtunnelid=7 ${ends} duser=kim`;

    expect(mapped(cef('dst=198.51.100.23'))).toMatchObject({ 'source.ip': '198.51.100.23' });
    expect(mapped(cef('src=203.0.113.1 dst=198.51.100.23'))).toMatchObject({ 'source.ip': '198.51.100.23' });
    expect(mapped(cef('src=198.51.100.23'))).toMatchObject({ 'source.ip': '198.51.100.23' });
    expect(mapped(cef('src=198.51.100.23 dst=10.0.0.1'))).toMatchObject({ 'source.ip': '198.51.100.23' });
  });
  it('gives start and end of a tunnel two ids, and one record one id in every form', () => {
    const one = { eventtime: '1793631602123456789' };
    const cef = 'CEF:0|Fortinet|Fortigate|v7.2|39424|event:vpn tunnel-up|2|deviceExternalId=FGT1 FTNTFGTeventtime=1793631602123456789 FTNTFGTlogid=0101039424 cat=event:vpn FTNTFGTsubtype=vpn act=tunnel-up FTNTFGTtunneltype=ssl-tunnel FTNTFGTtunnelid=7 FTNTFGTremip=198.51.100.23 FTNTFGTtunnelip=10.0.0.7 duser=kim';

    expect(mapped(cef)).toEqual(mapped(aLine(one)));
    expect(mapped(cef.replace('CEF:', ''))).toEqual(mapped(aLine(one)));
    expect(mapped(aLine(one).replaceAll('" ', '",'))).toEqual(mapped(aLine(one)));
    expect(mapped({ eventtime: '1793631602123456789', date: '2026-11-02', time: '08:00:00', devid: 'FGT1', logid: '0101039424', type: 'event', subtype: 'vpn', action: 'tunnel-up', tunneltype: 'ssl-tunnel', tunnelid: 7, remip: '198.51.100.23', tunnelip: '10.0.0.7', user: 'kim' })).toEqual(mapped(aLine(one)));
    expect((mapped(aLine(one)) as object)).toMatchObject({ 'event.id': 'FGT1/0101039424/1793631602123456789/7' });
    expect((mapped(aLine({ ...one, action: 'tunnel-down', logid: '0101039425' })) as object)).toMatchObject({ 'event.id': 'FGT1/0101039425/1793631602123456789/7' });
  });
  it('reads a row of FortiAnalyzer, with a pair in each cell', () => {
    const cells = (text: string, quote: string): string => text.split(/ (?=\w+=)/).map((pair) => `"${pair.replaceAll('"', quote)}"`).join(',');

    expect(mapped(cells(aLine(), '""'))).toEqual(mapped(aLine()));
    expect(mapped(cells(aLine(), ''))).toEqual(mapped(aLine()));
  });
  it.each([
    [{ action: 'tunnel-stats' }, 'event/vpn tunnel-stats'], [{ action: 'ssl-login-fail' }, 'event/vpn ssl-login-fail'], [{ action: 'negotiate' }, 'event/vpn negotiate'],
    [{ type: 'traffic', subtype: 'forward' }, 'traffic/forward'], [{ subtype: 'user', action: 'authentication' }, 'event/user authentication'], [{ action: '<b>' }, 'event/vpn'], [{ type: '<b>' }, 'unnamed log'],
  ])('counts %j and leaves it', (more, kind) => expect(mapped(aLine(more))).toBe(`not our business: ${kind}`));
  it('says why it cannot read a record', () => {
    for (const raw of ['hello', '', 'type=event', 'type=event subtype=vpn', null, 7, [], {}, { type: 'event', subtype: 'vpn' }]) expect(mapped(raw)).toBe('not a FortiGate record');
    expect(mapped(aLine({ date: undefined }))).toBe('no time that can be read');
  });
});

describe('fortigate, clocks', () => {
  it.each([['1793631602', 0], ['1793631602123', 123], ['1793631602123456', 123], ['1793631602123456789', 123]])('reads eventtime %s', (eventtime, ms) => {
    expect(mapped(aLine({ eventtime }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 15, 0, 2, ms) });
  });
  it('reads logtime, as FortiOS 5.6 calls it, before the local clock', () => {
    expect(mapped(aLine({ logtime: '1793631602' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 15, 0, 2) });
    expect(mapped(aLine({ logtime: '1793631602', eventtime: '1793631603' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 15, 0, 3) });
  });
  it.each([['+0200', 6], ['-0700', 15], ['UTC+2', 6], ['UTC-3:30', 11.5]])('reads the zone %s', (tz, hour) => {
    expect(mapped(aLine({ tz }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2) + hour * 3_600_000 });
  });
  it('reads local time in the zone of that firewall where the record has none', () => {
    expect(mapped(aLine())).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 15) });
    expect(mapped(aLine({ devname: 'other' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 8) });
    expect(mapped(aLine(), { zone: 'Mars/Base' })).toContain('no IANA time zone');
  });
});

describe('fortigate, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(fortigate, sampleFiles('fortinet-fortigate'), context.options);

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(45);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
    // Among them is no tunnel that comes up or goes down, only counts of its bytes.
    expect(run.rejected['not our business: event/vpn tunnel-stats']).toBe(2);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(fortigate, sampleFiles('fortinet-fortigate'));

    // Every record of every log, because few samples are of the VPN log.
    const table = agreement(judged, (raw) => {
      const record = fortiRecord(raw);
      const fields = record && commonFields(record, 'UTC');
      return fields && !isRejected(fields) ? fields : undefined;
    }, () => false);

    expect(table.time.both).toBeGreaterThan(25);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
