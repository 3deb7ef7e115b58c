import type { DuckDBConnection } from '@duckdb/node-api';
import { closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_NAME, openEngine, run, transaction, type Bound, type Engine, type EngineOptions } from './engine.ts';
import { understood } from './failures.ts';
import { schemaOf, setSchema } from './schema.ts';
import { scrub } from './scrub.ts';

/** An embedded store that is open for nothing but migration, whatever its schema. */
export interface DuckdbMigration {
  readonly name: string;
  schema(): Promise<number | undefined>;
  backup(): Promise<string>;
  step(to: number, apply: (handle: { run(sql: string, values?: readonly Bound[]): Promise<readonly (readonly unknown[])[]> }) => Promise<void>): Promise<void>;
  /** Takes what was removed out of the bytes of the file; see {@link scrub}. */
  scrub(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a store for migration. @throws store.locked when a process holds it */
export async function openDuckdbMigration(options: EngineOptions): Promise<DuckdbMigration> {
  let engine: Engine = await openEngine(options);
  return {
    name: options.folder,
    schema: () => engine.connected(schemaOf),

    async backup() {
      const found = await engine.alone(async (connection) => {
        // Everything into the one file that is copied.
        await connection.run('FORCE CHECKPOINT farmwatch');
        return schemaOf(connection);
      });
      await engine.close();
      try {
        return copyAside(options.folder, found ?? 0);
      } catch (error) {
        throw understood(error, options.folder);
      } finally {
        engine = await openEngine(options);
      }
    },

    step: (to, apply) => engine.alone((connection: DuckDBConnection) => transaction(connection, async () => {
      await apply({ run: (sql, values = []) => run(connection, { sql, values }) });
      await setSchema(connection, to);
    })),

    scrub: () => scrub(engine),

    close: () => engine.close(),
  };
}

/** Copies the file beside itself, durably, under a name that tells its schema; an older copy is never written over. */
function copyAside(folder: string, schema: number): string {
  const base = `farmwatch-schema-${schema}`;
  let copy = join(folder, `${base}.backup.duckdb`);
  for (let n = 2; existsSync(copy); n++) copy = join(folder, `${base}.backup-${n}.duckdb`);
  copyFileSync(join(folder, FILE_NAME), copy, constants.COPYFILE_EXCL);
  const handle = openSync(copy, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return copy;
}
