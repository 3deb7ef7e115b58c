import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ageRejects } from '../src/collect/rejects.ts';
import { DAY, HOUR, isoOf, type Instant } from '../src/core/time.ts';
import { housekeep, rehearse, sayCounts } from '../src/run/housekeeping.ts';
import type { HousekeepingCounts } from '../src/run/retention/counts.ts';
import type { HousekeepingParts } from '../src/run/retention/parts.ts';
import { NOW, SCOPE, aRun, pipelineOf, register, seen } from '../src/run/housekeeping.fixture.ts';
import { askHold, confirmHold } from '../src/run/holds/hold-book.ts';
import { deletionJournal } from '../src/run/retention/deletions.ts';
import { PLACES, wouldGoFrom } from '../src/run/retention/places.ts';
import { crowdOf } from '../src/run/retention/crowd.ts';
import { viewJournal } from '../src/run/views.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import type { Identified, Store } from '../src/store/store.ts';
import { memoryStore } from './support/memory-store.ts';
import { HIRE, MARK, plantPerson } from './support/planted-person.ts';
import { aPerson } from './support/window.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-deletion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Two years after everything about them ended. */
const LATER: Instant = NOW + 1_500 * DAY;
const RETENTION = { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1_095, leftDays: 400, untoldDays: 400 };

const partsOf = (store: Store, now: Instant): HousekeepingParts => ({ store, pipeline: pipelineOf(store), scope: SCOPE, now, detectorDays: 60, retention: RETENTION });

/** A store in which one person stands wherever somebody can, beside colleagues who stay. */
async function planted(name: string): Promise<{ readonly store: Store; readonly at: string }> {
  const at = join(folder, name);
  return { store: await plantPerson(await openDuckdbStore({ folder: at, now: () => NOW })), at };
}

/** Runs of a later time know nothing of the case any more, as live ones would. */
async function lifeGoesOn(store: Store): Promise<void> {
  const { runs, cases } = pipelineOf(store);
  await runs.put(aRun(LATER - HOUR, { cases: (await cases()).cases }));
  await store.events.append([seen('kim', 0, { '@timestamp': LATER - HOUR, 'event.id': 'kim later' })]);
}

/** Files below a folder in whose bytes the marker stands. */
function filesWithMark(at: string): readonly string[] {
  return readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(at, name)).isFile() && readFileSync(join(at, name)).includes(MARK));
}

describe('a person who left long ago', () => {
  it('stands in no place of the table of places any more, not even in bytes that the engine gave up', async () => {
    const { store, at } = await planted('whole');
    expect(filesWithMark(at)).not.toEqual([]);

    const soon = await housekeep(partsOf(store, NOW + 3 * DAY));
    await lifeGoesOn(store);
    const { counts: told, wouldGo } = await rehearse(partsOf(store, LATER));
    const counts = await housekeep(partsOf(store, LATER));
    const left = await housekeep(partsOf(store, LATER + HOUR));

    expect(soon).toMatchObject({ people: 0, cases: 0 });
    expect(told).toEqual(counts);
    expect(counts).toMatchObject({ people: 1, cases: 1, applications: 1 } satisfies Partial<HousekeepingCounts>);
    expect(counts.entries).toBe(6 + 3 + 1 + 1 + 2);
    // Each place tells its own, and together they are all of them.
    const entries = PLACES.filter(({ kind }) => kind === 'journal').map((place) => [place.names[0], wouldGoFrom(place, wouldGo)!.goes] as const).filter(([, goes]) => goes > 0);
    expect(Object.fromEntries(entries)).toEqual({ acts: 1, 'device-acts': 1, allowances: 1, permissions: 1, corrections: 1, rights: 1, checks: 3, responses: 1, exports: 1, reveals: 2 });
    expect(entries.reduce((sum, [, goes]) => sum + goes, 0)).toBe(counts.entries);
    expect(left).toMatchObject({ people: 0, cases: 0, entries: 0 });
    await store.close();
    expect(filesWithMark(at)).toEqual([]);
  });

  it('takes along rows that detectors would still read, where people who left are kept for fewer days than rows', async () => {
    const { store, at } = await planted('sooner');
    // The case is over and told of no more.
    const soon = (days: number): HousekeepingParts => ({ ...partsOf(store, NOW + days * DAY), retention: { ...RETENTION, leftDays: 7, closedDays: 5 } });
    const first = await housekeep(soon(6));
    const counts = await housekeep(soon(9));
    await store.close();

    expect([first.people, first.cases]).toEqual([0, 1]);
    expect(counts).toMatchObject({ people: 1, reducedEvents: 3 });
    expect(filesWithMark(at)).toEqual([]);
  });

  it('leaves counts as a proof, and nothing that names anybody', async () => {
    const { store } = await planted('proof');
    await housekeep(partsOf(store, NOW + 3 * DAY));
    await lifeGoesOn(store);
    await housekeep(partsOf(store, LATER));

    const proofs = (await Array.fromAsync(deletionJournal(store).read())).map(({ entry }) => entry);
    const views = await Array.fromAsync(viewJournal(store).read());
    await store.close();

    expect(proofs.map(({ counts }) => counts.people)).toEqual([1]);
    expect(JSON.stringify(proofs)).not.toContain(MARK);
    // Who looked is kept; the pseudonym stands for nobody now.
    expect(views.map(({ entry }) => entry.people)).toEqual([['Heron-417']]);
  });

  it('gives their pseudonym to nobody else', async () => {
    const { store } = await planted('names');
    await lifeGoesOn(store);
    await housekeep(partsOf(store, LATER));
    const kept = (await Array.fromAsync(store.shelf<Identified>('pseudonyms').list())).map(({ value }) => value);
    await store.close();

    expect(kept).toEqual([{ id: 'gone/Heron-417', name: 'Heron-417' }]);
  });

  it('stays whole while two people hold them for the law, and nothing of anybody else does', async () => {
    const { store, at } = await planted('held');
    const pipeline = pipelineOf(store);
    const hold = await askHold(store, pipeline, { hires: [HIRE], cases: ['c-1'], matter: 'Acme v. Doe', reason: 'Counsel asked for it', review: '2027-05-31' }, 'hana', NOW);
    await confirmHold(store, pipeline, hold.id, 'pia', NOW);
    const before = await store.events.census();
    const counts = await housekeep(partsOf(store, NOW + 3 * DAY));
    await lifeGoesOn(store);
    const later = await housekeep(partsOf(store, LATER));

    const mine = await store.events.tally({ where: { 'user.email': `${MARK}@acme.example` }, by: [], measure: { rows: 'count' } }, { from: 0, to: LATER, asOf: LATER });
    const cases = await pipelineOf(store).cases();
    const registry = (await Array.fromAsync(store.shelf<Identified>('registry').list())).map(({ value }) => value.id);
    const old = await pipelineOf(store).runs.get(NOW - HOUR);
    await store.close();

    expect(before.rows).toBe(406);
    expect(counts).toMatchObject({ reducedEvents: 0, people: 0, cases: 0 });
    // Everything else goes on: what is about kim is old by now and went.
    expect(later).toMatchObject({ oldEvents: 403, people: 0, cases: 0, entries: 0 });
    expect(mine[0]!.rows).toBe(3);
    expect(cases.cases.map(({ id }) => id)).toEqual(['c-1']);
    expect(registry.filter((id) => id.includes(MARK))).toHaveLength(6);
    expect(old!.findings.map(({ id }) => id)).toEqual(['f-1']);
    expect(filesWithMark(at)).not.toEqual([]);
  });
});

describe('rows of the registry about somebody who went', () => {
  it('go whatever their id is, whoever had the laptop before and after, and also where they became theirs later', async () => {
    const store = memoryStore({ now: () => NOW });
    // As an import writes the id of a hire with signs that part keys.
    const [odd, file] = ['h|17%', 'people/h%7C17%25'];
    const versions = (...rows: readonly object[]) => rows.map((row, nth) => ({ from: nth === 0 ? null : NOW - (900 - nth) * DAY, row }));
    await store.shelf<Identified>('registry').putAll([
      { id: file, kind: 'people', versions: versions(aPerson({ hire_id: odd, start_date: '2024-01-08', end_date: '2025-01-08' })) },
      { id: 'people/kim', kind: 'people', versions: versions(aPerson({ hire_id: 'kim' })) },
      { id: 'devices/SN-1', kind: 'devices', versions: versions({ serial: 'SN-1', hire_id: 'kim', ship_city: 'Austin' }, { serial: 'SN-1', hire_id: odd, ship_city: MARK }) },
      { id: 'devices/SN-2', kind: 'devices', versions: versions({ serial: 'SN-2', ship_city: MARK }, { serial: 'SN-2', hire_id: odd }) },
      { id: 'applications/a-1', kind: 'applications', versions: versions({ application_id: 'a-1', email: MARK }, { application_id: 'a-1', hire_id: odd }) },
    ] as unknown as Identified[]);

    const counts = await housekeep(partsOf(store, NOW));
    const rows = (await Array.fromAsync(store.shelf<Identified>('registry').list())).map(({ value }) => value);

    expect(counts.people).toBe(1);
    expect(rows.map(({ id }) => id)).toEqual(['devices/SN-1', 'people/kim']);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${MARK}|h.17`));
    // The laptop is nobody's, and not kim's again.
    expect(rows[0]).toMatchObject({ versions: [{ row: { hire_id: 'kim', ship_city: 'Austin' } }, { row: { serial: 'SN-1' } }] });
  });
});

describe('people outside scope', () => {
  it('are nothing but numbers of devices by place and day', async () => {
    const at = join(folder, 'outside');
    const store = await openDuckdbStore({ folder: at, now: () => NOW });
    await register(store, 'people', [aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'elder', email: `${MARK}@acme.example`, start_date: '2020-01-06', end_date: '2026-11-19', user_names: [] })]);
    await store.events.append([5, 6].map((daysAgo) => seen('elder', daysAgo, { 'user.email': `${MARK}@acme.example`, 'host.name': MARK, 'device.serial_number': `SN-${MARK}`, 'event.id': `${MARK} ${daysAgo}`, 'process.name': MARK })));

    await housekeep(partsOf(store, NOW));
    const rows = await store.events.census();
    const crowd = await crowdOf(store, 0, NOW);
    // What is known of them besides is their row of the company's own list, and which laptop a machine is.
    const { counts: told } = await rehearse(partsOf(store, NOW + 121 * DAY));
    const first = await housekeep(partsOf(store, NOW + 121 * DAY));
    const second = await housekeep(partsOf(store, NOW + 410 * DAY));
    await store.close();

    expect(rows.rows).toBe(0);
    expect([first.links, first.people, second.links, second.people]).toEqual([1, 0, 0, 1]);
    expect(told).toEqual(first);
    expect(sayCounts(first)).toContain('1 link of machines');
    expect(crowd.map(({ day, kind, line, devices }) => ({ day, kind, line, devices }))).toEqual(['2026-11-14', '2026-11-15'].flatMap((day) => [{ day, kind: 'line', line: '203.0.113.7/32', devices: 1 }, { day, kind: 'mark', line: 'company/staff', devices: 1 }]));
    expect(filesWithMark(at)).toEqual([]);
  });
});

describe('rows that could not be used', () => {
  it('are put aside after the days of the setting and gone after twice as many', () => {
    const data = join(folder, 'rejects');
    mkdirSync(data);
    const [file, aside] = [join(data, 'rejects.ndjson'), join(data, 'rejects.old.ndjson')];
    writeFileSync(file, `{"record":"${MARK}"}\n`);
    const began = statSync(file).mtimeMs;
    utimesSync(file, began / 1_000, began / 1_000);

    ageRejects(data, began + 29 * DAY, 30);
    const young = filesWithMark(data);
    ageRejects(data, began + 31 * DAY, 30);
    const old = filesWithMark(data);
    ageRejects(data, began + 61 * DAY, 30);

    expect([young, old, filesWithMark(data)], isoOf(began)).toEqual([['rejects.ndjson'], ['rejects.old.ndjson'], []]);
    expect(aside).toContain('old');
  });
});
