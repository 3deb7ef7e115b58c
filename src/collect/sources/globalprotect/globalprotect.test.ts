import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../../../core/parse-event.ts';
import { zoneOf } from '../../device-clock.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, judgedRecords, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { commonDraft, globalprotect } from './globalprotect.ts';
import { panRecord } from './shape.ts';
import { panTime } from './when.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const zone = { zone: 'UTC,007951000041234=America/Denver' };

/** A syslog line of PAN-OS 11.1; say what matters. */
function aLine(more: { event?: string; user?: string; status?: string; description?: string; seconds?: string; release?: string; time?: string; fine?: string } = {}): string {
  const { event = 'gateway-connected', user = 'acme\\kim', status = 'success', description = '', seconds = '0', release = '2817', time = '2026/11/02 08:00:00', fine = '' } = more;
  return `1,${time},0042,GLOBALPROTECT,0,${release},${time},vsys1,${event},stage,,IPSec,${user},US,LT-1,198.51.100.23,0.0.0.0,10.0.0.5,0.0.0.0,host-1,SN-1,6.2,Windows,"Windows 11 , 64-bit",1,,,"${description}",${status},,${seconds},,0,GW-1,77,0x0,${fine}`;
}

function mapped(raw: unknown, options: Readonly<Record<string, string>> = {}): unknown {
  const found = globalprotect.map(raw, { settings: {}, options });
  return isRejected(found) ? found.rejected : found[0];
}

describe('globalprotect, golden records', () => {
  const files = readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json'));

  it.each(files)('maps %s as it did', async (name) => {
    const found: unknown[] = [];
    for await (const record of globalprotect.read(join(GOLDEN, name))) {
      const drafts = 'rejected' in record ? record : globalprotect.map(record.raw, { settings: {}, options: zone });
      found.push(isRejected(drafts) ? { line: record.line, rejected: drafts.rejected } : { line: record.line, drafts });
      if (!isRejected(drafts)) for (const draft of drafts) expect(parseEvent(draft)).not.toHaveProperty('rejected');
    }

    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('globalprotect', () => {
  it('keeps the public address apart from the one inside the tunnel', () => {
    expect(mapped(aLine())).toMatchObject({ 'event.action': 'vpn-connected', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.0.0.5', 'user.name': 'acme\\kim', 'user.domain': 'acme', 'device.serial_number': 'SN-1' });
  });
  it('tells how long the tunnel was up, in nanoseconds', () => {
    expect(mapped(aLine({ event: 'gateway-logout', seconds: '3625' }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': 3_625_000_000_000 });
    expect(mapped(aLine({ event: 'gateway-logout', seconds: '0' }))).toMatchObject({ 'event.duration': undefined });
    expect(mapped(aLine({ event: 'gateway-logout', seconds: '99999999999' }))).toMatchObject({ 'event.duration': undefined });
  });
  it('measures the way outside the tunnel', () => {
    expect(mapped(aLine({ event: 'gateway-tunnel-latency', description: 'Pre-tunnel latency: 67ms, Post-tunnel latency: 47ms' }))).toMatchObject({ 'farmwatch.net.rtt_ms': 67, 'farmwatch.net.rtt_to': 'GW-1' });
    expect(mapped(aLine({ event: 'gateway-tunnel-latency', description: 'Pre-tunnel latency: -1ms, Post-tunnel latency: 47ms' }))).toMatchObject({ 'farmwatch.net.rtt_ms': 47 });
  });
  it('names no person where the machine connected by itself', () => {
    expect(Object.keys(mapped(aLine({ user: 'pre-logon' })) as object).filter((name) => name.startsWith('user.'))).toEqual([]);
  });
  it.each(['portal-prelogin', 'portal-auth', 'gateway-auth', 'gateway-register', 'gateway-getconfig', 'gateway-setup-ipsec', 'gateway-hip-check', 'gateway-config-release'])(
    'counts %s as a step of the same login, not as an event', (event) => expect(mapped(aLine({ event }))).toBe(`not our business: ${event}`),
  );
  it('reads no line by positions it does not know', () => {
    expect(mapped(aLine({ release: '2304' }))).toContain('PAN-OS 9.0');
    expect(mapped(aLine({ release: 'x' }))).toContain('no release');
    expect(mapped(aLine({ status: 'GW-1' }))).toContain('another order than PAN-OS 11.1');
    expect(mapped(aLine().slice(0, 120))).toContain('the line is cut off');
  });
  it('reads a line whose quotes were quoted on the way', () => {
    expect(mapped(aLine().replace(/[\\"]/g, '\\$&'))).toMatchObject({ 'event.action': 'vpn-connected', 'user.name': 'acme\\kim', 'source.ip': '198.51.100.23' });
  });
  it('reads the order of the first releases of 9.1, with number and flags before the kind', () => {
    const line = aLine({ release: '2305' }).replace('0042,GLOBALPROTECT', '0042,11,0x0,GLOBALPROTECT').replace(/,77,0x0,$/, '');

    expect(mapped(line)).toMatchObject({ 'event.action': 'vpn-connected', 'event.id': '0042/GLOBALPROTECT/11', 'user.name': 'acme\\kim', 'source.ip': '198.51.100.23', '@timestamp': Date.UTC(2026, 10, 2, 8) });
  });
  it('reads LEEF of the logging service in UTC, and of a firewall by its clock', () => {
    const rest = 'cat=globalprotect\tdevTime=2026-11-02 08:00:00.000000\tusrName=acme\\kim\tPublicIPv4=198.51.100.23\tEventStatus=success\tSequenceNo=7';

    expect(mapped(`LEEF:2.0|Palo Alto Networks|Prisma Access|2.1|gateway-connected| |TimeReceived=2026-11-02 08:00:01.000000\tDeviceSN=007951000041234\t${rest}`, zone)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 8) });
    expect(mapped(`LEEF:2.0|Palo Alto Networks|PAN-OS Syslog Integration|11.1|gateway-connected| |ReceiveTime=2026/11/02 08:00:01\tSerialNumber=007951000041234\t${rest}`, zone)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 15) });
  });
  it('reads pairs of names and values, with bars or commas between, as templates for Datadog write them', () => {
    const found = { 'event.action': 'vpn-connected', 'event.outcome': 'success', 'user.name': 'acme\\kim', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.1.2.3', 'host.name': 'LT-7', 'event.id': '0042/GLOBALPROTECT/7' };

    expect(mapped('<14>Nov  2 08:00:01 pa receive_time=2026/11/02 08:00:01|serial=0042|type=GLOBALPROTECT|subtype=0|time_generated=Nov 02 2026 15:00:00 GMT|vsys=vsys1|eventid=gateway-connected|stage=connected|srcuser=acme\\kim|machinename=LT-7|public_ip=198.51.100.23|public_ipv6=0.0.0.0|private_ip=10.1.2.3|serialnumber=|client_os_ver=Microsoft Windows 11 Enterprise, 64-bit|status=success|seqno=7', zone)).toMatchObject({ ...found, '@timestamp': Date.UTC(2026, 10, 2, 15), 'host.os.full': 'Microsoft Windows 11 Enterprise, 64-bit' });
    expect(mapped('timestamp=2026/11/02 08:00:01, time_generated=2026/11/02 08:00:00, serial=0042, type=GLOBALPROTECT, subtype=globalprotect, eventid=gateway-connected, stage=connected, status=success, usr.id=acme\\kim, public_ip=198.51.100.23, private_ip=10.1.2.3, machinename=LT-7, seqno=7', zone)).toMatchObject({ ...found, '@timestamp': Date.UTC(2026, 10, 2, 8) });
    expect(mapped('timestamp=2026/11/02 08:00:01, serial=0042, type=THREAT, subtype=url, usr.id=acme\\kim')).toBe('not our business: THREAT');
    expect(mapped('timestamp=2026/11/02 08:00:01, serial=0042, type=one of many')).toContain('not a');
  });
  it('reads what the page of the firewall saves as CSV, below its header', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'globalprotect-')), 'log.csv');
    writeFileSync(file, `Domain,Receive Time,Serial #,Type,Threat/Content Type,Config Version,Generate Time,Virtual System,Event ID\n${aLine()}\n`);
    const found = await Array.fromAsync(globalprotect.read(file));
    rmSync(dirname(file), { recursive: true });

    expect(found.map((record) => 'raw' in record && mapped(record.raw))).toEqual(['not our business: header of a download', mapped(aLine())]);
  });
  it('reads the kind of a log in small letters, too', () => {
    expect(mapped({ type: 'globalprotect', receive_time: '2026/11/02 08:00:01', time_generated: '2026/11/02 08:00:00', serial: '0042', seqno: '77', eventid: 'gateway-connected', srcuser: 'kim', public_ip: '198.51.100.23', status: 'success' })).toMatchObject({ 'event.action': 'vpn-connected', 'event.id': '0042/GLOBALPROTECT/77' });
  });
  it('keys a record by firewall, log and number, to the last digit', async () => {
    const keys: unknown[] = [];
    for await (const record of globalprotect.read(join(GOLDEN, 'strata.ndjson'))) if ('raw' in record) keys.push((mapped(record.raw) as Record<string, unknown>)['event.id']);

    expect(keys.slice(0, 2)).toEqual(['007951000041234/GLOBALPROTECT/7359635570821640110', '007951000041234/GLOBALPROTECT/7359635570821640111']);
  });
  it('uses no number that has been rounded', () => {
    expect(mapped({ LogType: 'GLOBALPROTECT', DeviceSN: '1', SequenceNo: 2 ** 60, EventIDValue: 'gateway-connected', TimeGenerated: '2026-11-02T16:03:52Z' })).toMatchObject({ 'event.id': undefined });
  });
  it('says why it cannot read a record', () => {
    for (const raw of ['hello', '', null, 7, [], {}, { LogType: 5 }]) expect(mapped(raw)).toBe('not a Palo Alto log record');
    expect(mapped(aLine({ time: '2026/99/99 08:00:00' }))).toBe('no time that can be read');
    expect(mapped(aLine(), { zone: 'Mars/Base' })).toContain('"Mars/Base", which is no IANA time zone');
  });
});

describe('globalprotect, clocks', () => {
  it('reads local time in the zone of that firewall', () => {
    expect(mapped(aLine(), { zone: 'UTC,0042=America/Denver' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 15) });
    expect(mapped(aLine(), { zone: 'UTC,0043=America/Denver' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 8) });
    expect(mapped(aLine(), {})).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 8) });
  });
  it('prefers the fine clock, which says its zone', () => {
    expect(mapped(aLine({ fine: '2026-11-02T08:00:00.250-05:00' }), { zone: 'UTC' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 13, 0, 0, 250) });
  });
  it('takes the start of 1970 for no time', () => {
    expect(mapped(aLine({ fine: '1970-01-01T01:00:00.000+01:00' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 8) });
  });
  it('follows daylight saving', () => {
    expect(panTime('2026/07/01 12:00:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 6, 1, 10));
    expect(panTime('2026/12/01 12:00:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 11, 1, 11));
    // Two in the morning of 25 October comes twice in Berlin; the second one is an hour from UTC.
    expect(panTime('2026/10/25 02:30:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 1, 30));
  });
  it('finds the zone of a firewall', () => {
    expect(zoneOf('UTC, 7 = Asia/Tokyo', '7')).toBe('Asia/Tokyo');
    expect(zoneOf('', '7')).toBe('UTC');
    expect(zoneOf('7=Asia/Tokyo', '8')).toBe('UTC');
  });
});

describe('globalprotect, an answer of the logging service to a query', () => {
  const answer = {
    log_type: { id: 8, value: 'globalprotect' }, log_source_id: '007951000041234', sequence_no: 6890011223344556, time_generated: 1793628207441000, log_time: 1793628208000000, event_id: { id: 31, value: 'gateway-connected' }, event_status: 'success', source_user: 'acme\\kim',
    endpoint_device_name: 'LT-7', public_ip: { value: '198.51.100.23' }, private_ip: { value: '10.20.0.7' }, host_id: 'h-7', endpoint_serial_number: 'SN-7', endpoint_os_type: 'Windows', gateway: 'US East', portal: 'gp.acme.example',
  };

  it('is read under its own names', () => {
    expect(globalprotect.map(answer, { settings: {}, options: { zone: 'America/Denver' } })).toMatchObject([{
      'event.action': 'vpn-connected', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'event.id': '007951000041234/GLOBALPROTECT/6890011223344556', 'user.name': 'acme\\kim', 'source.ip': '198.51.100.23', 'source.nat.ip': '10.20.0.7', 'host.name': 'LT-7', 'device.serial_number': 'SN-7',
    }]);
    expect(globalprotect.map({ ...answer, log_type: 'globalprotect', public_ip: '198.51.100.23', private_ip: '10.20.0.7', event_id: 'gateway-tunnel-latency', description: 'Pre-tunnel latency: 67ms, Post-tunnel latency: 47ms' }, { settings: {}, options: { zone: 'UTC' } })).toMatchObject([{ 'event.action': 'latency-measured', 'farmwatch.net.rtt_ms': 67 }]);
    expect(globalprotect.map({ ...answer, log_type: { value: 'traffic' } }, { settings: {}, options: { zone: 'UTC' } })).toEqual({ rejected: 'not our business: TRAFFIC' });
  });
  it('is counted by words of the vendor alone', () => {
    expect(globalprotect.map({ ...answer, event_id: 'kim@acme.example <b>' }, { settings: {}, options: { zone: 'UTC' } })).toEqual({ rejected: 'not our business: another event' });
    expect(mapped('CEF:0|Palo Alto Networks|LF|2.0|kim@acme.example|x|3|PanOSDeviceSN=1')).toBe('not our business: unnamed log');
    expect(mapped('CEF:0|Palo Alto Networks|LF|2.0|GLOBALPROTECT APP TROUBLESHOOTING|end|3|PanOSDeviceSN=1')).toBe('not our business: GLOBALPROTECT APP TROUBLESHOOTING');
  });
  it('is told from logs of others', () => {
    for (const raw of [{ log_type: 'globalprotect' }, { log_type: 'alert rule', sequence_no: 1 }, { log_type: { value: 7 }, device_sn: 'x' }, { log_type: null, sequence_no: 1 }]) expect(globalprotect.recognises(raw)).toBe(false);
  });
});

describe('globalprotect, real samples', () => {
  const files = (): readonly string[] => [...sampleFiles('paloalto-globalprotect'), ...sampleFiles('paloalto-prisma-access')];

  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(globalprotect, files());

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(45);
    expect(run.events).toMatchObject({ 'latency-measured': 3, 'vpn-disconnected': 1 });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records', async () => {
    const judged = await judgedRecords(globalprotect, files());

    // Every record of the log, also those that are not our business, because few samples are.
    const table = agreement(judged, (raw) => {
      const record = panRecord(raw);
      const draft = record?.log === 'GLOBALPROTECT' ? commonDraft(record, 'UTC') : undefined;
      return draft && !isRejected(draft) ? draft : undefined;
    }, (field, { raw }, _mine, their) => {
      // They take the time of receipt, we that of the event: see the page.
      const received = panTime(panRecord(raw)?.text('TimeReceived'), 'UTC');
      return field === 'time' && received !== undefined && new Date(received).toISOString().startsWith(their);
    });

    expect(table.address.both).toBeGreaterThan(2);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
  });
});
