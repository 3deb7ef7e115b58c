import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, HOUR, MINUTE, isoOf } from '../src/core/time.ts';
import { planAlerts } from '../src/notify/outbox.ts';
import { aCase, aRun } from '../src/run/housekeeping.fixture.ts';
import { toComeReader } from '../src/run/reach.ts';
import { runBook } from '../src/run/run-book.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { memoryStore } from './support/memory-store.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const CURE = 'is still to come: it is 2026-11-22T12:00:00Z by the clock here. Nothing is known of it yet, so nothing can be judged as of then. Name an instant up to now, or set the clock right if it is wrong.';
const root = mkdtempSync(join(tmpdir(), 'farmwatch-to-come-'));
let desk: Desk;
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeAll(async () => {
  desk = deskIn(join(root, 'desk'), NOW);
  desk.file('people.csv', 'hire_id,email,start_date,home_country\nh-1,kim@acme.example,2026-11-02,US\n');
  await desk.type('import', '--people', 'people.csv');
});

const risk = async (...more: string[]): Promise<readonly string[]> => (await desk.type('risk', '--json', ...more)).out.map((line) => (JSON.parse(line) as { as_of: string }).as_of);

describe('an instant to come', () => {
  it.each<readonly [readonly string[], string]>([
    [['detect', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['replay', '--from', '2026-11-20', '--to', '2026-11-23'], '--to 2026-11-23T00:00:00Z'],
    [['doctor', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['screen', 'A-1', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['allowed', 'list', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['export', 'case', 'c-1', '--format', 'sheet', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['data', 'list', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['evaluate', 'planted', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['settings', 'propose', 'fusion.cap=5', '--by', 'kim', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
    [['sweep', '--hired-since', '2026-01-01', '--purpose', 'a peer reported a farm here', '--until', '2026-12-31', '--as-of', '2027-01-01'], '--as-of 2027-01-01T00:00:00Z'],
  ])('is refused by %j, and nothing is stored', async (argv, what) => {
    const said = await desk.type(...argv);

    expect(said).toMatchObject({ exit: 2, out: [] });
    expect(said.err.join('\n')).toContain(`${what} ${CURE}`);
    expect((await desk.type('risk')).err.join('\n')).toContain('There is no stored run in');
  });

  it('is one that no clock nearby can show', async () => {
    expect((await desk.type('detect', '--as-of', isoOf(NOW + 4 * MINUTE))).exit).toBe(0);
    expect((await desk.type('detect', '--as-of', isoOf(NOW + 6 * MINUTE))).exit).toBe(2);
  });
});

describe('records of a year to come, planned or simulated, or on a machine whose clock is behind', () => {
  it('are judged and told as any others, and so is the fortnight after the last of them', async () => {
    const planned = deskIn(join(root, 'planned'), NOW);
    planned.file('people.csv', 'hire_id,email,start_date,home_country\nh-1,kim@acme.example,2027-03-01,US\n');
    planned.file('events.ndjson', `${JSON.stringify({ '@timestamp': '2027-03-08T15:00:00Z', 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@acme.example', 'source.ip': '198.51.100.7' })}\n`);
    expect((await planned.type('import', 'people.csv', 'events.ndjson')).exit).toBe(0);

    expect((await planned.type('replay', '--from', '2027-03-08', '--to', '2027-03-20', '--every', '24h')).exit).toBe(0);
    expect(JSON.parse((await planned.type('risk', '--json')).out[0]!)).toMatchObject({ as_of: '2027-03-20T00:00:00Z' });
    expect((await planned.type('doctor')).out.join('\n')).not.toContain('to come');
    expect((await planned.type('detect', '--as-of', '2027-04-20')).exit).toBe(2);
  });
});

describe('a run as of an instant to come, as an older version stored it', () => {
  it('is passed over until then, and doctor names it', async () => {
    expect((await desk.type('detect')).exit).toBe(0);
    const store = await openStore(loadConfig(undefined), join(root, 'desk', 'store'), () => NOW);
    await runBook(store).put(aRun(NOW + 40 * DAY), true);
    const book = runBook(store, toComeReader(store.events, () => NOW));
    expect((await book.newest())!.asOf).toBeLessThan(NOW + HOUR);
    expect(await book.newestLive()).toBeUndefined();
    expect((await book.newestCases(NOW + 50 * DAY))!.asOf).toBeLessThan(NOW + HOUR);
    await store.close();

    const now = (await risk())[0]!;
    expect(Date.parse(now)).toBeLessThan(NOW + HOUR);
    expect(await risk('--as-of', '2028-01-01')).toEqual([now]);
    expect((await desk.type('doctor')).out.join('\n')).toContain(`to come  a run is stored as of ${isoOf(NOW + 40 * DAY)}, which knew of nothing then and is passed over until that instant.`);
    expect((await desk.type('detect')).exit).toBe(0);
    expect(await risk()).toHaveLength(1);
  });

  it('keeps nobody from being told of what opens since', async () => {
    const store = memoryStore({ now: () => NOW });
    await store.shelf<{ id: string; asOf: number }>('told').put({ id: 'cases', asOf: NOW + 40 * DAY });
    const planning = { now: NOW, acknowledgeWithin: DAY, receivers: ['soc'], isOn: true };

    expect(await planAlerts(store, { asOf: NOW, cases: [aCase({ id: 'c-1', openedAt: NOW - HOUR })] }, planning)).toBe(1);
    expect((await store.shelf<{ id: string; asOf: number }>('told').get('cases'))!.value.asOf).toBe(NOW);
  });
});

describe('an instant before the first run', () => {
  it.each(['risk', 'findings', 'cases', 'devices'])('is told by %s with the first there is', async (kind) => {
    await desk.type('detect', '--as-of', '2026-11-10');

    const said = await desk.type(kind, '--as-of', '2020-01-01');
    expect(said.exit).toBe(1);
    expect(said.err.join('\n')).toContain('There is no stored run at or before 2020-01-01T00:00:00Z. The first is as of 2026-11-10T00:00:00Z.');
  });
});
