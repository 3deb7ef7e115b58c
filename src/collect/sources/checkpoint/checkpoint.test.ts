import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { checkpoint, commonFields } from './checkpoint.ts';
import { checkPointLog } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A log in the exporter's JSON; say what matters. */
function aLog(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { action: 'Log In', loguid: '{0x1}', origin: '203.0.113.1', time: 1793628207, product: 'VPN-1 & FireWall-1', office_mode_ip: '10.20.0.7', src: '198.51.100.23', user: 'klee', ...more };
}

function mapped(raw: unknown): unknown {
  const found = checkpoint.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('checkpoint, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(checkpoint, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('checkpoint, remote access', () => {
  it('tells who is in, from where, with the address inside', () => {
    expect(mapped(aLog())).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'klee', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7' });
    expect(mapped(aLog({ action: 'Log Out' }))).toMatchObject({ 'event.action': 'vpn-disconnected' });
    expect(mapped(aLog({ action: 'Log Out' }))).not.toHaveProperty(['event.outcome']);
  });
  it.each([['Lee, Kim (klee)', 'klee'], ['klee', 'klee'], ['kim@acme.example', 'kim@acme.example'], ['KIM LEE (FILA10052418) ', 'FILA10052418'], ['Lee, Kim (klee) (+)', 'klee'], ['Lee, Kim (klee)(+)', 'klee'], ['klee (+)', 'klee']])('takes the account in %s', (user, name) => expect(mapped(aLog({ user }))).toMatchObject({ 'user.name': name }));
  it.each([{ office_mode_ip: undefined, product: 'Mobile Access' }, { office_mode_ip: undefined, product: 'VPN' }, { office_mode_ip: undefined, vpn_user: 'klee' }])('knows remote access by %j', (more) => expect(mapped(aLog(more))).toMatchObject({ 'event.action': 'vpn-connected' }));
  it('reads a row of an export of SmartConsole by the heads of its columns', () => {
    const row = { Time: '2026-11-02T14:03:27Z', Blade: 'VPN', Action: 'Log In', Origin: 'gw1', Source: 'lt-7 (198.51.100.23)', User: 'Lee, Kim (klee)', 'Office Mode IP': '10.20.0.7', 'Source Machine Name': 'LT-7@acme.example' };

    expect(mapped(row)).toMatchObject({ 'event.action': 'vpn-connected', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'klee', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7', 'host.name': 'LT-7' });
    expect(mapped({ ...row, Time: '2 Nov 26, 14:03:27' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(mapped({ ...row, Status: 'Failure' })).toBe('not our business: VPN Log In, refused');
    expect(mapped({ ...row, Time: 'Today' })).toBe('no time that can be read');
    expect(checkPointLog({ Time: '2026-11-02', Action: 'Log In', Origin: 'x' })).toBeUndefined();
  });
  it.each([{ product: 'Identity Awareness' }, { product: 'SmartConsole' }, { office_mode_ip: undefined }])('leaves a login that opens no tunnel: %j', (more) => expect(mapped(aLog(more))).toMatch(/^not our business: .* Log In$/));
  it.each(['Accept', 'Failed Log In', 'Key Install', 'Decrypt'])('leaves %s', (action) => expect(mapped(aLog({ action }))).toBe(`not our business: VPN-1 & FireWall-1 ${action}`));
  it.each([{ status: 'Failure' }, { auth_status: 'Failed Login' }, { outcome: 'Failed' }])('takes nobody for let in who was refused: %j', (more) => {
    expect(mapped(aLog(more))).toBe('not our business: VPN-1 & FireWall-1 Log In, refused');
    expect(mapped(aLog({ ...more, action: 'Log Out' }))).toMatchObject({ 'event.action': 'vpn-disconnected' });
  });
  it('reads logs that were fetched through LEA, on the clock of the option where they say no zone', () => {
    const log = 'loc=7|time=2Nov2026  8:03:27|action=accept|orig=203.0.113.1|i/f_dir=inbound|i/f_name=daemon|has_accounting=0|product=Connectra|src=198.51.100.23|user=Lee, Kim@acme (klee)|event_type=Login|status=Success';
    const at = (line: string, zone: string): unknown => checkpoint.map(line, { settings: {}, options: { zone } });

    expect(at(log, 'America/Chicago')).toMatchObject([{ 'event.action': 'vpn-connected', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'klee', 'source.ip': '198.51.100.23' }]);
    expect(at(log.replace('2Nov2026  8:03:27', '2026-11-02 08:03:27'), 'America/Chicago')).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) }]);
    expect(at(log.replace('2Nov2026  8:03:27', '1793628207'), 'America/Chicago')).toMatchObject([{ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) }]);
    expect(mapped(log.replace('event_type=Login', 'event_type=Logout'))).toMatchObject({ 'event.action': 'vpn-disconnected' });
    expect(mapped(log.replace('Success', 'Failure'))).toBe('not our business: Connectra accept, refused');
    expect(mapped(log.replace('action=accept', 'action=Failed Log In').replace('|status=Success', ''))).toBe('not our business: Connectra Failed Log In');
    expect(mapped('loc=7|time=1793628207|orig=203.0.113.1|i/f_dir=inbound|product=SmartDefense|src=198.51.100.23')).toBe('not our business: SmartDefense');
  });
  it('reads a log whose names a collector took from the older interface', () => {
    expect(mapped({ ProductName: 'Mobile Access', Action: 'Log In', UUid: 'u', origin: '203.0.113.1', time: '1793628207', sip: '198.51.100.23', login: 'klee' })).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'klee', 'source.ip': '198.51.100.23' });
  });
  it('reads CEF with a part too many and with none', () => {
    for (const head of ['CEF:0||Check Point|Mobile Access|Check Point|Log|Log|Unknown|', '0|Check Point|Mobile Access|Check Point|Log|Log|Unknown|']) {
      expect(mapped(`${head}act=Log In rt=1793628207000 suser=klee loguid={0x1} origin=203.0.113.1 product=Mobile Access src=198.51.100.23`)).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'klee', '@timestamp': 1793628207000 });
    }
  });
  it('knows the person of Mobile Access under its former name', () => {
    expect(mapped('0|Check Point|Connectra|Check Point|Log In|Log|Unknown|act=Log In duser=klee rt=1793628207000 loguid={0x1} origin=203.0.113.1 event_type=Login office_mode_ip=0.0.0.0 product=Connectra proxy_src_ip=0.0.0.0 src=198.51.100.23')).toMatchObject({
      'event.action': 'vpn-connected', 'user.name': 'klee', 'source.ip': '198.51.100.23', 'source.nat.ip': undefined,
    });
  });
  it("takes the time of syslog's header where the log has none", () => {
    const log = '[action:"Log In"; ifdir:"inbound"; loguid:"{0x1}"; origin:"203.0.113.1"; office_mode_ip:"10.20.0.7"; product:"VPN-1 & FireWall-1"; src:"198.51.100.23"; user:"klee"]';

    expect(mapped(`<134>1 2026-11-02T14:03:27Z gw1 CheckPoint 1930 - ${log}`)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(mapped(log)).toBe('no time that can be read');
  });
  it('reads the structured data of a gateway that sends its logs itself', () => {
    const log = '[Fields@1.3.6.1.4.1.2620 Action="Log In" src="198.51.100.23" office_mode_ip="10.20.0.7" user="Lee, Kim (klee)" ProductName="VPN-1 & FireWall-1" ProductFamily="Network" ]';

    expect(mapped(`<85>1 2026-11-02T14:03:27Z 203.0.113.1 CP-GW - Log ${log}`)).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'klee', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
  });
  it('counts a log without an action by its product', () => {
    expect(mapped('[ifdir:"inbound"; loguid:"{0x1}"; origin:"203.0.113.1"; product:"System Monitor"; sys_message::"installed Standard"]')).toBe('not our business: System Monitor');
    expect(mapped({ loguid: '{0x1}', origin: '203.0.113.1' })).toBe('not our business: unnamed');
  });
  it('names the laptop where the log does, without its domain', () => expect(mapped(aLog({ src_machine_name: 'lt-7@acme.example' }))).toMatchObject({ 'host.name': 'lt-7' }));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { action: 'x' }, 'action:"x"; product:"y"', 'CEF:0|Other|X|1|2|n|3|act=x']) expect(mapped(raw)).toBe('not a Check Point log');
    expect(mapped(aLog({ time: 'soon' }))).toBe('no time that can be read');
    expect(mapped(aLog({ user: '' }))).toBe('no user');
    expect(mapped(aLog({ action: '<b>' }))).toBe('not our business: unnamed');
    expect(mapped('"21" "10Dec2019" "23:44:49" "eth1" "gw" "Log" "Drop"')).toBe('not our business: a line of the old export');
  });
  it('is not kept busy by a line without end', () => {
    expect(mapped(`[action:"Log In"; ${'a '.repeat(100_000)}`)).toBe('not a Check Point log');
    expect(mapped(`[action:"${'x\\'.repeat(50_000)}`)).toBe('not a Check Point log');
  });
});

describe('checkpoint, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(checkpoint, sampleFiles('checkpoint'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(15);
    // The only session of remote access among them was made up for tests.
    expect(run.events).toEqual({ 'vpn-connected': 1 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(checkpoint, sampleFiles('checkpoint'));

    // Every log of every blade, because none is of remote access.
    const table = agreement(judged, (raw) => {
      const log = checkPointLog(raw);
      return log && commonFields(log);
    }, (field, _record, mine, their) => field === 'user' && their.replace(/\s+$/, '').endsWith(`(${mine})`));

    expect(table.address.both).toBeGreaterThan(10);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
