import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CaseView, QueueView } from '../../src/api/contract.ts';
import { random, type Random } from '../../src/core/random.ts';
import { launch, findChromium } from '../browser/chromium.ts';
import { buildPages } from '../browser/pages.ts';
import type { MadeDesk, Served } from './desk-child.ts';
import { spread, type Row } from './table.ts';

const PEOPLE = 5_000;
const ROUNDS = 3;
/** Of each user in each round. */
const PAGES_EACH = 4;
/** What people take to read, in ms; a fast reader's. */
const READS = [1_000, 3_000] as const;
const GOAL = { answer: 150, script: 120, usable: 1 };

/** Runs a part in a process of its own until its first line. */
type Start = (...words: readonly string[]) => ChildProcess;

/**
 * A store with 100,000 findings about 5,000 starters, and 20 people who open queue and cases, each as a browser asks.
 *
 * Times are those of whoever asks, over loopback: the server's work, the wait for others, and the way there and back. The
 * processor time of the server says the same on a machine that is busy with something else.
 */
export async function benchDesk(folder: string, say: (text: string) => void): Promise<readonly Row[]> {
  const pages = await buildPages();
  try {
    const store = join(folder, 'desk');
    say(`a desk over ${PEOPLE.toLocaleString('en-US')} starters`);
    const made = await firstLine<MadeDesk>(child('make', folder, store, String(PEOPLE)));
    const server = child('serve', store, pages);
    try {
      const { url } = await firstLine<Served>(server);
      return [
        { what: `desk: ${made.findings} findings about ${made.hires} starters, ${made.cases} cases`, value: `${made.cookies.length} users` },
        ...await benchAnswers(url, made.cookies, server.pid!, say), ...await benchUsable(url, made.cookies[0]!, say), scriptRow(pages),
      ];
    } finally {
      server.stdin!.end();
      await ended(server);
    }
  } finally {
    rmSync(pages, { recursive: true, force: true });
  }
}

const child: Start = (...words) => spawn(process.execPath, [join(import.meta.dirname, 'desk-child.ts'), ...words], { stdio: ['pipe', 'pipe', 'inherit'] });

async function firstLine<T>(process: ChildProcess): Promise<T> {
  let said = '';
  for await (const piece of process.stdout!.iterator({ destroyOnReturn: false })) {
    said += String(piece);
    if (said.includes('\n')) return JSON.parse(said.slice(0, said.indexOf('\n'))) as T;
  }
  throw new Error('a part of the benchmark ended before it said anything');
}

async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode === null) await new Promise((resolve) => process.on('exit', resolve));
}

async function benchAnswers(url: string, cookies: readonly string[], server: number, say: (text: string) => void): Promise<readonly Row[]> {
  const rounds: { readonly queue: number; readonly case: number; readonly all: number; readonly work: number }[] = [];
  let size = 0;
  // After a start the newest run is unpacked once; that is told for itself.
  const asked = performance.now();
  await (await fetch(`${url}/api/queue`, { headers: { cookie: cookies[0]! } })).text();
  const first = (performance.now() - asked) / 1000;
  for (let round = 0; round < ROUNDS; round++) {
    say(`queue and cases, round ${round + 1} of ${ROUNDS}`);
    const before = processorMs(server);
    const times = { queue: [] as number[], case: [] as number[], all: [] as number[] };
    await Promise.all(cookies.map((cookie, user) => work(url, cookie, user, random(`round ${round} user ${user}`), (what, ms, bytes) => {
      times.all.push(ms);
      if (what === 'queue') size = bytes;
      if (what !== 'other') times[what].push(ms);
    })));
    say(`  ${times.all.length} answers, queue ${Math.round(p95(times.queue))} ms, case ${Math.round(p95(times.case))} ms, server ${((processorMs(server) - before) / times.all.length).toFixed(1)} ms an answer`);
    rounds.push({ queue: p95(times.queue), case: p95(times.case), all: p95(times.all), work: (processorMs(server) - before) / times.all.length });
  }
  return [
    { what: 'first queue after a start, s', value: first.toFixed(1) },
    { what: `queue (${Math.round(size / 1024)} kB), 95th percentile, ms`, value: spread(rounds.map(({ queue }) => queue)), goal: String(GOAL.answer) },
    { what: 'case, 95th percentile, ms', value: spread(rounds.map((one) => one.case)), goal: String(GOAL.answer) },
    { what: 'everything that these pages ask, 95th percentile, ms', value: spread(rounds.map(({ all }) => all)) },
    { what: 'processor time of the server, mean of an answer, ms', value: spread(rounds.map(({ work }) => work), 1) },
  ];
}

/** What a process has used of the processors so far; Linux counts in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** One person: the queue, a case, the queue … with everything that the pages ask, and a while to read. */
async function work(url: string, cookie: string, user: number, draw: Random, tell: (what: 'queue' | 'case' | 'other', ms: number, bytes: number) => void): Promise<void> {
  const ask = async <T>(what: 'queue' | 'case' | 'other', path: string): Promise<T> => {
    const started = performance.now();
    const answer = await fetch(url + path, { headers: { cookie, 'x-forwarded-for': `198.51.100.${user + 1}` } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 200)}`);
    tell(what, performance.now() - started, text.length);
    return JSON.parse(text) as T;
  };
  await pause(draw.between(0, READS[1]));
  for (let page = 0; page < PAGES_EACH; page++) {
    const [queue] = await Promise.all([ask<QueueView>('queue', '/api/queue'), ask('other', '/api/device-acts/waiting')]);
    await pause(draw.between(...READS));
    const cases = queue.rows.filter(({ kind }) => kind === 'case');
    const { id } = draw.pick(cases);
    const [view] = await Promise.all([ask<CaseView>('case', `/api/cases/${id}`), ask('queue', '/api/queue'), ask('other', '/api/device-acts/waiting')]);
    await ask('other', `/api/cases/${id}/timeline?hire=${view.people[0]!.id}`);
    await pause(draw.between(...READS));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1]!;
}

/** From the address to the first row that a key would move from. */
async function benchUsable(url: string, cookie: string, say: (text: string) => void): Promise<readonly Row[]> {
  if (findChromium() === undefined) return [{ what: 'page usable', value: 'skipped: no Chromium' }];
  const [name, value] = cookie.split('=') as [string, string];
  const browser = await launch();
  const rows: Row[] = [];
  try {
    const { rows: [first] } = await (await fetch(`${url}/api/queue`, { headers: { cookie } })).json() as QueueView;
    for (const [what, path, ready] of [['queue', '/', 'tr[data-row]'], ['case', `/cases/${first!.id}`, '.waterfall']] as const) {
      const seconds: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        say(`${what} in Chromium, round ${round + 1} of ${ROUNDS}`);
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
        await context.addCookies([{ name, value, url }]);
        const page = await context.newPage();
        await page.goto(url + path, { waitUntil: 'commit' });
        seconds.push(await page.waitForFunction((selector) => document.querySelector(selector) && performance.now() / 1000, ready, { polling: 'raf' }).then((found) => found.jsonValue()) as number);
        await context.close();
      }
      rows.push({ what: `${what} usable in Chromium, nothing cached, s`, value: spread(seconds, 2), goal: String(GOAL.usable) });
    }
  } finally {
    await browser.close();
  }
  return rows;
}

/** All pages share one script. */
function scriptRow(pages: string): Row {
  const assets = join(pages, 'assets');
  const bytes = readdirSync(assets).filter((name) => name.endsWith('.js')).reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
  return { what: 'script of every page together, gzip, kB', value: (bytes / 1024).toFixed(1), goal: String(GOAL.script) };
}
