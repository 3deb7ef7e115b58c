import { FarmwatchError } from '../../errors.ts';
import { SCHEMA } from '../store.ts';

/** One step forward: what a store of schema `from` needs to become schema `from` + 1. `Handle` is how its adapter is spoken to. */
export interface MigrationStep<Handle> {
  readonly from: number;
  /** What changes, in a sentence for the person who waits. */
  readonly doc: string;
  apply(handle: Handle): Promise<void>;
}

/** What an adapter offers to be migrated. */
export interface Migratable<Handle> {
  readonly name: string;
  /** The schema found; undefined where there is no store yet. */
  schema(): Promise<number | undefined>;
  /** Copies everything aside and says where. */
  backup(): Promise<string>;
  /** Applies a change and writes the new number: both or neither. */
  step(to: number, apply: (handle: Handle) => Promise<void>): Promise<void>;
}

export interface Migrated {
  readonly from: number;
  readonly to: number;
  /** Where the copy from before lies; undefined where nothing had to be done. */
  readonly backup?: string;
  readonly steps: readonly string[];
}

/**
 * Brings a store to the schema this code writes: a backup first, then one step at a time.
 *
 * A step that fails leaves the store at the schema before it; run it again after the cause is gone.
 * @throws store.newer for a store from the future, not.found where there is none; nothing is changed then
 */
export async function migrate<Handle>(store: Migratable<Handle>, steps: readonly MigrationStep<Handle>[], known = SCHEMA): Promise<Migrated> {
  const found = await store.schema();
  if (found === undefined) throw new FarmwatchError('not.found', { what: `store in ${store.name}`, cure: 'Import something first.' });
  if (found > known) throw new FarmwatchError('store.newer', { store: store.name, found, known });
  if (found === known) return { from: found, to: known, steps: [] };

  const way = wayTo(found, known, steps);
  const backup = await store.backup();
  for (const { from, apply } of way) await store.step(from + 1, apply);
  return { from: found, to: known, backup, steps: way.map(({ doc }) => doc) };
}

/** The steps that lead from one schema to another. A gap is a mistake of ours and shows before anything is touched. */
function wayTo<Handle>(found: number, known: number, steps: readonly MigrationStep<Handle>[]): readonly MigrationStep<Handle>[] {
  return Array.from({ length: known - found }, (_, i) => {
    const step = steps.find(({ from }) => from === found + i);
    if (!step) throw new TypeError(`no migration step from schema ${found + i}`);
    return step;
  });
}
