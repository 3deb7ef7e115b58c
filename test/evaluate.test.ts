import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { judgesOf } from '../src/app.ts';
import type { Case } from '../src/cases/case.ts';
import { caseJudgeWith, namesOf, toolOf } from '../src/cli/evaluate/judge.ts';
import { openEnricher } from '../src/collect/enrich.ts';
import { loadConfig } from '../src/config.ts';
import { isRejected, parseEvent } from '../src/core/parse-event.ts';
import type { TableKind, TableRows, Versioned } from '../src/core/person.ts';
import { historyOf } from '../src/detect/people/history.ts';
import { evaluation, type OwnedResult } from '../src/evaluate/evaluation.ts';
import type { Figure } from '../src/evaluate/figure.ts';
import { LADDER, companyOf, mainPlan } from '../src/evaluate/plan.ts';
import { SECTIONS, lineOf } from '../src/evaluate/report.ts';
import type { RunStood } from '../src/evaluate/runs.ts';
import { pipeline } from '../src/run/pipeline.ts';
import { deskIn } from './support/command-line.ts';
import { memoryStore } from './support/memory-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const desk = deskIn(folder, Date.parse('2026-11-28T12:00:00Z'));
const parts = judgesOf(loadConfig(undefined));

/** The short form: what it says of the product is said of too few to be held against a goal; that it adds up is. */
describe('the short form of evaluate', () => {
  let figures: readonly Figure[] = [];
  let owned: readonly OwnedResult[] = [];

  beforeAll(async () => {
    const judge = caseJudgeWith({ ...parts, enricher: await openEnricher() });
    ({ figures, owned } = await evaluation({ judge, toolOf, ...namesOf(parts.detectors), base: { oneIn: parts.fusion.oneIn } }, {
      seeds: ['tune-1'], people: 24, days: 24, farms: [3, 2], ownedSeeds: 1, sizes: [{ hiresAYear: 30, days: 18, companies: [[2]], rows: LADDER }],
    }));
  }, 240_000);

  const of = (section: string, row?: string, measure?: string): readonly Figure[] => figures.filter((one) => one.section === section && (row === undefined || one.of === row) && (measure === undefined || one.measure === measure));
  const one = (section: string, row: string, measure: string): Figure => {
    const found = of(section, row, measure);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const sum = (some: readonly Figure[], what: 'hits' | 'among'): number => some.reduce((total, figure) => total + figure[what]!, 0);

  it('prints every table, each line saying that it is simulated', () => {
    expect(SECTIONS.filter(({ id }) => of(id).length === 0)).toEqual([]);
    expect(figures.map(lineOf).filter((line) => !line.startsWith('simulated | '))).toEqual([]);
  });

  it('has a line for every goal', () => {
    expect(figures.filter(({ goal }) => goal).map(({ section, of: row, goal }) => `${section}, ${row}: ${goal!.is} ${goal!.value}`)).toEqual([
      'found, three or more together: at least 0.9', 'found, two together: at least 0.6', 'false, all: at most 1', 'false, all: at least 5000', 'precision, act: at least 0.5', 'precision, act: at least 0.5',
      'desk, one analyst: at least 0.9', 'travel, 100 km at 300 km/h: at most 0.1', 'hardware, network KVM of a farm, named or not: at least 0.9', 'hardware, dock of an ordinary person: at most 1',
      'places, 90 % region holds the place: at least 0.87', 'places, radius on fixed lines: at most 60', 'places, verdict is wrong about the place: at most 0.005', 'places, verdict is cannot-tell: at most 0.15',
    ]);
  });

  it('counts people and months once, in whatever table', () => {
    const people = one('sample', 'ordinary starters', 'counted').value + one('sample', 'farm hires', 'counted').value;

    expect(one('sample', 'farm hires', 'counted').value).toBe(5);
    expect(one('sample', 'starters for each farm hire', 'counted').value).toBe(people / 5);
    expect(one('sample', 'ordinary starters', 'counted').value).toBeGreaterThan(20);
    expect(one('false', 'all', 'false cases').among).toBe(one('sample', 'months of ordinary starters', 'counted').value);
    expect(sum(of('calibration').filter(({ measure }) => measure === 'of a farm, as simulated'), 'among')).toBe(people);
    expect(new Set(of('detectors').map(({ among }) => among))).toEqual(new Set([one('sample', 'ordinary starters', 'counted').value, 5]));
  });

  it('adds up: sizes and styles to all, days to those in time, no family off to all', () => {
    const [three, two, alone, all] = ['three or more together', 'two together', 'alone in a flat', 'all'].map((row) => one('found', row, 'within 72 h'));

    for (const what of ['hits', 'among'] as const) {
      expect(sum([three!, two!, alone!], what)).toBe(all![what]);
      expect(sum(of('found-style').filter(({ measure }) => measure === 'within 72 h'), what)).toBe(sum([three!, two!], what));
      expect([one('found-later', 'by day 3', 'three or more together')[what], one('found-later', 'by day 3', 'two together')[what]]).toEqual([three![what], two![what]]);
      expect(one('ablation', 'all families', 'found, three or more together')[what]).toBe(three![what]);
      expect(one('rules', 'cases at review or above', 'farm hires within 72 h')[what]).toBe(all![what]);
      expect(one('ablation', 'all families', 'false cases')[what]).toBe(one('false', 'all', 'false cases')[what]);
    }
    expect(all!.among).toBeGreaterThan(0);
    expect(Math.max(...of('false-kinds').map(({ hits }) => hits!))).toBeLessThanOrEqual(one('false', 'all', 'false cases').hits!);
  });

  it('asks each family and each detector, and never finds more at a higher weight', () => {
    const families = new Set(DETECTORS.map(({ family }) => family));

    expect(new Set(of('ablation').map(({ of: row }) => row))).toEqual(new Set(['all families', ...[...families].map((family) => `without ${family}`)]));
    for (const { id } of DETECTORS) for (const who of ['farm people', 'ordinary people']) expect(one('detectors', id, `${who} ever at 2`).hits!).toBeLessThanOrEqual(one('detectors', id, `${who} ever at 1`).hits!);
  });

  it('asks by what a company owns, and of the same farm each time', () => {
    expect(owned.map(({ row }) => row.name)).toEqual(LADDER.map(({ name }) => name));
    expect(of('owned')).toHaveLength(3 * LADDER.length);
    expect(new Set(LADDER.map(({ name }) => one('owned', `${name}, 30 hires a year`, 'found, two together').among)).size).toBe(1);
  });
});

describe('the judge of evaluate', () => {
  it('comes to the cases and verdicts that stored runs come to', async () => {
    const { company, instants } = companyOf(mainPlan({ seed: 'tune-2', people: 8, days: 14, farms: [3] }));
    const enricher = await openEnricher();
    let last: RunStood | undefined;
    for await (const run of caseJudgeWith({ ...parts, enricher })(company, instants, { ways: ['all'], placesAt: () => true, seen: () => {} })) last = run;
    const store = memoryStore({ now: () => instants.at(-1)! });
    const { catalogue: _shipped, ...rows } = historyOf(company.tables);
    await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll(Object.values(rows).flat() as readonly Versioned<TableRows[TableKind]>[]);
    await store.events.append([...company.events()].flatMap((document) => {
      const event = parseEvent(document);
      return isRejected(event) ? [] : [enricher.enrich(event)];
    }));
    const line = pipeline({ ...parts, store });
    await line.replay(instants, () => {});
    const run = (await line.runs.get(instants.at(-1)!))!;

    const told = (cases: readonly Case[]) => cases.map(({ id, hires, openedAt, band, peak, status }) => ({ id, hires, openedAt, band, peak, status })).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(run.cases.length).toBeGreaterThan(0);
    expect(told(last!.ways.get('all')!.cases)).toEqual(told(run.cases));
    expect(last!.custody).toEqual(run.custody);
  }, 120_000);
});

describe('the command evaluate', () => {
  const SMALL = ['--people', '4', '--days', '14', '--farms', '2', '--owned-seeds', '0'] as const;

  it('prints lines for machines, and a page that says how it is made again', async () => {
    const { exit, out, err } = await desk.type('evaluate', '--seeds', 'tune-1', ...SMALL, '--json', '--out', 'EVALUATION.md');

    expect([exit, err]).toEqual([0, ['Written: EVALUATION.md']]);
    expect(out.map((line) => (JSON.parse(line) as { readonly simulated: unknown }).simulated).every((simulated) => simulated === true)).toBe(true);
    expect(desk.read('EVALUATION.md')).toContain(`evaluate --seeds tune-1 ${SMALL.join(' ')} --out EVALUATION.md`);
    expect(desk.read('EVALUATION.md')).toContain('2026-11-28');
  }, 60_000);

  it('goes on from the companies that it kept, to the same lines', async () => {
    const [first, second] = [await desk.type('evaluate', '--seeds', 'tune-1', ...SMALL, '--keep', 'kept'), await desk.type('evaluate', '--seeds', 'tune-1', ...SMALL, '--keep', 'kept')];

    expect([first.exit, second.out]).toEqual([0, first.out]);
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(1);
    const [chronicle] = readdirSync(join(folder, 'kept'));
    desk.file(`kept/${chronicle}`, 'torn');
    expect((await desk.type('evaluate', '--seeds', 'tune-1', ...SMALL, '--keep', 'kept')).err.join(' ')).toContain('followed anew');
    const wider = await desk.type('evaluate', '--seeds', 'tune-1', ...SMALL, '--people', '5', '--keep', 'kept');
    expect(wider.exit).toBe(0);
    expect(wider.out).not.toEqual(first.out);
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(2);
  }, 120_000);

  it.each([
    [['--seeds', 'tune-1,report-1'], 'must not be reported'], [['--seeds', '7'], 'no seed of either kind'], [['--owned-seeds', '9'], '--owned-seeds'], [['--days', '5'], '--days'], [['--farms', '1'], '--farms'],
    [['--out', 'nowhere/page.md'], 'no such folder'], [['--out', 'notes.md'], 'would be overwritten'], [['--owned-seeds', '0', '--owned-out', 'table.json'], '--owned-out'],
  ])('refuses %j before it simulates anything', async (words, why) => {
    desk.file('notes.md', 'mine');

    const { exit, out, err } = await desk.type('evaluate', ...words);

    expect([exit, out]).toEqual([2, []]);
    expect(err.join(' ')).toContain(why);
  });
});
