import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { settle } from '../../src/core/settings.ts';
import type { Instant } from '../../src/core/time.ts';
import { CUSTODY_SETTINGS } from '../../src/detect/places/custody-settings.ts';
import type { Detector } from '../../src/detect/detector.ts';
import { FUSION_SETTINGS } from '../../src/risk/fuse.ts';
import { pipeline, type Pipeline } from '../../src/run/pipeline.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import type { Store } from '../../src/store/store.ts';
import { memoryStore } from './memory-store.ts';

/** The stores that need no server, a new one at every call; closed after each test of the file, and removed after the last. */
export function storesFor(name: string, now: Instant): Readonly<Record<'in memory' | 'embedded', () => Promise<Store>>> {
  const root = mkdtempSync(join(tmpdir(), `farmwatch-${name}-`));
  const open: Store[] = [];
  let folders = 0;
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const opened = (store: Store): Store => {
    open.push(store);
    return store;
  };
  return {
    'in memory': async () => opened(memoryStore({ now: () => now })),
    'embedded': async () => opened(await openDuckdbStore({ folder: join(root, String(++folders)), now: () => now })),
  };
}

/** The whole line over a store, with settings as they ship. */
export function lineOver(store: Store, detectors: readonly Detector[] = DETECTORS, versions: Readonly<Record<string, number>> = { fusion: 2 }): Pipeline {
  return pipeline({
    store, detectors: detectors.map((detector) => ({ detector, settings: settle(detector.settings).values })), fusion: settle(FUSION_SETTINGS).values,
    custody: settle(CUSTODY_SETTINGS).values, scope: { daysBefore: 14, daysAfter: 90, companyZone: 'America/Chicago' }, versions,
  });
}
