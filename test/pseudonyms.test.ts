import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { namesOf } from '../src/api/names.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import { openElasticStore } from '../src/store/elastic/elastic-store.ts';
import type { Store } from '../src/store/store.ts';
import { MONDAY } from './support/builders.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';
import { memoryStore } from './support/memory-store.ts';

const { access, skipped } = await elasticOrSkipped();

const root = mkdtempSync(join(tmpdir(), 'farmwatch-pseudonyms-'));
const prefixes: string[] = [];
const open: Store[] = [];
afterAll(async () => {
  for (const store of open) await store.close();
  for (const prefix of prefixes) await dropIndexes(access, prefix);
  rmSync(root, { recursive: true, force: true });
});
const now = (): number => MONDAY;

/** Handles on one store, as two processes hold them; the embedded store is held by one process, which asks twice at once. */
const STORES: readonly { readonly name: string; readonly handles: () => Promise<readonly [Store, Store]>; readonly skip?: boolean }[] = [
  { name: 'in memory', handles: async () => { const store = memoryStore({ now }); return [store, store]; } },
  { name: 'in the embedded store', handles: async () => { const store = await openDuckdbStore({ folder: mkdtempSync(join(root, 'store-')), now }); open.push(store); return [store, store]; } },
  {
    name: 'on Elasticsearch', skip: skipped !== undefined,
    handles: async () => {
      const prefix = uniquePrefix();
      prefixes.push(prefix);
      const one = (): Promise<Store> => openElasticStore({ url: access.url, auth: access.auth, caFile: access.caFile, prefix, now });
      const two = [await one(), await one()] as const;
      open.push(...two);
      return two;
    },
  },
];

describe.for(STORES.filter(({ skip }) => !skip))('pseudonyms that two processes give at once $name', ({ handles }) => {
  it('are the same for one person, and stay', async () => {
    const [one, other] = await handles();
    const hires = ['h-1', 'h-2', 'h-3'];

    const [mine, yours] = await Promise.all([namesOf(one, hires, 'one'), namesOf(other, hires, 'another')]);
    const later = await namesOf(one, hires, 'later');

    expect(hires.map(mine.of)).toEqual(hires.map(yours.of));
    expect(hires.map(later.of)).toEqual(hires.map(mine.of));
  });

  it('differ for two people, also where both draw the same', async () => {
    const [one, other] = await handles();
    // The draw follows from the fresh word and the hire, joined by a slash: these two draw alike.
    const [mine, yours] = await Promise.all([namesOf(one, ['b/h-1'], 'a'), namesOf(other, ['h-1'], 'a/b')]);
    const later = await namesOf(one, ['b/h-1', 'h-1'], 'later');

    expect(mine.of('b/h-1')).not.toBe(yours.of('h-1'));
    expect([later.of('b/h-1'), later.of('h-1')]).toEqual([mine.of('b/h-1'), yours.of('h-1')]);
    expect(['b/h-1', 'h-1'].map((hire) => later.hireOf(later.of(hire)))).toEqual(['b/h-1', 'h-1']);
  });

  it('are known to the next process where one dies before they are on the shelf', async () => {
    const [one, other] = await handles();
    const dying: Store = {
      ...one,
      shelf: (name, indexes) => ({ ...one.shelf(name, indexes), ...(name === 'pseudonyms' ? { putAll: (rows: readonly unknown[]) => rows.length > 0 ? Promise.reject(new Error('killed')) : Promise.resolve() } : {}) }),
    };
    await expect(namesOf(dying, ['h-1', 'h-2'], 'one')).rejects.toThrow('killed');

    const next = await namesOf(other, ['h-1', 'h-3'], 'two');
    const later = await namesOf(one, ['h-1', 'h-2', 'h-3'], 'three');

    expect(new Set(['h-1', 'h-2', 'h-3'].map(later.of)).size).toBe(3);
    expect(later.of('h-2')).toBe(next.of('h-2'));
    expect([later.of('h-1'), later.of('h-3')]).toEqual([next.of('h-1'), next.of('h-3')]);
    expect(later.of('h-2')).not.toBe('somebody');
  });

  it('differ for a crowd that many name in parts', async () => {
    const handle = await handles();
    const hires = Array.from({ length: 200 }, (_, index) => `h-${index}`);

    const told = await Promise.all([0, 1, 2, 3, 4].map((part) => namesOf(handle[part % 2]!, hires.slice(part * 30, part * 30 + 80), `fresh-${part}`)));
    const later = await namesOf(handle[0], hires, 'later');

    expect(new Set(hires.map(later.of)).size).toBe(200);
    for (const [part, names] of told.entries()) expect(hires.slice(part * 30, part * 30 + 80).map(names.of)).toEqual(hires.slice(part * 30, part * 30 + 80).map(later.of));
  });
});
