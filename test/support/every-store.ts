import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Instant } from '../../src/core/time.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { openElasticStore } from '../../src/store/elastic/elastic-store.ts';
import { keysIn } from '../../src/store/sealed/key-file.ts';
import { openSealed } from '../../src/store/sealed/sealed-store.ts';
import type { Store } from '../../src/store/store.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './elasticsearch.ts';
import { memoryStore } from './memory-store.ts';

/** Every kind of store by name, to be opened empty; Elasticsearch where there is one. What they leave goes after the tests of the file. */
export async function everyStore(now: () => Instant): Promise<Readonly<Record<string, () => Promise<Store>>>> {
  const { access, skipped } = await elasticOrSkipped();
  const root = mkdtempSync(join(tmpdir(), 'farmwatch-stores-'));
  const prefixes: string[] = [];
  let folders = 0;
  const embedded = (): Promise<Store> => openDuckdbStore({ folder: join(root, String(++folders)), now });
  afterAll(async () => {
    rmSync(root, { recursive: true, force: true });
    for (const prefix of prefixes) await dropIndexes(access, prefix);
  });
  return {
    'in memory': async () => memoryStore({ now }),
    embedded,
    'embedded and sealed': async () => openSealed(await embedded(), keysIn('env:KEYS', () => `1:${'5e'.repeat(32)}`)),
    ...(skipped === undefined ? {
      'on Elasticsearch': async (): Promise<Store> => {
        const prefix = uniquePrefix();
        prefixes.push(prefix);
        return openElasticStore({ url: access.url, auth: access.auth, ...(access.caFile ? { caFile: access.caFile } : {}), prefix, now });
      },
    } : {}),
  };
}
