import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openApp, openStore } from '../src/app.ts';
import { SHIPPED } from '../src/catalogue/catalogue.ts';
import { SHIPPED_ROWS } from '../src/catalogue/rows.ts';
import { serveApp } from '../src/cli/serve/serve.ts';
import { terminalIo } from '../src/cli/io.ts';
import { forwarded } from '../src/cli/forward.ts';
import { catalogueJournal, keepChange } from '../src/collect/catalogues/keep.ts';
import { readOwnRows } from '../src/collect/catalogues/own-rows.ts';
import { loadConfig } from '../src/config.ts';
import type { Event } from '../src/core/event.ts';
import { settle } from '../src/core/settings.ts';
import { DAY, HOUR, isoOf, type Instant } from '../src/core/time.ts';
import type { Detector, Finding } from '../src/detect/detector.ts';
import { readCatalogues } from '../src/detect/people/registry.ts';
import { NOW as NIGHT, SCOPE, pipelineOf, register } from '../src/run/housekeeping.fixture.ts';
import { housekeep } from '../src/run/housekeeping.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import type { Store } from '../src/store/store.ts';
import { remoteControlSoftware } from '../detectors/remote-control-software/remote-control-software.ts';
import { anEvent } from './support/builders.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { memoryStore } from './support/memory-store.ts';
import { FIRST, SWIFT, happenings, settleIn } from './support/small-company.ts';
import { aPerson } from './support/window.ts';

/** Catalogues from the file to the finding: what a store holds is what its runs see, from when it holds it. */

const NOW = Date.parse('2026-12-05T12:00:00Z');
const root = mkdtempSync(join(tmpdir(), 'farmwatch-catalogues-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let desks = 0;
const aDesk = (): Desk => deskIn(join(root, String(++desks)), NOW);

const OWN = { id: 'our-desk', name: 'Our Desk', kind: 'remote-control', processes: ['ourdesk*'], corporateUse: 'low', source: 'our wiki', date: '2026-11-20', owner: 'it@company.example', reason: 'seen in a case of ours' };
const [ANYDESK, ...OTHERS] = SHIPPED_ROWS.tools;
const SET = JSON.stringify({ farmwatch_catalogues: 1, catalogues: { tools: { version: '2026-12-01', date: '2026-12-01', rows: [{ ...ANYDESK, corporateUse: 'low' }, ...OTHERS.slice(1)] } } });
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the command data', () => {
  it('shows what ships, then the newer set that was taken and rows of the company apart', async () => {
    const desk = aDesk();
    desk.file('set.json', SET);
    desk.file('set.json.sha256', `${hash(SET)}  set.json\n`);
    desk.file('own.json', JSON.stringify([OWN]));

    const before = await desk.type('data', 'list');
    const taken = await desk.type('data', 'update', 'set.json', '--by', 'kim');
    const added = await desk.type('data', 'add', 'tools', 'own.json', '--by', 'kim');
    const after = await desk.type('data', 'list', '--json');

    expect([before, taken, added, after].map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect(before.out).toHaveLength(6);
    expect(before.err).toEqual([`Together: catalogue ${SHIPPED.version}.`]);
    expect(taken.out).toEqual(['changed  tools  anydesk  (corporateUse)', `removed  tools  ${OTHERS[0]!.id}`]);
    expect(added.out).toEqual(['added    tools  our-desk']);
    const lines = after.out.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toEqual({ catalogue: 'tools', version: '2026-12-01', date: '2026-12-01', rows: { tools: SHIPPED_ROWS.tools.length - 1 }, set: 'newer', since: isoOf(NOW), by: 'kim', file: 'set.json', sha256: hash(SET), own_rows: 1 });
    expect(lines.slice(1, 5).map(({ catalogue, set }) => [catalogue, set])).toEqual([['browsers', 'shipped'], ['networks', 'shipped'], ['jigglers', 'shipped'], ['kvm', 'shipped']]);
    expect(lines.slice(5)).toEqual([{ catalogue: 'tools', list: 'tools', id: 'our-desk', owner: 'it@company.example', reason: 'seen in a case of ours', source: 'our wiki', date: '2026-11-20', since: isoOf(NOW), by: 'kim' }]);
    expect((await desk.type('data', 'list', '--as-of', isoOf(NOW - 1))).out).toEqual(before.out);
  });

  it('takes nothing without its checksum, nothing twice, and nothing in a dry run', async () => {
    const desk = aDesk();
    desk.file('set.json', SET);
    desk.file('places.csv', 'place\nhq\n');
    await desk.type('import', 'places.csv');

    const unproven = await desk.type('data', 'update', 'set.json');
    const wrong = await desk.type('data', 'update', 'set.json', '--sha256', hash(`${SET} `));
    const dry = await desk.type('data', 'update', 'set.json', '--sha256', hash(SET), '--dry-run');
    const none = await desk.type('data', 'changes');
    const taken = await desk.type('data', 'update', 'set.json', '--sha256', hash(SET));
    const again = await desk.type('data', 'update', 'set.json', '--sha256', hash(SET));

    expect([unproven, wrong, dry, none, taken, again].map(({ exit }) => exit)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(none).toMatchObject({ out: [], err: ['Nothing was changed yet: what ships holds.'] });
    expect(dry.out).toEqual(taken.out);
    expect(again).toMatchObject({ out: [], err: ['tools: version 2026-12-01 is held already.', 'There is nothing to change.'] });
  });

  it('refuses a whole file for one row, with row and cure, and what it says is fit for a terminal', async () => {
    const desk = aDesk();
    desk.file('own.json', JSON.stringify([OWN, { ...OWN, id: 'all', processes: ['*'] }, { ...OWN, id: 'esc\u001b[2J' }]));

    const said = await desk.type('data', 'add', 'tools', 'own.json');

    expect(said).toMatchObject({ exit: 1, out: [] });
    expect(said.err).toEqual([
      '  row 2 of tools (all): processes "*": give at least three letters or digits; it would match nearly everything',
      expect.stringMatching(/^ {2}row 3 of tools \(esc\\u001b\[2J\): id /),
      `${join(desk.folder, 'own.json')} is refused: the 2 reasons stand above. Nothing was changed.`,
    ]);
    expect((await desk.type('data', 'list')).err).toEqual([`Together: catalogue ${SHIPPED.version}.`]);
  });

  it.each([
    [['data', 'add', 'toools', 'own.json'], 2, /^"toools" is no catalogue; there are tools, browsers, networks, jigglers, kvm\.$/],
    [['data', 'add', 'tools', 'gone.json'], 1, /gone\.json: there is no such file/],
    [['data', 'remove', 'tools', 'anydesk'], 1, /^There is no row of your own "anydesk" in tools\. What ships is changed by adding a row with the same id\.$/],
    [['data', 'changes', '--since', 'yesterday'], 2, /^--since "yesterday" is neither a version nor an instant/],
    [['data', 'update', 'own.json', '--sha256', 'x'], 1, /holds no SHA-256/],
  ] as const)('says what is wrong and how to mend it: %j', async (argv, exit, said) => {
    const desk = aDesk();
    desk.file('own.json', JSON.stringify([OWN]));
    // A store that is there: without one that is what is told.
    await desk.type('detect');

    expect(await desk.type(...argv)).toEqual({ exit, out: [], err: [expect.stringMatching(said)] });
  });

  it('lists what differs since a version, since an instant, and since the version that a run names', async () => {
    const desk = aDesk();
    const later = deskIn(desk.folder, NOW + DAY);
    desk.file('set.json', SET);
    desk.file('own.json', JSON.stringify([{ ...OWN, id: 'anydesk', name: 'AnyDesk as we use it' }]));
    await desk.type('data', 'update', 'set.json', '--sha256', hash(SET));
    const [named] = (await desk.type('data', 'list')).err;
    await later.type('data', 'add', 'tools', 'own.json');
    const since = async (...argv: readonly string[]): Promise<readonly string[]> => (await later.type('data', 'changes', ...argv)).out.map((line) => line.replace(/ \(.*/, ''));
    const [changed, removed] = ['changed  tools  anydesk ', `removed  tools  ${OTHERS[0]!.id}`];

    expect(await since()).toEqual([changed]);
    expect(await since('--since', SHIPPED.version)).toEqual([changed, removed]);
    expect(await since('--since', SHIPPED_ROWS.tools[0]!.date)).toEqual([changed, removed]);
    expect(await since('--since', '2026-12-01')).toEqual([]);
    expect(await since('--since', isoOf(NOW))).toEqual([changed]);
    expect(await since('--since', /catalogue (\S+)\.$/.exec(named!)![1]!)).toEqual([changed]);
  });

  it('says in the journal who changed what, when and by which file, and takes back what is removed', async () => {
    const desk = aDesk();
    desk.file('own.json', JSON.stringify([OWN]));
    await desk.type('data', 'add', 'tools', 'own.json', '--by', 'kim');
    const again = await desk.type('data', 'add', 'tools', 'own.json', '--by', 'lee');
    const removed = await desk.type('data', 'remove', 'tools', 'our-desk', '--by', 'lee');

    const store = await openStore(loadConfig(undefined), join(desk.folder, 'store'), () => NOW);
    const entries = await Array.fromAsync(catalogueJournal(store).read(), ({ entry }) => entry);
    await store.close();

    expect(again).toMatchObject({ exit: 0, out: [], err: ['1 of 1 row is held already.', 'There is nothing to change.'] });
    expect(removed.out).toEqual(['removed  tools  our-desk']);
    expect(entries).toEqual([
      { at: NOW, by: 'kim', did: 'own', file: 'own.json', checksum: hash(JSON.stringify([OWN])), what: ['tools/our-desk'] },
      { at: NOW, by: 'lee', did: 'removed', what: ['tools/our-desk'] },
    ]);
    expect((await desk.type('data', 'list')).err).toEqual([`Together: catalogue ${SHIPPED.version}.`]);
  });

  it('goes through the server that holds the store, whose next import knows the row', async () => {
    const desk = aDesk();
    desk.file('own.json', JSON.stringify([{ list: 'prefixes', range: '8.8.8.0/24', name: 'Our VPN', kind: 'vpn', source: 'our wiki', date: '2026-11-20', owner: 'it', reason: 'bought' }]));
    desk.file('events.ndjson', JSON.stringify({ '@timestamp': '2026-12-04T09:00:00Z', 'event.action': 'sign-in', 'event.id': 'a', 'user.name': 'kim', 'source.ip': '8.8.8.9' }));
    const folder = join(desk.folder, 'store');
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    const before = (await app.enricher()).factsOf('8.8.8.9')['farmwatch.net.kind'];
    const server = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder, jobs: false, log: false }, { ...terminalIo(), err: () => {} });
    const out: string[] = [];
    const io = { ...terminalIo(), out: (line: string) => void out.push(line), err: () => {}, folder: desk.folder };
    const exits = [];
    for (const argv of [['data', 'add', 'networks', 'own.json'], ['import', 'events.ndjson'], ['data', 'list', '--json']]) exits.push(await forwarded([...argv, '--store', folder], io));
    const kinds = await Array.fromAsync(app.store.events.select({ where: {} }, { from: 0, to: NOW, asOf: NOW }), (event) => event['farmwatch.net.kind']);
    await server.stop();

    expect(exits).toEqual([0, 0, 0]);
    expect(before).not.toBe('vpn');
    expect(kinds).toEqual(['vpn']);
    expect(out.at(-1)).toContain('"id":"prefixes/8.8.8.0/24"');
  });
});

describe('a run', () => {
  const ARMED = { detector: remoteControlSoftware as unknown as Detector, settings: settle(remoteControlSoftware.settings).values };
  const STORES: Record<string, (now: Instant) => Promise<Store>> = {
    'in memory': async (now) => memoryStore({ now: () => now }),
    'embedded': (now) => openDuckdbStore({ folder: join(root, `run-${++desks}`), now: () => now }),
  };
  /** The catalogue gets to know the tool that the farm of the small company runs. */
  async function learn(store: Store, at: Instant): Promise<void> {
    const { rows } = await readOwnRows('tools', Buffer.from(JSON.stringify([OWN])), 'own.json', (await readCatalogues(store)).standingAt(at));
    await keepChange(store, { kind: 'own', at, by: 'kim', rows });
  }

  it.each(Object.entries(STORES))('sees what the store held at its instant, and names it; a replay tells the same as live runs did (%s)', async (_, open) => {
    const renamed = happenings(SWIFT).map((event): Event => (event['process.name'] === 'AnyDesk.exe' ? { ...event, 'process.name': 'OurDesk.exe', 'process.pe.original_file_name': 'OurDesk.exe' } : event))
      .filter((event) => event['process.name'] !== 'rustdesk.exe');
    const [early, learned, late] = [9, 9.5, 11].map((days) => FIRST + days * DAY + HOUR) as [Instant, Instant, Instant];
    const store = await open(late);
    await settleIn(store);
    await store.events.append(renamed);
    const line = pipelineOf(store, [ARMED]);
    const about = (findings: readonly Finding[]): readonly string[] => findings.filter(({ llr }) => llr > 0).map(({ hire_id: hire }) => hire).sort();

    const before = await line.run(early);
    await learn(store, learned);
    const after = await line.run(late);
    await pipelineOf(store, [ARMED]).replay([early, late], () => {});
    const replayed = [await line.runs.get(early), await line.runs.get(late)];
    await store.close();

    expect([about(before.findings), about(after.findings)]).toEqual([[], ['h-03', 'h-07', 'h-11']]);
    expect(before.versions['catalogue']).toBe(SHIPPED.version);
    expect(after.versions['catalogue']).not.toBe(SHIPPED.version);
    expect(replayed).toEqual([before, after]);
  });

  it('does not take staff for people without a tool whose rows went before anybody looked for it', async () => {
    const STAFF = Array.from({ length: 12 }, (_, index) => `old-${index}`);
    const row = (hire: string, daysAgo: number, name: string): Event => anEvent({
      '@timestamp': NIGHT - daysAgo * DAY + 9 * HOUR, 'event.ingested': NIGHT - daysAgo * DAY + 9 * HOUR, 'event.id': `${hire} ${daysAgo} ${name}`,
      'event.action': 'process-started', 'process.name': name, 'device.serial_number': `SN-${hire}`.toUpperCase(),
    });
    const make = async (): Promise<Store> => {
      const store = memoryStore({ now: () => NIGHT });
      await register(store, 'people', [aPerson({ hire_id: 'kim' }), ...STAFF.map((hire) => aPerson({ hire_id: hire, start_date: '2021-03-01' }))]);
      const days = [14, 13, 12, 9, 8, 7, 6, 5, 4];
      await store.events.append(days.flatMap((day) => [row('kim', day, 'git.exe'), row('kim', day, 'OurDesk.exe'), ...STAFF.flatMap((hire) => [row(hire, day, 'git.exe'), row(hire, day, 'OurDesk.exe')])]));
      return store;
    };
    const keepHouse = (store: Store) => housekeep({ store, pipeline: pipelineOf(store, [ARMED]), scope: SCOPE, now: NIGHT, detectorDays: 60, retention: { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1095, leftDays: 400, untoldDays: 400 } });
    const weightOf = async (store: Store): Promise<number> => (await pipelineOf(store, [ARMED]).run(NIGHT)).findings.find(({ hire_id: hire }) => hire === 'kim')!.llr;

    const [unreduced, reduced, alone] = [await make(), await make(), await make()];
    expect((await keepHouse(reduced)).reducedEvents).toBe(9 * 2 * STAFF.length);
    for (const store of [unreduced, reduced]) await learn(store, NIGHT - 1);
    // Nobody of longer standing was ever looked at: the least that can be known.
    await alone.events.forget({ before: NIGHT, where: { 'device.serial_number': STAFF.map((hire) => `SN-${hire}`.toUpperCase()) } }, 'test');
    await learn(alone, NIGHT - 1);

    expect(await weightOf(reduced)).toBe(await weightOf(alone));
    expect(await weightOf(unreduced)).toBe(await weightOf(alone));
  });
});
