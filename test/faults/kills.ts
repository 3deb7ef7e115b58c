import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random, type Random } from '../../src/core/random.ts';
import { isoOf } from '../../src/core/time.ts';
import { openDuckdbStore } from '../../src/store/duckdb/duckdb-store.ts';
import { startStub } from '../support/vendor-stub.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const CHILD = join(import.meta.dirname, 'pull-child.ts');
const PAGE = 40;
/** Rows that a vendor holds, some of them twice. */
const ROWS = 600;
/** The first row happened then, each other a second after the one before. */
const FIRST = NOW - 86_400_000;
/** After each pull up to so many of the oldest rows are forgotten. */
const FORGOTTEN_AT_ONCE = 15;
/** Steps of which a pull has many; of the others it has one. */
const OFTEN: readonly string[] = ['append', 'appended', 'cursor', 'moved'];
/** After so many kills a pull is left to come to its end. */
const KILLS_A_STORE = 20;

/** What the kills did. */
export interface Killed {
  readonly points: number;
  /** Where the process was killed, with how often. */
  readonly where: Readonly<Record<string, number>>;
  readonly stores: number;
  readonly expected: number;
  /** Rows that the stores lack. */
  readonly lost: number;
  /** Rows that they hold twice, or that came back after they were forgotten. */
  readonly twice: number;
  readonly seeds: readonly string[];
}

/**
 * Kills a process that pulls into an embedded store at seeded points, starts it anew, and counts what the store holds
 * in the end.
 *
 * @param from number of the first store, to go on with a run that was cut off
 */
export async function killPulls({ points, seed, from = 0, say = () => {} }: { readonly points: number; readonly seed: string; readonly from?: number; readonly say?: (line: string) => void }): Promise<Killed> {
  const where: Record<string, number> = {};
  const seeds: string[] = [];
  let [killed, stores, expected, lost, twice] = [0, 0, 0, 0, 0];
  for (let nth = from; killed < points; nth++) {
    const name = `${seed}/${nth}`;
    const left = Math.min(KILLS_A_STORE, points - killed);
    const found = await killOne(name, left);
    for (const point of found.points) where[point] = (where[point] ?? 0) + 1;
    killed += found.points.length;
    stores++;
    expected += found.expected;
    lost += found.lost;
    twice += found.twice;
    if (found.lost + found.twice > 0) seeds.push(name);
    say(`${killed} of ${points} kills, up to store ${nth}, ${lost} rows lost, ${twice} twice${seeds.length > 0 ? ` (${seeds.join(' ')})` : ''}`);
  }
  return { points: killed, where, stores, expected, lost, twice, seeds };
}

async function killOne(name: string, kills: number): Promise<{ points: readonly string[]; expected: number; lost: number; twice: number }> {
  const luck = random(name);
  const folder = mkdtempSync(join(tmpdir(), 'farmwatch-kill-'));
  const rows = Array.from({ length: ROWS }, (_, nth) => aRow(nth, luck));
  const vendor = await startStub(({ query }) => {
    const after = Number(query.get('after') ?? 0);
    const page = rows.slice(after, after + PAGE);
    const next = new URLSearchParams(query);
    next.set('after', String(after + page.length));
    return { body: page, headers: { link: `<${vendor.url}/api/v1/logs?${next}>; rel="next"` } };
  });
  const store = join(folder, 'store');
  let oldest = FIRST;
  try {
    const points: string[] = [];
    for (let tries = 0; points.length < kills && tries < kills * 3; tries++) {
      oldest += luck.int(FORGOTTEN_AT_ONCE) * 1_000;
      const point = await killedAt({ store, url: vendor.url, oldest }, luck);
      // It was faster than the kill: the vendor has something new, so that there is more to do.
      if (point === undefined) {
        rows.push(...Array.from({ length: PAGE * 3 }, (_, nth) => aRow(rows.length + nth, luck)));
      } else points.push(point);
    }
    await killedAt({ store, url: vendor.url, oldest }, undefined);
    const held = await heldIn(store);
    const distinct = new Set(held);
    const kept = new Set(rows.filter(({ published }) => Date.parse(published) >= oldest).map(({ uuid }) => uuid));
    return { points, expected: kept.size, lost: [...kept].filter((id) => !distinct.has(id)).length, twice: held.length - [...kept].filter((id) => distinct.has(id)).length };
  } finally {
    await vendor.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function heldIn(folder: string): Promise<readonly string[]> {
  const store = await openDuckdbStore({ folder, now: () => NOW });
  const held: string[] = [];
  for await (const event of store.events.select({ where: {} }, { from: 0, to: NOW + 1, asOf: NOW })) held.push(String(event['event.id']));
  await store.close();
  return held;
}

/** A sign-in; one in ten is a copy of an earlier one. */
function aRow(nth: number, luck: Random): { readonly uuid: string; readonly published: string } & Readonly<Record<string, unknown>> {
  const id = luck.chance(0.1) && nth > 0 ? luck.int(nth) : nth;
  return { uuid: `event-${id}`, published: isoOf(FIRST + id * 1_000), eventType: 'user.session.start', outcome: { result: 'SUCCESS' }, actor: { id: `00u${id % 7}`, type: 'User', alternateId: `person-${id % 7}@acme.example` }, client: { ipAddress: '198.51.100.7' } };
}

/**
 * Runs the pull and kills it: after a number of announced steps and a little more.
 *
 * @param luck undefined to leave it alone
 * @returns the last step it announced; undefined where it came to its end
 */
async function killedAt({ store, url, oldest }: { readonly store: string; readonly url: string; readonly oldest: number }, luck: Random | undefined): Promise<string | undefined> {
  const child = spawn(process.execPath, [CHILD, store, url, String(NOW), String(oldest)], { stdio: ['ignore', 'pipe', 'pipe'] });
  // Half of the kills fall where records are written; most steps map one record.
  const step = luck && (luck.chance(0.5) ? luck.pick(['open', 'append', 'appended', 'cursor', 'moved', 'compact', 'compacted', 'close'] as const) : 'map');
  const wanted = step && { step, nth: step === 'map' ? 1 + luck.int(ROWS) : OFTEN.includes(step) ? 1 + luck.int(6) : 1 };
  const delay = luck ? luck.exponential(4) : 0;
  let [last, seen, whole, errors] = ['start', 0, false, ''];
  child.stderr.on('data', (text: Buffer) => { errors += String(text); });
  let rest = '';
  child.stdout.on('data', (text: Buffer) => {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      last = line;
      whole ||= line === 'whole';
      if (wanted && line === wanted.step && ++seen === wanted.nth) setTimeout(() => child.kill('SIGKILL'), delay);
    }
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => child.on('close', (exit, by) => resolve([exit, by])));
  if (whole) return undefined;
  if (signal !== 'SIGKILL') throw new Error(`the pull ended with ${code} on its own: ${errors.slice(0, 2_000)}`);
  return last;
}
