import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { packed } from '../src/core/packed-events.ts';
import { DAY } from '../src/core/time.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import { openDuckdbRewriting } from '../src/store/duckdb/rewriting.ts';
import { openElasticStore, type ElasticOptions } from '../src/store/elastic/elastic-store.ts';
import { openElasticRewriting } from '../src/store/elastic/rewriting.ts';
import { keysIn, type KeySource } from '../src/store/sealed/key-file.ts';
import { sealStore } from '../src/store/sealed/seal-store.ts';
import { openSealed } from '../src/store/sealed/sealed-store.ts';
import { SEALED_FIELDS } from '../src/store/sealed/values.ts';
import type { Identified, Period, Rewritable, Store } from '../src/store/store.ts';
import { MONDAY, anEvent } from './support/builders.ts';
import { deskIn } from './support/command-line.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';
import { lineOver } from './support/lines-over-stores.ts';
import { happenings, settleIn, SWIFT } from './support/small-company.ts';

/** A store that was filled before there was a key, and becomes a sealed one. */

const { access, skipped } = await elasticOrSkipped();
const KEY = `1:${'5e'.repeat(32)}`;
const keys = (text = KEY): KeySource => keysIn('env:KEYS', () => text);
const EVER: Period = { from: 0, to: Date.UTC(2100, 0), asOf: Date.UTC(2100, 0) };
const MARK = 'zqmarkzq';
const now = (): number => MONDAY + DAY;

const root = mkdtempSync(join(tmpdir(), 'farmwatch-seal-'));
const prefixes: string[] = [];
let folders = 0;
const newFolder = (): string => join(root, String(++folders));
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  for (const prefix of prefixes) await dropIndexes(access, prefix);
});

interface Session extends Identified { readonly user: string; readonly n: number }
const sessionsOf = (store: Store) => store.shelf<Session>('sessions', { user: ({ user }) => user, n: ({ n }) => n });

/** Fills a store with marks wherever it may be told who somebody is. */
async function fill(store: Store): Promise<void> {
  await store.events.append([
    anEvent({ 'event.id': 'told', ...Object.fromEntries(SEALED_FIELDS.map((field) => [field, `${MARK}-${field}`])) }),
    anEvent({ 'event.id': 'nobody', '@timestamp': MONDAY + 1, 'event.action': 'verified', 'event.module': 'plain' }),
    anEvent({ 'event.id': 'gone', '@timestamp': MONDAY - 40 * DAY, 'user.name': `${MARK}-gone` }),
  ]);
  // In several tables of the log, with a text that a field in plain says as well.
  for (const action of ['process-started', 'activity', 'sign-in', 'usb-present'] as const) {
    await store.events.append(packed(Array.from({ length: 700 }, (_, i) => anEvent({
      'event.id': `${action}-${i}`, '@timestamp': MONDAY + i, 'event.action': action, 'user.name': `${MARK}-${i % 90}`, 'user.email': `${MARK}-${i % 90}@acme.example`, 'process.command_line': `run --as ${MARK}-${i}`, 'host.name': 'shared', 'process.name': 'shared',
    }))));
  }
  await store.events.forget({ before: MONDAY - 30 * DAY }, 'old');
  await store.shelf<Identified>('registry').putAll([
    { id: `people/${MARK}`, kind: 'people', versions: [{ from: null, row: { hire_id: MARK, email: `${MARK}@acme.example` } }] } as Identified,
    ...Array.from({ length: 300 }, (_, i) => ({ id: `devices/${MARK}-${i}`, kind: 'devices', holder: MARK }) as Identified),
  ]);
  await store.shelf<Identified & { readonly role: string }>('accounts').put({ id: MARK, role: 'analyst' });
  await sessionsOf(store).putAll([{ id: 'h1', user: MARK, n: 1 }, { id: 'h2', user: 'other', n: 2 }, { id: 'h3', user: MARK, n: 2 }]);
  await store.journal('views').append({ by: MARK, n: 1 });
  await store.journal('views').append({ by: MARK, n: 2 });
  await store.journal('views').append({ by: MARK, n: 3 });
  await store.journal('views').empty([2]);
  await store.journal('audit').append({ by: MARK });
}

/** All that a store answers about what {@link fill} put there. */
async function answers(store: Store): Promise<unknown> {
  const ids = (shelf: string, query = {}): Promise<unknown[]> => Array.fromAsync(store.shelf(shelf).list(query), ({ value }) => value);
  return {
    events: await Array.fromAsync(store.events.select({ where: {} }, EVER)),
    named: await store.events.tally({ where: { 'user.name': [`${MARK}-7`, 'nobody'] }, by: ['user.email', 'host.name', 'process.name'], measure: { rows: 'count' } }, EVER),
    days: await store.events.days(EVER),
    registry: await ids('registry'),
    people: await ids('registry', { from: 'people/', to: 'people0' }),
    account: (await store.shelf('accounts').get(MARK))?.value,
    sessions: await Array.fromAsync(sessionsOf(store).list({ where: { user: MARK } }), ({ value }) => value),
    second: await Array.fromAsync(sessionsOf(store).list({ where: { n: 2 } }), ({ value }) => value),
    views: await Array.fromAsync(store.journal('views').read()),
    audit: await Array.fromAsync(store.journal('audit').read()),
  };
}

/** The same store, opened in both ways; and all that lies in it, as text. */
interface Place { open(): Promise<Store>; rewriting(): Promise<Rewritable>; bytes(): Promise<string> }

function embedded(): Place & { readonly folder: string } {
  const folder = newFolder();
  return {
    folder, open: () => openDuckdbStore({ folder, now }), rewriting: () => openDuckdbRewriting({ folder }),
    bytes: async () => readdirSync(folder).filter((name) => !name.includes('backup')).map((name) => readFileSync(join(folder, name), 'latin1')).join(''),
  };
}

function onElastic(): Place {
  const prefix = uniquePrefix();
  prefixes.push(prefix);
  const options: ElasticOptions = { url: access.url, auth: access.auth, ...(access.caFile ? { caFile: access.caFile } : {}), prefix, now };
  return {
    open: () => openElasticStore(options), rewriting: () => openElasticRewriting(options),
    async bytes() {
      const store = await openElasticStore(options);
      const lie: unknown[] = [await Array.fromAsync(store.events.select({ where: {} }, EVER))];
      for (const shelf of ['registry', 'accounts', 'sessions', 'sealing']) lie.push(await Array.fromAsync(store.shelf(shelf).list()));
      for (const journal of ['views', 'audit']) lie.push(await Array.fromAsync(store.journal(journal).read()));
      await store.close();
      return JSON.stringify(lie);
    },
  };
}

/** Seals a store in a way that ends after so many changes, as a full disk or a lost connection would. */
async function sealed({ rewriting }: Place, { endsAfter = Infinity, source = keys() }: { endsAfter?: number; source?: KeySource } = {}): ReturnType<typeof sealStore> {
  const store = await rewriting();
  let changes = 0;
  const counted = <A extends readonly unknown[], R>(change: (...args: A) => R) => (...args: A): R => {
    if (++changes > endsAfter) throw new Error('ended');
    return change(...args);
  };
  try {
    return await sealStore({
      ...store,
      rewrite: (work) => store.rewrite((inner) => work({ ...inner, texts: (fields, change) => inner.texts(fields, counted(change)), documents: (change) => inner.documents(counted(change)), entries: (change) => inner.entries(counted(change)) })),
    }, source);
  } finally {
    await store.close();
  }
}

async function through<T>(open: () => Promise<Store>, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

describe.each<[string, (() => Place) | undefined]>([['embedded', embedded], ['on Elasticsearch', skipped === undefined ? onElastic : undefined]])('a plain store, %s', (name, make) => {
  it.skipIf(make === undefined)('answers as before once it is sealed, and holds nobody in plain text', async () => {
    const place = make!();
    const before = await through(place.open, async (store) => {
      await fill(store);
      expect((await openSealed(store, keys())).sealed).toBeUndefined();
      return answers(store);
    });
    expect((await place.bytes()).includes(MARK)).toBe(true);

    const said = await sealed(place);
    const again = await sealed(place);

    expect(said).toMatchObject({ wasSealed: false, isClean: true, key: 'env:KEYS' });
    expect(again).toEqual({ wasSealed: true, isClean: true, key: 'env:KEYS' });
    expect((await place.bytes()).includes(MARK)).toBe(false);
    await through(async () => openSealed(await place.open(), keys()), async (store) => {
      expect(store.sealed).toEqual({ key: 1, newest: 1, from: 'env:KEYS' });
      expect(await answers(store)).toEqual(before);
      // What is known stays known, what was forgotten forgotten, and what comes goes on from there.
      expect(await store.events.append([anEvent({ 'event.id': 'sign-in-7', '@timestamp': MONDAY + 7, 'event.action': 'sign-in', 'user.name': `${MARK}-7`, 'user.email': `${MARK}-7@acme.example`, 'process.command_line': `run --as ${MARK}-7`, 'host.name': 'shared', 'process.name': 'shared' }), anEvent({ 'event.id': 'gone', '@timestamp': MONDAY - 40 * DAY })])).toMatchObject({ added: 0, known: 2, conflicting: [] });
      expect(await store.events.append([anEvent({ 'event.id': 'new', '@timestamp': MONDAY + 9, 'user.name': `${MARK}-7` })])).toMatchObject({ added: 1 });
      expect(await store.journal('views').append({ n: 4 })).toBe(4);
    });
  }, 120_000);

  it.skipIf(make === undefined).each([5, 400, 1_000])('may be ended after %i changes and sealed again', async (endsAfter) => {
    const place = make!();
    const before = await through(place.open, async (store) => {
      await fill(store);
      return answers(store);
    });

    await expect(sealed(place, { endsAfter })).rejects.toThrow('ended');

    if (name === 'embedded') {
      // All or nothing: it is as it was.
      expect(await through(async () => openSealed(await place.open(), keys()), async (store) => [store.sealed, await answers(store)])).toEqual([undefined, before]);
    } else {
      await expect(through(async () => openSealed(await place.open(), keys()), answers)).rejects.toMatchObject({ code: 'store.sealed', message: expect.stringMatching(/being sealed.*Run "farmwatch seal" again/) });
      await expect(sealed(place, { source: keys(`1:${'a7'.repeat(32)}`) })).rejects.toMatchObject({ code: 'store.sealed' });
    }
    expect((await sealed(place)).wasSealed).toBe(false);
    expect((await place.bytes()).includes(MARK)).toBe(false);
    expect(await through(async () => openSealed(await place.open(), keys()), answers)).toEqual(before);
  }, 120_000);

  it.skipIf(make === undefined)('is not sealed a second time under another key', async () => {
    const place = make!();
    await through(async () => openSealed(await place.open(), keys()), (store) => store.events.append([anEvent()]));

    await expect(sealed(place, { source: keys(`1:${'a7'.repeat(32)}`) })).rejects.toMatchObject({ code: 'store.sealed' });
    expect((await sealed(place)).wasSealed).toBe(true);
  }, 60_000);
});

describe('a plain embedded store', () => {
  it('is copied aside before, whole and readable', async () => {
    const place = embedded();
    const before = await through(place.open, async (store) => {
      await fill(store);
      return answers(store);
    });

    const { backup } = await sealed(place);

    const restored = newFolder();
    await through(() => openDuckdbStore({ folder: restored, now }), async () => {});
    rmSync(join(restored, 'farmwatch.duckdb'));
    copyFileSync(backup!, join(restored, 'farmwatch.duckdb'));
    expect(await through(() => openDuckdbStore({ folder: restored, now }), answers)).toEqual(before);
  });

  it('is killed at any point, and is plain and whole or sealed and whole', async () => {
    const place = embedded();
    const before = await through(place.open, async (store) => {
      await fill(store);
      return answers(store);
    });

    for (const point of ['making a backup', 'sealing', 'documents 50', 'documents 250', 'taking what lay there in plain text out of the bytes of the store']) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'support/sealing-child.ts'), place.folder, KEY], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      for await (const line of createInterface({ input: child.stdout })) {
        if (line === point) child.kill('SIGKILL');
      }
      await ended;

      const found = await through(async () => openSealed(await place.open(), keys()), async (store) => ({ sealed: store.sealed, answers: await answers(store) }));
      expect(found.answers, point).toEqual(before);
      expect(found.sealed, point).toEqual(point.startsWith('taking') ? { key: 1, newest: 1, from: 'env:KEYS', unclean: true } : undefined);
    }
    expect(await sealed(place)).toEqual({ wasSealed: false, isClean: true, key: 'env:KEYS' });
    expect((await place.bytes()).includes(MARK)).toBe(false);
    expect(await through(async () => openSealed(await place.open(), keys()), async (store) => [store.sealed, await answers(store)])).toEqual([{ key: 1, newest: 1, from: 'env:KEYS' }, before]);
  }, 120_000);

  it('is judged the same before and after, byte for byte', async () => {
    const events = happenings(SWIFT);
    const at = Math.max(...events.map((event) => event['event.ingested'])) + 1;
    const folder = newFolder();
    const open = (): Promise<Store> => openDuckdbStore({ folder, now: () => at });
    const before = await through(open, async (store) => {
      await settleIn(store);
      await store.events.append(packed(events));
      return JSON.stringify(await lineOver(store).run(at));
    });

    await sealed({ open, rewriting: () => openDuckdbRewriting({ folder }), bytes: async () => '' });

    expect(await through(async () => openSealed(await open(), keys()), async (store) => JSON.stringify(await lineOver(store).run(at)))).toBe(before);
    expect(before.length).toBeGreaterThan(10_000);
  }, 120_000);
});

describe('farmwatch seal', () => {
  it('seals a store that doctor calls plain, and names key and backup', async () => {
    const desk = deskIn(newFolder(), now());
    const folder = join(desk.folder, 'store');
    await through(() => openDuckdbStore({ folder, now }), async (store) => {
      await settleIn(store);
      await store.events.append([anEvent({ 'user.name': 'kim' })]);
    });

    const plain = await desk.type('doctor');
    const tried = await desk.type('seal', '--dry-run');
    const counts = JSON.parse((await desk.type('seal', '--dry-run', '--json')).out[0]!) as object;
    const leftByTry = [existsSync(join(desk.folder, 'store.identity-key')), (await desk.type('doctor')).out.some((line) => line.startsWith('identity not sealed')), readdirSync(folder).filter((name) => name.includes('backup')).length];
    const said = await desk.type('seal');
    const done = await desk.type('seal', '--dry-run');
    const again = await desk.type('seal', '--json');
    const after = await desk.type('doctor');

    expect(plain.out.join('\n')).toMatch(/^identity not sealed: .*farmwatch seal/m);
    expect(tried.out).toEqual([expect.stringMatching(/^To be sealed: [1-9]\d* texts? of events .*, [1-9]\d* documents?, \d+ entr(y|ies) of journals\. The key of identity would be made in .*store\.identity-key\..* Nothing was changed\.$/)]);
    expect(counts).toMatchObject({ sealed: false, has_key: false, texts: expect.any(Number) });
    expect(leftByTry).toEqual([false, true, 0]);
    expect(done.out).toEqual([expect.stringMatching(/^It is sealed already, .* there is nothing to do\.$/)]);
    expect(said.exit).toBe(0);
    expect(said.out).toEqual([expect.stringMatching(/^Sealed\. The key of identity lies in .*store\.identity-key/)]);
    expect(said.err.join('\n')).toMatch(/holds everything in plain text.*delete/);
    expect(JSON.parse(again.out[0]!)).toMatchObject({ sealed: true, was_sealed: true });
    expect(after.out.join('\n')).toMatch(/^identity sealed under version 1/m);
    expect(existsSync(join(desk.folder, 'store.identity-key'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toHaveLength(1);
  });

  it('makes no store where there is none', async () => {
    const desk = deskIn(newFolder(), now());

    const said = await desk.type('seal');

    expect(said).toMatchObject({ exit: 1, out: [] });
    expect(existsSync(join(desk.folder, 'store'))).toBe(false);
    expect(existsSync(join(desk.folder, 'store.identity-key'))).toBe(false);
  });
});
