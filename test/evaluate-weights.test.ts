import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { tableOf } from '../src/cli/evaluate/weights.ts';
import { honestWeights } from '../src/evaluate/honesty.ts';
import type { Figure } from '../src/evaluate/weights.ts';
import { deskIn } from './support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-weights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const desk = deskIn(folder, Date.parse('2026-11-22T12:00:00Z'));

describe('evaluate weights', () => {
  it('ends with 1, after the figures, where papers would buy innocence, and says that all is simulated', async () => {
    desk.file('papers.json', JSON.stringify({ detectors: { 'in-person': { backgroundConfirmed: -4, identityConfirmed: -4 } } }));

    const { exit, out, err } = await desk.type('evaluate', 'weights', '--seeds', '1', '--people', '8', '--farm-people', '1', '--ever-people', '1', '--json', '--config', 'papers.json');

    const lines = out.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(exit).toBe(1);
    expect(err.join(' ')).toMatch(/detector in-person is −2 or less for \d+ of 28 simulated farm people, where 13\.5 % may be/);
    expect(lines.filter(({ simulated }) => simulated !== true)).toEqual([]);
    expect(lines.find(({ population, name, threshold }) => population === 'farm' && name === 'in-person' && threshold === 2)).toMatchObject({ people: 28, honest: false });
    // Detectors and families at four thresholds, the total at six: of two groups, and of those who ever reach them.
    const parts = DETECTORS.length + new Set(DETECTORS.map(({ family }) => family)).size;
    expect(lines).toHaveLength(3 * (parts * 4 + 6));
  }, 120_000);

  it('prints shares with bounds, and marks those that are above what may be', () => {
    // Of 100 people 60 reach 1, where 36.8 may; none reaches 2. Bounds by summing the binomial tail: 0.4789 and 0.7129; 1 − 0.01^(1/100).
    const weights = [...Array<number>(60).fill(1), ...Array<number>(40).fill(0)];
    const figures = honestWeights(weights, [1, 2]).map((honesty): Figure => ({ population: 'ordinary', of: 'family', name: 'machine', ...honesty, spoken: 60, tested: true }));

    expect(tableOf('ordinary', figures)).toEqual([
      '',
      'ordinary        t = 1               t = 2',
      'may be          36.8                13.5',
      'family machine  60.0 (47.9–71.3) !  0.00 (0.00–4.50)',
    ]);
  });

  it('says of what hardly any ordinary person has that it is not tested, and not that it is honest', () => {
    const figures = honestWeights([3, ...Array<number>(99).fill(0)], [1]).map((honesty): Figure => ({ population: 'ordinary', of: 'family', name: 'session', ...honesty, spoken: 1, tested: false }));

    // One of 100 by closed forms: 1 − 0.99^(1/100) below.
    expect(tableOf('ordinary', figures)[3]).toMatch(/^family session +1\.00 \(0\.01–\d\.\d+\) not tested$/);
  });

  it.each([[['--people', '0'], '--people'], [['--seeds', 'many'], '--seeds'], [['--ever-people', '-1'], '--ever-people']])('refuses %j by name', async (words, named) => {
    const { exit, out, err } = await desk.type('evaluate', 'weights', ...words);

    expect([exit, out]).toEqual([2, []]);
    expect(err[0]).toContain(named);
  });
});
