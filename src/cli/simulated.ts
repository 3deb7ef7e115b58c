import { join } from 'node:path';
import type { App } from '../app.ts';
import { intakeOf } from '../collect/intake.ts';
import { importTable } from '../collect/tables/import-table.ts';
import type { Instant } from '../core/time.ts';
import type { Company } from '../simulate/company.ts';
import { csvOf, folderSink } from '../simulate/write.ts';

/**
 * Puts the tables of a simulated company into a store through the same readers as real ones.
 *
 * @param folder where they are written on the way
 * @param at when they are taken to have been imported
 */
export async function takeInTables(app: App, company: Company, folder: string, at: Instant): Promise<void> {
  const sink = folderSink(folder);
  for (const kind of ['people', 'devices', 'places', 'travel', 'allowed'] as const) {
    await sink(`${kind}.csv`, [csvOf(company.tables, kind)]);
    await importTable({ file: join(folder, `${kind}.csv`), kind, at }, { store: app.store, key: app.tokenKey });
  }
}

/** The same with its events. @returns events added */
export async function takeInEvents(app: App, company: Company, progress: (read: number) => void): Promise<number> {
  const intake = intakeOf('simulated', { store: app.store, enricher: await app.enricher(), rejects: undefined, progress });
  for (const document of company.events()) {
    intake.take(++intake.counts.read, document);
    if (intake.full) await intake.flush();
  }
  await intake.finish();
  return intake.counts.added;
}
