/**
 * `node test/bench/sealed.ts`: what sealing costs in processor time, for one import of a file and for one detection over a
 * company, in a plain and in a sealed embedded store. Prints a table, asserts nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judgesOf } from '../../src/app.ts';
import { openEnricher } from '../../src/collect/enrich.ts';
import { importEvents } from '../../src/collect/import-events.ts';
import { importTable } from '../../src/collect/tables/import-table.ts';
import { loadConfig } from '../../src/config.ts';
import { DAY } from '../../src/core/time.ts';
import { pipeline } from '../../src/run/pipeline.ts';
import { simulate } from '../../src/simulate/company.ts';
import { csvOf, folderSink } from '../../src/simulate/write.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { keysInFile } from '../../src/store/sealed/key-file.ts';
import { openSealed } from '../../src/store/sealed/sealed-store.ts';
import { ENDS, importInput } from './inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-bench-sealed-'));
const { file, lines } = await importInput(folder, Number(process.argv[2] ?? 500_000));
const company = simulate({ seed: '1', people: 300, days: 30, farms: [3, 5], endsAt: ENDS });
for (const kind of ['people', 'devices', 'places'] as const) await folderSink(folder)(`${kind}.csv`, [csvOf(company.tables, kind)]);
const enricher = await openEnricher();
console.log(`${lines.toLocaleString('en-US')} events; seconds of processor time`);
for (const name of ['plain', 'sealed', 'plain', 'sealed']) {
  const at = mkdtempSync(join(folder, name));
  const plain = await openDuckdbStore({ folder: at, now: () => ENDS });
  const store = name === 'plain' ? plain : await openSealed(plain, keysInFile(join(folder, 'key')));
  for (const kind of ['people', 'devices', 'places'] as const) await importTable({ file: join(folder, `${kind}.csv`), kind, at: ENDS }, { store, key: { version: 1, secret: Buffer.alloc(32, 7) } });
  const imported = await processorOf(() => importEvents(file, { store, enricher, rejects: undefined }));
  const detected = await processorOf(() => pipeline({ store, ...judgesOf(loadConfig(undefined)) }).run(ENDS - DAY));
  await store.close();
  console.log(`${name.padEnd(7)} import ${imported.toFixed(1)}  detection ${detected.toFixed(1)}`);
}
rmSync(folder, { recursive: true, force: true });

async function processorOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}
