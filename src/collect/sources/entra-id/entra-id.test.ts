import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected, parseEvent } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, judgedRecords, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { entraId } from './entra-id.ts';
import { entraRecord, isEntraHeader } from './shape.ts';
import { signInFields } from './sign-in.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A Graph sign-in; say what matters. */
function aSignIn(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: 's-1', createdDateTime: '2026-11-02T14:03:27Z', userPrincipalName: 'kim@acme.example', userId: 'u-kim', appId: 'a', ipAddress: '198.51.100.23',
    isInteractive: true, status: { errorCode: 0 }, ...more,
  };
}

/** The one draft of a record, or the reason. */
function mapped(raw: unknown, options: Readonly<Record<string, string>> = {}): unknown {
  const found = entraId.map(raw, { settings: {}, options });
  return isRejected(found) ? found.rejected : found[0];
}

describe('entra-id, golden records', () => {
  const files = readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json'));

  it.each(files)('maps %s as it did', async (name) => {
    const found: unknown[] = [];
    for await (const record of entraId.read(join(GOLDEN, name))) {
      const drafts = 'rejected' in record ? record : entraId.map(record.raw, context);
      found.push(isRejected(drafts) ? { line: record.line, rejected: drafts.rejected } : { line: record.line, drafts });
      if (!isRejected(drafts)) for (const draft of drafts) expect(parseEvent(draft)).not.toHaveProperty('rejected');
    }

    await expect(`${JSON.stringify(found, null, 2)}\n`).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('entra-id, sign-ins', () => {
  it('gives one id and one time to a sign-in, whichever way it came', async () => {
    const ids = new Set<string>();
    for (const name of ['graph-page.json', 'InteractiveSignIns_2026-11-02.csv', 'log-analytics.ndjson']) {
      for await (const record of entraId.read(join(GOLDEN, name))) {
        const drafts = 'raw' in record ? entraId.map(record.raw, context) : [];
        if (isRejected(drafts)) continue;
        for (const draft of drafts) if (String(draft['event.id']).endsWith('a101')) ids.add(`${String(draft['event.id'])} ${String(draft['@timestamp'])}`);
      }
    }

    expect(ids.size).toBe(1);
  });
  it.each([[0, 'success'], [50126, 'failure'], [50053, 'failure'], [50074, 'unknown'], [50140, 'unknown']])('takes error code %i for %s', (errorCode, outcome) => {
    expect(mapped(aSignIn({ status: { errorCode } }))).toMatchObject({ 'event.outcome': outcome, 'event.code': String(errorCode) });
  });
  it('puts a principal that is no mail address under user.name', () => {
    expect(mapped(aSignIn({ userPrincipalName: 'kim' }))).toMatchObject({ 'user.name': 'kim' });
    expect(mapped(aSignIn({ userPrincipalName: 'kim' }))).not.toHaveProperty('user.email');
  });
  it.each([['kim_doe_gmail.example#EXT#@acme.onmicrosoft.com', 'kim_doe@gmail.example'], ['kim_agency.example#ext#@acme.example', 'kim@agency.example'], ['kim#EXT#@acme.onmicrosoft.com', undefined]])('takes the mail address of a guest out of %s', (userPrincipalName, mail) => {
    const draft = mapped(aSignIn({ userPrincipalName })) as Readonly<Record<string, unknown>>;

    expect([draft['user.email'], draft['user.name']]).toEqual([mail, userPrincipalName]);
  });
  it('takes an object id in the place of a principal name for the id', () => {
    const id = '4f0c2a61-7d0e-4a55-9d0b-0c7d1f2e3a4b';
    expect(mapped(aSignIn({ userPrincipalName: id, userId: '' }))).toMatchObject({ 'user.id': id });
    expect(mapped(aSignIn({ userPrincipalName: id }))).toMatchObject({ 'user.id': 'u-kim' });
    expect(mapped(aSignIn({ userPrincipalName: id }))).not.toHaveProperty('user.name');
  });
  it('names nobody by an object id of zeros', () => {
    expect(mapped(aSignIn({ userId: '00000000-0000-0000-0000-000000000000' }))).not.toHaveProperty('user.id');
    expect(mapped(aSignIn({ userPrincipalName: '', userId: '00000000-0000-0000-0000-000000000000' }))).toBe('no user');
  });
  it('never takes the place that the vendor computed', () => {
    const draft = mapped(aSignIn({ location: { city: 'Boise', countryOrRegion: 'US', geoCoordinates: { latitude: 1, longitude: 2 } } })) as object;
    expect(Object.keys(draft).filter((name) => name.startsWith('source.geo'))).toEqual([]);
  });
  it('leaves out an address that is none, and the port of one that is', () => {
    expect(mapped(aSignIn({ ipAddress: 'unknown' }))).toMatchObject({ 'source.ip': undefined });
    expect(mapped(aSignIn({ ipAddress: '198.51.100.23:50123' }))).toMatchObject({ 'source.ip': '198.51.100.23' });
  });
  it.each([
    [{ isInteractive: false }, 'non-interactive sign-in'],
    [{ signInEventTypes: ['nonInteractiveUser'] }, 'non-interactive sign-in'],
    [{ signInEventTypes: ['servicePrincipal'] }, 'service principal sign-in'],
    [{ userPrincipalName: null, userId: null, servicePrincipalId: 'sp' }, 'service principal sign-in'],
  ])('leaves alone what nobody did at a screen: %j', (more, kind) => expect(mapped(aSignIn(more))).toBe(`not our business: ${kind}`));
  it('counts by words of the service alone', () => {
    const audit = { id: 'd1', activityDateTime: '2026-11-02T14:03:27Z', loggedByService: 'Core Directory', targetResources: [], initiatedBy: {} };

    expect(mapped({ ...audit, activityDisplayName: 'Update application – Certificates and secrets management' })).toBe('not our business: Update application – Certificates and secrets management');
    expect(mapped({ ...audit, activityDisplayName: 'kim@acme.example <b>' })).toBe('not our business: an unnamed activity');
    expect(mapped({ '@odata.type': '#microsoft.graph.risk <b>', 'id': 'r' })).toBe('not our business: risk');
  });
  it('counts alerts that Graph lists', () => {
    expect(mapped({ id: 'a1', tenantId: 't', title: 'Anonymous IP address', category: 'InitialAccess', severity: 'medium', status: 'new', serviceSource: 'azureAdIdentityProtection', createdDateTime: '2026-11-02T14:03:27Z' })).toBe('not our business: security alert');
  });
  it('takes the log of interactive sign-ins at its word, also where older records of it say that nobody was there', () => {
    const { isInteractive: _, ...rest } = aSignIn();

    expect(mapped({ category: 'SignInLogs', properties: { ...rest, isInteractive: false } })).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': 'success' });
    expect(mapped({ category: 'NonInteractiveUserSignInLogs', properties: { ...rest, isInteractive: false } })).toBe('not our business: non-interactive sign-in');
  });
  it('takes a sign-in that lists interactive among its kinds', () => {
    expect(mapped(aSignIn({ signInEventTypes: ['interactiveUser', 'nonInteractiveUser'] }))).toMatchObject({ 'event.action': 'sign-in' });
  });
  it('says why it cannot read a record', () => {
    expect(mapped({ hello: 1 })).toBe('not an Entra ID record');
    expect(mapped('text')).toBe('not an Entra ID record');
    expect(mapped(null)).toBe('not an Entra ID record');
    expect(mapped(aSignIn({ createdDateTime: 'soon' }))).toBe('no time that can be read');
  });
});

describe('entra-id, dates', () => {
  it('knows that diagnostic settings put the month first, whatever the option says of downloads', () => {
    const raw = { time: '11/2/2026 2:03:27 PM', category: 'SignInLogs', properties: { id: 'r-1', userPrincipalName: 'kim@acme.example', userId: 'u-1', ipAddress: '198.51.100.23', isInteractive: true, status: { errorCode: 0 } } };

    for (const options of [{}, { dates: 'day-first' }]) expect(mapped(raw, options)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
  });
});

describe('entra-id, headers', () => {
  it('knows the portal download, however its columns are cased', () => expect(isEntraHeader(['date (utc)', 'REQUEST ID', 'Username', 'IP Address'])).toBe(true));
  it('knows no other', () => expect(isEntraHeader(['hire_id', 'email', 'start_date'])).toBe(false));
});

describe('entra-id, the audit log of Microsoft 365', () => {
  const pairs = (values: Readonly<Record<string, string>>): readonly object[] => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
  /** A sign-in as the unified audit log has it; say what matters. */
  const anAudit = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
    CreationTime: '2026-11-02T14:03:27', Id: 's-1', IntraSystemId: 's-1', Operation: 'UserLoggedIn', RecordType: 15, Workload: 'AzureActiveDirectory', ClientIP: '198.51.100.23:50123', UserId: 'kim@acme.example',
    UserKey: '0a1b2c3d-0000-4e00-9a00-000000000001', ErrorNumber: '0', ExtendedProperties: pairs({ UserAgent: 'Mozilla/5.0', RequestType: 'OAuth2:Authorize' }), DeviceProperties: pairs({ Id: 'd-1', DisplayName: 'LT-7', OS: 'Windows 10' }), ...more,
  });

  it('makes of a sign-in what Graph makes of it, with the same number', () => {
    const inGraph = mapped(aSignIn({ userId: '0a1b2c3d-0000-4e00-9a00-000000000001', userAgent: 'Mozilla/5.0', deviceDetail: { deviceId: 'd-1', displayName: 'LT-7', operatingSystem: 'Windows 10' } }));

    expect(mapped(anAudit())).toEqual(inGraph);
    // Purview's download keeps it in a cell.
    expect(mapped({ RecordId: 's-1', CreationDate: '2026-11-02T14:03:27Z', Operation: 'UserLoggedIn', AuditData: JSON.stringify(anAudit()) })).toEqual(inGraph);
    expect(isEntraHeader(['RecordId', 'CreationDate', 'RecordType', 'Operation', 'UserId', 'AuditData'])).toBe(true);
  });
  it.each([['50126', 'failure'], ['50140', 'unknown'], ['0', 'failure'], [undefined, 'failure']])('tells of a login that failed with %s: %s', (ErrorNumber, outcome) => {
    expect(mapped(anAudit({ Operation: 'UserLoginFailed', ErrorNumber }))).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': outcome });
  });
  it.each([['UserStrongAuthClientAuthNRequiredInterrupt', '50074', 'unknown'], ['KmsiInterrupt', '50140', 'unknown'], ['InvalidUserNameOrPassword', 'failure', 'failure']])('knows an interrupt by its name where there is no number: %s', (LogonError, code, outcome) => {
    expect(mapped(anAudit({ Operation: 'UserLoginFailed', ErrorNumber: undefined, LogonError }))).toMatchObject({ 'event.code': code, 'event.outcome': outcome });
    expect(mapped(anAudit({ Operation: 'UserLoginFailed', ErrorNumber: '50126', LogonError }))).toMatchObject({ 'event.code': '50126', 'event.outcome': 'failure' });
  });
  it('leaves tokens that an application renews, and what other services write', () => {
    expect(mapped(anAudit({ ExtendedProperties: pairs({ RequestType: 'OAuth2:Token' }) }))).toBe('not our business: non-interactive sign-in');
    expect(mapped(anAudit({ UserType: 6 }))).toBe('not our business: service principal sign-in');
    expect(mapped(anAudit({ Operation: 'Update user.' }))).toBe('not our business: Update user');
    expect(mapped(anAudit({ Operation: 'Update application.' }))).toBe('not our business: audit of AzureActiveDirectory');
    expect(mapped(anAudit({ Operation: 'MailItemsAccessed', Workload: 'Exchange' }))).toBe('not our business: audit of Exchange');
    expect(mapped(anAudit({ Operation: 'X', Workload: '<b>' }))).toBe('not our business: audit of an unnamed service');
  });
  describe('of changed accounts', () => {
    const [KIM, LEE] = ['0a1b2c3d-0000-4e00-9a00-000000000001', '0a1b2c3d-0000-4e00-9a00-000000000002'];
    const stands = (id: string): readonly object[] => [{ ID: '0a1b2c3d-0000-4e00-9a00-00000000000a', Type: 2 }, { ID: `User_${id}`, Type: 2 }, { ID: id, Type: 2 }, { ID: 'User', Type: 2 }];
    /** A user whose record was changed, as the unified audit log has it; say what matters. */
    const aChange = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => anAudit({
      Operation: 'Update user.', RecordType: 8, ResultStatus: 'Success', ObjectId: 'kim@acme.example', Actor: stands(KIM), Target: stands(KIM),
      ModifiedProperties: [{ Name: 'StrongAuthenticationMethod', OldValue: '[]', NewValue: '[\r\n  {\r\n    "MethodType": 6,\r\n    "Default": true\r\n  }\r\n]' }, { Name: 'Included Updated Properties', NewValue: 'StrongAuthenticationMethod', OldValue: '' }], ...more,
    });

    it('tells of a new second factor, and from where people gave it to themselves', () => {
      expect(mapped(aChange())).toMatchObject({
        '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'event.id': 's-1', 'event.dataset': 'entra-id.audit', 'event.action': 'account-changed', 'event.code': 'Update user',
        'user.email': 'kim@acme.example', 'user.id': KIM, 'source.ip': '198.51.100.23', 'farmwatch.identity.kind': 'mfa',
      });
      expect(mapped(aChange({ Operation: 'User registered security info' }))).toMatchObject({ 'farmwatch.identity.kind': 'mfa' });
    });
    it('tells of a new number', () => {
      expect(mapped(aChange({ ModifiedProperties: [{ Name: 'MobilePhone', OldValue: '[]', NewValue: '[\r\n  "+1 555 0100"\r\n]' }] }))).toMatchObject({ 'farmwatch.identity.kind': 'phone' });
    });
    it('leaves out the address of an administrator', () => {
      expect(mapped(aChange({ UserId: 'lee@acme.example', Actor: stands(LEE!) }))).toMatchObject({ 'user.email': 'kim@acme.example', 'source.ip': undefined });
    });
    it('leaves what failed, and says where nobody is named', () => {
      expect(mapped(aChange({ ResultStatus: 'Failure' }))).toBe('not our business: Update user, which failed');
      expect(mapped(aChange({ ObjectId: 'Not Available', Target: [] }))).toBe('no user');
    });
  });
  it('takes neither a word for nobody nor another key for a person', () => {
    expect(mapped(anAudit({ UserId: 'Not Available' }))).not.toHaveProperty(['user.name']);
    expect(mapped(anAudit({ UserKey: '100320029D963D0D' }))).not.toHaveProperty(['user.id']);
    expect(mapped(anAudit({ UserId: 'Not Available', UserKey: '7' }))).toBe('no user');
  });
});

describe('entra-id, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(entraId, sampleFiles('entra-id'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(100);
    expect(run.events['sign-in']).toBeGreaterThan(8);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['not an Entra ID record']);
  });
  it.skipIf(SKIP_SAMPLES)('reads the audit log of Microsoft 365, and counts alerts of Graph', async () => {
    const run = await runOver(entraId, sampleFiles('microsoft-365-audit'));

    expect(run).toMatchObject({ unfit: [], events: { 'sign-in': 6 } });
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
    expect(run.rejected['not our business: security alert']).toBe(4);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records', async () => {
    const judged = await judgedRecords(entraId, [...sampleFiles('entra-id'), ...sampleFiles('microsoft-365-audit')]);

    const table = agreement(judged, (raw) => {
      const record = entraRecord(raw);
      const fields = record?.kind.is === 'sign-in' ? signInFields(record, undefined) : undefined;
      return fields && !isRejected(fields) ? fields : undefined;
    }, (field, { raw }, mine, their) => {
      // Both differences are on the page: an interrupt is no failure here, and the time is that of the sign-in, not of the export.
      if (field === 'outcome') return mine === 'unknown' && their === 'failure';
      const exported = (raw as { time?: string }).time;
      return field === 'time' && exported !== undefined && new Date(exported).toISOString().startsWith(their);
    });

    expect(table.time.both).toBeGreaterThan(5);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
  });
});
