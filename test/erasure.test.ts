import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { writeRows } from '../src/collect/tables/registry.ts';
import { waitingBeside } from '../src/cli/law/rights-erase.ts';
import { dropFolder } from '../src/collect/dropped/drop-folder.ts';
import { openSpool } from '../src/collect/intake/spool.ts';
import { keptRejects } from '../src/collect/rejects.ts';
import { DAY, HOUR, dayOf, type Instant } from '../src/core/time.ts';
import type { PersonRow, TableKind, Versioned } from '../src/core/person.ts';
import { askOrErasure, erase, erasureJournal, placesOf, readErasures, rehearseErasure, type ErasureParts, type ErasureWish } from '../src/run/erasures/erasing.ts';
import type { Erasure } from '../src/run/erasures/erasure.ts';
import { NOW, SCOPE, aCase, aFinding, aRun, keepHouse, pipelineOf, seen, shelfOf } from '../src/run/housekeeping.fixture.ts';
import { housekeep } from '../src/run/housekeeping.ts';
import { askHold, confirmHold } from '../src/run/holds/hold-book.ts';
import { PLACES, placeSaid, wouldGoFrom } from '../src/run/retention/places.ts';
import { FOREVER } from '../src/run/retention/walk-days.ts';
import { underWay } from '../src/run/retention/under-way.ts';
import { noteAsk, type RightsAsk } from '../src/run/rights-asks.ts';
import { runBook } from '../src/run/run-book.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import type { Identified, Store } from '../src/store/store.ts';
import { deskIn } from './support/command-line.ts';
import { everyStore } from './support/every-store.ts';
import { memoryStore } from './support/memory-store.ts';
import { HIRE, MARK, plantPerson, type Planted } from './support/planted-person.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-erasure-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const now = (): number => NOW;
const STORES = await everyStore(now);

const WISH: ErasureWish = { ground: 'no-longer-needed', reason: 'Left in autumn, and nothing was found' };
const DECIDED: ErasureWish = { ...WISH, decision: { by: 'counsel', why: 'No claim is left' } };
/** Somebody who left, and whose case was closed as false: nothing speaks against letting them go. */
const FREE: Planted = { closedAs: 'false', isNamed: true, endDate: '2026-11-18' };

const partsOf = (store: Store, at: Instant = NOW, rejects = keptRejects(join(root, 'nothing')), waiting: ErasureParts['waiting'] = {}): ErasureParts => ({
  store, pipeline: pipelineOf(store), scope: SCOPE, now: at, detectorDays: 60, rejects, waiting,
  retention: { rawDays: 30, applicationDays: 180, closedFalseDays: 90, closedDays: 1_095, leftDays: 400, untoldDays: 400 },
});
/** The copy that was asked for is no longer waited for, so that the ask for deletion stands alone. */
async function asked(store: Store, right: RightsAsk['right'] = 'erasure'): Promise<RightsAsk> {
  const journal = store.journal<{ readonly did: string; readonly right?: string }>('rights');
  for await (const { seq, entry } of journal.read()) if (entry.right === 'access') await journal.empty([seq]);
  return noteAsk(store, { hire: HIRE, right, note: `I am ${MARK}`, receivedAt: NOW }, 'pia', NOW);
}

/** Places that hold the mark. */
async function marked(store: Store): Promise<readonly string[]> {
  const text = async (kind: string, names: readonly string[]): Promise<string> => {
    if (kind === 'events') return JSON.stringify(await Array.fromAsync(store.events.select({ where: {} }, { from: 0, to: FOREVER, asOf: FOREVER })));
    if (names.includes('runs')) return JSON.stringify(await Promise.all((await runBook(store).instantsKept()).map(async (at) => runBook(store).get(at))));
    if (kind === 'shelf') return JSON.stringify(await Promise.all(names.map(async (name) => Array.fromAsync(store.shelf<Identified>(name).list()))));
    return kind === 'journal' ? JSON.stringify(await Promise.all(names.map(async (name) => Array.fromAsync(store.journal<unknown>(name).read())))) : '';
  };
  const places: string[] = [];
  for (const place of PLACES) if ((await text(place.kind, place.names)).includes(MARK)) places.push(placeSaid(place));
  return places;
}
const filesWithMark = (at: string): readonly string[] =>
  readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(at, name)).isFile() && readFileSync(join(at, name)).includes(MARK));

describe.each(Object.entries(STORES))('a person who asks to be let go, of a store %s', (_name, open) => {
  it('stands in no place any more, and what would go was told before', async () => {
    const store = await plantPerson(await open(), FREE);
    const ask = await asked(store);
    const kim = (await store.events.tally({ where: { 'device.serial_number': 'SN-KIM' }, by: [], measure: { rows: 'count' } }, { from: 0, to: FOREVER, asOf: FOREVER }))[0]!.rows;
    const before = await marked(store);

    const told = await rehearseErasure(partsOf(store), ask);
    const untouched = await marked(store);
    const erasure = await erase(partsOf(store), ask, WISH, 'pia');
    const after = await marked(store);
    const again = await askOrErasure(store, ask.id) as Erasure;
    const census = await store.events.census();
    const counted = new Map(PLACES.map((place) => [placeSaid(place), wouldGoFrom(place, told.wouldGo)]));
    await store.close();

    expect([told.forbidden, told.objections]).toEqual([undefined, []]);
    expect(before.length).toBeGreaterThan(12);
    expect(untouched).toEqual(before);
    expect(after).toEqual([]);
    // Every place that held them tells of something that goes or is written anew.
    for (const place of before) expect(Object.values(counted.get(place)!).some((count) => count > 0), place).toBe(true);
    expect(counted.get('store `events`')).toEqual({ goes: 3, changes: 0 });
    expect(counted.get('journal `checks`')).toEqual({ goes: 3, changes: 0 });
    expect(counted.get('journal `acts`')).toEqual({ goes: 1, changes: 0 });
    expect(counted.get('journal `corrections`')).toEqual({ goes: 1, changes: 0 });
    expect(erasure.done!.counts).toEqual(told.counts);
    expect(erasure.done!.counts).toMatchObject({ people: 1, cases: 1, applications: 1, reducedEvents: 3, leftScope: 0 });
    expect(again).toMatchObject({ by: 'pia', ground: 'no-longer-needed', done: { at: NOW } });
    expect(census.rows).toBe(kim);
  });

  it('is not brought back by the same files, and comes back when they are hired again', async () => {
    const store = await plantPerson(await open(), FREE);
    const files = await shelfOf<Versioned<never>>(store, 'registry');
    const events = await Array.fromAsync(store.events.select({ where: {} }, { from: 0, to: FOREVER, asOf: FOREVER }));
    await erase(partsOf(store), await asked(store), WISH, 'pia');
    const rows = (kind: TableKind) => files.filter((row) => row.kind === kind).flatMap(({ versions }) => versions.map(({ row }, index) => ({ line: index + 1, row })));

    const brought = [];
    for (const kind of ['people', 'devices', 'accounts', 'travel', 'applications', 'allowed'] as const) brought.push(await writeRows(store, kind, rows(kind), NOW + DAY, { isFile: true }));
    const appended = await store.events.append(events);
    const after = await marked(store);
    const old = files.find(({ id }) => id === `people/${HIRE}`)!.versions[0]!.row as PersonRow;
    const back = await writeRows(store, 'people', [{ line: 1, row: { ...old, start_date: dayOf(NOW + 30 * DAY), end_date: '2027-12-31' } }], NOW + 20 * DAY, { isFile: true });
    const accounts = await writeRows(store, 'accounts', rows('accounts'), NOW + 20 * DAY, { isFile: true });
    const travel = await writeRows(store, 'travel', rows('travel'), NOW + 20 * DAY, { isFile: true });
    await store.close();

    expect(brought.map(({ leftOut }) => leftOut)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(appended).toEqual({ added: 0, known: events.length, conflicting: [] });
    expect(after).toEqual([]);
    expect([back.added, back.leftOut]).toEqual([1, 0]);
    // Undated rows are theirs again; what was before stays away.
    expect([accounts.added, travel.leftOut]).toEqual([1, 1]);
  });

  it('stays whole while something forbids it, whatever was decided', async () => {
    const store = await plantPerson(await open(), FREE);
    const ask = await asked(store);
    const before = await marked(store);
    const hold = await askHold(store, pipelineOf(store), { hires: [HIRE], cases: [], matter: 'Acme v. Doe', reason: 'Counsel asked', review: '2027-05-31' }, 'hana', NOW);
    await confirmHold(store, pipelineOf(store), hold.id, 'ida', NOW);

    await expect(erase(partsOf(store), ask, DECIDED, 'pia')).rejects.toThrow(/^Their records are on hold for the law/);

    expect(await marked(store)).toEqual([...before, 'journal `holds`'].sort((a, b) => PLACES.findIndex((place) => placeSaid(place) === a) - PLACES.findIndex((place) => placeSaid(place) === b)));
    expect(await readErasures(store)).toEqual([]);
    await store.close();
  });
});

describe('letting somebody go', () => {
  const standing = (planted: Planted = FREE): Promise<Store> => plantPerson(memoryStore({ now }), planted);

  it('waits for a case that names them, and for one that rests on them', async () => {
    const store = await standing();
    const ask = await asked(store);
    const { runs } = pipelineOf(store);
    await runs.put(aRun(NOW, { cases: [aCase({ id: 'c-9', hires: ['kim', HIRE] })] }));
    await expect(erase(partsOf(store), ask, DECIDED, 'pia')).rejects.toThrow(/^A case that names them is open/);

    await runs.put(aRun(NOW, { cases: [aCase({ id: 'c-9', hires: ['kim'] })], findings: [aFinding({ id: 'f-9', hire_id: 'kim', alongside: [HIRE] })] }));
    await expect(erase(partsOf(store), ask, DECIDED, 'pia')).rejects.toThrow(/^An open case rests on what is held of them/);
  });

  it.each([
    ['who still works here', { ...FREE, endDate: undefined }, /they still work here and are in scope/],
    ['whose case was confirmed', { ...FREE, closedAs: 'true' }, /^c-1 was confirmed/],
  ] as const)('of somebody %s takes a decision of somebody else, which is kept', async (_who, planted, why) => {
    const store = await standing(planted);
    const ask = await asked(store);

    await expect(erase(partsOf(store), ask, WISH, 'pia')).rejects.toThrow(why);
    await expect(erase(partsOf(store), ask, { ...WISH, decision: { by: ' Pia', why: 'I say so' } }, 'pia')).rejects.toThrow(/somebody else decides/);
    const erasure = await erase(partsOf(store), ask, DECIDED, 'pia');

    expect(erasure).toMatchObject({ decision: { by: 'counsel', why: 'No claim is left' }, done: { counts: { people: 1 } } });
    expect(await marked(store)).toEqual([]);
    expect(JSON.stringify(await shelfOf(store, 'housekeeping'))).not.toContain(MARK);
  });

  it('of somebody who waits for a copy takes a decision too', async () => {
    const store = await standing();
    const ask = await noteAsk(store, { hire: HIRE, right: 'erasure', note: '', receivedAt: NOW }, 'pia', NOW);

    await expect(erase(partsOf(store), ask, WISH, 'pia')).rejects.toThrow(/is not answered: they asked for a copy of what is held/);
  });

  it('takes an ask for it, a reason that names nobody, and a quiet moment', async () => {
    const store = await standing();
    const copy = await noteAsk(store, { hire: HIRE, right: 'access', note: '', receivedAt: NOW }, 'ida', NOW);
    const ask = await asked(store);

    await expect(erase(partsOf(store), copy, WISH, 'pia')).rejects.toThrow(/asks for a copy of what is held/);
    for (const reason of [`${HIRE} asked`, `It is ${MARK.toUpperCase()} who asked`, `see sn-${MARK}`]) await expect(erase(partsOf(store), ask, { ...WISH, reason }, 'pia')).rejects.toThrow(/names the person/);
    await expect(erase(partsOf(store), ask, { ...WISH, reason: ' ' }, 'pia')).rejects.toThrow(/reason is empty/);
    await underWay(store, NOW - HOUR, () => expect(erase(partsOf(store), ask, WISH, 'pia')).rejects.toThrow(/Housekeeping has been under way/));
    await expect(askOrErasure(store, 'ask-none')).rejects.toThrow(/nothing is there any more/);
  });

  it('also takes what unknown accounts did on their laptop, and leaves what a colleague did there', async () => {
    const store = await standing();
    const at = { 'device.serial_number': `SN-${MARK}` };
    await store.events.append([
      seen(HIRE, 0, { ...at, '@timestamp': NOW, 'event.id': 'local', 'user.name': 'local-account' }),
      seen(HIRE, 5, { ...at, 'event.id': 'helped', 'user.email': 'kim@company.example' }),
    ]);

    await erase(partsOf(store), await asked(store), WISH, 'pia');

    const ids = (await Array.fromAsync(store.events.select({ where: at }, { from: 0, to: FOREVER, asOf: FOREVER }))).map((event) => event['event.id']);
    expect(ids).toEqual(['helped']);
  });

  it('takes rows that could not be used along, whoever they are about', async () => {
    const data = mkdtempSync(join(root, 'data-'));
    writeFileSync(join(data, 'rejects.ndjson'), `{"record":"${MARK}"}\n{}\n`);
    writeFileSync(join(data, 'rejects.old.ndjson'), `${MARK}\n`);
    const store = await standing();
    const ask = await asked(store);
    const rejects = keptRejects(data);

    const told = await rehearseErasure(partsOf(store, NOW, rejects), ask);
    await erase(partsOf(store, NOW, rejects), ask, WISH, 'pia');

    expect(told.rejects).toBe(3);
    expect(readdirSync(data)).toEqual([]);
  });

  describe('while records wait to be read', () => {
    /** A data folder with records that wait, and files that were dropped: of the person, of others, and such as nobody can read. */
    async function waitingIn(data: string): Promise<void> {
      const spool = await openSpool({ folder: join(data, 'spool'), boundBytes: 1_000_000, now });
      await spool.append('cisco', [JSON.stringify({ message: `Group <staff> User <${MARK}> IP <198.51.100.23>` }), JSON.stringify({ message: 'Group <staff> User <kim> IP <198.51.100.24>' })]);
      await spool.append('table:own', [`{"laptop":"sn-${MARK}"}`, `{"mail":"${MARK}\\u0040acme.example"}`, `{"other":"x${MARK}x"}`]);
      await spool.close();
      mkdirSync(join(data, 'dropped'));
      writeFileSync(join(data, 'dropped', 'theirs.csv'), `hire_id,email\n${HIRE},${MARK}@acme.example\n`);
      writeFileSync(join(data, 'dropped', 'packed.csv.gz'), gzipSync(`hire_id\n${HIRE}\n`));
      writeFileSync(join(data, 'dropped', 'book.xlsx'), 'PK\x03\x04 a workbook');
      writeFileSync(join(data, 'dropped', 'log.evtx'), 'ElfFile\0');
      writeFileSync(join(data, 'dropped', 'others.csv'), 'hire_id,email\nkim,kim@acme.example\n');
    }
    const linesIn = (data: string): readonly string[] => readdirSync(join(data, 'spool'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log')).sort().flatMap((name) => readFileSync(join(data, 'spool', name), 'utf8').split('\n').filter(Boolean));
    const left = [JSON.stringify({ message: 'Group <staff> User <kim> IP <198.51.100.24>' }), `{"other":"x${MARK}x"}`];

    it('takes out those that name them, and tells how many by place before', async () => {
      const data = mkdtempSync(join(root, 'waiting-'));
      await waitingIn(data);
      const store = await standing();
      const ask = await asked(store);
      const parts = partsOf(store, NOW, keptRejects(data), waitingBeside(join(data, 'spool'), join(data, 'dropped')));
      const before = [linesIn(data), readdirSync(join(data, 'dropped'))];

      const told = await rehearseErasure(parts, ask);
      const untouched = [linesIn(data), readdirSync(join(data, 'dropped'))];
      await erase(parts, ask, WISH, 'pia');

      expect(told.waiting).toEqual({ 'spool/': 3, 'dropped/': 4 });
      expect(placesOf(told)).toEqual(expect.arrayContaining([{ place: '`spool/` in the data folder', what: 'records that were sent or appended, as they came', goes: 3, changes: 0 }, { place: '`dropped/` in the data folder', what: 'files that somebody dropped on a page, as they came', goes: 4, changes: 0 }]));
      expect(untouched).toEqual(before);
      expect(linesIn(data)).toEqual(left);
      expect(readdirSync(join(data, 'dropped'))).toEqual(['others.csv']);
      // What is left is stored as ever.
      const spool = await openSpool({ folder: join(data, 'spool'), boundBytes: 1_000_000, now });
      expect(spool.sources()).toEqual(['cisco', 'table:own']);
      await spool.close();
    });

    it('does so while a server holds them, and goes on taking what comes', async () => {
      const data = mkdtempSync(join(root, 'held-'));
      await waitingIn(data);
      const spool = await openSpool({ folder: join(data, 'spool'), boundBytes: 1_000_000, now });
      const gone: string[] = [];
      const desk = dropFolder(join(data, 'dropped'), (id) => void gone.push(id));
      const theirs = await desk.take(Readable.from([`account\n${MARK}\n`]), 'a.csv', 1_000);
      const store = await standing();
      await spool.append('cisco', [MARK]);

      await erase(partsOf(store, NOW, keptRejects(data), waitingBeside(join(data, 'spool'), join(data, 'dropped'))), await asked(store), WISH, 'pia');
      await spool.append('cisco', ['later']);

      expect(gone).toEqual([theirs.id]);
      expect(linesIn(data)).toEqual([left[0], 'later', left[1]]);
      for (let segment; (segment = await spool.next('cisco')) !== undefined;) await spool.done(segment);
      expect(spool.sources()).toEqual(['table:own']);
      expect(spool.state().bytes).toBe(left[1]!.length + 1);
      await spool.close();
    });

    it('finds a segment whole that was being written anew when the process ended', async () => {
      const data = mkdtempSync(join(root, 'cut-'));
      await waitingIn(data);
      writeFileSync(join(data, 'spool', 'cisco', '000000000001.log.new'), 'half a li');

      const spool = await openSpool({ folder: join(data, 'spool'), boundBytes: 1_000_000, now });
      await spool.close();

      expect(linesIn(data)).toHaveLength(5);
      expect(readdirSync(join(data, 'spool', 'cisco'))).toEqual(['000000000001.log']);
    });
  });

  it('leaves no byte of them in the files of an embedded store', async () => {
    const at = join(root, 'bytes');
    const store = await plantPerson(await openDuckdbStore({ folder: at, now }), FREE);
    const ask = await asked(store);
    expect(filesWithMark(at)).not.toEqual([]);

    await erase(partsOf(store), ask, WISH, 'pia');
    await store.close();

    expect(filesWithMark(at)).toEqual([]);
  });

  it('that was cut off at any write is finished by the next night', async () => {
    let cuts = 0;
    for (; ; cuts++) {
      const whole = await standing();
      const ask = await asked(whole);
      let left = cuts + 1;
      const cut = cutAfter(whole, () => left-- > 0);
      const through = await erase(partsOf(cut), ask, WISH, 'pia').then(() => true, () => false);
      if (through) break;
      const begun = (await shelfOf<Identified>(whole, 'housekeeping-turn')).some(({ id }) => id === 'erasing');
      if (!begun && (await askOrErasure(whole, ask.id) as Erasure).done === undefined) await erase(partsOf(whole), await askOrErasure(whole, ask.id) as RightsAsk, WISH, 'pia');
      await housekeep(partsOf(whole, NOW + DAY));

      expect(await marked(whole), `cut at write ${cuts + 1}`).toEqual([]);
      expect((await readErasures(whole)).map(({ done }) => done !== undefined)).toEqual([true]);
      expect(await shelfOf(whole, 'housekeeping-turn')).toEqual([]);
    }
    expect(cuts).toBeGreaterThan(20);
  });

  it('keeps what is still there when a hold comes while rows are going, and says so', async () => {
    const whole = await standing();
    const ask = await asked(whole);
    const store: Store = {
      ...whole,
      events: {
        ...whole.events,
        async forget(what, reason) {
          const forgotten = await whole.events.forget(what, reason);
          await askHold(whole, pipelineOf(whole), { hires: [HIRE], cases: [], matter: 'Acme v. Doe', reason: 'Counsel asked', review: '2027-05-31' }, 'hana', NOW);
          return forgotten;
        },
      },
    };

    await expect(erase(partsOf(store), ask, WISH, 'pia')).rejects.toThrow(/^Somebody put their records on hold for the law meanwhile/);

    expect((await readErasures(whole)).map(({ done }) => done)).toEqual([undefined]);
    expect(await marked(whole)).toEqual(expect.arrayContaining(['shelf `registry`', 'journal `checks`', 'journal `corrections`']));
    expect((await shelfOf<Identified>(whole, 'housekeeping-turn')).map(({ id }) => id)).toEqual(['unscrubbed']);
  });

  it('reaches a run that was under way meanwhile with the next night', async () => {
    const store = await standing();
    const late = aRun(NOW - HOUR / 2, {
      findings: [aFinding({ id: 'f-7', hire_id: HIRE, look: { where: { 'user.email': `${MARK}@acme.example` } } }), aFinding({ id: 'f-8', hire_id: 'kim', alongside: [HIRE], look: { where: { 'user.email': [`${MARK}@acme.example`, 'kim@company.example'] } } })],
      custody: [{ serial: `SN-${MARK}`, hire_id: HIRE, verdict: 'expected', confidence: 1, because: '' } as never], risks: [{ hire_id: HIRE } as never],
    });
    await erase(partsOf(store), await asked(store), WISH, 'pia');
    await pipelineOf(store).runs.put(late);
    const before = await marked(store);

    await housekeep(partsOf(store, NOW + DAY));

    expect([before, await marked(store)]).toEqual([['shelves `runs`, `run-bodies`'], []]);
    expect((await pipelineOf(store).runs.get(late.asOf))!.findings.map(({ id }) => id)).toEqual(['f-8']);
  });

  it('is not done by a night of housekeeping that nobody asked', async () => {
    const store = await standing();
    await asked(store);

    await keepHouse(store);

    expect(await marked(store)).toContain('shelf `registry`');
    expect(await Array.fromAsync(erasureJournal(store).read())).toEqual([]);
  });
});

/** The same store until it may write no more: from then on nothing is written. */
function cutAfter(store: Store, mayWrite: () => boolean): Store {
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!mayWrite()) throw new Error('power cut');
    return work();
  };
  return {
    ...store,
    events: { ...store.events, forget: (what, reason) => write(() => store.events.forget(what, reason)) },
    shelf: (name, indexes) => {
      const shelf = store.shelf<never>(name, indexes as never);
      return { ...shelf, put: (value: never, over?: string) => write(() => shelf.put(value, over)), putAll: (values: never) => write(() => shelf.putAll(values)), putEach: (values: never) => write(() => shelf.putEach(values)), remove: (id: string) => write(() => shelf.remove(id)), removeAll: (ids: readonly string[]) => write(() => shelf.removeAll(ids)) } as never;
    },
    journal: (name) => {
      const journal = store.journal<never>(name);
      return { ...journal, append: (entry: never) => write(() => journal.append(entry)), empty: (seqs: readonly number[]) => (seqs.length === 0 ? Promise.resolve() : write(() => journal.empty(seqs))) } as never;
    },
  };
}

describe('farmwatch rights erase', () => {
  const PEOPLE_CSV = 'hire_id,email,start_date,end_date\nh-1,kim@acme.example,2026-09-01,2026-11-10\nh-2,lee@acme.example,2026-10-01,\n';
  const EVENTS = ['kim', 'lee'].map((name) => JSON.stringify({ '@timestamp': '2026-11-05T09:00:00Z', 'event.id': name, 'event.action': 'sign-in', 'event.module': 'okta', 'user.email': `${name}@acme.example` })).join('\n');

  it('tells, refuses, lets go, says that nothing is there, and holds the same files off', async () => {
    const desk = deskIn(mkdtempSync(join(root, 'desk-')), NOW);
    desk.file('people.csv', PEOPLE_CSV);
    desk.file('events.ndjson', EVENTS);
    await desk.type('import', 'people.csv', 'events.ndjson');
    const noted = await desk.type('rights', 'add', 'h-1', '--right', 'erasure', '--by', 'pia', '--json');
    const { id } = JSON.parse(noted.out[0]!) as { id: string };

    const told = await desk.type('rights', 'erase', id, '--dry-run', '--by', 'pia');
    const unsaid = await desk.type('rights', 'erase', id, '--by', 'pia');
    await desk.type('hold', 'add', '--hire', 'h-1', '--matter', 'Acme v. Doe', '--reason', 'Counsel asked', '--review', '2027-05-31', '--by', 'hana');
    const wish = ['rights', 'erase', id, '--ground', 'no-longer-needed', '--reason', 'Left in autumn', '--by', 'pia'] as const;
    const held = await desk.type(...wish);
    const [hold] = (await desk.type('hold', 'list', '--json')).out.map((line) => (JSON.parse(line) as { id: string }).id);
    await desk.type('hold', 'confirm', hold!, '--by', 'ida');
    await desk.type('hold', 'release', hold!, '--reason', 'Settled', '--by', 'hana');
    await desk.type('hold', 'confirm', hold!, '--by', 'ida');
    const gone = await desk.type(...wish);
    const again = await desk.type(...wish);
    const listed = await desk.type('rights', 'list');
    const imported = await desk.type('import', 'people.csv', 'events.ndjson');
    const person = await desk.type('rights', 'add', 'h-1', '--right', 'access', '--by', 'pia');
    const audit = await desk.type('audit', 'list', '--json');

    expect([told.exit, told.out.filter((line) => line.includes('would'))]).toEqual([0, ['store `events`: 1 would go.', 'shelf `registry`: 1 would go.', 'shelves `pseudonyms`, `pseudonyms-newest`: 1 would go, 1 would be written anew without them.', 'journal `rights`: 1 would go.']]);
    expect([unsaid.exit, unsaid.err[0]]).toEqual([2, expect.stringContaining('--ground')]);
    expect([held.exit, held.err[0]]).toEqual([2, expect.stringContaining('on hold for the law')]);
    expect([gone.exit, gone.out[0]]).toEqual([0, expect.stringMatching(/let go on 2026-11-20 by pia, because what is held is needed no more\. Nothing is there any more\./)]);
    expect([again.exit, again.out]).toEqual([0, [`${id}: they were let go on 2026-11-20 by pia, because what is held is needed no more. Nothing is there any more.`]]);
    expect(listed.out).toEqual([`${id}  deleted 2026-11-20 by pia, because what is held is needed no more. Why: Left in autumn`]);
    expect(imported.err.join('\n')).toContain('1 row is about people who were let go on their request, and left out.');
    expect(imported.out.join('\n')).toMatch(/all files: .*added 0/);
    expect([person.exit, person.err[0]]).toEqual([1, expect.stringContaining('Nothing is held under this id')]);
    const entries = audit.out.map((line) => JSON.parse(line) as { did: string; what: string; by: string; people: readonly string[] }).filter(({ what }) => what === 'rights erase');
    expect(entries.map(({ did, by }) => `${did} by ${by}`)).toEqual(['looked by pia', 'change by pia', 'refused by pia', 'change by pia']);
    expect((await desk.type('audit', 'list', '--what', 'refused')).out[0]).toMatch(/refused: it did not fit \(400\) {2}rights erase {2}ask-/);
    expect(new Set(entries.map(({ people }) => people.join())).size).toBe(1);
    expect(entries[0]!.people[0]).toMatch(/^[A-Z][a-z]+-\d{3}$/);
    expect(JSON.stringify(entries)).not.toMatch(/h-1|kim/);
  });
});
