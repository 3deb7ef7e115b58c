import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { duo } from './duo.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const context = { settings: {}, options: {}, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) };

/** A record of the authentication log; say what matters. */
function anAuthentication(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    txid: 't-1', isotimestamp: '2026-11-02T14:03:27.351346+00:00', event_type: 'authentication', factor: 'duo_push', result: 'success', reason: 'user_approved', email: 'kim@acme.example',
    user: { name: 'kim', key: 'DUKIM' }, access_device: { ip: '198.51.100.23' }, auth_device: { ip: '203.0.113.9', key: 'DPPHONE1', name: '555-555-0101' }, ...more,
  };
}

function mapped(raw: unknown, inside: Parameters<typeof duo.map>[1] = context): unknown {
  const found = duo.map(raw, inside);
  return isRejected(found) ? found.rejected : found[0];
}

describe('duo, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(duo, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('duo', () => {
  it('takes the address of the machine, never that of the phone', () => {
    expect(mapped(anAuthentication())).toMatchObject({ 'event.action': 'sign-in', 'source.ip': '198.51.100.23' });
    expect(mapped(anAuthentication({ access_device: { ip: '0.0.0.0' } }))).toMatchObject({ 'source.ip': undefined });
    expect(mapped(anAuthentication({ access_device: null }))).toMatchObject({ 'source.ip': undefined });
  });
  it('turns the approving device into a token, the same for everybody it approves for', () => {
    const kim = mapped(anAuthentication()) as Record<string, unknown>;
    const lee = mapped(anAuthentication({ user: { name: 'lee', key: 'DULEE' }, email: 'lee@acme.example' })) as Record<string, unknown>;

    expect(kim['farmwatch.factor.token']).toBe(tokenOf(KEY, 'factor', 'DPPHONE1'));
    expect(lee['farmwatch.factor.token']).toBe(kim['farmwatch.factor.token']);
    expect(mapped(anAuthentication({ auth_device: { key: 'DPPHONE2' } }))).not.toMatchObject({ 'farmwatch.factor.token': kim['farmwatch.factor.token'] });
  });
  it('keeps neither number nor key of a phone, also where there is no key to make tokens with', () => {
    for (const inside of [context, { settings: {}, options: {} }]) expect(JSON.stringify(mapped(anAuthentication(), inside))).not.toMatch(/555|DPPHONE|203\.0\.113\.9/);
    expect(mapped(anAuthentication(), { settings: {}, options: {} })).toMatchObject({ 'farmwatch.factor.token': undefined });
  });
  it('knows no device where none was asked', () => {
    expect(mapped(anAuthentication({ factor: 'remembered_device', auth_device: { key: null, name: null } }))).toMatchObject({ 'event.outcome': 'success', 'farmwatch.factor.token': undefined });
  });
  it.each([['success', 'success'], ['denied', 'failure'], ['fraud', 'failure'], ['SUCCESS', 'success'], ['perhaps', 'unknown']])('takes %s for %s', (result, outcome) => {
    expect(mapped(anAuthentication({ result }))).toMatchObject({ 'event.outcome': outcome });
  });
  it('takes an enrolment for a changed second factor, with the token of the new device', () => {
    expect(mapped(anAuthentication({ event_type: 'enrollment' }))).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa', 'farmwatch.identity.token': tokenOf(KEY, 'factor', 'DPPHONE1') });
    expect(mapped(anAuthentication({ event_type: 'enrollment', result: 'denied' }))).toBe('not our business: enrolment, which failed');
  });
  it('names a person by mail address, account and Duo\'s own key', () => {
    expect(mapped(anAuthentication())).toMatchObject({ 'user.email': 'kim@acme.example', 'user.name': 'kim', 'user.id': 'DUKIM' });
    expect(mapped(anAuthentication({ email: '', user: { name: 'ACME\\kim' } }))).toMatchObject({ 'user.name': 'ACME\\kim', 'user.domain': 'ACME' });
    expect(mapped(anAuthentication({ email: '', user: {} }))).toBe('no user');
  });
  it('is not misled by what collectors add', () => {
    expect(mapped({ ...anAuthentication(), eventtype: 'auth_log' })).toEqual(mapped(anAuthentication()));
  });
  it('reads times in all the forms that collectors leave', () => {
    for (const more of [{ isotimestamp: '2026-11-02 14:03:27' }, { isotimestamp: undefined, timestamp: 1793628207 }, { isotimestamp: undefined, timestamp: '1793628207000' }]) {
      expect(mapped(anAuthentication(more))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    }
    expect(mapped(anAuthentication({ isotimestamp: 'soon' }))).toBe('no time that can be read');
  });
  it('counts the other logs and leaves them', () => {
    expect(mapped({ action: 'admin_login', username: 'Kim Example', isotimestamp: '2026-11-02T14:03:27+00:00' })).toBe('not our business: administrator log, admin_login');
    expect(mapped({ action: '<b>', username: 'Kim Example', timestamp: 1 })).toBe('not our business: administrator log');
    expect(mapped({ telephony_id: 't', phone: '+15555550101' })).toBe('not our business: telephony log');
    expect(mapped({ activity_id: 'a', action: { name: 'x' } })).toBe('not our business: activity log, x');
    expect(mapped({ user_id: 'DUKIM', username: 'kim', is_enrolled: true, phones: [] })).toBe('not our business: list of users');
    expect(mapped({ sekey: 'SE1', type: 'auth', surfaced_timestamp: 1_793_628_207_000, surfaced_auth: anAuthentication() })).toBe('not our business: Trust Monitor');
  });
  describe('of the activity log', () => {
    /** Somebody registers a security key; say what matters. */
    const anActivity = (more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
      activity_id: 'a-1', ts: '2026-11-02T14:03:27.591015+00:00', action: { details: null, name: 'webauthncredential_create' }, actor: { key: 'DUKIM', name: 'kim', type: 'user', details: '{"status":"Active"}' },
      access_device: { browser: 'Chrome', browser_version: '130', epkey: 'EP1', ip: { address: '198.51.100.23' }, os: 'Mac OS X', os_version: '14.1' }, outcome: { result: 'SUCCESS' }, target: { key: 'WAKEY1', name: 'WAKEY1', type: 'webauthn_credential' }, ...more,
    });

    it('takes what people add to their own account for a changed second factor', () => {
      expect(mapped(anActivity())).toEqual({
        '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 591), 'event.id': 'a-1', 'event.module': 'duo', 'event.dataset': 'duo.activity', 'event.code': 'webauthncredential_create', 'event.outcome': 'success',
        'user.name': 'kim', 'user.id': 'DUKIM', 'source.ip': '198.51.100.23', 'host.name': undefined, 'device.id': 'EP1', 'host.os.full': 'Mac OS X 14.1', 'user_agent.original': 'Chrome 130',
        'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa', 'farmwatch.identity.token': tokenOf(KEY, 'factor', 'WAKEY1'),
      });
    });
    it.each([
      [{ actor: { key: 'DELEE', name: 'Lee Example', type: 'admin' } }, 'webauthncredential_create'], [{ action: { name: 'webauthncredential_delete' } }, 'webauthncredential_delete'],
      [{ outcome: { result: 'FAILURE' } }, 'webauthncredential_create, which failed'],
    ])('leaves %j', (more, kind) => expect(mapped(anActivity(more))).toBe(`not our business: activity log, ${kind}`));
    it('says what it lacks', () => {
      expect(mapped(anActivity({ actor: { type: 'user' } }))).toBe('no user');
      expect(mapped(anActivity({ ts: 'soon' }))).toBe('no time that can be read');
    });
  });
  it('reads version 1 of the log, which names no device that approved', () => {
    const raw = { factor: 'Duo Push', result: 'SUCCESS', reason: 'User approved', username: 'kim', integration: 'VPN', ip: '198.51.100.23', device: '+1 555 555 0101', timestamp: 1793628207, access_device: { browser: 'Chrome', browser_version: '130', os: 'Windows' } };

    expect(mapped(raw)).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': 'success', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'user.name': 'kim', 'source.ip': '198.51.100.23', 'user_agent.original': 'Chrome 130', 'farmwatch.factor.token': undefined });
    expect(mapped({ ...raw, result: 'FAILURE' })).toMatchObject({ 'event.outcome': 'failure' });
    expect(JSON.stringify(mapped(raw))).not.toContain('555');
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { action: 7 }, { factor: 'x', result: 'y' }]) expect(mapped(raw)).toBe('not a Duo record');
  });
});

describe('duo, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(duo, sampleFiles('duo'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(30);
    expect(run.events).toEqual({ 'sign-in': 2 });
    // Whoever made up these records of the authentication log left out when it was.
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['no time that can be read']);
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(duo, sampleFiles('duo'));

    const table = agreement(judged, (raw) => {
      const drafts = duo.map(raw, context);
      return isRejected(drafts) ? undefined : drafts[0];
    }, () => false);

    expect(table.address.both).toBe(2);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBe(1);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
