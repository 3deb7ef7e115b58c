import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { commonFields, netskope } from './netskope.ts';
import { netskopeEvent } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** An event of traffic; say what matters. */
function anEvent(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { _id: 'e-1', type: 'connection', access_method: 'Client', timestamp: 1793628207, user: 'kim@acme.example', ur_normalized: 'kim@acme.example', srcip: '198.51.100.23', userip: '192.168.1.5', hostname: 'LT-7', os: 'Windows', ...more };
}

function mapped(raw: unknown): unknown {
  const found = netskope.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('netskope, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(netskope, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('netskope', () => {
  it.each(['connection', 'page', 'nspolicy', 'application', 'network'])('takes %s of the client for a sign that the laptop is awake, seen from its public address', (type) => {
    expect(mapped(anEvent({ type }))).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'event.id': 'e-1', 'source.ip': '198.51.100.23', 'host.name': 'LT-7', 'user.email': 'kim@acme.example' });
  });
  it('does without an address where the laptop is named', () => {
    expect(mapped(anEvent({ srcip: '' }))).toMatchObject({ 'event.action': 'check-in', 'source.ip': undefined });
    expect(mapped(anEvent({ srcip: '', hostname: '' }))).toBe('neither address nor laptop named');
  });
  it('takes neither place nor time zone from the vendor\'s reading of the address', () => {
    expect(Object.keys(mapped(anEvent({ src_latitude: 40, src_longitude: -70, src_timezone: 'America/New_York', src_location: 'New York' })) as object).filter((name) => /geo|zone|location/.test(name))).toEqual([]);
  });
  it.each(['API Connector', 'Secure Forwarder', 'Logs', undefined])('leaves traffic that came by %s', (access_method) => expect(mapped(anEvent({ access_method }))).toBe('not our business: connection that came without the client'));
  it.each([[{ alert: 'yes' }, 'alert'], [{ dlp_incident_id: 7 }, 'DLP incident'], [{ type: 'admin_audit_logs' }, 'admin_audit_logs'], [{ type: '<b>' }, 'unnamed']])('counts %j and leaves it', (more, kind) => expect(mapped(anEvent(more))).toBe(`not our business: ${kind}`));
  it('counts events of laptops\' ports and printers, which have neither id nor a mark, by their name', () => {
    expect(mapped({ record_type: 'epdlp', access_method: 'Endpoint', timestamp: 1793628207, user: 'kim@acme.example', device_sn: 'SN-7' })).toBe('not our business: epdlp');
    expect(mapped({ _id: 'x', record_type: 'application', type: 'nspolicy', timestamp: 1793628207, user: 'kim' })).toBe('not our business: nspolicy that came without the client');
    expect(mapped({ record_type: 'other', access_method: 'Endpoint', timestamp: 1793628207 })).toBe('not a Netskope event');
  });
  it('counts the lines of the transaction log', () => {
    expect(mapped({ 'c-ip': '198.51.100.23', 'cs-username': 'kim@acme.example', 'cs-host': 'wiki.acme.example', 'date': '2026-11-02', 'time': '14:03:27', 'x-cs-access-method': 'Client', 'x-type': 'http_transaction' })).toBe('not our business: web transaction');
    expect(mapped('2026-11-02 14:03:27 - 138 0 138 198.51.100.23 - "kim@acme.example" GET https - "Mozilla/5.0" - 200 - wiki.acme.example / 443 - 0 "Client" - 1793628207 0 198.51.100.23 Web - "Technology" "All Internet" http_transaction - - 1 2')).toBe('not our business: web transaction');
    expect(mapped('2026-11-02 14:03:27 something else')).toBe('not a Netskope event');
  });
  it('takes an incident with the number zero for none', () => expect(mapped(anEvent({ dlp_incident_id: 0 }))).toMatchObject({ 'event.action': 'check-in' }));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { _id: 'x' }, { type: 'connection' }]) expect(mapped(raw)).toBe('not a Netskope event');
    expect(mapped(anEvent({ timestamp: 'soon' }))).toBe('no time that can be read');
  });
});

describe('netskope, clients', () => {
  const tunnelUp = { event: 'Tunnel Up', status: 'Enabled', actor: 'System', timestamp: 1793628207 };
  /** A laptop of the list of clients; say what matters. */
  const aClient = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
    _id: 'd-1', device_id: 'd-1', client_version: '91.0.6', host_info: { hostname: 'LT-7', nsdeviceuid: 'UID-7', os: 'Windows', os_version: '10.0', device_make: 'Acme' }, last_event: tunnelUp,
    users: [{ username: 'kim@acme.example', last_event: tunnelUp }], ...more,
  });

  it('takes what the client last did for a sign that the laptop is awake', () => {
    expect(mapped(aClient())).toMatchObject({ 'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.email': 'kim@acme.example', 'host.name': 'LT-7', 'host.id': 'UID-7', 'host.os.full': 'Windows 10.0', 'event.dataset': 'netskope.clients' });
    for (const event of ['Tunnel down due to error', 'System shutdown', 'System powerup']) expect(mapped(aClient({ last_event: { ...tunnelUp, event }, users: [] }))).toMatchObject({ 'event.action': 'check-in', 'host.name': 'LT-7' });
  });
  it('takes no id that somebody blackened, which all laptops would share', () => {
    expect(mapped(aClient({ host_info: { hostname: 'LT-7', nsdeviceuid: '[REDACTED]' } }))).toMatchObject({ 'host.id': undefined, 'host.name': 'LT-7' });
  });
  it('tells of each who uses it', () => {
    const found = netskope.map(aClient({ users: [{ username: 'kim@acme.example', last_event: tunnelUp }, { username: 'lee@acme.example', last_event: { ...tunnelUp, timestamp: 1793628000 } }] }), context);

    expect(found).toMatchObject([{ 'user.name': 'kim@acme.example' }, { 'user.name': 'lee@acme.example', '@timestamp': Date.UTC(2026, 10, 2, 14) }]);
  });
  it('leaves what an administrator or the installer did', () => {
    for (const last_event of [{ ...tunnelUp, event: 'Uninstalled' }, { ...tunnelUp, event: 'User Disabled', actor: 'Admin' }, { ...tunnelUp, event: 'Admin Disabled', actor: 'Admin' }]) expect(mapped(aClient({ last_event, users: [{ username: 'kim', last_event }] }))).toBe('not our business: a client whose last event is not its own');
  });
  it('opens the answer of the list', () => {
    const recognises = (raw: unknown): boolean => netskope.recognises(raw);
    expect(unwrap({ status: 'success', msg: '', data: [{ attributes: aClient() }] }, recognises)).toEqual([aClient()]);
    expect(unwrap({ ok: 1, result: [aClient()] }, recognises)).toEqual([aClient()]);
  });
  it('says what it cannot read', () => {
    expect(mapped(aClient({ last_event: { ...tunnelUp, timestamp: 'soon' }, users: [] }))).toBe('no time that can be read');
    expect(mapped(aClient({ host_info: {} }))).toBe('neither address nor laptop named');
    for (const raw of [{ device_id: 'd-1' }, { device_id: 'd-1', host_info: [], last_event: {} }]) expect(mapped(raw)).toBe('not a Netskope event');
  });
});

describe('netskope, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(netskope, sampleFiles('netskope'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(20);
    expect(run.events['check-in']).toBeGreaterThan(2);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(netskope, sampleFiles('netskope'));

    const table = agreement(judged, (raw) => {
      const event = netskopeEvent(raw);
      return event && commonFields(event);
    }, () => false);

    expect(table.time.both).toBeGreaterThan(10);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
