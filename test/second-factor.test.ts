import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { accountBook, type AccountBook } from '../src/api/accounts.ts';
import { SECOND } from '../src/core/time.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import { keysIn } from '../src/store/sealed/key-file.ts';
import { openSealed } from '../src/store/sealed/sealed-store.ts';
import type { Store } from '../src/store/store.ts';
import { codeOf } from './support/authenticator.ts';
import { MONDAY } from './support/builders.ts';
import { memoryStore } from './support/memory-store.ts';

const sealed = (below: Store): Promise<Store> => openSealed(below, keysIn('env:KEYS', () => `1:${'3c'.repeat(32)}`));
async function withFactor(book: AccountBook): Promise<string> {
  await book.add('kim', 'lead', 'correct horse battery', MONDAY);
  const secret = await book.factors.begin('kim', MONDAY);
  await book.factors.confirm('kim', codeOf(secret, MONDAY), MONDAY);
  return secret;
}
async function everything(store: Store): Promise<string> {
  const kept: unknown[] = [];
  for await (const { value } of store.shelf('accounts').list()) kept.push(value);
  return JSON.stringify(kept);
}

const root = mkdtempSync(join(tmpdir(), 'farmwatch-second-factor-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a second factor', () => {
  it('lies sealed with its account', async () => {
    const below = memoryStore({ now: () => MONDAY });
    const store = await sealed(below);
    const secret = await withFactor(accountBook(store));

    expect([(await everything(store)).includes(secret), (await everything(below)).includes(secret), (await everything(below)).includes('kim')]).toEqual([true, false, false]);
  });

  it('takes each code from one of many who bring it at once, whichever server they ask, over a store on disk', async () => {
    const store = await sealed(await openDuckdbStore({ folder: join(root, 'store'), now: () => MONDAY }));
    const books = [accountBook(store), accountBook(store)];
    const secret = await withFactor(books[0]!);
    const at = MONDAY + 30 * SECOND;

    const used = await Promise.all(Array.from({ length: 20 }, (_, nth) => books[nth % 2]!.factors.use('kim', codeOf(secret, at), at)));

    expect(used.filter((by) => by !== undefined)).toEqual(['code']);
    await store.close();
  });

  it('spends each recovery code once, also several of them at once', async () => {
    const store = await sealed(await openDuckdbStore({ folder: join(root, 'other'), now: () => MONDAY }));
    const book = accountBook(store);
    await withFactor(book);
    const codes = await book.factors.renew('kim');

    const used = await Promise.all([...codes, ...codes].map((code) => book.factors.use('kim', code, MONDAY)));

    expect(used.filter((by) => by === 'recovery')).toHaveLength(codes.length);
    expect((await book.get('kim'))?.secondFactor?.recoveryLeft).toBe(0);
    await store.close();
  });
});
