import type { MigrationStep } from './migrate.ts';
import { numberTexts } from './number-texts.ts';
import type { SqlHandle } from './sql-handle.ts';

/**
 * Steps of the embedded store, oldest first.
 *
 * A new field needs no step: its column comes with the first batch that brings it. Raise SCHEMA in `store.ts` together with a new step,
 * and test it on a store written by the step before.
 */
export const DUCKDB_STEPS: readonly MigrationStep<SqlHandle>[] = [
  { from: 1, doc: 'Keeps every text of the log once and its number in the rows, and rows by topic, which makes the log smaller and quicker.', apply: numberTexts },
];
