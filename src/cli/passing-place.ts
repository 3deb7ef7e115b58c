import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Loaded } from '../config.ts';

/** A place for a store that nobody keeps. */
export interface PassingPlace { readonly at: string; readonly loaded: Loaded; remove(): void }

/**
 * Where something is only tried and no store is: with a folder of its own for what lies beside a store, such as keys,
 * so that nothing is left behind.
 */
export function passingPlace(loaded: Loaded): PassingPlace {
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-tried-'));
  return {
    at: join(folder, 'store'),
    loaded: { ...loaded, config: { ...loaded.config, data: join(folder, 'data') } },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
