/**
 * `npm run bench`: how fast import and detection are, as ratios measured in one run.
 *
 * Import is compared with a loop on one thread that only reads the same lines and parses their JSON: the least any
 * program must do. Every figure is the median of five rounds with its least and greatest; rounds take turns, so that a
 * noisy machine disturbs both sides alike.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { importDocuments, importEvents } from '../../src/collect/import-events.ts';
import { importTable } from '../../src/collect/tables/import-table.ts';
import { openEnricher, type Enricher } from '../../src/collect/enrich.ts';
import { readLines } from '../../src/collect/lines.ts';
import { judgesOf } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { DAY } from '../../src/core/time.ts';
import { pipeline } from '../../src/run/pipeline.ts';
import { simulate } from '../../src/simulate/company.ts';
import { csvOf, linesOf, folderSink } from '../../src/simulate/write.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { openElasticStore } from '../../src/store/elastic/elastic-store.ts';
import type { Store } from '../../src/store/store.ts';
import { startElastic } from '../support/elasticsearch.ts';
import { peakMemory } from './memory.ts';
import { spread, table, type Row } from './table.ts';

const ROUNDS = 5;
const ENDS = Date.UTC(2026, 10, 16);
const IMPORT_LINES = 600_000;
const KEY = { version: 1, secret: Buffer.alloc(32, 7) };

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-bench-'));
const memory = peakMemory();
const rows: Row[] = [];
const say = (text: string): void => console.error(text);

try {
  const enricher = await openEnricher();
  const file = await importInput();
  await benchImport(file, enricher);
  await benchDetection(enricher);
  await benchElastic(file, enricher);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}; simulated data\n`);
console.log(table(rows));

/** Lines of every kind of event, of a company of seed 1. */
async function importInput(): Promise<string> {
  say('making the input');
  const company = simulate({ seed: '1', people: 300, days: 30, farms: [3, 5], endsAt: ENDS });
  let lines = 0;
  let bytes = 0;
  const pieces = function* (): Generator<string> {
    for (const piece of linesOf(company.events())) {
      if (lines >= IMPORT_LINES) return;
      lines += piece.split('\n').length - 1;
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  };
  await folderSink(folder)('events.ndjson', pieces());
  rows.push({ what: 'input', value: `${lines} lines, mean ${Math.round(bytes / lines)} bytes`, goal: '600 bytes or more' });
  return join(folder, 'events.ndjson');
}

async function benchImport(file: string, enricher: Enricher): Promise<void> {
  const parse: number[] = [];
  const ours: number[] = [];
  const peak = memory.mark();
  for (let round = 0; round < ROUNDS; round++) {
    say(`import, round ${round + 1} of ${ROUNDS}`);
    parse.push(await perSecond(async () => {
      let lines = 0;
      for await (const batch of readLines(file)) {
        for (const line of batch) {
          if ('text' in line) JSON.parse(line.text);
          lines++;
        }
      }
      return lines;
    }));
    const at = join(folder, `store-${round}`);
    const started = performance.now();
    const store = await openDuckdbStore({ folder: at, now: () => ENDS });
    const counts = await importEvents(file, { store, enricher, rejects: undefined });
    const imported = performance.now();
    // Some rows come twice, as in life; none may be lost.
    if (counts.added + counts.known !== counts.read) throw new Error(`read ${counts.read}, added ${counts.added}, known ${counts.known}`);
    const census = JSON.stringify(await store.events.census());
    const closing = performance.now();
    await store.close();
    ours.push(counts.read / ((imported - started + performance.now() - closing) / 1000));
    const reopened = await openDuckdbStore({ folder: at, now: () => ENDS });
    if (JSON.stringify(await reopened.events.census()) !== census) throw new Error('the reopened store holds something else');
    await reopened.close();
    rmSync(at, { recursive: true, force: true });
  }
  rows.push({ what: 'JSON.parse alone, one thread, lines/s', value: spread(parse) });
  rows.push({ what: 'import into DuckDB, durable, events/s', value: spread(ours) });
  rows.push({ what: 'ratio', value: spread(ours.map((rate, round) => rate / parse[round]!), 2), goal: '0.4' });
  rows.push({ what: 'peak memory while importing, MB', value: String(peak()), goal: '600' });
}

async function benchDetection(enricher: Enricher): Promise<void> {
  say('a company of 1,000 starters over 60 days');
  const company = simulate({ seed: '2', people: 1_000, days: 60, farms: [3, 5], endsAt: ENDS, staff: 0 });
  const at = join(folder, 'company');
  const store = await openDuckdbStore({ folder: at, now: () => ENDS });
  for (const kind of ['people', 'devices', 'places', 'travel', 'allowed'] as const) {
    await folderSink(folder)(`${kind}.csv`, [csvOf(company.tables, kind)]);
    await importTable({ file: join(folder, `${kind}.csv`), kind, at: ENDS }, { store, key: KEY });
  }
  const { added } = await importDocuments('company', company.events(), { store, enricher, rejects: undefined, progress: (read) => say(`  ${read} events`) });
  await store.close();
  const cold: number[] = [];
  const next: number[] = [];
  const peak = memory.mark();
  for (let round = 0; round < ROUNDS; round++) {
    say(`detection, round ${round + 1} of ${ROUNDS}`);
    const opened = await openDuckdbStore({ folder: at, now: () => ENDS });
    const line = pipeline({ store: opened, ...judgesOf(loadConfig(undefined)) });
    cold.push(await seconds(() => line.run(ENDS - DAY)));
    next.push(await seconds(() => line.run(ENDS)));
    await opened.close();
  }
  rows.push({ what: `detection, 1,000 starters × 60 days (${added} events), cold, s`, value: spread(cold, 1), goal: '20' });
  rows.push({ what: 'detection after one new day, s', value: spread(next, 1), goal: '3' });
  rows.push({ what: 'peak memory while detecting, MB', value: String(peak()), goal: '600' });
}

async function benchElastic(file: string, enricher: Enricher): Promise<void> {
  const server = await startElastic();
  if ('skipped' in server) {
    rows.push({ what: 'import into Elasticsearch', value: `skipped: ${server.skipped}` });
    return;
  }
  try {
    const ours: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      say(`Elasticsearch, round ${round + 1} of ${ROUNDS}`);
      const store: Store = await openElasticStore({ url: server.url, auth: server.auth, ...(server.caFile ? { caFile: server.caFile } : {}), prefix: `farmwatch-bench-${round}`, now: () => ENDS });
      ours.push(await perSecond(async () => (await importEvents(file, { store, enricher, rejects: undefined })).added));
      await store.close();
    }
    rows.push({ what: 'import into Elasticsearch, one node on the same machine, events/s', value: spread(ours) });
  } finally {
    await server.stop();
  }
}

async function perSecond(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const done = await work();
  return done / ((performance.now() - started) / 1000);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
