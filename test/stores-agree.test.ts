import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, isoOf } from '../src/core/time.ts';
import { simulate, type FarmTruth } from '../src/simulate/company.ts';
import { folderSink, writeCompany } from '../src/simulate/write.ts';
import { deskIn, type Desk, type Said } from './support/command-line.ts';
import { elasticConfig } from './support/elastic-desk.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';

/** The same files through the same commands into both stores: every line that comes out has to be the same text. */

const { access, skipped } = await elasticOrSkipped();

/** Twenty days up to here lie in two months, and so in two indexes. */
const ENDS = Date.UTC(2026, 10, 2, 9);
const RUNS = [3, 2, 1, 0].map((daysAgo) => ENDS - daysAgo * DAY);
const KINDS = ['findings', 'risk', 'cases', 'devices'] as const;
const FILES = ['people.csv', 'devices.csv', 'places.csv', 'travel.csv', 'allowed.csv', 'events.ndjson.gz'];

const root = mkdtempSync(join(tmpdir(), 'farmwatch-agree-'));
const prefix = uniquePrefix();
let desk: Desk;
let farm: FarmTruth;
let imported: Telling;
let replayed: Telling;

/** One command, on the embedded store and on Elasticsearch. They share a configuration, and so the key of tokens. */
async function onBoth(...argv: readonly string[]): Promise<readonly [Said, Said]> {
  const embedded = await desk.type(...argv, '--config', 'farmwatch.json', '--store', 'store');
  const elastic = await desk.type(...argv, '--config', 'farmwatch.json', '--store', access.url);
  return [embedded, elastic];
}

/** What the embedded store told, and what Elasticsearch. */
type Telling = readonly [string, string];

/** The same as text. A command that fails says why in the message of the assertion. */
async function tellingOf(...argv: readonly string[]): Promise<Telling> {
  const told = await onBoth(...argv);
  expect(told.map(({ exit, err }) => (exit === 0 ? 0 : err))).toEqual([0, 0]);
  return [told[0].out.join('\n'), told[1].out.join('\n')];
}

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  if (skipped === undefined) await dropIndexes(access, prefix);
});

describe.skipIf(skipped !== undefined)('a company in the embedded store and in Elasticsearch', () => {
  beforeAll(async () => {
    const company = simulate({ seed: 'agree', people: 22, days: 20, farms: [3], staff: 3, endsAt: ENDS });
    await writeCompany(company, folderSink(root));
    farm = company.truth.farms[0]!;
    desk = deskIn(root, ENDS + DAY);
    elasticConfig(desk, access, prefix);
    imported = await tellingOf('import', ...FILES);
    replayed = await tellingOf('replay', '--from', isoOf(RUNS[0]!), '--to', isoOf(RUNS.at(-1)!), '--every', '24h');
  });

  it('is imported with the same counts, copies among the rows too', () => {
    expect(imported[1]).toBe(imported[0]);
    expect(imported[0]).toMatch(/^events\.ndjson\.gz: read \d{5} \/ added \d{5} \/ already known [1-9]\d* \/ rejected 0$/m);
  });

  it('gives the same sentence about the last of four daily runs', () => {
    expect(replayed[1]).toBe(replayed[0]);
    expect(replayed[0]).toMatch(/^As of 2026-11-02T09:00:00Z: \d+ people in scope, [1-9]\d* findings/);
  });

  it.each(KINDS)('gives the same %s, byte for byte, after every run', async (kind) => {
    for (const asOf of RUNS) {
      const [embedded, elastic] = await tellingOf(kind, '--json', '--as-of', isoOf(asOf));

      expect(elastic).toBe(embedded);
      expect(embedded).toContain('{"');
    }
  });

  it('has the farm among the cases, so there is something to agree on', async () => {
    const [, elastic] = await tellingOf('cases', '--json');

    const hires = elastic.split('\n').flatMap((line) => (JSON.parse(line) as { hires: readonly string[] }).hires);
    expect(hires).toEqual(expect.arrayContaining([...farm.hires]));
  });

  it('gives the same explanations with the same raw events behind them', async () => {
    for (const hire of farm.hires) {
      const [embedded, elastic] = await tellingOf('explain', hire, '--rows');

      expect(elastic).toBe(embedded);
      expect(embedded).toContain('"event.id":');
    }
  });

  it('adds nothing when the same files come again, and no line changes', async () => {
    const before = await tellingOf('risk', '--json');

    const [embedded, elastic] = await tellingOf('import', ...FILES);
    await tellingOf('detect', '--as-of', isoOf(RUNS.at(-1)!));

    expect(elastic).toBe(embedded);
    expect(elastic.split('\n').filter((line) => !/ added 0 /.test(line))).toEqual([]);
    expect(await tellingOf('risk', '--json')).toEqual(before);
  });

  it('finds the same sources silent and the same links broken', async () => {
    const [embedded, elastic] = (await onBoth('doctor', '--json')).map(({ out }) => JSON.parse(out[0]!) as { readonly sources: readonly unknown[]; readonly troubles: readonly unknown[] });

    expect(elastic!.sources).toEqual(embedded!.sources);
    expect(elastic!.troubles).toEqual(embedded!.troubles);
    expect(embedded!.sources.length).toBeGreaterThan(0);
    const [here, there] = await tellingOf('doctor', '--hires', '--json');
    expect(there).toBe(here);
  });

  it('takes the same decisions of people, and judges by them alike', async () => {
    desk.file('own.json', JSON.stringify([{ id: 'our-desk', name: 'Our Desk', kind: 'remote-control', processes: ['ourdesk*'], corporateUse: 'low', source: 'our wiki', date: '2026-11-01', owner: 'it@company.example', reason: 'seen in a case of ours' }]));
    const until = '2026-12-31';
    const decisions: readonly (readonly string[])[] = [
      ['data', 'add', 'tools', 'own.json', '--by', 'kim'],
      ['allowed', 'add', '--tool', 'anydesk', '--scope', `hire:${farm.hires[0]!}`, '--owner', 'it@company.example', '--reason', 'for a test bench', '--until', until],
      ['mute', 'add', 'never-sleeps', '--team', 'Platform', '--owner', 'it@company.example', '--reason', 'builds at night', '--until', until],
    ];
    for (const decision of decisions) expect((await onBoth(...decision)).map(({ exit, err }) => (exit === 0 ? 0 : err))).toEqual([0, 0]);

    await tellingOf('detect', '--as-of', isoOf(ENDS + DAY));
    for (const words of [['data', 'list', '--json'], ['allowed', 'list', '--no-count', '--json'], ['closings', '--json'], ['risk', '--json'], ['devices', '--json'], ['screen', 'a-none']]) {
      const [embedded, elastic] = await onBoth(...words);

      expect(elastic).toEqual(embedded);
    }
    expect((await tellingOf('data', 'list'))[1]).toContain('our-desk');
    const [embedded, elastic] = await tellingOf('search', '96.230.12.77', '--json');
    expect(elastic).toBe(embedded);
  });
});
