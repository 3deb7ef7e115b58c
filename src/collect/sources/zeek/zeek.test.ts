import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { zeek } from './zeek.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** An entry of rdp.log; say what matters. */
function anEntry(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { _path: 'rdp', ts: 1793628207.441, uid: 'C1', 'id.orig_h': '198.51.100.23', 'id.resp_h': '10.0.0.7', cookie: 'kim', result: 'Success', client_name: 'DESK-9', ...more };
}

function mapped(raw: unknown): unknown {
  const found = zeek.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('zeek, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(zeek, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('zeek', () => {
  it('tells the account of a session, where it comes from, and what the controller calls itself', () => {
    expect(mapped(anEntry())).toMatchObject({ 'event.action': 'session-connected', 'event.outcome': 'success', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441), 'farmwatch.remote.protocol': 'rdp', 'user.name': 'kim', 'source.ip': '198.51.100.23', 'source.domain': 'DESK-9' });
    expect(mapped(anEntry({ cookie: 'ACME\\kim.lee' }))).toMatchObject({ 'user.name': 'ACME\\kim.lee', 'user.domain': 'ACME' });
  });
  it.each([['SSL_NOT_ALLOWED_BY_SERVER', 'failure'], ['INCONSISTENT_FLAGS', 'failure'], ['User rejected', 'failure'], ['encrypted', 'unknown'], [undefined, 'unknown']])('takes the result %s for %s', (result, outcome) => {
    expect(mapped(anEntry({ result }))).toMatchObject({ 'event.outcome': outcome });
  });
  it('takes what a sensor of Corelight infers for more than that both ends agreed how to talk', () => {
    expect(mapped(anEntry({ auth_success: false }))).toMatchObject({ 'event.outcome': 'failure' });
    expect([true, 'T'].map((auth_success) => mapped(anEntry({ auth_success, result: 'encrypted' })))).toMatchObject([{ 'event.outcome': 'success' }, { 'event.outcome': 'success' }]);
    expect(mapped(anEntry({ auth_success: '-' }))).toMatchObject({ 'event.outcome': 'success' });
  });
  it.each([['bro_rdp', 'kim'], ['rdp', 'kim']])('reads the log %s', (_path, name) => expect(mapped(anEntry({ _path }))).toMatchObject({ 'user.name': name }));
  it('does not say which end is the person\'s laptop, and keeps no keyboard', () => {
    const draft = mapped(anEntry({ keyboard_layout: 'English - United States' })) as object;

    expect(draft).not.toHaveProperty(['farmwatch.remote.direction']);
    expect(JSON.stringify(draft)).not.toContain('English');
  });
  it('makes nobody of an account that may be cut', () => {
    expect(mapped(anEntry({ cookie: 'FTBCO\\A70' }))).toBe('not our business: rdp with an account that may be cut short');
    expect([mapped(anEntry({ cookie: 'kim.lee8' })), mapped(anEntry({ cookie: 'kim.lee.10' }))]).toMatchObject([{ 'user.name': 'kim.lee8' }, { 'user.name': 'kim.lee.10' }]);
    expect(mapped(anEntry({ cookie: undefined }))).toBe('not our business: rdp that names nobody');
  });
  it.each([[{ _path: undefined }, 'kim'], [{ _path: undefined, '@stream': 'rdp' }, 'kim'], [{ 'id.orig_h': undefined, id_orig_h: '198.51.100.23' }, 'kim'], [{ 'id.orig_h': undefined, id: { orig_h: '198.51.100.23' } }, 'kim'], [{ ts: '2026-11-02T14:03:27.441000Z' }, 'kim']])('reads an entry written as %j', (more, name) => {
    expect(mapped(anEntry(more))).toMatchObject({ 'user.name': name, 'source.ip': '198.51.100.23', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 441) });
  });
  it.each([[{ _path: 'conn' }, 'conn'], [{ _path: 'conn_red' }, 'conn'], [{ _path: undefined, cookie: undefined, conn_state: 'SF' }, 'conn'], [{ _path: undefined, cookie: undefined, client_major_version: '3' }, 'rfb'], [{ _path: '<b>' }, 'unnamed log'], [{ _path: undefined, cookie: undefined }, 'another log']])('counts %j and leaves it', (more, log) => expect(mapped(anEntry(more))).toBe(`not our business: ${log}`));
  it('reads an entry under the name of its log, and takes no other wrapper for a name', () => {
    const { _path, ...entry } = anEntry();

    expect(mapped({ rdp: entry })).toMatchObject({ 'event.action': 'session-connected', 'user.name': 'kim' });
    expect(mapped({ ssh: { ts: 1793628207.441, uid: 'C1' } })).toBe('not our business: ssh');
    expect(unwrap({ event: entry }, zeek.recognises).map(mapped)).toMatchObject([{ 'user.name': 'kim' }]);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { ts: 1 }, { uid: 'x' }]) expect(mapped(raw)).toBe('not a Zeek entry');
    expect(mapped(anEntry({ ts: 'soon' }))).toBe('no time that can be read');
  });
});

describe('zeek, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(zeek, sampleFiles('zeek'));

    expect(run.unfit).toEqual([]);
    expect(run.read).toBeGreaterThan(12_000);
    expect(run.events['session-connected']).toBeGreaterThan(10);
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual([]);
  });
});
