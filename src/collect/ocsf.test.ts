import { describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../core/parse-event.ts';
import type { Source } from './collector.ts';
import { unwrap } from './undo/unwrap.ts';
import { settleOptions } from './options.ts';
import { ocsfEvent } from './ocsf.ts';
import { SOURCES } from './sources/index.ts';

const TIME = Date.UTC(2026, 10, 2, 14, 3, 27);

/** The one event of a record, or the reason why it becomes none. */
function saidOf(id: string, raw: unknown): unknown {
  const source = SOURCES.find((one) => one.id === id) as Source;
  const settings = Object.fromEntries(Object.entries(source.settings).map(([name, { is }]) => [name, is]));
  const [record] = unwrap(raw, (inner) => source.recognises(inner));
  const drafts = source.map(record, { settings, options: settleOptions(source).texts });
  return isRejected(drafts) ? drafts.rejected : parseEvent(drafts[0]!);
}

/** An event of Windows in OCSF; say what matters. */
const ofWindows = (more: object): object => ({
  class_uid: 3002, activity_id: 1, status_id: 1, time: TIME, metadata: { version: '1.1.0', product: { name: 'Microsoft Windows', vendor_name: 'Microsoft', feature: { name: 'Security' } } },
  device: { hostname: 'lt-7.acme.example' }, ...more,
});
const logon = (more: object = {}): object => ofWindows({ logon_type_id: 10, logon_type: 'Remote Interactive', user: { name: 'kim', domain: 'ACME', uid: 'S-1-5-21-1-2-3-1001' }, src_endpoint: { ip: '198.51.100.23', name: 'DESK-1' }, unmapped: { RecordNumber: '7' }, ...more });

describe('Windows in OCSF', () => {
  it('says what the record said', () => {
    const record = { EventID: 4624, Channel: 'Security', SourceName: 'Microsoft-Windows-Security-Auditing', Computer: 'lt-7.acme.example', EventRecordID: 7, TimeCreated: '2026-11-02T14:03:27Z', LogonType: '10', TargetUserName: 'kim', TargetDomainName: 'ACME', TargetUserSid: 'S-1-5-21-1-2-3-1001', IpAddress: '198.51.100.23', WorkstationName: 'DESK-1' };

    expect(saidOf('windows', logon())).toMatchObject({ '@timestamp': TIME, 'event.action': 'session-connected', 'event.outcome': 'success', 'event.code': '4624', 'user.name': 'ACME\\kim', 'source.ip': '198.51.100.23', 'source.domain': 'DESK-1', 'farmwatch.remote.protocol': 'rdp' });
    expect(saidOf('windows', logon())).toEqual(saidOf('windows', record));
  });
  it('tells the number of an event by what happened, where it is not kept', () => {
    expect(saidOf('windows', logon({ status_id: 2 }))).toMatchObject({ 'event.code': '4625', 'event.outcome': 'failure' });
    expect(saidOf('windows', logon({ activity_id: 2 }))).toMatchObject({ 'event.code': '4634', 'event.action': 'session-disconnected' });
    expect(saidOf('windows', logon({ unmapped: { EventCode: '4625' } }))).toMatchObject({ 'event.code': '4625' });
    expect(saidOf('windows', logon({ metadata: { event_code: '4624', product: { name: 'Microsoft Windows', vendor_name: 'Microsoft' } } }))).toMatchObject({ 'event.code': '4624' });
  });
  it('names the program that was launched, and for whom', () => {
    const launch = ofWindows({ class_uid: 1007, process: { file: { path: 'C:\\AnyDesk.exe', name: 'AnyDesk.exe' }, cmd_line: 'AnyDesk.exe --tray' }, actor: { user: { name: 'kim', domain: 'ACME' } } });

    expect(saidOf('windows', launch)).toMatchObject({ '@timestamp': TIME, 'event.action': 'process-started', 'event.code': '4688', 'process.name': 'AnyDesk.exe', 'process.executable': 'C:\\AnyDesk.exe', 'process.command_line': 'AnyDesk.exe --tray', 'user.name': 'ACME\\kim', 'host.name': 'lt-7.acme.example' });
  });
  it.each([
    ['a service that signs on', { logon_type_id: 5 }, 'not our business: Security/4624, logon type 5'],
    ['the restricted twin of a logon', { unmapped: { 'Logon Information': { 'Elevated Token': 'No' }, 'New Logon': { 'Linked Logon ID': '0x5f' } } }, 'not our business: Security/4624, the restricted twin of a logon'],
    ['an end of a process', { class_uid: 1007, activity_id: 2 }, 'not our business: OCSF class 1007'],
    ['an end of a process by its number', { class_uid: 1007, activity_id: 2, unmapped: { EventCode: '4689' } }, 'not our business: Security/4689'],
    ['another class', { class_uid: 3001 }, 'not our business: OCSF class 3001'],
  ])('leaves %s', (_, more, reason) => expect(saidOf('windows', logon(more))).toBe(reason));
});

describe('Okta in OCSF', () => {
  const okta = (more: object = {}): object => ({
    class_uid: 3002, activity_id: 1, status_id: 1, time: TIME, metadata: { uid: 'o-1', product: { name: 'Okta System Log', vendor_name: 'Okta' } },
    user: { uid: '00u1', name: 'Kim Park', email_addr: 'kim@acme.example', type_id: 1 }, src_endpoint: { ip: '198.51.100.23' }, http_request: { user_agent: 'Mozilla/5.0' }, ...more,
  });

  it('takes a logon for the start of a session', () => {
    expect(saidOf('okta', okta())).toMatchObject({ '@timestamp': TIME, 'event.id': 'o-1', 'event.action': 'sign-in', 'event.code': 'user.session.start', 'event.outcome': 'success', 'user.email': 'kim@acme.example', 'user.id': '00u1', 'source.ip': '198.51.100.23', 'user_agent.original': 'Mozilla/5.0' });
    expect(saidOf('okta', okta({ status_id: 2 }))).toMatchObject({ 'event.outcome': 'failure' });
    expect(saidOf('okta', okta({ status_id: 0 }))).toMatchObject({ 'event.outcome': 'unknown' });
  });
  it.each([
    ['a step of a sign-in', { metadata: { event_code: 'user.authentication.auth_via_mfa', product: { name: 'Okta', vendor_name: 'Okta' } } }, 'not our business: user.authentication.auth_via_mfa'],
    ['a system', { user: { name: 'system', type_id: 3 } }, 'not our business: user.session.start of SystemPrincipal'],
    ['a logoff', { activity_id: 2 }, 'not our business: ocsf.class_3002'],
    ['another class', { class_uid: 3001 }, 'not our business: ocsf.class_3001'],
  ])('leaves %s', (_, more, reason) => expect(saidOf('okta', okta(more))).toBe(reason));
});

describe('Entra ID in OCSF', () => {
  const entra = (more: object = {}): object => ({
    class_uid: 3002, activity_id: 1, status_id: 1, time: TIME, metadata: { uid: 'e-1', log_name: 'SignInLogs', product: { name: 'Microsoft Entra ID', vendor_name: 'Microsoft' } },
    user: { uid: 'u-1', name: 'Kim Park', email_addr: 'kim@acme.example' }, src_endpoint: { ip: '198.51.100.23' }, device: { name: 'LT-7' }, ...more,
  });
  const product = { name: 'Azure Active Directory', vendor_name: 'Microsoft' };

  it('takes a sign-in that says which log it is from', () => {
    expect(saidOf('entra-id', entra())).toMatchObject({ '@timestamp': TIME, 'event.id': 'e-1', 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23', 'host.name': 'LT-7' });
    expect(saidOf('entra-id', entra({ status_id: 2, status_code: '50126' }))).toMatchObject({ 'event.outcome': 'failure', 'event.code': '50126' });
    expect(saidOf('entra-id', entra({ metadata: { product }, unmapped: { isInteractive: true } }))).toMatchObject({ 'event.action': 'sign-in' });
  });
  it.each([
    ['one that does not', { metadata: { product } }, 'not our business: OCSF sign-in that does not say whether it was interactive'],
    ['one in the background', { metadata: { product, log_name: 'NonInteractiveUserSignInLogs' } }, 'not our business: non-interactive sign-in'],
    ['one that says that nobody was asked', { metadata: { product }, unmapped: { isInteractive: false } }, 'not our business: non-interactive sign-in'],
    ['another class', { class_uid: 3001 }, 'not our business: OCSF class 3001'],
  ])('leaves %s', (_, more, reason) => expect(saidOf('entra-id', entra(more))).toBe(reason));
});

describe('an event in OCSF', () => {
  it('is left where the record of the vendor lies beside it, which is read', () => {
    const kept = JSON.stringify({ uuid: 'o-9', published: '2026-11-02T14:03:27Z', eventType: 'user.session.start', outcome: { result: 'FAILURE' }, actor: { id: '00u9', type: 'User', alternateId: 'lee@acme.example' } });

    expect(saidOf('okta', { class_uid: 3002, activity_id: 1, status_id: 1, time: TIME, metadata: { product: { name: 'Okta', vendor_name: 'Okta' } }, user: { name: 'kim' }, raw_data: kept })).toMatchObject({ 'event.id': 'o-9', 'user.email': 'lee@acme.example', 'event.outcome': 'failure' });
  });
  it.each([{}, { class_uid: 3002 }, { class_uid: 'x', activity_id: 1, metadata: { product: { name: 'Okta' } } }, { class_uid: 3002, activity_id: 1, metadata: {} }, { class_uid: 3002, metadata: { product: { name: 'Okta' } } }, 'text', null, 7])('is not %j', (raw) => expect(ocsfEvent(raw)).toBeUndefined());
  it('of another product becomes nothing', () => {
    const other = { class_uid: 3002, activity_id: 1, status_id: 1, time: TIME, metadata: { log_name: 'SignInLogs', event_code: '4624', product: { name: 'CloudTrail', vendor_name: 'AWS' } }, user: { name: 'kim' }, logon_type_id: 10, src_endpoint: { ip: '198.51.100.23' }, device: { hostname: 'LT-7' } };

    for (const { id } of SOURCES.filter((source) => source.id !== 'table' && source.tableOf === undefined)) expect(typeof saidOf(id, other), id).toBe('string');
  });
});
