import { join } from 'node:path';
import { openStore } from '../../src/app.ts';
import { openEnricher } from '../../src/collect/enrich.ts';
import { importDocuments } from '../../src/collect/import-events.ts';
import { importTable } from '../../src/collect/tables/import-table.ts';
import { loadConfig } from '../../src/config.ts';
import { simulate, type Company } from '../../src/simulate/company.ts';
import { csvOf, folderSink } from '../../src/simulate/write.ts';
import { ENDS } from './inputs.ts';

const KEY = { version: 1, secret: Buffer.alloc(32, 7) };

/** A company of so many starters over so many days in a store. */
export async function storeCompany(folder: string, at: string, people: number, days: number): Promise<Pick<Company, 'tables'> & { readonly events: number }> {
  const company = simulate({ seed: '2', people, days, farms: [3, 5], endsAt: ENDS, staff: 0 });
  const store = await openStore(loadConfig(undefined), at, () => ENDS);
  for (const kind of ['people', 'devices', 'places', 'travel', 'allowed'] as const) {
    await folderSink(folder)(`${kind}.csv`, [csvOf(company.tables, kind)]);
    await importTable({ file: join(folder, `${kind}.csv`), kind, at: ENDS }, { store, key: KEY });
  }
  const { added } = await importDocuments('company', company.events(), { store, enricher: await openEnricher(), rejects: undefined, progress: (read) => console.error(`  ${read} events`) });
  await store.close();
  return { tables: company.tables, events: added };
}
