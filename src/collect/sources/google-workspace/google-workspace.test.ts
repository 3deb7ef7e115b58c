import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { chromebookFields, googleWorkspace, personFields, whereFields } from './google-workspace.ts';
import { activityOf } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** An activity with one event; say what matters. */
function anActivity(applicationName: string, name: string, parameters: Readonly<Record<string, string>> = {}, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    kind: 'admin#reports#activity', id: { time: '2026-11-02T14:03:27.441Z', uniqueQualifier: '-7', applicationName }, actor: { callerType: 'USER', email: 'kim@acme.example', profileId: '100' },
    ipAddress: '198.51.100.23', events: [{ name, parameters: Object.entries(parameters).map(([key, value]) => ({ name: key, value })) }], ...more,
  };
}

function mapped(raw: unknown): unknown {
  const found = googleWorkspace.map(raw, context);
  return isRejected(found) ? found.rejected : found.length === 1 ? found[0] : found;
}

describe('google-workspace, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(googleWorkspace, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('google-workspace', () => {
  it.each([['login', 'login_success', 'success'], ['login', 'login_failure', 'failure'], ['saml', 'login_success', 'success'], ['saml', 'login_failure', 'failure']])('takes %s %s for a sign-in', (application, name, outcome) => {
    expect(mapped(anActivity(application, name))).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': outcome, 'user.email': 'kim@acme.example', 'user.id': '100', 'source.ip': '198.51.100.23', 'event.dataset': `google-workspace.${application}` });
  });
  it('leaves alone an exchange of tokens', () => expect(mapped(anActivity('login', 'login_success', { login_type: 'exchange' }))).toBe('not our business: login login_success, an exchange of tokens'));
  it.each([['2sv_enroll', 'mfa'], ['recovery_phone_edit', 'phone'], ['recovery_email_edit', 'email']])('takes %s for a change of %s, in either log', (name, kind) => {
    for (const application of ['login', 'user_accounts']) expect(mapped(anActivity(application, name))).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': kind });
  });
  it.each([['CHANGE_RECOVERY_PHONE', 'phone'], ['CHANGE_USER_PHONE_NUMBER', 'phone'], ['ADD_RECOVERY_EMAIL', 'email']])('takes %s for a change of %s, and the administrator for somebody else', (name, kind) => {
    const draft = mapped(anActivity('admin', name, { USER_EMAIL: 'lee@acme.example', NEW_VALUE: '+1 555 0100' }));

    expect(draft).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': kind, 'user.email': 'lee@acme.example', 'event.dataset': 'google-workspace.admin' });
    expect(draft).not.toHaveProperty(['source.ip']);
    expect(JSON.stringify(draft)).not.toMatch(/555|kim|"100"/);
    expect(mapped(anActivity('admin', name, { USER_EMAIL: 'Kim@acme.example' }))).toMatchObject({ 'source.ip': '198.51.100.23', 'user.id': '100' });
    expect(mapped(anActivity('admin', name))).toBe('no user');
  });
  it('takes the state that a laptop tells for a contact, and leaves phones', () => {
    const sync = { DEVICE_TYPE: 'WINDOWS', SERIAL_NUMBER: 'SN-7', RESOURCE_ID: 'r-7', OS_VERSION: 'Windows 11', USER_EMAIL: 'kim@acme.example', DEVICE_MODEL: 'x' };

    expect(mapped(anActivity('mobile', 'DEVICE_SYNC_EVENT', sync))).toMatchObject({ 'event.action': 'check-in', 'device.serial_number': 'SN-7', 'device.id': 'r-7', 'host.os.full': 'Windows 11', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' });
    for (const DEVICE_TYPE of ['ANDROID', 'IOS', '']) expect(mapped(anActivity('mobile', 'DEVICE_SYNC_EVENT', { ...sync, DEVICE_TYPE }))).toBe('not our business: mobile DEVICE_SYNC_EVENT, of no laptop');
  });
  it('makes an event of each event of an activity, and tells them apart', () => {
    const both = mapped(anActivity('user_accounts', '', {}, { events: [{ name: 'password_edit' }, { name: '2sv_enroll' }, { name: 'recovery_phone_edit' }] }));

    expect(both).toMatchObject([{ 'event.id': '2026-11-02T14:03:27.441Z/-7/user_accounts/1' }, { 'event.id': '2026-11-02T14:03:27.441Z/-7/user_accounts/2' }]);
  });
  it.each(['events', 'event'])('reads an activity whose only event was taken out of its list, below `%s`', (name) => {
    const { events, ...rest } = anActivity('login', 'login_success') as { events: readonly unknown[] };

    expect(mapped({ ...rest, [name]: events[0] })).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@acme.example' });
  });
  it('takes a key for nobody', () => expect(mapped(anActivity('login', 'login_success', {}, { actor: { callerType: 'KEY', key: 'SYSTEM' } }))).toBe('no user'));
  it('takes 0.0.0.0 for no address', () => expect(mapped(anActivity('login', 'login_success', {}, { ipAddress: '0.0.0.0' }))).toMatchObject({ 'source.ip': undefined }));

  it('tells that somebody drives a Chromebook, and which, but takes the administrator for nobody', () => {
    const draft = mapped(anActivity('chrome', 'CHROME_OS_CRD_CLIENT_CONNECTED', { DEVICE_NAME: 'CB-7', DEVICE_USER: 'lee@acme.example', DIRECTORY_DEVICE_ID: 'd-7' }));

    expect(draft).toMatchObject({ 'event.action': 'session-connected', 'farmwatch.remote.protocol': 'chrome-remote-desktop', 'farmwatch.remote.direction': 'incoming', 'host.name': 'CB-7', 'device.id': 'd-7', 'user.email': 'lee@acme.example' });
    expect(draft).not.toHaveProperty(['user.id']);
  });
  it.each([
    ['NXKUTSI002429051947600', 'CHROME_OS_DEVICE', 'NXKUTSI002429051947600'], ['5CD1234XYZ', 'CHROME_OS_DEVICE', '5CD1234XYZ'],
    ['example.com', 'CHROME_OS_DEVICE', undefined], ['front-desk-2', 'CHROME_OS_DEVICE', undefined], ['reception', 'CHROME_OS_DEVICE', undefined], ['5CD1234XYZ', 'CHROME_BROWSER', undefined],
  ])('knows the Chromebook %s of a %s by the serial number %s', (DEVICE_NAME, CLIENT_TYPE, serial) => {
    for (const name of ['CHROME_OS_CRD_CLIENT_CONNECTED', 'CHROMEOS_PERIPHERAL_ADDED']) expect(mapped(anActivity('chrome', name, { DEVICE_NAME, CLIENT_TYPE, PRODUCT_NAME: 'Keyboard' }))).toMatchObject({ 'device.serial_number': serial, 'host.name': DEVICE_NAME });
  });
  it.each([['0x46D', '046d'], ['0xc45', '0c45'], ['1133', undefined], ['0x', undefined], ['0x12345', undefined]])('reads the vendor %s', (VENDOR_ID, id) => {
    expect(mapped(anActivity('chrome', 'CHROMEOS_PERIPHERAL_ADDED', { VENDOR_ID, PRODUCT_NAME: 'Keyboard' }))).toMatchObject({ 'event.action': 'usb-present', 'farmwatch.usb.vendor_id': id, 'farmwatch.usb.product': 'Keyboard' });
  });
  it('leaves the hubs of the machine itself, and a device that nothing is said of', () => {
    expect(mapped(anActivity('chrome', 'CHROMEOS_PERIPHERAL_STATUS_UPDATED', { PRODUCT_NAME: '3.0 root hub', VENDOR_ID: '0x1d6b' }))).toBe('not our business: chrome CHROMEOS_PERIPHERAL_STATUS_UPDATED, a hub of the machine itself');
    expect(mapped(anActivity('chrome', 'CHROMEOS_PERIPHERAL_ADDED', { DEVICE_NAME: 'CB-7' }))).toBe('no device named');
  });
  it.each(['CHROME_OS_CRD_HOST_STARTED', 'CHROMEOS_PERIPHERAL_REMOVED', 'CHROME_OS_LOGIN_EVENT', 'CHROME_OS_LOGOUT_EVENT'])('counts %s and leaves it', (name) => expect(mapped(anActivity('chrome', name))).toBe(`not our business: chrome ${name}`));

  describe('of a meeting', () => {
    const call = { identifier: 'kim@acme.example', identifier_type: 'email_address', is_external: 'false', device_type: 'web', ip_address: '198.51.100.23', network_rtt_msec_mean: '31', duration_seconds: '1800' };

    it('takes the round trip of a member at a computer', () => {
      expect(mapped(anActivity('meet', 'call_ended', call))).toMatchObject({ 'event.action': 'latency-measured', 'farmwatch.net.rtt_ms': 31, 'farmwatch.net.rtt_to': 'google-meet', 'event.duration': 1_800e9, 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' });
    });
    it('leaves that of a guest in the export to BigQuery, where truth is no text', () => {
      const row = { record_type: 'meet', event_name: 'call_ended', time_usec: 1_793_628_207_000_000, email: 'kim@acme.example', meet: { ...call, is_external: true } };

      expect(mapped(row)).toBe('not our business: meet call_ended, of a guest');
      expect(mapped({ ...row, meet: { ...call, is_external: false } })).toMatchObject({ 'event.action': 'latency-measured' });
    });
    it.each([
      [{ is_external: 'true' }, 'of a guest'], [{ device_type: 'ios' }, 'on no computer'], [{ identifier_type: 'phone_number' }, 'of no person'], [{ network_rtt_msec_mean: '0' }, 'without a round trip'], [{ network_rtt_msec_mean: 'soon' }, 'without a round trip'],
    ])('leaves %j', (more, why) => expect(mapped(anActivity('meet', 'call_ended', { ...call, ...more }))).toBe(`not our business: meet call_ended, ${why}`));
  });

  it('says why it cannot read a record', () => {
    for (const raw of ['text', null, 7, [], {}, { id: {} }, { id: { applicationName: 'a b' } }]) expect(mapped(raw)).toBe('not a Google Workspace activity');
    expect(mapped(anActivity('login', 'login_success', {}, { id: { applicationName: 'login' }, p_event_time: '2026-11-02 14:03:27' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(mapped(anActivity('login', 'login_success', {}, { id: { time: 'soon', applicationName: 'login' } }))).toBe('no time that can be read');
    expect(mapped(anActivity('login', '<b>'))).toBe('not our business: login unnamed');
    expect(mapped(anActivity('login', '', {}, { events: [] }))).toBe('not our business: login, without an event');
    expect(mapped(anActivity('login', '', {}, { events: [7, null, 'x'] }))).toBe('not our business: login unnamed');
  });
});

describe('google-workspace, audit logs of Google Cloud', () => {
  /** The same activity as Cloud Logging has it; say what matters. */
  const anEntry = (eventName: string, more: Readonly<Record<string, unknown>> = {}): unknown => ({
    insertId: 'x', timestamp: '2026-11-02T14:03:30Z', logName: 'organizations/1/logs/cloudaudit.googleapis.com%2Fdata_access',
    protoPayload: {
      authenticationInfo: { principalEmail: 'kim@acme.example' }, requestMetadata: { callerIp: '198.51.100.23' }, serviceName: 'login.googleapis.com', methodName: `google.login.LoginService.${eventName}`,
      metadata: { activityId: { timeUsec: '1793628207441795', uniqQualifier: '-7' }, event: [{ eventName, eventType: 'login', parameter: [{ name: 'login_type', value: 'google_password' }] }] }, ...more,
    },
  });

  it.each(['login_success', 'login_failure', '2sv_enroll'])('makes of %s what the Reports API makes of it, with the same id', (name) => {
    const { 'user.id': _, ...reported } = mapped(anActivity('login', name, { login_type: 'google_password' })) as Record<string, unknown>;

    expect(mapped(anEntry(name))).toEqual(reported);
  });
  it('is dated by when it was logged where the activity does not say', () => {
    expect(mapped(anEntry('login_success', { metadata: { event: [{ eventName: 'login_success' }] } }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 30), 'event.id': undefined });
  });
  it('leaves what is not of people who sign in, and what is another service', () => {
    expect(mapped(anEntry('logout'))).toBe('not our business: login logout');
    expect(mapped(anEntry('CREATE_USER', { serviceName: 'admin.googleapis.com' }))).toBe('not our business: admin CREATE_USER');
    expect(mapped(anEntry('x', { metadata: {} }))).toBe('not our business: login, without an event');
    expect(mapped(anEntry('x', { serviceName: 'compute.googleapis.com' }))).toBe('not a Google Workspace activity');
  });
});

describe('google-workspace, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(googleWorkspace, sampleFiles('google-workspace'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(130);
    expect(run.events).toEqual({ 'account-changed': 1, 'session-connected': 1, 'sign-in': 3, 'usb-present': 1 });
    // Whoever wrote these left out time or account.
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: ')).sort()).toEqual(['no time that can be read', 'no user']);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(googleWorkspace, sampleFiles('google-workspace'));

    // Every record of every application, because few samples are our business.
    const table = agreement(judged, (raw) => {
      const activity = activityOf(raw)!;
      const event = activity.events[0]!;
      const who = activity.application === 'chrome' ? chromebookFields(event) : personFields(activity);
      const draft = googleWorkspace.map(raw, context);
      return { '@timestamp': activity.at, ...whereFields(activity), ...(isRejected(who) ? {} : who), ...(isRejected(draft) ? {} : { 'event.outcome': draft[0]!['event.outcome'] }) };
      // Where the mail address was blackened they take the id, as the page says.
    }, (field, _record, mine) => field === 'user' && mine === 'redacted');

    expect(table.time.both).toBeGreaterThan(25);
    expect(table.host.both).toBeGreaterThan(8);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
