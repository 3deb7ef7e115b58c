import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { jamf } from './jamf.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A computer of the Jamf Pro API; say what matters. */
function aComputer(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: '1', udid: 'u-1', general: { name: 'MB-3', lastIpAddress: '198.51.100.23', lastReportedIp: '192.168.1.139', lastContactTime: '2026-11-02T14:03:27Z', reportDate: '2026-11-02T06:00:00Z' },
    userAndLocation: { username: 'kim', email: 'kim@acme.example' }, hardware: { serialNumber: 'C02' }, operatingSystem: { version: '15.1' }, applications: null, ...more,
  };
}

function aWebhook(webhookEvent: string, event: unknown): unknown {
  return { webhook: { id: 1, name: 'x', webhookEvent, eventTimestamp: 1793628207441 }, event };
}

function mapped(raw: unknown): unknown {
  const found = jamf.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('jamf, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(jamf, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('jamf, computers', () => {
  it('tells when a Mac was last in touch, and the address Jamf saw, not its inner one', () => {
    expect(mapped(aComputer())).toMatchObject({
      'event.action': 'check-in', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'source.ip': '198.51.100.23', 'device.serial_number': 'C02', 'host.id': 'u-1', 'host.name': 'MB-3', 'user.name': 'kim', 'user.email': 'kim@acme.example', 'host.os.full': 'macOS 15.1',
    });
  });
  it('dates applications by the inventory they stand in', () => {
    expect(jamf.map(aComputer({ applications: [{ name: 'AnyDesk.app', version: '8' }, { name: '' }] }), context)).toEqual([
      expect.objectContaining({ 'event.action': 'check-in' }),
      expect.objectContaining({ 'event.action': 'software-present', '@timestamp': Date.UTC(2026, 10, 2, 6), 'package.name': 'AnyDesk', 'package.version': '8' }),
    ]);
  });
  it('is one check-in however often it is read, and another after the next contact', () => {
    const idOf = (lastContactTime: string): unknown => (mapped(aComputer({ general: { lastContactTime } })) as Record<string, unknown>)['event.id'];

    expect(idOf('2026-11-02T14:03:27Z')).toBe(idOf('2026-11-02T14:03:27.000Z'));
    expect(idOf('2026-11-02T15:03:27Z')).not.toBe(idOf('2026-11-02T14:03:27Z'));
  });
  it('does without sections that were not asked for', () => {
    expect(mapped(aComputer({ userAndLocation: null, hardware: null, operatingSystem: null }))).toMatchObject({ 'event.action': 'check-in', 'device.serial_number': undefined });
    expect(mapped(aComputer({ general: { name: 'MB-3', lastContactTime: null } }))).toBe('no contact: it never was in touch, or the section GENERAL was not asked for');
    expect(mapped(aComputer({ general: null }))).toBe('no contact: it never was in touch, or the section GENERAL was not asked for');
    expect(mapped(aComputer({ general: { lastContactTime: 'soon' } }))).toBe('no time that can be read');
  });
  it('keeps neither hardware addresses nor phone numbers', () => {
    const text = JSON.stringify(jamf.map(aComputer({ hardware: { serialNumber: 'C02', macAddress: '00:00:5E:00:53:01' }, userAndLocation: { username: 'kim', phone: '+12125550100', realname: 'Kim' } }), context));

    for (const secret of ['5E:00', '2125550100']) expect(text).not.toContain(secret);
  });
  it('reads a computer of the Classic API, and a line of its list', () => {
    expect(mapped({ computer: { general: { udid: 'u-1', serial_number: 'C02', ip_address: '198.51.100.23', last_reported_ip: '192.168.1.139', last_contact_time_epoch: 1793628207441 } } })).toMatchObject({ '@timestamp': 1793628207441, 'source.ip': '198.51.100.23' });
    expect(mapped({ id: 1, udid: 'u-1', serial_number: 'C02', managed: true, report_date_epoch: 1793599200000 })).toMatchObject({ 'event.action': 'check-in', '@timestamp': 1793599200000, 'source.ip': undefined });
    expect(mapped({ id: 1, udid: 'u-1', serial_number: 'C02', managed: true, report_date_epoch: 0 })).toBe('no time that can be read');
  });
});

describe('jamf, webhooks', () => {
  const computer = { udid: 'u-1', serialNumber: 'C02', deviceName: 'MB-3', ipAddress: '198.51.100.23', reportedIpAddress: '192.168.1.139', username: 'kim', emailAddress: 'kim@acme.example' };

  it.each([['ComputerCheckIn', { computer, trigger: 'CLIENT_CHECKIN', username: 'admin' }], ['ComputerInventoryCompleted', computer], ['ComputerAdded', computer]])('reads %s', (event, body) => {
    expect(mapped(aWebhook(event, body))).toMatchObject({ 'event.action': 'check-in', '@timestamp': 1793628207441, 'event.code': event, 'source.ip': '198.51.100.23', 'device.serial_number': 'C02', 'user.name': 'kim', 'host.id': 'u-1' });
  });
  it.each(['ComputerPolicyFinished', 'ComputerPushCapabilityChanged', 'MobileDeviceCheckIn', 'RestAPIOperation', '<b>'])('counts %s and leaves it', (event) => expect(mapped(aWebhook(event, { computer }))).toBe(event === '<b>' ? 'not our business: webhook, unnamed' : `not our business: webhook ${event}`));
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { udid: 'u' }, { computer: {} }, { webhook: {}, event: {} }]) expect(mapped(raw)).toBe('not a Jamf Pro record');
  });
});

describe('jamf, the access log', () => {
  const line = (more: string): string => `2026-11-02 14:03:27,441 [INFO ] [Tomcat-1] [file] - ${more}`;
  const signIn = 'username=kim@acme.example, status=Successful Login, ipAddress=198.51.100.23, entryPoint=Single Sign On (OIDC)';

  it('tells who signs in at Jamf, from where, as a line and as the cloud delivers it', () => {
    const expected = { 'event.action': 'sign-in', 'event.outcome': 'success', 'event.dataset': 'jamf.access', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' };

    expect(mapped(line(signIn))).toMatchObject(expected);
    expect(mapped({ time: '2026-11-02T14:03:27.441311060Z', message: `[JSSACCESSLOG] 2026-11-02T15:03:27,440 - ${signIn}` })).toMatchObject(expected);
    expect(mapped(line(signIn.replace('Successful', 'Failed')))).toMatchObject({ 'event.outcome': 'failure' });
  });
  it.each([
    [signIn.replace('Successful Login', 'Successful SSO Logout'), 'not our business: access log, Successful SSO Logout'], [signIn.replace('Successful Login', '<b>'), 'not our business: access log, unnamed'],
    [signIn.replace('Single Sign On (OIDC)', 'Universal API'), 'not our business: access log, sign-in at an interface'], [signIn.replace('kim@acme.example', 'Unknown'), 'no user'],
  ])('leaves %s', (more, reason) => expect(mapped(line(more))).toBe(reason));
  it.each([
    ['[CHANGEMANAGEMENT] 2026-11-02T14:03:27,441 [INFO ] [Tomcat-1] [file] - [kim@acme.example (ID: 4)] [READ] [Computer]', 'not our business: change management'],
    ['[JAMFSOFTWARESERVER] 2026-11-02T14:03:27,441 [INFO ] [Tomcat-1] [Monitor] - done', 'not our business: server log'], ['[SOMETHING] else', 'not a Jamf Pro record'],
  ])('counts %s', (message, reason) => expect(mapped({ time: '2026-11-02T14:03:27.441311060Z', message })).toBe(reason));
  it('says where a line has no time', () => expect(mapped(signIn)).toBe('no time that can be read'));
});

describe('jamf, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(jamf, sampleFiles('jamf'));

    expect(run.unfit).toEqual([]);
    expect(run.rejected).toEqual({});
    // A list of two, and both in full.
    expect(run.events['check-in']).toBe(4);
    expect(run.events['software-present']).toBeGreaterThan(100);
  });
});
