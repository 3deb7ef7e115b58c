/**
 * `npm run bench`: how fast import and detection are, as ratios measured in one run. With `-- --large` only detection over
 * a company of 5,000 starters and 90 days, in three rounds; with `-- --report` the weekly report of as many starters; with
 * `-- --elastic` only import into Elasticsearch; with `-- --desk` only
 * the analysts' pages over a large store; with `-- --ten-million` an import of so many events, once, which takes 7 GB of disk for its input.
 *
 * Import is compared with a loop on one thread that only reads the same lines and parses their JSON: the least any
 * program must do. Every figure is the median of five rounds with its least and greatest; rounds take turns, so that a
 * noisy machine disturbs both sides alike. What is measured runs in a process of its own, as a command does.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { openEnricher } from '../../src/collect/enrich.ts';
import { importEvents } from '../../src/collect/import-events.ts';
import { readLines } from '../../src/collect/lines.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { openElasticStore } from '../../src/store/elastic/elastic-store.ts';
import { startElastic } from '../support/elasticsearch.ts';
import { benchDesk } from './desk.ts';
import type { Detected, Imported, Made, Reported } from './child.ts';
import { ENDS, importInput, repeated } from './inputs.ts';
import { peakMemory } from './memory.ts';
import { part } from './part.ts';
import { sentPerSecond } from './syslog.ts';
import { spread, table, type Row } from './table.ts';

const ROUNDS = 5;
const LINES = 600_000;
/** Over HTTP a third of that takes longer. */
const ELASTIC_LINES = 200_000;
const MESSAGES = 200_000;

const PARTS = ['--large', '--report', '--desk', '--elastic', '--ten-million'] as const;
const unknown = process.argv.slice(2).filter((word) => !(PARTS as readonly string[]).includes(word));
if (unknown.length > 0) {
  console.error(`npm run bench, or one part: ${PARTS.map((part) => `npm run bench -- ${part}`).join(', ')}.`);
  process.exit(unknown.includes('--help') ? 0 : 2);
}

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-bench-'));
const memory = peakMemory();
const rows: Row[] = [];
const say = (text: string): void => console.error(text);

try {
  if (process.argv.includes('--elastic')) {
    await benchElastic((await importInput(folder, ELASTIC_LINES)).file);
  } else if (process.argv.includes('--desk')) {
    rows.push(...await benchDesk(folder, say));
  } else if (process.argv.includes('--report')) {
    await benchReport({ people: 5_000, days: 8, weeks: 12, rounds: 5 });
  } else if (process.argv.includes('--ten-million')) {
    const { file, lines } = await importInput(folder, LINES);
    for (const most of [1_000_000, 10_000_000]) await benchLong(await repeated(file, join(folder, 'long.ndjson'), Math.ceil(most / lines)));
  } else if (process.argv.includes('--large')) {
    await benchDetection({ people: 5_000, days: 90, rounds: 3, cold: 60, next: 5 });
  } else {
    say('making the input');
    const { file, lines, bytes } = await importInput(folder, LINES);
    rows.push({ what: 'input', value: `${lines} lines, mean ${Math.round(bytes / lines)} bytes`, goal: '600 bytes or more' });
    await benchImport(file);
    await benchSyslog();
    await benchDetection({ people: 1_000, days: 60, rounds: ROUNDS, cold: 20, next: 3 });
    await benchElastic((await importInput(folder, ELASTIC_LINES)).file);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}; simulated data\n`);
console.log(table(rows));

async function benchImport(file: string): Promise<void> {
  const parse: number[] = [];
  const ours: number[] = [];
  let peak = 0;
  for (let round = 0; round < ROUNDS; round++) {
    say(`import, round ${round + 1} of ${ROUNDS}`);
    parse.push(await parsedPerSecond(file));
    const at = join(folder, `store-${round}`);
    const { read, seconds, census, megabytes } = await part<Imported>('import', file, at);
    ours.push(read / seconds);
    peak = Math.max(peak, megabytes);
    const reopened = await openDuckdbStore({ folder: at, now: () => ENDS });
    if (JSON.stringify(await reopened.events.census()) !== census) throw new Error('the reopened store holds something else');
    await reopened.close();
    rmSync(at, { recursive: true, force: true });
  }
  rows.push({ what: 'JSON.parse alone, one thread, lines/s', value: spread(parse) });
  rows.push({ what: 'import into DuckDB, durable, events/s', value: spread(ours) });
  rows.push({ what: 'ratio', value: spread(ours.map((rate, round) => rate / parse[round]!), 2), goal: '0.4' });
  rows.push({ what: 'peak memory while importing, MB', value: String(peak), goal: '600' });
}

/** One long import: memory must not grow with what is in the store, nor the pace fall below what is sent. */
async function benchLong(file: string): Promise<void> {
  say('a long import');
  const at = join(folder, 'store-long');
  const { read, seconds, megabytes } = await part<Imported>('import', file, at);
  rows.push({ what: `import of ${read.toLocaleString('en-US')} events into DuckDB, durable, events/s`, value: (read / seconds).toFixed(0), goal: '25000' });
  rows.push({ what: 'peak memory meanwhile, MB', value: String(megabytes), goal: '600' });
  rmSync(at, { recursive: true, force: true });
}

async function benchSyslog(): Promise<void> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    say(`syslog, round ${round + 1} of ${ROUNDS}`);
    rates.push(await sentPerSecond(join(folder, `spool-${round}`), MESSAGES));
  }
  rows.push({ what: 'syslog over TCP, one sender, kept on disk without loss, messages/s', value: spread(rates), goal: '20000' });
}

async function parsedPerSecond(file: string): Promise<number> {
  const started = performance.now();
  let lines = 0;
  for await (const batch of readLines(file)) {
    for (const line of batch) {
      if ('text' in line) JSON.parse(line.text);
      lines++;
    }
  }
  return lines / ((performance.now() - started) / 1000);
}

interface DetectionBench {
  readonly people: number;
  readonly days: number;
  readonly rounds: number;
  /** Seconds to reach. */
  readonly cold: number;
  readonly next: number;
}

async function benchDetection({ people, days, rounds, ...goals }: DetectionBench): Promise<void> {
  const size = `${people.toLocaleString('en-US')} starters × ${days} days`;
  say(`a company of ${size}`);
  const at = join(folder, 'company');
  const { events } = await part<Made>('company', folder, at, String(people), String(days));
  const cold: number[] = [];
  const next: number[] = [];
  const peak = memory.mark();
  for (let round = 0; round < rounds; round++) {
    say(`detection, round ${round + 1} of ${rounds}`);
    const found = await part<Detected>('detect', at);
    cold.push(found.cold);
    next.push(found.next);
  }
  rows.push({ what: `detection, ${size} (${events} events), cold, s`, value: spread(cold, 1), goal: String(goals.cold) });
  rows.push({ what: 'detection after one new day, s', value: spread(next, 1), goal: String(goals.next) });
  rows.push({ what: 'peak memory while detecting, MB', value: String(peak()), goal: '600' });
}

async function benchReport({ people, days, weeks, rounds }: { readonly people: number; readonly days: number; readonly weeks: number; readonly rounds: number }): Promise<void> {
  const size = `${weeks} weeks of ${people.toLocaleString('en-US')} starters, events of ${days} days`;
  say(`a company of ${people} starters × ${days} days, judged once a week`);
  const at = join(folder, 'company');
  const { events } = await part<Made>('company', folder, at, String(people), String(days));
  await part<object>('weeks', at, String(weeks));
  const first: number[] = [];
  const again: number[] = [];
  const peak = memory.mark();
  for (let round = 0; round < rounds; round++) {
    say(`report, round ${round + 1} of ${rounds}`);
    const made = await part<Reported>('report', at);
    first.push(made.first);
    again.push(made.again);
  }
  rows.push({ what: `report over ${size} (${events} events), by a process that has read nothing, s`, value: spread(first, 1), goal: '5' });
  rows.push({ what: 'the same by one that has made it before, s', value: spread(again, 1) });
  rows.push({ what: 'peak memory while reporting, MB', value: String(peak()) });
}

async function benchElastic(file: string): Promise<void> {
  const server = await startElastic();
  if ('skipped' in server) {
    rows.push({ what: 'import into Elasticsearch', value: `skipped: ${server.skipped}` });
    return;
  }
  try {
    const enricher = await openEnricher();
    const plain = new Client({ node: server.url, auth: server.superuser ?? server.auth, ...(server.caFile ? { tls: { ca: readFileSync(server.caFile) } } : {}) });
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      say(`Elasticsearch, round ${round + 1} of ${ROUNDS}`);
      const store = await openElasticStore({ url: server.url, auth: server.auth, ...(server.caFile ? { caFile: server.caFile } : {}), prefix: `farmwatch-bench-${round}`, now: () => ENDS });
      const started = performance.now();
      const { added } = await importEvents(file, { store, enricher, rejects: undefined });
      ours.push(added / ((performance.now() - started) / 1000));
      await store.close();
      theirs.push(await bulkHelper(plain, `farmwatch-bench-${round}`));
    }
    await plain.close();
    rows.push({ what: 'import into Elasticsearch, one node on the same machine, events/s', value: spread(ours) });
    rows.push({ what: "the client's bulk helper with the same documents and mappings, no checks, documents/s", value: spread(theirs) });
    rows.push({ what: 'ratio', value: spread(ours.map((rate, round) => rate / theirs[round]!), 2), goal: '0.8' });
  } finally {
    await server.stop();
  }
}

/** The documents of one import once more, by the client's own helper, into indices with the same mappings. */
async function bulkHelper(client: Client, prefix: string): Promise<number> {
  const mappings = await client.indices.getMapping({ index: `${prefix}-events-*` });
  for (const [index, { mappings: own }] of Object.entries(mappings)) await client.indices.create({ index: `${index}-plain`, mappings: own, settings: { number_of_shards: 1, number_of_replicas: 0 } });
  const documents: { readonly index: string; readonly id: string; readonly source: object }[] = [];
  for await (const { body } of client.helpers.scrollSearch<object>({ index: Object.keys(mappings), size: 5_000, query: { match_all: {} } })) {
    for (const { _index: index, _id: id, _source: source } of body.hits.hits) documents.push({ index: `${index}-plain`, id: id!, source: source! });
  }
  const started = performance.now();
  const { failed } = await client.helpers.bulk({ datasource: documents, onDocument: ({ index, id, source }) => [{ create: { _index: index, _id: id } }, source] });
  if (failed > 0) throw new Error(`the bulk helper failed for ${failed} documents`);
  return documents.length / ((performance.now() - started) / 1000);
}
