import { createCipheriv, type CipherGCMTypes } from 'node:crypto';
import { existsSync, fstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { packed } from '../src/core/packed-events.ts';
import { DAY } from '../src/core/time.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import { openElasticStore, type ElasticOptions } from '../src/store/elastic/elastic-store.ts';
import { keyFileBeside, keysIn, keysInFile, type KeySource } from '../src/store/sealed/key-file.ts';
import { bodySeal } from '../src/store/sealed/bodies.ts';
import { identityKeys } from '../src/store/sealed/keys.ts';
import { openSealed } from '../src/store/sealed/sealed-store.ts';
import { SEALED_FIELDS } from '../src/store/sealed/values.ts';
import type { Identified, Period, Store } from '../src/store/store.ts';
import { describeStore } from './contract/store.ts';
import { MONDAY, anEvent } from './support/builders.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';
import { lineOver } from './support/lines-over-stores.ts';
import { memoryStore } from './support/memory-store.ts';
import { happenings, settleIn, SWIFT } from './support/small-company.ts';

const { access, skipped } = await elasticOrSkipped();

const KEY = `1:${'5e'.repeat(32)}`;
const OTHER = `1:${'a7'.repeat(32)}`;
const keys = (...lines: readonly string[]): KeySource => keysIn('env:KEYS', () => lines.join('\n'));
const EVER: Period = { from: 0, to: Date.UTC(2100, 0), asOf: Date.UTC(2100, 0) };
const MARK = 'zqmarkzq';
const now = (): number => MONDAY + DAY;

const root = mkdtempSync(join(tmpdir(), 'farmwatch-sealed-'));
const prefixes: string[] = [];
const open: Store[] = [];
let folders = 0;
const newFolder = (): string => join(root, String(++folders));
const kept = <S extends Store>(store: S): S => {
  open.push(store);
  return store;
};
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
});
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  for (const prefix of prefixes) await dropIndexes(access, prefix);
});

describeStore('a sealed store in memory', async (options) => {
  const below = memoryStore({ now: options.now });
  return { store: await openSealed(below, keys(KEY)), reopen: () => openSealed(below, keys(KEY)) };
});

describeStore('a sealed embedded store', async (options) => {
  const folder = newFolder();
  const opened = async (): Promise<Store> => openSealed(await openDuckdbStore({ folder, now: options.now }), keys(KEY));
  let store = await opened();
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = await opened());
    },
  };
});

describe.skipIf(skipped !== undefined)('a sealed store on Elasticsearch', () => {
  describeStore('does what every store does', async (asked) => {
    const prefix = uniquePrefix();
    prefixes.push(prefix);
    const options: ElasticOptions = { url: access.url, auth: access.auth, ...(access.caFile ? { caFile: access.caFile } : {}), prefix, now: asked.now };
    const opened = async (): Promise<Store> => openSealed(await openElasticStore(options), keys(KEY));
    let store = await opened();
    return {
      store,
      reopen: async () => {
        await store.close();
        return (store = await opened());
      },
    };
  });
});

/** Everything that the files of a folder hold. */
function bytesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('');
}

/** Plants a mark wherever a store may be told who somebody is. */
async function plant(store: Store): Promise<void> {
  const told = anEvent({ 'event.id': 'told', ...Object.fromEntries(SEALED_FIELDS.map((field) => [field, `${MARK}-${field}`])) });
  await store.events.append([told]);
  // Enough rows that the engine writes columns of its own, with a text that a field in plain says as well.
  await store.events.append(packed(Array.from({ length: 3_000 }, (_, i) => anEvent({
    'event.id': `many-${i}`, 'user.name': `${MARK}-${i}`, 'user.email': `${MARK}-${i}@acme.example`, 'process.command_line': `run --as ${MARK}-${i}`, 'host.name': 'shared', 'process.name': 'shared',
  }))));
  await store.shelf<Identified>('registry').putAll([
    { id: `people/${MARK}`, kind: 'people', versions: [{ from: null, row: { hire_id: MARK, display_name: MARK, email: `${MARK}@acme.example`, home_city: MARK } }] } as Identified,
    { id: `applications/${MARK}`, kind: 'applications', versions: [{ from: null, row: { application_id: MARK, phone: MARK, references: [MARK] } }] } as Identified,
  ]);
  await store.shelf<Identified & { readonly role: string }>('accounts').put({ id: MARK, role: 'analyst' });
  await store.shelf<Identified & { readonly user: string }>('sessions', { user: ({ user }) => user }).put({ id: 'hash', user: MARK });
  await store.shelf<Identified & { readonly name: string }>('pseudonyms', { name: ({ name }) => name }).put({ id: MARK, name: 'Heron-417' });
  await store.journal('views').append({ by: MARK });
}

describe('who is meant', () => {
  it('stands in no byte of a sealed embedded store, and in many of a plain one', async () => {
    const [sealed, plain] = [newFolder(), newFolder()];
    const stores = [await openSealed(await openDuckdbStore({ folder: sealed, now }), keys(KEY)), await openDuckdbStore({ folder: plain, now })];

    for (const store of stores) {
      await plant(store);
      await store.close();
    }

    expect(bytesIn(sealed)).not.toContain(MARK);
    expect(bytesIn(plain)).toContain(MARK);
  });

  it('is found by those who ask through the sealed store', async () => {
    const store = kept(await openSealed(await openDuckdbStore({ folder: newFolder(), now }), keys(KEY)));
    await plant(store);

    const rows = await store.events.tally({ where: { 'user.name': [`${MARK}-7`, 'nobody'] }, by: ['user.email', 'host.name', 'process.name'], measure: { times: 'count' } }, EVER);
    const people = await Array.fromAsync(store.shelf<Identified>('registry').list({ from: 'people/', to: 'people0' }), ({ value }) => value.id);
    const sessions = await Array.fromAsync(store.shelf<Identified & { readonly user: string }>('sessions', { user: ({ user }) => user }).list({ where: { user: MARK } }), ({ value }) => value.user);

    expect(rows).toEqual([{ 'user.email': `${MARK}-7@acme.example`, 'host.name': 'shared', 'process.name': 'shared', times: 1 }]);
    expect(people).toEqual([`people/${MARK}`]);
    expect(sessions).toEqual([MARK]);
    expect((await store.shelf<Identified>('accounts').get(MARK))?.value.id).toBe(MARK);
  });

  it('is forgotten by name like anything else', async () => {
    const store = kept(await openSealed(memoryStore({ now }), keys(KEY)));
    await store.events.append(['kim', 'ann', 'bo'].map((name) => anEvent({ 'user.name': name })));

    const gone = await store.events.forget({ before: MONDAY + DAY, where: { 'user.name': ['kim', 'ann'] }, keep: [{ 'user.name': 'ann' }] }, 'asked');

    expect(gone).toEqual({ forgotten: 1 });
    expect((await Array.fromAsync(store.events.select({ where: {} }, EVER))).map((row) => row['user.name']).sort()).toEqual(['ann', 'bo']);
  });
});

describe('a company in a sealed store', () => {
  it('is judged as in a plain one, byte for byte', async () => {
    const runs: string[] = [];
    const events = happenings(SWIFT);
    const at = Math.max(...events.map((event) => event['event.ingested'])) + 1;
    for (const sealed of [false, true]) {
      const below = await openDuckdbStore({ folder: newFolder(), now: () => at });
      const store = kept(sealed ? await openSealed(below, keys(KEY)) : below);
      await settleIn(store);
      await store.events.append(packed(events));
      runs.push(JSON.stringify(await lineOver(store).run(at)));
    }

    expect(runs[1]).toBe(runs[0]);
    expect(runs[0]!.length).toBeGreaterThan(10_000);
  });
});

describe('a store says', () => {
  it('that its key is lost, or another one, and changes nothing', async () => {
    const below = memoryStore({ now });
    await (await openSealed(below, keys(KEY))).events.append([anEvent({ 'user.name': 'kim' })]);
    const before = await below.events.census();
    const lost = keysInFile(join(root, 'nowhere'));

    await expect(openSealed(below, lost)).rejects.toThrow(/cannot be opened: its key of identity is not at .*nowhere\. Put it back .* Nothing was written\.$/);
    await expect(openSealed(below, keys(OTHER))).rejects.toThrow(/the key at env:KEYS is another one than the key it was sealed with/);
    await expect(openSealed(below, keys(`2:${'5e'.repeat(32)}`))).rejects.toThrow(/it needs version 1 of the key of identity/);

    expect(existsSync(join(root, 'nowhere'))).toBe(false);
    expect(await below.events.census()).toEqual(before);
  });

  it('that it holds plain text where it was filled before there were keys, and stays as it is', async () => {
    const below = memoryStore({ now });
    await below.events.append([anEvent({ 'user.name': 'kim' })]);

    const store = await openSealed(below, keys(KEY));

    expect(store).toBe(below);
    expect(store.sealed).toBeUndefined();
  });

  it('which version of the key it is sealed under, and where that was read from', async () => {
    expect((await openSealed(memoryStore({ now }), keys(KEY))).sealed).toEqual({ key: 1, newest: 1, from: 'env:KEYS' });
  });

  it('when a value was put there that was not sealed, or sealed for another field', async () => {
    const below = memoryStore({ now });
    const store = await openSealed(below, keys(KEY));
    await store.events.append([anEvent({ 'user.name': 'kim' })]);
    const [row] = await Array.fromAsync(below.events.select({ where: {} }, EVER));
    await below.events.append([anEvent({ 'event.id': 'moved', '@timestamp': MONDAY + 1, 'user.email': row!['user.name']! })]);
    await below.events.append([anEvent({ 'event.id': 'plain', '@timestamp': MONDAY + 2, 'user.email': 'kim@acme.example' })]);
    const asked = (id: string): Promise<unknown> => Array.fromAsync(store.events.select({ where: { 'event.id': id } }, EVER));

    await expect(asked('moved')).rejects.toMatchObject({ code: 'store.damaged' });
    await expect(asked('plain')).rejects.toMatchObject({ code: 'store.damaged' });
  });

  it('when a document was planted, or moved to another id', async () => {
    const below = memoryStore({ now });
    const store = await openSealed(below, keys(KEY));
    await store.shelf<Identified & { readonly n: number }>('docs').put({ id: 'a', n: 1 });
    const raw = below.shelf<Identified & { readonly sealed?: string }>('docs');
    const { value } = (await raw.get('a'))!;
    await raw.putAll([{ ...value, id: 'b' }, { id: 'c' }]);

    await expect(store.shelf('docs').get('b')).rejects.toThrow(/something in docs was changed, moved/);
    await expect(store.shelf('docs').get('c')).rejects.toThrow(/something in docs is not sealed/);
  });
});

describe('keys of identity', () => {
  it('is on the disk, with its name, before anything is sealed under it', async () => {
    const folder = mkdtempSync(join(root, 'power-'));
    const file = join(folder, 'key');
    const store = memoryStore({ now });
    const synced: unknown[] = [];
    const noted: Store = { ...store, shelf: (name, indexes) => {
      const shelf = store.shelf<never>(name, indexes);
      return { ...shelf, put: async (value: never, revision: string) => { synced.push('written'); return shelf.put(value, revision); } } as never;
    } };

    await openSealed(noted, keysInFile(file, (handle) => void synced.push([fstatSync(handle).ino, statSync(file).size])));

    expect(synced).toEqual([[statSync(file).ino, 67], [statSync(folder).ino, 67], 'written']);
  });

  it('are made beside the data folder at the first start, for their owner alone', async () => {
    const file = keyFileBeside(`${newFolder()}/`);

    await openSealed(memoryStore({ now }), keysInFile(file));

    expect(file).toMatch(/\d\.identity-key$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toMatch(/^1:[0-9a-f]{64}\n$/);
  });

  it('leave nothing behind where the disk refuses them', async () => {
    const file = join(mkdtempSync(join(root, 'full-')), 'key');
    const full = (): never => { throw new Error('ENOSPC'); };

    await expect(openSealed(memoryStore({ now }), keysInFile(file, full))).rejects.toMatchObject({ code: 'file.unwritable', message: expect.stringContaining('ENOSPC') });

    expect(existsSync(file)).toBe(false);
  });

  it('say which place they cannot be made in', async () => {
    const folder = mkdtempSync(join(root, 'shut-'));
    writeFileSync(join(folder, 'file'), '');

    await expect(openSealed(memoryStore({ now }), keysInFile(join(folder, 'file', 'key')))).rejects.toMatchObject({ code: 'file.unwritable' });
  });

  it('may be renewed: what was sealed before opens, what comes is sealed under the newest, and events go on meeting', async () => {
    const below = memoryStore({ now });
    const before = await openSealed(below, keys(KEY));
    await before.events.append([anEvent({ 'event.id': 'a', 'user.name': 'kim' })]);
    await before.shelf<Identified>('accounts').put({ id: 'ann' });

    const after = await openSealed(below, keys(KEY, `2:${'c3'.repeat(32)}`));
    const again = await after.events.append([anEvent({ 'event.id': 'a', 'user.name': 'kim' }), anEvent({ 'event.id': 'b', 'user.name': 'kim' })]);
    await after.shelf<Identified>('accounts').put({ id: 'bo' });

    expect(again).toMatchObject({ added: 1, known: 1 });
    expect(await after.events.tally({ where: { 'user.name': 'kim' }, by: ['user.name'], measure: { rows: 'count' } }, EVER)).toEqual([{ 'user.name': 'kim', rows: 2 }]);
    expect(await Array.fromAsync(after.shelf<Identified>('accounts').list(), ({ value }) => value.id)).toEqual(['ann', 'bo']);
    const bodies = await Array.fromAsync(below.shelf<Identified & { readonly sealed: string }>('accounts').list(), ({ value }) => value.sealed.slice(0, 3));
    expect(bodies.sort()).toEqual(['b1:', 'b2:']);
    // Without the newest, what it sealed cannot be read, and says so.
    const old = await openSealed(below, keys(KEY));
    await expect(old.shelf('accounts').get('bo')).rejects.toThrow(/sealed under key 2 of identity, which is not at hand/);
  });

  it.each([
    ['', 'it holds no key of identity'], ['1:abc', 'a line is no key of identity'], [`${KEY}\n${OTHER}`, 'version 1 stands there twice'], [`0:${'5e'.repeat(32)}`, 'a line is no key of identity'],
  ])('are refused when the file says %j', (text, why) => {
    expect(() => identityKeys(text, 'a file')).toThrow(`a file: ${why}`);
  });

  it('seal by the mode of RFC 5297', () => {
    // Appendix A.1.
    const cipher = createCipheriv('aes-128-siv' as CipherGCMTypes, Buffer.from('fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', 'hex'), null as never);
    cipher.setAAD(Buffer.from('101112131415161718191a1b1c1d1e1f2021222324252627', 'hex'));
    const text = cipher.update('112233445566778899aabbccddee', 'hex', 'hex') + cipher.final('hex');

    expect(cipher.getAuthTag().toString('hex') + text).toBe('85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c');
  });
});

describe('ids that an older version wrote in plain text', () => {
  const ID = `2026-11-15/mark/remote-sessions/controller/${MARK}`;
  const COUNT = { id: ID, day: '2026-11-15', kind: 'mark', line: MARK, devices: 2 };

  it('are sealed when the store is opened, once, and their documents are found as before', async () => {
    const below = memoryStore({ now });
    const store = await openSealed(below, keys(KEY));
    await store.shelf<Identified>('crowd').put({ id: '2026-11-15/203.0.113.7/32' });
    await below.shelf<Identified>('crowd').put({ id: ID, sealed: bodySeal(identityKeys(KEY, 'here'), below.name).seal(`crowd\0${ID}`, COUNT) } as Identified);
    const { ids: _, ...old } = (await below.shelf<Identified & { readonly ids?: unknown }>('sealing').get('store'))!.value;
    await below.shelf<Identified>('sealing').put(old);

    const opened = (await openSealed(below, keys(KEY))).shelf<Identified>('crowd');

    const lying = await Array.fromAsync(below.shelf<Identified>('crowd').list(), ({ value: { id } }) => id);
    expect(lying.map((id) => id.replace(/[\w-]{22}$/, 'TOKEN'))).toEqual(['2026-11-15/TOKEN', '2026-11-15/TOKEN']);
    expect((await opened.get(ID))?.value).toEqual(COUNT);
    expect(await Array.fromAsync(opened.list({ from: '2026-11-15/', to: '2026-11-150' }), ({ value: { id } }) => id)).toEqual(['2026-11-15/203.0.113.7/32', ID]);
    expect((await below.shelf<Identified>('sealing').get('store'))?.value).toMatchObject({ ids: ['crowd'] });
  });

  it('and writes beside this one go with the others', async () => {
    const below = memoryStore({ now });
    const store = await openSealed(below, keys(KEY));
    await below.shelf<Identified>('crowd').put({ id: ID, sealed: bodySeal(identityKeys(KEY, 'here'), below.name).seal(`crowd\0${ID}`, COUNT) } as Identified);

    await store.shelf('crowd').removeAll([ID]);

    expect(await Array.fromAsync(below.shelf('crowd').list())).toEqual([]);
  });
});
