import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { citrix, commonFields } from './citrix.ts';
import { citrixMessage } from './line.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const options = { zone: 'UTC,GW-2=America/Chicago', dates: 'month-first' };
const AT = Date.UTC(2026, 10, 2, 14, 3, 27);

/** A message of the gateway; say what matters. */
function aLine(kind = 'SSLVPN LOGIN', { head = '11/02/2026:14:03:27 GMT GW-1', user = 'kim', more = '' } = {}): string {
  return `${head} 0-PPE-0 : default ${kind} 7 0 : Context ${user}@198.51.100.23 - SessionId: 1- User ${user} - Client_ip 198.51.100.23 - Nat_ip "Mapped Ip" - Vserver 203.0.113.1:443${more}`;
}

function mapped(raw: unknown, inside = options): unknown {
  const found = citrix.map(raw, { settings: {}, options: inside });
  return isRejected(found) ? found.rejected : found[0];
}

describe('citrix, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(citrix, join(GOLDEN, name), { settings: {}, options })).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('citrix', () => {
  it('tells who is in, from where, by which browser', () => {
    expect(mapped(aLine('SSLVPN LOGIN', { more: ' - Browser_type "Mozilla/5.0 (X - Y)" - SSLVPN_client_type Agent - Group(s) "N/A"' }))).toMatchObject({ 'event.action': 'vpn-connected', 'event.outcome': 'success', '@timestamp': AT, 'user.name': 'kim', 'source.ip': '198.51.100.23', 'user_agent.original': 'Mozilla/5.0 (X - Y)' });
  });
  it.each([['08:00:00', 28_800e9], ['123:00:01', 442_801e9], ['00:00:00', undefined], ['long', undefined]])('reads that a session lasted %s', (lasted, nanoseconds) => {
    expect(mapped(aLine('SSLVPN LOGOUT', { more: ` - Duration ${lasted}  - Http_resources_accessed 0` }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': nanoseconds });
  });
  it.each([['11/02/2026:14:03:27 GMT GW-1', AT], ['2026/11/02:14:03:27  GW-1', AT], ['2026/11/02:08:03:27  GW-2', AT], ['11/02/2026:14:03:27 GMT GW-2', AT], ['<134> 11/02/2026:14:03:27 GMT GW-1', AT]])('reads the time in "%s"', (head, at) => expect(mapped(aLine('SSLVPN LOGIN', { head }))).toMatchObject({ '@timestamp': at }));
  it('reads a message with one number and no partition, as old releases write it', () => {
    const old = `Nov  2 14:03:27 192.0.2.1  11/02/2026:14:03:27 GMT GW-1 PPE-0 : SSLVPN LOGIN 927699709 : ${aLine().split(/ : +/).at(-1)!}`;

    expect(mapped(old)).toEqual(mapped(aLine()));
    expect(mapped('SOME Text 12 : more')).toBe('not a NetScaler message');
  });
  it('reads dates as the appliance is set to write them', () => {
    expect(mapped(aLine('SSLVPN LOGIN', { head: '02/11/2026:14:03:27 GMT GW-1' }), { ...options, dates: 'day-first' })).toMatchObject({ '@timestamp': AT });
    expect(mapped(aLine('SSLVPN LOGIN', { head: '13/13/2026:14:03:27 GMT GW-1' }))).toBe('no time that can be read');
    expect(mapped(aLine('SSLVPN LOGIN', { head: '28/11/2026:14:03:27 GMT GW-1' }))).toContain('set the option dates');
    expect([citrix.options['dates']!.problem!('sideways'), citrix.options['dates']!.problem!('day-first')]).toEqual(['takes month-first or day-first', undefined]);
  });
  it('reads the head of an appliance that does not say its name', () => {
    expect(mapped(aLine('SSLVPN LOGIN', { head: '11/02/2026:14:03:27 GMT ' }))).toMatchObject({ '@timestamp': AT, 'source.ip': '198.51.100.23' });
  });
  it.each([
    ['Client_ip 198.51.100.23 - X-Forwarded-For_ip 203.0.113.9 ', '198.51.100.23'], ['Client_ip  - X-Forwarded-For_ip 203.0.113.9, 192.0.2.1 ', '203.0.113.9'], ['Client_ip 198.51.100.23 - X-Forwarded-For_ip - ', '198.51.100.23'],
    ['Client_ip  - X-Forwarded-For_ip unknown ', undefined],
  ])('finds the address in "%s"', (parts, address) => {
    expect(mapped(`11/02/2026:14:03:27 GMT GW-1 0-PPE-0 : default SSLVPN LOGIN 7 0 :  User kim - ${parts}- Nat_ip "Mapped Ip" - Vserver 203.0.113.1:443`)).toMatchObject({ 'user.name': 'kim', 'source.ip': address });
  });
  it('finds it behind the name where its own part is empty', () => {
    expect(mapped('11/02/2026:14:03:27 GMT GW-1 0-PPE-0 : default SSLVPN LOGIN 7 0 : Context kim@acme.example@198.51.100.23 - SessionId: 7 - User kim@acme.example - Client_ip  - Nat_ip "Mapped Ip"')).toMatchObject({ 'user.name': 'kim@acme.example', 'source.ip': '198.51.100.23' });
  });
  it('dates a session that ended by its own end where the head is gone', () => {
    const line = '<135> default LOGOUT 7 0 :  User kim - Client_ip 198.51.100.23 - Nat_ip "Mapped Ip" - Start_time "11/02/2026:06:03:27 GMT" - End_time "11/02/2026:14:03:27GMT" - Duration 08:00:00  - Http_resources_accessed 0';

    expect(mapped(`${line} - NonHttp_services_accessed 0 - LogoutMethod "TimedOut"`)).toMatchObject({ 'event.action': 'vpn-disconnected', '@timestamp': AT, 'event.duration': 28_800e9 });
    expect(mapped(line)).toBe('not our business: LOGOUT');
    expect(mapped('default ICAEND_CONNSTAT 7 0 :  [CGP] Source 198.51.100.23:1 - Destination 203.0.113.1:2598')).toBe('not our business: ICAEND_CONNSTAT');
  });
  it('names accounts with domains, mail addresses, and blanks', () => {
    expect([mapped(aLine('SSLVPN LOGIN', { user: 'ACME\\kim' })), mapped(aLine('SSLVPN LOGIN', { user: 'kim@acme.example' })), mapped(aLine('SSLVPN LOGIN', { user: 'Kim Lee' }))]).toMatchObject([{ 'user.domain': 'ACME' }, { 'user.email': 'kim@acme.example' }, { 'user.name': 'Kim Lee' }]);
  });
  it('reads a line that a collector kept as a cell', () => expect(mapped(`"${aLine().replaceAll('"', '""')}"`)).toMatchObject({ 'event.action': 'vpn-connected', 'source.ip': '198.51.100.23' }));
  it('tells who signed in to an application behind the appliance', () => {
    expect(mapped(aLine('AAATM LOGIN', { user: 'kim@acme.example', more: ' - Browser_type "Mozilla/5.0" - Group(s) "N/A"' }))).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': 'success', '@timestamp': AT, 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'user_agent.original': 'Mozilla/5.0' });
  });
  it('reads quotes that a shipper escaped', () => {
    expect(mapped(aLine('SSLVPN LOGOUT', { more: String.raw` - Start_time \"11/02/2026:06:03:27 GMT\" - End_time \"11/02/2026:14:03:27 GMT\" - Duration 08:00:00  - LogoutMethod \"TimedOut\"` }))).toMatchObject({ 'event.action': 'vpn-disconnected', 'event.duration': 28_800e9 });
  });
  it.each(['SSLVPN TCPCONNSTAT', 'SSLVPN ICASTART', 'SSLVPN Message', 'AAATM LOGOUT', 'AAATM HTTPREQUEST', 'AAA LOGIN_FAILED', 'TCP CONN_TERMINATE'])('counts %s and leaves it', (kind) => expect(mapped(aLine(kind))).toBe(`not our business: ${kind}`));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, 'default SSLVPN LOGIN']) expect(mapped(raw)).toBe('not a NetScaler message');
    expect(mapped('11/02/2026:14:03:27 GMT GW-1 0-PPE-0 : default SSLVPN LOGIN 7 0 : Context x')).toBe('no user');
  });
  it('is not kept busy by a line without end', () => {
    expect(mapped(`${aLine()}${' - User x'.repeat(100_000)}`)).toMatchObject({ 'user.name': 'kim' });
    expect(mapped('a/'.repeat(100_000))).toBe('not a NetScaler message');
  });
});

describe('citrix, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(citrix, sampleFiles('citrix-adc-gateway'), options);

    // No session that begins or ends is among them.
    expect(run).toMatchObject({ read: 18, unfit: [], events: {} });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(citrix, sampleFiles('citrix-adc-gateway'));

    // Every message, because none is of a session that begins or ends.
    const table = agreement(judged, (raw) => {
      const fields = commonFields(citrixMessage(raw)!, options);
      return isRejected(fields) ? undefined : fields;
    }, () => false);

    expect(table.time.both).toBeGreaterThan(10);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
