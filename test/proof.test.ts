import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { openEnricher } from '../src/collect/enrich.ts';
import { loadConfig } from '../src/config.ts';
import { isoOf } from '../src/core/time.ts';
import type { HiddenEntry, PlantedEntry } from '../src/report/kept.ts';
import { weekAt } from '../src/report/week.ts';
import { simulate } from '../src/simulate/company.ts';
import { SOURCES, owning, type Source } from '../src/simulate/owned.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { takeIn } from './support/simulated-store.ts';

const AS_OF = Date.UTC(2026, 9, 26);
const WEEK = weekAt(AS_OF, 'UTC').name;
const COMPANY = simulate({ seed: 'proof', people: 6, staff: 0, days: 14, farms: [], endsAt: AS_OF });
const root = mkdtempSync(join(tmpdir(), 'farmwatch-proof-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let desk: Desk;
let said: unknown;
beforeAll(async () => {
  desk = deskIn(root, AS_OF);
  desk.file('farmwatch.json', JSON.stringify({ schedule: { proof: '37 1 * * 6' } }));
  desk.file('allowed.csv', 'tool,scope,until,owner,reason\nanydesk,all,2027-01-31,kim,support\n');
  expect((await desk.type('import', 'allowed.csv')).exit).toBe(0);
  const app = await openApp(loadConfig(join(root, 'farmwatch.json')), join(root, 'store'), () => AS_OF);
  try {
    await takeIn(app.store, owning(COMPANY, Object.keys(SOURCES) as readonly Source[]), await openEnricher());
    await app.pipeline.run(AS_OF);
    const jobs = jobsOf(app, () => {});
    const proof = jobs.find(({ id }) => id === 'proof')!;
    expect(proof.cron).toBe('37 1 * * 6');
    said = await proof.work(new AbortController().signal);
  } finally {
    await app.close();
  }
}, 600_000);
const kept = async <T>(...words: readonly string[]): Promise<readonly T[]> => (await desk.type('report', 'kept', ...words)).out.map((line) => JSON.parse(line) as T);

describe('proof on a schedule', () => {
  it('is asked for by schedule.proof, and is no job without it', async () => {
    const app = await openApp(loadConfig(undefined), join(root, 'without'), () => AS_OF);

    expect(jobsOf(app, () => {}).map(({ id }) => id)).not.toContain('proof');
    await app.close();
  });

  it('plants three farms of three laptops and three of two, and keeps whether they were found', async () => {
    const entries = await kept<PlantedEntry>('planted');

    expect(entries.map(({ at, asOf, seed }) => [at, asOf, seed])).toEqual([1, 2].map(() => [isoOf(AS_OF), isoOf(AS_OF), WEEK]));
    expect(entries.map(({ plantings }) => plantings.map(({ laptops }) => laptops))).toEqual([[3, 3, 3], [2, 2, 2]]);
    const found = entries.flatMap(({ plantings }) => plantings).filter((one) => one.found).length;
    expect(said).toContain(`${found} of 6 planted, simulated farms found; `);
  });

  it('counts what each row of what is allowed hides', async () => {
    const [entry, ...more] = await kept<HiddenEntry>('hidden');

    expect(more).toEqual([]);
    // The row of the file, and two that the company has.
    expect(entry!.rows.filter(({ kind }) => kind === 'permission').map(({ findings, people, cases }) => [findings, people, cases])).toEqual([[0, 0, 0], [0, 0, 0], [0, 0, 0]]);
    expect(said).toContain(`; ${entry!.rows.length} rows of what is allowed counted`);
  });

  it('is told in the weekly report of its week', async () => {
    const { out } = await desk.type('report', 'weekly', '--week', WEEK, '--format', 'md');

    expect(out.join('\n')).toMatch(/three or more laptops together \| \d of 3 \| \d of 3/);
    expect(out.join('\n')).not.toContain('No farm was planted');
  });
});

describe('report kept', () => {
  it('shows of a week what was kept in it, and nothing of another', async () => {
    expect(await kept('planted', '--week', WEEK)).toHaveLength(2);
    expect(await kept('hidden', '--week', WEEK)).toHaveLength(1);
    expect(await kept('planted', '--week', '2026-W30')).toEqual([]);
  });

  it('tells instants as every command does', async () => {
    const lines = [...(await desk.type('report', 'kept', 'planted')).out, ...(await desk.type('report', 'kept', 'hidden')).out];

    expect(lines[0]).toMatch(/^\{"at":"20\d\d-\d\d-\d\dT[\d:.]+Z","asOf":"20/);
    expect(lines.filter((line) => /:1\d{12}\b/.test(line))).toEqual([]);
  });

  it('names nobody', async () => {
    const lines = [...(await desk.type('report', 'kept', 'planted')).out, ...(await desk.type('report', 'kept', 'hidden')).out].join('\n');

    for (const { hire_id: hire, email } of COMPANY.tables.people) expect([lines.includes(hire), lines.includes(email)]).toEqual([false, false]);
  });

  it.each([['views'], ['deletions']])('shows %s line by line, none where there is none', async (what) => {
    const { exit, out } = await desk.type('report', 'kept', what);

    expect(exit).toBe(0);
    for (const line of out) expect(typeof JSON.parse(line)).toBe('object');
  });

  it('is refused for what is not kept, with what is', async () => {
    const { exit, out, err } = await desk.type('report', 'kept', 'secrets');

    expect([exit, out]).toEqual([2, []]);
    expect(err.join(' ')).toContain('There is nothing kept under "secrets"; there are planted, hidden, deletions, views.');
  });

  it('is refused for a week that is none', async () => {
    expect((await desk.type('report', 'kept', 'planted', '--week', 'soon')).exit).toBe(2);
  });
});
