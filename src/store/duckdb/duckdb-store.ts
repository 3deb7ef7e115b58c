import { availableParallelism } from 'node:os';
import type { Instant } from '../../core/time.ts';
import { SCHEMA, type Identified, type Indexes, type Store } from '../store.ts';
import { copyStore } from './copy.ts';
import { openEngine, type EngineOptions } from './engine.ts';
import { duckdbEvents } from './events.ts';
import { duckdbJournal } from './journal.ts';
import { prepare } from './schema.ts';
import { scrub } from './scrub.ts';
import { duckdbShelf } from './shelf.ts';

export interface DuckdbOptions extends EngineOptions {
  readonly now: () => Instant;
}

/**
 * How an engine is opened that is mostly written to: one core is left to whoever reads what is written, and with fewer tasks
 * at once the engine waits less by turning round. What was written is hardly asked for again, but for the keys.
 */
export function forWriting(): Pick<EngineOptions, 'threads' | 'keptMemory'> {
  return { threads: Math.max(1, availableParallelism() - 1), keptMemory: '128MB' };
}

/**
 * Opens the embedded store in a folder; a new one is made where there is none.
 *
 * @throws store.locked when another process holds it, store.newer, store.older, store.damaged; not.found for `readOnly` without a store
 */
export async function openDuckdbStore(options: DuckdbOptions): Promise<Store> {
  const engine = await openEngine(options);
  try {
    await prepare(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return {
    name: engine.name,
    events: duckdbEvents(engine, options.now),
    shelf: <T extends Identified>(name: string, indexes?: Indexes<T>) => duckdbShelf(engine, name, indexes),
    journal: <T>(name: string) => duckdbJournal<T>(engine, name),
    async health() {
      const [row] = await engine.rows({ sql: `SELECT version()`, values: [] });
      return { ok: true, engine: `DuckDB ${String(row![0])}`, schema: SCHEMA, said: 'ready' };
    },
    copyTo: (folder) => copyStore(engine, folder),
    scrub: () => scrub(engine),
    close: () => engine.close(),
  };
}
