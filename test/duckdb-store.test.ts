import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import type { Store } from '../src/store/store.ts';
import { describeStore } from './contract/store.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-duckdb-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => join(root, String(++folders));

describeStore('the embedded store', async ({ now }) => {
  const folder = newFolder();
  let store: Store = await openDuckdbStore({ folder, now });
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = await openDuckdbStore({ folder, now }));
    },
  };
});
