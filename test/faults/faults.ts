/**
 * `npm run faults`: what is lost, and what is there twice, when things break. `-- --help` lists the parts and their sizes.
 */
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { startElastic } from '../support/elasticsearch.ts';
import { fuzzAll } from './fuzz-run.ts';
import { killPulls } from './kills.ts';
import { outagesOf } from './outages.ts';
import { shuffles } from './shuffles.ts';

const HELP = `npm run faults [-- PART… --seed NAME]

  kills     a process that pulls into an embedded store is killed at seeded points   --points 1000
  outages   a real Elasticsearch stops, stands still, refuses, is busy               --outages 200
  shuffles  rows in other orders, some twice, in other batches                       --orders 1000
  fuzz      mutated records through the map of every source                          --mutations 100000

The same seed finds the same failures. --from NUMBER goes on with one part at that store, outage, order or source.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: 'faults' }, points: { type: 'string', default: '1000' }, from: { type: 'string', default: '0' }, outages: { type: 'string', default: '200' },
    orders: { type: 'string', default: '1000' }, mutations: { type: 'string', default: '100000' }, help: { type: 'boolean', default: false },
  },
});
const parts = positionals.length > 0 ? positionals : ['kills', 'outages', 'shuffles', 'fuzz'];
const { seed } = values;
const from = Number(values.from);
const say = (line: string): void => console.error(line);
const rows: string[] = [];
let held = true;

if (values.help || parts.some((part) => !['kills', 'outages', 'shuffles', 'fuzz'].includes(part))) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}
if (parts.includes('kills')) {
  const { points, where, stores, expected, lost, twice, seeds } = await killPulls({ points: Number(values.points), seed, from, say });
  rows.push(`| killed while pulling into DuckDB (${counted(where)}) | ${points} kills, ${stores} stores | ${expected} | ${lost} | ${twice} |`);
  held &&= seeds.length === 0;
}
if (parts.includes('outages')) {
  const server = await startElastic();
  if ('skipped' in server) rows.push(`| outages of Elasticsearch | skipped: ${server.skipped} | | | |`);
  else {
    try {
      const { outages, byKind, repeated, expected, lost, twice } = await outagesOf(server, { outages: Number(values.outages), seed, from, say });
      rows.push(`| outages of Elasticsearch (${counted(byKind)}; ${repeated} appends repeated) | ${outages} outages | ${expected} | ${lost} | ${twice} |`);
      held &&= lost + twice === 0;
    } finally {
      await server.stop();
    }
  }
}
if (parts.includes('shuffles')) {
  const { seeds, lines, differ } = await shuffles({ seeds: Number(values.orders), seed, from, say });
  rows.push(`| rows shuffled, repeated, batched anew | ${seeds} orders | ${lines} groups of lines each | ${differ.length} orders differ | |`);
  held &&= differ.length === 0;
}
if (rows.length > 0) {
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}, seed ${seed}${from === 0 ? '' : ` from ${from}`}; simulated data\n`);
  console.log(['| what | how often | rows expected | lost | twice |', '| --- | --- | --- | --- | --- |', ...rows].join('\n'));
}
if (parts.includes('fuzz')) {
  console.log('');
  held = await fuzzAll({ mutations: Number(values.mutations), seed, from, say: (line) => console.log(line) }) && held;
}
if (!held) process.exitCode = 1;

function counted(times: Readonly<Record<string, number>>): string {
  return Object.entries(times).sort(([, a], [, b]) => b - a).map(([what, count]) => `${what} ${count}`).join(', ');
}
