import { describe, expect, it } from 'vitest';
import { plain, rate, share, type Figure } from './figure.ts';
import { lineOf, pageOf, recordOf } from './report.ts';

// 8 of 10 is between 0.444 and 0.975, 0 in 6,000 months is at most 3.689 of them.
const FOUND = share({ section: 'found', of: 'two together', measure: 'within 72 h', goal: { is: 'at least', value: 0.6 } }, 8, 10);
const FALSE = rate({ section: 'false', of: 'all', measure: 'false cases', goal: { is: 'at most', value: 1 } }, 0, 6_000);
const NONE = share({ section: 'found', of: 'three or more together', measure: 'within 72 h', goal: { is: 'at least', value: 0.9 } }, 0, 0);
const MONTHS = plain({ section: 'sample', of: 'months', measure: 'counted' }, 'hire-months', 6_000);
const ALL: readonly Figure[] = [MONTHS, FOUND, NONE, FALSE];

describe('a printed figure', () => {
  it('says that it is simulated, from what it was counted and whether its goal is met', () => {
    expect(ALL.map(lineOf)).toEqual([
      'simulated | What was simulated | months | counted: 6,000 hire-months',
      'simulated | Farm hires found | two together | within 72 h: 80 % (8 of 10; 44.4 % to 97.5 %) | goal at least 60 %: met, not sure',
      'simulated | Farm hires found | three or more together | within 72 h: none to count | goal at least 90 %: nothing to hold against it',
      'simulated | False cases | all | false cases: 0 per 1,000 hire-months (0 in 6,000 months; 0 to 0.615) | goal at most 1 per 1,000 hire-months: met',
    ]);
  });

  it('is a record for machines, without numbers that are none', () => {
    expect(recordOf(FOUND)).toMatchObject({ simulated: true, section: 'found', of: 'two together', value: 0.8, hits: 8, among: 10, goal: { at_least: 0.6 }, met: true, sure: false });
    expect(recordOf(NONE)).toMatchObject({ value: null, met: null });
    expect(JSON.parse(JSON.stringify(recordOf({ ...FOUND, value: Infinity, interval: [1, Infinity] })))).toMatchObject({ value: null, low: 1, high: null });
  });
});

describe('the report', () => {
  const page = pageOf(ALL, { command: 'farmwatch evaluate --seeds report-1', day: '2026-11-28', machine: '2 cores, 24 GB', took: '3 min' });

  it('begins with how it is made again, and that all is simulated', () => {
    expect(page.startsWith('# Evaluation\n\n**Everything here is simulated.**')).toBe(true);
    expect(page).toContain('    farmwatch evaluate --seeds report-1\n\nmakes this page again. It was made on 2026-11-28 in 3 min (2 cores, 24 GB).');
  });

  it('holds every goal', () => {
    expect(page.split('\n').filter((line) => /: (?:met|missed|nothing)/.test(line))).toHaveLength(3);
  });

  it('has a row for each thing that was counted and a column for each measure, in the order of sections', () => {
    expect(page).toContain('| simulated | within 72 h |\n| --- | --- |\n| two together | 80 % (8 of 10; 44.4 % to 97.5 %) |\n| three or more together | none to count |');
    expect(page.indexOf('## Farm hires found')).toBeLessThan(page.indexOf('## False cases'));
  });
});
