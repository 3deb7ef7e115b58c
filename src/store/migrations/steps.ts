import type { MigrationStep } from './migrate.ts';

/** How steps speak to the embedded store: SQL with values, the tables under the name `farmwatch`. */
export interface SqlHandle {
  run(sql: string, values?: readonly (string | number | bigint | boolean)[]): Promise<readonly (readonly unknown[])[]>;
}

/**
 * Steps of the embedded store, oldest first. Schema 1 is the first, so there are none yet. One looks like this:
 *
 * ```ts
 * { from: 1, doc: 'Keeps shelf bodies compressed.', apply: (sql) => sql.run(`ALTER TABLE farmwatch.shelf …`).then(() => {}) }
 * ```
 *
 * A new field needs no step: its column is added when the store is opened. Raise SCHEMA in `store.ts` together with a new step,
 * and test it on a store written by the step before.
 */
export const DUCKDB_STEPS: readonly MigrationStep<SqlHandle>[] = [];
