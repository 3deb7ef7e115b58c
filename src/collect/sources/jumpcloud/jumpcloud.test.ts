import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { tokenOf, type TokenKind } from '../../../core/token.ts';
import { textAt } from '../../loose.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, agreement, agreementTable, goldenText, judgedRecords, pageText, runOver, sampleFiles, shareAgreed } from '../sample-run.fixture.ts';
import { clientFields, eventFields, jumpcloud } from './jumpcloud.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const KEY = { version: 1, secret: Buffer.from('a company key of some length') };
const context = { settings: {}, options: {}, token: (kind: TokenKind, value: string) => tokenOf(KEY, kind, value) };
const ADMIN = { id: 'a1', type: 'admin', email: 'desk@acme.example' };

/** A sign-in at the user portal; say what matters. */
function anEvent(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: 'e-1', timestamp: '2026-11-02T14:03:27.812449824Z', event_type: 'user_login_attempt', service: 'directory', organization: 'o', success: true,
    initiated_by: { id: 'u-kim', type: 'user', username: 'kim' }, client_ip: '198.51.100.23', ...more,
  };
}

/** An update of kim's record by an administrator. */
function anUpdate(changes: unknown, more: Readonly<Record<string, unknown>> = {}): unknown {
  return anEvent({ event_type: 'user_update', initiated_by: ADMIN, resource: { id: 'u-kim', type: 'user', username: 'kim' }, changes, ...more });
}

function mapped(raw: unknown, inside: Parameters<typeof jumpcloud.map>[1] = context): unknown {
  const found = jumpcloud.map(raw, inside);
  return isRejected(found) ? found.rejected : found.length === 1 ? found[0] : found;
}

describe('jumpcloud, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(jumpcloud, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('jumpcloud, sign-ins', () => {
  it.each([['user_login_attempt', 'directory'], ['admin_login_attempt', 'directory'], ['sso_auth', 'sso']])('takes %s for one', (event_type, service) => {
    expect(mapped(anEvent({ event_type, service }))).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': 'success', 'user.name': 'kim', 'user.id': 'u-kim', 'source.ip': '198.51.100.23', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 812) });
  });
  it.each([[{ success: false }, 'failure'], [{ success: undefined, sso_token_success: true }, 'success'], [{ success: undefined, sso_token_success: false }, 'failure'], [{ success: undefined }, 'unknown']])('reads the outcome of %j', (more, outcome) => {
    expect(mapped(anEvent(more))).toMatchObject({ 'event.outcome': outcome });
  });
  it('knows the laptop where the agent runs on it', () => {
    expect(mapped(anEvent({ auth_context: { system: { id: 'sys7', hostname: 'LT-7', os: 'Windows', version: '11' } } }))).toMatchObject({ 'host.id': 'sys7', 'host.name': 'LT-7', 'host.os.full': 'Windows 11' });
  });
  it('knows administrators by their mail address', () => expect(mapped(anEvent({ initiated_by: ADMIN }))).toMatchObject({ 'user.email': 'desk@acme.example' }));
  it.each([['radius_auth_attempt', 'radius'], ['login_attempt', 'directory'], ['ldap_bind', 'ldap']])('leaves %s', (event_type, service) => expect(mapped(anEvent({ event_type, service }))).toBe(`not our business: ${event_type}`));
  it('takes a login at a laptop for where the laptop is, and for no sign-in', () => {
    const login = (more: Readonly<Record<string, unknown>> = {}): unknown => mapped(anEvent({ event_type: 'login_attempt', service: 'systems', initiated_by: { type: 'user', username: 'kim' }, system: { id: 'sys7', hostname: 'LT-7', displayName: 'LT-7' }, ...more }));

    expect(login()).toMatchObject({ 'event.action': 'check-in', 'event.outcome': undefined, 'user.name': 'kim', 'host.id': 'sys7', 'host.name': 'LT-7', 'source.ip': '198.51.100.23' });
    expect(login({ initiated_by: { type: 'user', username: 'root' } })).not.toHaveProperty(['user.name']);
    expect([{ success: false }, { client_ip: undefined }, { system: undefined }].map(login)).toEqual(['which failed', 'without an address', 'without a machine'].map((why) => expect.stringMatching(new RegExp(`^not our business: login_attempt,? ${why}$`))));
    expect(login({ process_name: '/usr/sbin/sshd' })).toBe('not our business: login_attempt over the network');
    expect(login({ timestamp: 'soon' })).toBe('no time that can be read');
  });
  it('never takes the place that the vendor computed', () => {
    expect(Object.keys(mapped(anEvent({ geoip: { latitude: 1, longitude: 2, timezone: 'America/Boise' } })) as object).filter((name) => name.includes('geo') || name.includes('zone'))).toEqual([]);
  });
});

describe('jumpcloud, account changes', () => {
  it.each(['totp_finish_enrollment', 'admin_totp_finish_enrollment'])('takes %s for a changed second factor', (event_type) => {
    expect(mapped(anEvent({ event_type, success: undefined }))).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa', 'event.code': event_type, 'user.name': 'kim', 'user.id': 'u-kim', 'source.ip': '198.51.100.23' });
    expect(mapped(anEvent({ event_type, success: false }))).toBe(`not our business: ${event_type}, which failed`);
    expect(mapped(anEvent({ event_type, initiated_by: {} }))).toBe('no user');
  });
  it('leaves an enrolment that only began', () => expect(mapped(anEvent({ event_type: 'totp_start_enrollment' }))).toBe('not our business: totp_start_enrollment'));
  const home = (id: string, streetAddress: string, type = 'home'): unknown => ({ id, _id: id, type, streetAddress, locality: 'Austin', region: 'TX', postalCode: '78701', country: 'US' });

  it('makes a token of a new phone, and keeps no number', () => {
    const raw = anUpdate([{ field: 'phoneNumbers', from: [{ id: '1', number: '+1 415 555 0100' }], to: [{ id: '2', number: '+1 415 555 0100' }, { id: '3', number: '+1 (415) 555-0123' }] }]);

    expect(mapped(raw)).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': 'phone', 'farmwatch.identity.token': tokenOf(KEY, 'phone', '+14155550123'), 'user.name': 'kim' });
    expect(JSON.stringify(mapped(raw))).not.toContain('555');
    expect(mapped(raw, { settings: {}, options: {} })).toMatchObject({ 'farmwatch.identity.kind': 'phone', 'farmwatch.identity.token': undefined });
  });
  it('makes a token of a new home, and leaves one that only got a new id, and other addresses', () => {
    expect(mapped(anUpdate([{ field: 'addresses', from: [home('1', '12 Main St')], to: [home('2', '99 Oak Ave')] }]))).toMatchObject({ 'farmwatch.identity.kind': 'address', 'farmwatch.identity.token': tokenOf(KEY, 'address', '99 Oak Ave, Austin, TX 78701') });
    expect(mapped(anUpdate([{ field: 'addresses', from: [home('1', '12 Main St')], to: [home('2', '12 Main St')] }]))).toBe('not our business: user_update');
    expect(mapped(anUpdate([{ field: 'addresses', from: [], to: [home('2', '1 Office Park', 'work')] }]))).toBe('not our business: user_update');
  });
  it('takes a mail address for changed only where it is another one', () => {
    expect(mapped(anUpdate([{ field: 'email', from: 'kim@old.example', to: 'kim@new.example' }]))).toMatchObject({ 'farmwatch.identity.kind': 'email' });
    expect(mapped(anUpdate([{ field: 'email', from: 'kim@acme.example', to: 'Kim@acme.example' }]))).toBe('not our business: user_update');
  });
  it('makes an event of each change, and tells them apart', () => {
    expect(mapped(anUpdate([{ field: 'email', to: 'a@b.example' }, { field: 'phoneNumbers', to: [{ number: '+14155550123' }] }]))).toMatchObject([{ 'event.id': 'e-1/0' }, { 'event.id': 'e-1/1' }]);
  });
  it('says from where only where people changed their own record', () => {
    const change = [{ field: 'email', to: 'a@b.example' }];

    expect(mapped(anUpdate(change))).not.toHaveProperty(['source.ip']);
    expect(mapped(anUpdate(change, { initiated_by: { id: 'u-kim', type: 'user', username: 'kim' } }))).toMatchObject({ 'source.ip': '198.51.100.23' });
  });
  it('leaves a change that failed, and one of nobody', () => {
    expect(mapped(anUpdate([{ field: 'email', to: 'a@b.example' }], { success: false }))).toBe('not our business: user_update, which failed');
    expect(mapped(anUpdate([{ field: 'email', to: 'a@b.example' }], { resource: {} }))).toBe('no user');
    for (const changes of [undefined, null, 'x', {}, [7], [{ field: 'phoneNumbers', to: 'x' }]]) expect(mapped(anUpdate(changes))).toBe('not our business: user_update');
  });
});

describe('jumpcloud, records that cannot be read', () => {
  it('says why', () => {
    for (const raw of ['text', null, 7, [], {}, { event_type: 'x' }, { event_type: 'a b', service: 's', organization: 'o' }]) expect(mapped(raw)).toBe('not a JumpCloud event');
    expect(mapped(anEvent({ timestamp: 'soon' }))).toBe('no time that can be read');
    expect(mapped(anEvent({ initiated_by: null }))).toBe('no user');
  });
});

describe('jumpcloud, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(jumpcloud, sampleFiles('jumpcloud'));

    expect(run).toMatchObject({ unfit: [], read: 7, events: { 'sign-in': 3 } });
    // The addresses in these updates got new ids and nothing else.
    expect(run.rejected).toEqual({ 'not our business: radius_auth_attempt': 1, 'not our business: user_update': 3 });
  });
  it.skipIf(SKIP_SAMPLES)('agrees with another reading of the same records, as the page says', async () => {
    const judged = await judgedRecords(jumpcloud, sampleFiles('jumpcloud'));

    // Every record, whether our business or not, because there are few.
    const table = agreement(judged, (raw) => {
      const name = textAt(raw, 'initiatedby', 'username');
      return { ...eventFields(raw, 'any'), ...clientFields(raw), ...(name === undefined ? {} : { 'user.name': name }) };
    }, () => false);

    expect(table.time.both).toBe(7);
    expect(shareAgreed(table), JSON.stringify(table, null, 1)).toBe(1);
    expect(pageText(import.meta.dirname)).toContain(agreementTable(table));
  });
});
