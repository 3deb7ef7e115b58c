import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DAY, HOUR, dayOf, isoOf, startOfDay, startOfLocalDay } from '../core/time.ts';
import { openDuckdbStore } from '../store/duckdb/duckdb-store.ts';
import type { Store } from '../store/store.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson, at } from '../../test/support/window.ts';
import {
  BUSY_EVENTS, NOTHING, NOW, PEOPLE, aCase, aFinding, aRun, busyStore, idsIn, keepHouse, pipelineOf, register, seen, shelfOf, standingIn,
} from './housekeeping.fixture.ts';
import { askHold, askRelease, confirmHold } from './holds/hold-book.ts';
import { responseBook } from './responses/response-book.ts';
import { sayCounts } from './housekeeping.ts';
import { crowdOf } from './retention/crowd.ts';
import type { HousekeepingCounts } from './retention/counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-housekeeping-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function company(people = PEOPLE): Promise<Store> {
  const store = memoryStore({ now: () => NOW });
  await register(store, 'people', people);
  return store;
}

/** An open case of these hires in the newest run. */
async function openCaseOf(store: Store, hires: readonly string[], alongside: readonly string[] = []): Promise<void> {
  await pipelineOf(store).runs.put(aRun(NOW - HOUR, { cases: [aCase({ id: 'c-1', hires, findings: ['f-1'] })], findings: [aFinding({ id: 'f-1', hire_id: hires[0]!, alongside })] }));
}

describe('scope', () => {
  it('tells who left since the last time', async () => {
    const store = await company([aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'due', start_date: '2026-08-23', time_zone: 'UTC' })]);

    const first = await keepHouse(store);
    const onDay90 = await keepHouse(store, at('2026-11-21', 0));
    const again = await keepHouse(store, at('2026-11-21', 1));

    expect([first.leftScope, onDay90.leftScope, again.leftScope]).toEqual([0, 1, 0]);
  });

  it('goes on while a case is open', async () => {
    const store = await company([aPerson({ hire_id: 'due', start_date: '2026-08-23', time_zone: 'UTC' })]);
    await keepHouse(store);
    await openCaseOf(store, ['due']);

    expect((await keepHouse(store, at('2026-11-21', 0))).leftScope).toBe(0);
  });
});

describe('people outside scope', () => {
  it('are kept as a number of devices by place and day', async () => {
    const store = await company([...PEOPLE, aPerson({ hire_id: 'elder', start_date: '2020-01-06' })]);
    await store.events.append([
      seen('old', 5), seen('old', 5, { 'event.id': 'once more' }), seen('elder', 5), seen('elder', 5, { 'farmwatch.net.line': '198.51.100.1/32', 'farmwatch.net.bssid_token': 'bssid:1:b' }),
      seen('kim', 5),
    ]);
    const day = dayOf(NOW - 5 * DAY + 9 * HOUR);
    const noon = seen('old', 5)['event.ingested'];

    const counts = await keepHouse(store);

    expect(counts).toEqual({ ...NOTHING, reducedDays: 1, reducedEvents: 4, crowdCounts: 4 });
    expect(await idsIn(store)).toEqual(['kim 5 ']);
    expect(await crowdOf(store, startOfDay(day), startOfDay(day) + DAY)).toEqual([
      { id: `${day}/198.51.100.1/32`, day, kind: 'line', line: '198.51.100.1/32', devices: 1, learned: [noon] },
      { id: `${day}/203.0.113.7/32`, day, kind: 'line', line: '203.0.113.7/32', devices: 2, learned: [noon, noon] },
      { id: `${day}/bssid/bssid:1:b`, day, kind: 'bssid', line: 'bssid:1:b', devices: 1, learned: [noon] },
      { id: `${day}/mark/company/staff`, day, kind: 'mark', line: 'company/staff', devices: 2, learned: [noon, noon] },
    ]);
    expect(await crowdOf(store, startOfDay(day) + DAY, NOW)).toEqual([]);
  });

  it('count once with a laptop and without', async () => {
    const store = await company([...PEOPLE, aPerson({ hire_id: 'elder', start_date: '2020-01-06' })]);
    const signIn = { 'event.action': 'sign-in', 'device.serial_number': '' };
    await store.events.append([
      seen('old', 5), seen('old', 5, { ...signIn, 'event.id': 'old signs in', 'user.email': 'old@company.example' }),
      seen('elder', 5, { ...signIn, 'user.email': 'elder@company.example' }),
    ]);

    await keepHouse(store);

    expect((await crowdOf(store, 0, NOW)).filter(({ kind }) => kind === 'line').map(({ devices }) => devices)).toEqual([2]);
  });

  it('are those of the time of the event, to the hour', async () => {
    const store = await company();
    // The fifth of November is left's last day.
    await store.events.append([
      seen('left', 0, { '@timestamp': at('2026-11-05', 23), 'event.id': 'last hour' }), seen('left', 0, { '@timestamp': at('2026-11-06', 0), 'event.id': 'after' }),
    ]);

    await keepHouse(store);

    expect(await idsIn(store)).toEqual(['last hour']);
  });

  it('are not those whose scope lies ahead: the runs that follow read what came before', async () => {
    const store = await company([aPerson({ hire_id: 'soon', start_date: '2026-12-20' })]);
    await store.events.append([seen('soon', 5, { 'event.action': 'shipment-updated' }), seen('soon', 80)]);

    await keepHouse(store);

    // From 6 December on detectors look back 60 days.
    expect(await idsIn(store)).toEqual(['soon 5 ']);
    await keepHouse(store, at('2027-04-01', 0));
    expect(await idsIn(store)).toEqual([]);
  });

  it('are left alone for two days, in which rows may still come', async () => {
    const store = await company();
    await store.events.append([seen('old', 0, { '@timestamp': at('2026-11-17', 12), 'event.id': 'old enough' }), seen('old', 0, { '@timestamp': at('2026-11-18', 0), 'event.id': 'young' })]);

    await keepHouse(store);

    expect(await idsIn(store)).toEqual(['young']);
  });

  it('are not strangers, unknown machines and doubtful names: a file may come that names them', async () => {
    const store = await company([...PEOPLE, aPerson({ hire_id: 'twin', email: 'old@company.example', start_date: '2024-01-08' })]);
    const rows = [
      seen('old', 5, { 'event.id': 'stranger at it', 'user.email': 'who@company.example' }),
      seen('nobody', 5), seen('nobody', 6, { 'user.email': 'old@company.example', 'device.serial_number': '' }),
    ];
    await store.events.append(rows);

    expect(await keepHouse(store)).toEqual(NOTHING);
    expect(await idsIn(store)).toHaveLength(3);

    await register(store, 'people', [aPerson({ hire_id: 'who', start_date: '2024-01-08' })]);
    expect(await keepHouse(store)).toMatchObject({ reducedEvents: 1 });
  });

  it('are not those who use the laptop of somebody in scope', async () => {
    const store = await company();
    await store.events.append([seen('kim', 5, { 'user.email': 'old@company.example' })]);

    expect(await keepHouse(store)).toMatchObject({ reducedEvents: 0 });
  });

  it('stay while an open case names them or leans on them', async () => {
    const store = await company();
    await store.events.append([seen('old', 5), seen('left', 5)]);
    await openCaseOf(store, ['kim', 'left'], ['old']);

    expect(await keepHouse(store)).toMatchObject({ reducedEvents: 0 });
    await pipelineOf(store).acts.append({ case: 'c-1', event: { at: NOW, by: 'ann', kind: 'closed', reason: 'benign-true', note: '' } });
    expect(await keepHouse(store, NOW)).toMatchObject({ reducedEvents: 2 });
  });

  it('stay while a case closed as true names them or leans on them, until its response has ended', async () => {
    const store = await company();
    await store.events.append([seen('old', 5), seen('left', 5)]);
    await openCaseOf(store, ['kim', 'left'], ['old']);
    await pipelineOf(store).acts.append({ case: 'c-1', event: { at: NOW, by: 'ann', kind: 'closed', reason: 'true', note: '' } });
    await responseBook(store).append({ did: 'started', at: NOW, by: 'ann', case: 'c-1', plan: [] });

    expect(await keepHouse(store)).toMatchObject({ reducedEvents: 0, runs: 0 });
    await pipelineOf(store).runs.put(aRun(NOW + HOUR, { cases: (await pipelineOf(store).cases()).cases }));
    expect(await keepHouse(store, NOW + DAY)).toMatchObject({ reducedEvents: 0 });
    await responseBook(store).append({ did: 'ended', at: NOW + DAY, by: 'ann', case: 'c-1', note: 'all done' });
    expect(await keepHouse(store, NOW + DAY)).toMatchObject({ reducedEvents: 2 });
  });

  it('are found by a machine whose serial number went with earlier rows', async () => {
    const store = await company();
    await store.events.append([seen('old', 8, { 'host.id': 'm-1' })]);
    await keepHouse(store);
    await store.events.append([seen('old', 5, { 'event.id': 'later', 'device.serial_number': '', 'host.id': 'm-1' })]);

    expect(await keepHouse(store)).toMatchObject({ reducedEvents: 1 });
    expect((await crowdOf(store, 0, NOW)).filter(({ kind }) => kind === 'line').map(({ devices }) => devices)).toEqual([1, 1]);
    await keepHouse(store, NOW + 121 * DAY);
    expect(await shelfOf(store, 'machine-links')).toEqual([]);
  });

  it('keep the higher number when rows come late', async () => {
    const store = await company([...PEOPLE, aPerson({ hire_id: 'elder', start_date: '2020-01-06' })]);
    await store.events.append([seen('old', 5), seen('elder', 5)]);
    await keepHouse(store);
    await store.events.append([seen('old', 5, { 'event.id': 'late' })]);

    expect(await keepHouse(store)).toEqual({ ...NOTHING, reducedDays: 1, reducedEvents: 1 });
    expect((await crowdOf(store, 0, NOW)).filter(({ kind }) => kind === 'line').map(({ devices }) => devices)).toEqual([2]);
  });
});

describe('old rows', () => {
  it('go when detectors need them no more', async () => {
    const store = await company();
    // 60 days for detectors and 30 more, cut at the start of 22 August.
    await store.events.append([seen('nobody', 91), seen('nobody', 90, { '@timestamp': at('2026-08-22', 0) }), seen('nobody', 90, { '@timestamp': at('2026-08-22', 0) - 1, 'event.id': 'before' })]);

    expect(await keepHouse(store)).toEqual({ ...NOTHING, oldEvents: 2 });
    expect(await idsIn(store)).toEqual(['nobody 90 ']);
  });

  it('stay where an open case rests on them, whatever name they go by', async () => {
    const store = await company();
    const rows = [
      seen('kim', 120), seen('kim', 119, { 'host.name': 'PC-KIM' }), seen('kim', 118, { 'event.id': 'by host', 'device.serial_number': '', 'host.name': 'PC-KIM' }),
      seen('nobody', 120, { 'event.id': 'by mail', 'user.email': 'kim@company.example' }), seen('old', 120), seen('nobody', 120),
    ];
    await store.events.append(rows);
    await openCaseOf(store, ['kim'], ['old']);

    expect(await keepHouse(store)).toMatchObject({ oldEvents: 1, reducedEvents: 0 });
    expect(await idsIn(store)).toEqual(['by mail', 'kim 120 ', 'old 120 ', 'kim 119 ', 'by host']);
  });
});

describe('applications', () => {
  it('go after half a year unless their people are in scope', async () => {
    const store = await company();
    const applied = { applied_at: NOW - 181 * DAY };
    await register(store, 'applications', [
      { application_id: 'refused', ...applied }, { application_id: 'recent', applied_at: NOW - 179 * DAY }, { application_id: 'undated' },
      { application_id: 'hired', hire_id: 'kim', ...applied }, { application_id: 'coming', hire_id: 'next', ...applied }, { application_id: 'settled', hire_id: 'old', ...applied },
    ]);

    expect(await keepHouse(store)).toEqual({ ...NOTHING, applications: 2 });
    expect((await shelfOf(store, 'registry')).map(({ id }) => id).filter((id) => id.startsWith('applications/'))).toEqual(['applications/coming', 'applications/hired', 'applications/recent', 'applications/undated'].sort());
  });
});

describe('cases closed as false', () => {
  const closed = (reason: 'false' | 'true', daysAgo: number) => ({ status: 'closed' as const, openedAt: NOW - 120 * DAY, closed: { reason, note: '', by: 'ann', at: NOW - daysAgo * DAY } });

  it('are told of for 90 days, and cases merged into them as long', async () => {
    const store = await company();
    const { runs, acts } = pipelineOf(store);
    const cases = [
      aCase({ id: 'c-1', ...closed('false', 91) }), aCase({ id: 'c-2', ...closed('false', 89) }), aCase({ id: 'c-3', ...closed('true', 91) }),
      aCase({ id: 'c-4', openedAt: NOW - 120 * DAY, status: 'merged', mergedInto: 'c-1' }),
    ];
    await runs.put(aRun(NOW - 10 * DAY, { cases }));
    await runs.put(aRun(NOW - HOUR, { cases }));
    for (const id of ['c-1', 'c-2']) await acts.append({ case: id, event: { at: NOW - 91 * DAY, by: 'ann', kind: 'noted', text: 'looked at' } });

    const counts = await keepHouse(store);

    const { cases: told, run } = await pipelineOf(store).cases();
    expect(counts).toEqual({ ...NOTHING, cases: 2, entries: 1 });
    expect(told.map(({ id }) => id)).toEqual(['c-2', 'c-3']);
    expect(run!.cases.map(({ id }) => id)).toEqual(['c-2', 'c-3']);
    expect((await runs.get(NOW - 10 * DAY))!.cases.map(({ id }) => id)).toEqual(['c-2', 'c-3']);
    const named: string[] = [];
    for await (const { entry } of pipelineOf(store).acts.read()) named.push(entry.case);
    expect(named).toEqual(['c-2']);
  });

  it('do not hide a new story of the same name', async () => {
    const store = await company();
    const line = pipelineOf(store);
    await line.runs.put(aRun(NOW - HOUR, { cases: [aCase({ id: 'c-1', ...closed('false', 91) })] }));
    await keepHouse(store);

    await line.runs.put(aRun(NOW, { cases: [aCase({ id: 'c-1', openedAt: NOW })] }));

    expect((await line.cases()).cases).toHaveLength(1);
  });
});

describe('stored runs', () => {
  it('are kept by the hour, then by the day, then not at all', async () => {
    const store = await company();
    const { runs } = pipelineOf(store);
    const open = aCase({ id: 'c-1', openedAt: at('2025-01-01', 5), peak: { band: 'act', chance: 1, at: at('2026-10-01', 6) } });
    const kept = [at('2025-01-01', 5), at('2026-10-01', 6), at('2026-10-01', 23), NOW - 14 * DAY, NOW];
    for (const asOf of [...kept, at('2025-01-01', 6), at('2026-10-01', 5), NOW - 14 * DAY - 1]) await runs.put(aRun(asOf, { cases: [open] }));

    expect(await keepHouse(store)).toEqual({ ...NOTHING, runs: 3 });
    expect(await runs.instants()).toEqual(kept);
  });

  it.each([
    ['America/New_York', '2026-10-06T03:00:00Z'],
    ['Asia/Tokyo', '2026-10-05T14:00:00Z'],
    ['UTC', '2026-10-05T23:00:00Z'],
  ])('of a day in %s are kept by the last one before its midnight, so that an old week ends where it ended', async (zone, last) => {
    const store = await company();
    const { runs } = pipelineOf(store);
    for (let asOf = at('2026-10-03', 0); asOf < at('2026-10-08', 0); asOf += HOUR) await runs.put(aRun(asOf));
    await runs.put(aRun(NOW));

    await keepHouse(store, NOW, { companyZone: zone });

    const midnight = startOfLocalDay('2026-10-06', zone);
    expect(isoOf((await runs.newestCases(midnight - 1))!.asOf)).toBe(last);
    expect(await runs.instants(midnight - DAY, midnight)).toHaveLength(1);
  });

  it('of which a hold keeps a part never stand as what stood, and go with the hold', async () => {
    const store = await company();
    const line = pipelineOf(store);
    const [early, noon, last] = [at('2026-10-05', 3), at('2026-10-05', 12), at('2026-10-05', 23)];
    const open = aCase({ id: 'c-1', hires: ['left'], openedAt: early, status: 'closed', closed: { reason: 'benign-true', note: '', by: 'ann', at: noon } });
    for (const asOf of [early, noon, last, NOW]) await line.runs.put(aRun(asOf, { cases: [open], findings: [aFinding({ id: 'f-1' }), aFinding({ id: 'f-2', hire_id: 'left' })] }));
    const { id } = await askHold(store, line, { hires: ['kim'], cases: [], matter: 'm-1', reason: 'a letter of the court', review: '2027-05-01' }, 'ann', NOW);
    await confirmHold(store, line, id, 'bob', NOW);

    await keepHouse(store);

    const kept = pipelineOf(store).runs;
    expect(await kept.get(noon)).toMatchObject({ partial: true, cases: [], findings: [{ id: 'f-1' }] });
    expect([await kept.instants(), await kept.instantsKept()]).toEqual([[last, NOW], [early, noon, last, NOW]]);
    expect(await kept.newestCases(last - 1)).toBeUndefined();
    expect((await kept.newest(last))!.cases).toHaveLength(1);
    expect(await keepHouse(store)).toEqual(NOTHING);

    await askRelease(store, id, 'the court is done', 'ann', NOW);
    await confirmHold(store, line, id, 'bob', NOW);
    expect(await keepHouse(store)).toMatchObject({ runs: 2 });
    expect(await kept.instantsKept()).toEqual([last, NOW]);
  });

  it('keep the newest, however old it is', async () => {
    const store = await company();
    await pipelineOf(store).runs.put(aRun(NOW - 900 * DAY));

    expect((await keepHouse(store)).runs).toBe(0);
  });
});

describe('housekeeping', () => {
  const did: HousekeepingCounts = { leftScope: 1, reducedDays: 5, reducedEvents: 7, crowdCounts: 11, oldEvents: 1, applications: 1, cases: 1, runs: 3, links: 0, people: 0, entries: 1 };

  it('does all of it in one go and nothing in a second one', async () => {
    const store = await busyStore(memoryStore({ now: () => NOW }));

    const first = await keepHouse(store);
    const standing = await standingIn(store);
    const second = await keepHouse(store);

    expect(first).toEqual(did);
    expect(second).toEqual(NOTHING);
    expect(await standingIn(store)).toEqual(standing);
  });

  it('does the same in the embedded store', async () => {
    const memory = await busyStore(memoryStore({ now: () => NOW }));
    const store = await busyStore(await openDuckdbStore({ folder: join(folder, 'busy'), now: () => NOW }));
    await keepHouse(memory);

    const first = await keepHouse(store);
    const second = await keepHouse(store);

    expect(first).toEqual(did);
    expect(second).toEqual(NOTHING);
    expect(await idsIn(store)).toEqual(await idsIn(memory));
    expect(await shelfOf(store, 'crowd')).toEqual(await shelfOf(memory, 'crowd'));
    await store.close();
  });

  it('is not undone by importing the same file again', async () => {
    const store = await busyStore(memoryStore({ now: () => NOW }));
    await keepHouse(store);
    const standing = await standingIn(store);

    const again = await store.events.append(BUSY_EVENTS);

    expect(again).toEqual({ added: 0, known: BUSY_EVENTS.length, conflicting: [] });
    expect(await standingIn(store)).toEqual(standing);
  });

  it('has nothing to do in an empty store', async () => {
    expect(await keepHouse(memoryStore({ now: () => NOW }))).toEqual(NOTHING);
  });

  it('says in a sentence what it did', () => {
    expect(sayCounts(did)).toBe('1 hire left scope; 7 events of people outside scope on 5 days reduced to 11 counts of devices; removed 1 old event, 1 application, 1 closed case, 3 stored runs, 0 links of machines, 0 people who left long ago or whom no file names any more, and 1 entry of journals.');
  });
});
