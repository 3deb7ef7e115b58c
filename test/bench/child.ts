/**
 * One part of the benchmark in a process of its own, as a command would run it: `child.ts import FILE STORE`,
 * `child.ts company FOLDER STORE PEOPLE DAYS`, `child.ts detect STORE`, `child.ts weeks STORE WEEKS`, `child.ts report STORE`, `child.ts scrub STORE`, `child.ts syslog FOLDER`.
 * Prints what it measured as one line of JSON.
 */
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { judgesOf, openStore } from '../../src/app.ts';
import { openEnricher } from '../../src/collect/enrich.ts';
import { importEvents } from '../../src/collect/import-events.ts';
import { openSpool } from '../../src/collect/intake/spool.ts';
import { listen } from '../../src/collect/intake/syslog-server.ts';
import { loadConfig } from '../../src/config.ts';
import { DAY, HOUR, startOfDay } from '../../src/core/time.ts';
import { shareBounds } from '../../src/evaluate/intervals.ts';
import { factsOf } from '../../src/report/facts.ts';
import { htmlOf } from '../../src/report/html.ts';
import { weekAt } from '../../src/report/week.ts';
import { weeklyOf } from '../../src/report/weekly.ts';
import { keepHeapModest } from '../../src/modest-heap.ts';
import { pipeline } from '../../src/run/pipeline.ts';
import { FILE_NAME } from '../../src/store/duckdb/engine.ts';
import { storeCompany } from './company.ts';
import { ENDS } from './inputs.ts';

export interface Imported { readonly seconds: number; readonly read: number; readonly census: string; /** Most that the process held until all was kept; counting it all afterwards takes memory of its own. */ readonly megabytes: number }
export interface Made { readonly events: number }
export interface Kept { readonly received: number }
export interface Detected { readonly cold: number; readonly next: number }
export interface Reported { readonly first: number; readonly again: number }

keepHeapModest();
const [part, from, to, people, days] = process.argv.slice(2) as [string, string, string, string, string];
const parts: Readonly<Record<string, () => Promise<Imported | Made | Detected | Reported | Kept | object>>> = { import: importFile, company: async () => ({ events: (await storeCompany(from, to, Number(people), Number(days))).events }), detect: detectTwice, weeks: judgeWeeks, report: reportTwice, scrub: scrubOnce, syslog: keepMessages };
console.log(JSON.stringify(await parts[part]!()));

/** From an empty folder to a closed store, the tables of addresses read as well; what is counted in between to check it is left out of the time. */
async function importFile(): Promise<Imported> {
  let seconds = -performance.now() / 1000;
  const store = await openStore(loadConfig(undefined), to, () => ENDS, { mostlyWriting: true });
  const counts = await importEvents(from, { store, enricher: () => openEnricher(), rejects: undefined });
  seconds += performance.now() / 1000;
  // Some rows come twice, as in life; none may be lost.
  if (counts.added + counts.known !== counts.read) throw new Error(`read ${counts.read}, added ${counts.added}, known ${counts.known}`);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const census = JSON.stringify(await store.events.census());
  seconds -= performance.now() / 1000;
  await store.close();
  seconds += performance.now() / 1000;
  return { seconds, read: counts.read, census, megabytes };
}

/** A run that has counted nothing yet, and the run a day later. */
async function detectTwice(): Promise<Detected> {
  const store = await openStore(loadConfig(undefined), from, () => ENDS);
  const line = pipeline({ store, ...judgesOf(loadConfig(undefined)) });
  const cold = await secondsOf(() => line.run(ENDS - DAY));
  const next = await secondsOf(() => line.run(ENDS));
  await store.close();
  return { cold, next };
}

/** One run at the end of the last week, and the same as the last one of each week before: what it took to judge is not measured here. */
async function judgeWeeks(): Promise<object> {
  const store = await openStore(loadConfig(undefined), from, () => ENDS);
  const line = pipeline({ store, ...judgesOf(loadConfig(undefined)) });
  const run = await line.run(ENDS - HOUR);
  for (let week = 1; week <= Number(to) + 1; week++) await line.runs.put({ ...run, asOf: run.asOf - week * 7 * DAY });
  await store.close();
  return { people: run.risks.length };
}

/** The report as HTML, from an open store to text; twice. */
async function reportTwice(): Promise<Reported> {
  const store = await openStore(loadConfig(undefined), from, () => ENDS);
  const line = pipeline({ store, ...judgesOf(loadConfig(undefined)) });
  const week = weekAt(ENDS - HOUR, 'UTC');
  const make = async (): Promise<unknown> => htmlOf(weeklyOf(await factsOf(line, week, { company: 'Halcyon', zone: 'UTC', simulated: true }), shareBounds));
  const found = { first: await secondsOf(make), again: await secondsOf(make) };
  await store.close();
  return found;
}

/** What the end of a night of housekeeping takes, once the rows of the first two days went; memory is that of the whole process at its peak. */
async function scrubOnce(): Promise<object> {
  const store = await openStore(loadConfig(undefined), from, () => ENDS);
  const megabytes = (): number => Math.round(statSync(join(from, FILE_NAME)).size / 1e6);
  const [first] = await store.events.days({ from: 0, to: ENDS, asOf: ENDS });
  const { forgotten } = await store.events.forget({ before: startOfDay(first!.day) + 2 * DAY }, 'measured');
  const [before, file, open] = [Math.round(process.memoryUsage.rss() / 1e6), megabytes(), process.cpuUsage()];
  const seconds = await secondsOf(() => store.scrub!());
  const { user, system } = process.cpuUsage(open);
  const { rows } = await store.events.census();
  await store.close();
  return { rows, forgotten, seconds, cpuSeconds: (user + system) / 1e6, memory: { before, peak: Math.round(process.resourceUsage().maxRSS / 1e3) }, file: { before: file, after: megabytes() } };
}

/** Says its port, and keeps messages in a spool until its input ends. */
async function keepMessages(): Promise<Kept> {
  const spool = await openSpool({ folder: from, boundBytes: 1024 ** 3, now: () => ENDS });
  const failed = (error: unknown): void => console.error(error);
  const listener = await listen({ protocol: 'tcp', host: '127.0.0.1', port: 0, source: 'fortigate' }, { spool, now: () => ENDS, longestBytes: 64 * 1024, failed });
  console.log(listener.at);
  await once(process.stdin.resume(), 'end');
  await listener.close();
  await spool.close();
  return { received: listener.counts.received };
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
