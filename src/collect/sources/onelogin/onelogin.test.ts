import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { onelogin } from './onelogin.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const context = { settings: {}, options: {} };

/** A sign-in; say what matters. */
function anEvent(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { id: 81, created_at: '2026-11-02T14:03:27.437Z', event_type_id: 5, user_id: 7, user_name: 'Kim Example', actor_user_id: 7, ipaddr: '198.51.100.23', ...more };
}

function mapped(raw: unknown): unknown {
  const found = onelogin.map(raw, context);
  return isRejected(found) ? found.rejected : found[0];
}

describe('onelogin, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(onelogin, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('onelogin', () => {
  it.each([[5, 'success'], ['5', 'success'], [6, 'failure'], [8, 'success']])('takes event type %j for a sign-in with %s', (event_type_id, outcome) => {
    expect(mapped(anEvent({ event_type_id }))).toMatchObject({ 'event.action': 'sign-in', 'event.outcome': outcome, 'event.code': String(event_type_id), 'user.id': '7', 'source.ip': '198.51.100.23', '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27, 437) });
  });
  it('takes a registered device for a changed second factor, and keeps what it is called to itself', () => {
    const draft = mapped(anEvent({ event_type_id: 22, otp_device_name: 'phone 555-0101', otp_device_id: 9 }));

    expect(draft).toMatchObject({ 'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa' });
    expect(JSON.stringify(draft)).not.toContain('555');
  });
  it('takes the address for that of whoever acted', () => {
    expect(mapped(anEvent({ event_type_id: 22, actor_user_id: 1 }))).not.toHaveProperty(['source.ip']);
    expect(mapped(anEvent({ actor_user_id: null }))).toMatchObject({ 'source.ip': '198.51.100.23' });
    expect(mapped(anEvent({ proxy_ip: '203.0.113.9' }))).toMatchObject({ 'source.ip': '198.51.100.23' });
  });
  it('leaves what an administrator does in somebody\'s place', () => {
    expect(mapped(anEvent({ event_type_id: 8, assuming_acting_user_id: 1 }))).toBe("not our business: event type 8, by an administrator in somebody's place");
  });
  it.each([3, 11, 16, 24, 90, 172, 240])('counts event type %i and leaves it', (event_type_id) => expect(mapped(anEvent({ event_type_id }))).toBe(`not our business: event type ${event_type_id}`));
  it('reads the time of a broadcast', () => {
    expect(mapped(anEvent({ created_at: undefined, event_timestamp: '2026-11-02 14:03:27 UTC', uuid: 'u-1' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27), 'event.id': 'u-1' });
  });
  it('says why it cannot read a record', () => {
    for (const raw of ['text', null, 7, [], {}, { event_type_id: 5 }, { event_type_id: 'x', user_id: 1 }]) expect(mapped(raw)).toBe('not a OneLogin event');
    expect(mapped(anEvent({ created_at: undefined, p_event_time: '2026-11-02 14:03:27' }))).toMatchObject({ '@timestamp': Date.UTC(2026, 10, 2, 14, 3, 27) });
    expect(mapped(anEvent({ created_at: 'soon' }))).toBe('no time that can be read');
    expect(mapped(anEvent({ user_id: null, user_name: '' }))).toBe('no user');
  });
});

describe('onelogin, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(onelogin, sampleFiles('onelogin'));

    expect(run).toMatchObject({ unfit: [], read: 18 });
    // Whoever made up these records left out when it was.
    expect(Object.keys(run.rejected).filter((reason) => !reason.startsWith('not our business: '))).toEqual(['no time that can be read']);
    expect(run.rejected['no time that can be read']).toBe(5);
  });
  it.skipIf(SKIP_SAMPLES)('makes a sign-in of each record of one, once it is given a time', async () => {
    const outcomes: unknown[] = [];
    for (const file of sampleFiles('onelogin')) {
      for await (const record of onelogin.read(file)) {
        const found = 'raw' in record ? onelogin.map({ ...(record.raw as object), created_at: '2026-11-02T14:03:27Z' }, context) : record;
        if (!isRejected(found)) outcomes.push(found[0]!['event.outcome']);
      }
    }

    expect(outcomes.sort()).toEqual(['failure', 'failure', 'failure', 'success', 'success']);
  });
});
