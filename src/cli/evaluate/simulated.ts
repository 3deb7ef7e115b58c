import { join } from 'node:path';
import type { App } from '../../app.ts';
import { importDocuments } from '../../collect/import-events.ts';
import { appliedFromOf } from '../../collect/tables/applied-from.ts';
import { importTable } from '../../collect/tables/import-table.ts';
import type { Instant } from '../../core/time.ts';
import type { Company } from '../../simulate/company.ts';
import { csvOf, folderSink } from '../../simulate/write.ts';

/**
 * Puts the tables of a simulated company into a store through the same readers as real ones.
 *
 * @param folder where they are written on the way
 * @param at when they are taken to have been imported
 */
export async function takeInTables(app: App, company: Company, folder: string, at: Instant): Promise<void> {
  const sink = folderSink(folder);
  const { factsOf } = await app.enricher();
  for (const kind of ['people', 'devices', 'places', 'travel', 'allowed', 'applications'] as const) {
    await sink(`${kind}.csv`, [csvOf(company.tables, kind)]);
    await importTable({ file: join(folder, `${kind}.csv`), kind, at }, { store: app.store, key: app.tokenKey, placeOf: (address) => appliedFromOf(factsOf(address)) });
  }
}

/** The same with its events. @returns events added */
export async function takeInEvents(app: App, company: Company, progress: (read: number) => void): Promise<number> {
  return (await importDocuments('simulated', company.events(), { store: app.store, enricher: await app.enricher(), rejects: undefined, progress })).added;
}
