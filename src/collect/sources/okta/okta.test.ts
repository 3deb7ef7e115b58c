import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { actorFields, okta } from './okta.ts';
import { oktaRecord } from './shape.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: { sso: 'use' } };

/** An event of the System Log; say what matters. */
function anOktaEvent(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    uuid: 'e-1', published: '2026-11-02T14:03:27.441Z', eventType: 'user.session.start', outcome: { result: 'SUCCESS' },
    actor: { id: 'u-kim', type: 'User', alternateId: 'kim@acme.example' }, client: { ipAddress: '198.51.100.23' }, ...more,
  };
}

/** The one draft of a record, or the reason. */
function mapped(raw: unknown, options: Readonly<Record<string, string>> = context.options): unknown {
  const found = okta.map(raw, { settings: {}, options });
  return isRejected(found) ? found.rejected : found[0];
}

describe('okta, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(okta, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
  it('gives one id and one time to a sign-in, whoever wrapped it', async () => {
    const seen = new Set<string>();
    for await (const record of okta.read(join(GOLDEN, 'wrapped.ndjson'))) {
      const draft = 'raw' in record ? mapped(record.raw) as Record<string, unknown> : {};
      if (String(draft['event.id']).endsWith('01')) seen.add(`${String(draft['event.id'])} ${String(draft['@timestamp'])} ${String(draft['source.ip'])}`);
    }

    expect([...seen]).toEqual([`5c1e0000-0000-11f1-9a00-000000000001 ${Date.UTC(2026, 10, 2, 14, 3, 1, 441)} 198.51.100.23`]);
  });
});

describe('okta, sign-ins', () => {
  it.each([['SUCCESS', 'success'], ['ALLOW', 'success'], ['FAILURE', 'failure'], ['DENY', 'failure'], ['CHALLENGE', 'unknown'], ['SKIPPED', 'unknown'], ['UNKNOWN', 'unknown']])('takes %s for %s', (result, outcome) => {
    expect(mapped(anOktaEvent({ outcome: { result } }))).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': outcome });
  });
  it('takes the opening of an application for a sign-in until told otherwise', () => {
    const sso = anOktaEvent({ eventType: 'user.authentication.sso' });

    expect(mapped(sso)).toMatchObject({ 'event.action': 'sign-in', 'event.code': 'user.authentication.sso' });
    expect(mapped(sso, { sso: 'skip' })).toBe('not our business: user.authentication.sso');
    expect(okta.options['sso']!.problem!('perhaps')).toBe('takes use or skip');
  });
  it('leaves alone what a page renewed by itself', () => {
    expect(mapped(anOktaEvent({ eventType: 'user.authentication.sso', debugContext: { debugData: { url: '/oauth2/v1/authorize?prompt=none' } } }))).toBe('not our business: user.authentication.sso, renewed without asking');
  });
  it.each(['SystemPrincipal', 'PublicClientApp'])('leaves alone what a %s does', (type) => {
    expect(mapped(anOktaEvent({ actor: { id: 'x', type, alternateId: 'system@okta.com' } }))).toBe(`not our business: user.session.start of ${type}`);
  });
  it.each(['user.authentication.auth_via_mfa', 'user.authentication.verify', 'user.authentication.auth_via_IDP', 'policy.evaluate_sign_on'])('counts %s as a step of the same sign-in', (eventType) => {
    expect(mapped(anOktaEvent({ eventType }))).toBe(`not our business: ${eventType}`);
  });
  it('leaves out the address of a server that passes a password on', () => {
    expect(mapped(anOktaEvent({ transaction: { detail: { requestApiTokenId: 't' } } }))).toMatchObject({ 'source.ip': undefined, 'user.email': 'kim@acme.example' });
  });
  it('asks the chain of the request for the address where the client is empty', () => {
    const chained = { client: {}, request: { ipChain: [{ ip: '198.51.100.23', version: 'V4' }, { ip: '203.0.113.9', version: 'V4' }] } };

    expect(mapped(anOktaEvent(chained))).toMatchObject({ 'source.ip': '198.51.100.23' });
    expect(mapped(anOktaEvent({ ...chained, client: { ipAddress: '198.51.100.24' } }))).toMatchObject({ 'source.ip': '198.51.100.24' });
    expect(mapped(anOktaEvent({ ...chained, transaction: { detail: { requestApiTokenId: 't' } } }))).toMatchObject({ 'source.ip': undefined });
    expect(mapped(anOktaEvent({ client: {}, request: { ipChain: [] } }))).toMatchObject({ 'source.ip': undefined });
  });
  it('knows the laptop by the serial number that Okta Verify passes on', () => {
    const device = { id: 'guo1', platform: 'OSX', osVersion: '15.7', name: 'Mac15,3', deviceIntegrator: '{"CROWDSTRIKE":{"csSerialNumber":"ACME0LT7"}}' };

    expect(mapped(anOktaEvent({ device }))).toMatchObject({ 'device.id': 'guo1', 'device.serial_number': 'ACME0LT7', 'host.os.full': 'OSX 15.7' });
    expect(mapped(anOktaEvent({ device }))).not.toHaveProperty(['host.name']);
    expect(mapped(anOktaEvent({ device: { ...device, deviceIntegrator: '{torn' } }))).toMatchObject({ 'device.serial_number': undefined });
  });
  it('never takes the place that the vendor computed', () => {
    const draft = mapped(anOktaEvent({ client: { ipAddress: '198.51.100.23', geographicalContext: { city: 'Boise', geolocation: { lat: 1, lon: 2 } } } })) as object;
    expect(Object.keys(draft).filter((name) => name.startsWith('source.geo'))).toEqual([]);
  });
  it('keeps the name that nobody has, and rejects an event without one', () => {
    expect(mapped(anOktaEvent({ actor: { id: 'unknown', type: 'User', alternateId: 'kimm' }, outcome: { result: 'FAILURE' } }))).toMatchObject({ 'user.name': 'kimm', 'event.outcome': 'failure' });
    expect(mapped(anOktaEvent({ actor: { id: 'unknown', type: 'User', alternateId: 'unknown' } }))).toBe('no user');
  });
  it('says why it cannot read a record', () => {
    for (const raw of ['text', null, 7, [], {}, { eventType: 'x' }, { eventType: 'a.b' }, { eventType: 7, actor: {} }, { eventType: '../../etc.passwd', actor: {} }]) expect(mapped(raw)).toBe('not an Okta System Log event');
    expect(mapped(anOktaEvent({ published: undefined, p_event_time: '2026-11-02 14:03:27.441' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441) });
    expect(mapped(anOktaEvent({ published: 'soon' }))).toBe('no time that can be read');
  });
});

describe('okta, account changes', () => {
  const kim = { id: 'u-kim', type: 'User', alternateId: 'kim@acme.example' };
  const enrolled = (reason: string, target: unknown = [kim]): unknown => anOktaEvent({ eventType: 'user.mfa.factor.activate', outcome: { result: 'SUCCESS', reason }, target });

  it.each([['User set up SMS_FACTOR factor', 'phone'], ['User set up CALL_FACTOR factor', 'phone'], ['User set up SIGNED_NONCE factor', 'mfa'], ['', 'mfa']])('takes "%s" for %s', (reason, kind) => {
    expect(mapped(enrolled(reason))).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': kind, 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.23' });
  });
  it('names the account that was changed, and nothing of the help desk that did it', () => {
    const draft = mapped(enrolled('', [{ id: 'a', type: 'AuthenticatorEnrollment' }, { id: 'u-lee', type: 'User', alternateId: 'lee@acme.example' }])) as object;

    expect(draft).toMatchObject({ 'user.id': 'u-lee', 'user.email': 'lee@acme.example' });
    expect(Object.keys(draft).filter((name) => /^(source|device|host|user_agent)\./.test(name))).toEqual([]);
  });
  it('leaves alone a change that failed', () => {
    expect(mapped(anOktaEvent({ eventType: 'user.mfa.factor.activate', outcome: { result: 'FAILURE' }, target: [kim] }))).toBe('not our business: user.mfa.factor.activate, which failed');
  });
});

describe('okta, rows of a search', () => {
  it('dates them by the search where the time of the event was left out', () => {
    expect(mapped({ '_time': '2026-11-02T14:03:27.441+0000', 'eventType': 'user.session.start', 'actor.alternateId': 'kim@acme.example', 'actor.type': 'User', 'outcome.result': 'SUCCESS' })).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441) });
  });
});

describe('okta, the download of the console', () => {
  it('finds whose account was changed in columns of its own', () => {
    const row = {
      'timestamp': '2026-11-02T14:03:27.441Z', 'event_type': 'user.mfa.factor.activate', 'display_message': 'x', 'uuid': 'e-1', 'outcome.result': 'SUCCESS', 'outcome.reason': 'User set up SMS_FACTOR factor',
      'actor.id': 'u-9', 'actor.type': 'User', 'actor.alternate_id': 'desk@acme.example', 'client.ip_address': '198.51.100.23', 'target0.id': 'f-1', 'target0.type': 'Factor', 'target1.id': 'u-1', 'target1.type': 'User', 'target1.alternate_id': 'kim@acme.example',
    };

    expect(mapped(row)).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'user.email': 'kim@acme.example', 'user.id': 'u-1', 'farmwatch.identity.kind': 'phone' });
    expect(mapped(row)).not.toHaveProperty('source.ip', '198.51.100.23');
  });
});

describe('okta, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(okta, sampleFiles('okta'), context.options);

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(85);
    expect(run.events['sign-in']).toBeGreaterThan(10);
    // The second kind of record is what another product counted per account; in the third the time was blackened.
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: ')).sort()).toEqual(['no time that can be read', 'not an Okta System Log event']);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(okta, sampleFiles('okta'));

    const table = agreement(judged, (raw) => {
      const record = oktaRecord(raw);
      return record && actorFields(record);
    }, () => false);

    expect(table.time.both).toBeGreaterThan(5);
    expect(table.user.both).toBeGreaterThan(4);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBeGreaterThanOrEqual(0.98);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
