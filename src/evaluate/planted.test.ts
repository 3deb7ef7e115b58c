import { describe, expect, it } from 'vitest';
import type { Case } from '../cases/case.ts';
import { DAY } from '../core/time.ts';
import type { Risk } from '../risk/risk.ts';
import { missingOf, outcomeOf, plantedLine, plantedLines, plantedTotal, shareFound } from './planted.ts';

const SINCE = Date.UTC(2026, 10, 2);
const TRUTH = { id: 'planted', style: 'software', hours: 'us', hires: ['p-1', 'p-2', 'p-3'], arrivals: {}, since: SINCE, at: { city: 'Tulsa', lat: 36, lon: -96 }, operatedFrom: 'UTC' } as const;

function risk(hire: string, adds: number): Risk {
  return {
    hire_id: hire, asOf: SINCE, day: 3, logOdds: adds - 6, chance: 0.1, band: 'watch', bandAt: { oneIn100: 'watch', oneIn5000: 'quiet' }, coverage: {}, families: { machine: adds },
    parts: [{ kind: 'prior', adds: -6, headline: '' }, { kind: 'finding', detector: 'never-sleeps', family: 'machine', finding: 'f', adds, without: -6, aged: adds }],
  };
}
const aCase = (status: Case['status'], hires: readonly string[]): Case => ({ id: 'c-1', status, hires, band: 'review', chance: 0.3 } as unknown as Case);

describe('a planted farm', () => {
  it('is found where an open case names one of its hires', () => {
    const outcome = outcomeOf(1, TRUTH, SINCE + 2.5 * DAY, [risk('p-1', 2), risk('p-2', 3), risk('h-9', 9)], [aCase('open', ['h-9', 'p-1', 'p-2'])]);

    expect(outcome).toMatchObject({ found: true, band: 'review', named: 2, detectors: { 'never-sleeps': 3 }, families: { machine: 3 } });
    expect(plantedLine(outcome)).toMatchObject({ planted: true, simulated: true, days_after: 2 });
  });

  it.each([['nobody of it is in a case', aCase('open', ['h-9'])], ['its case was taken back', aCase('retracted', ['p-1'])]])('is not found where %s', (_, state) => {
    expect(outcomeOf(1, TRUTH, SINCE, [risk('p-1', 2)], [state])).toMatchObject({ found: false, named: 0, band: 'watch', chance: 0.1 });
  });
});

describe('the answer', () => {
  const found = outcomeOf(1, TRUTH, SINCE + DAY, [risk('p-1', 2)], [aCase('open', ['p-1'])]);
  const missed = outcomeOf(2, TRUTH, SINCE + 9 * DAY, [risk('p-1', 0.2)], []);
  const missing = missingOf([{ id: 'never-sleeps', needs: ['check-in'] }, { id: 'custody', needs: ['check-in', 'vpn-connected'] }, { id: 'working-hours', needs: ['activity', 'sign-in'] }], (action) => action === 'activity');

  it('says planted, simulated on every line', () => {
    expect(plantedLines([found, missed], missing).filter((line) => !line.startsWith('planted, simulated'))).toEqual([]);
    expect(plantedLines([found, missed], missing)).toHaveLength(5);
  });

  it('tells an exact interval', () => {
    // Of two, one: the ends are where the tail is 2.5 %: 1 − (1 − p)² = 0.025 gives 0.01258, and its mirror.
    const { atLeast, atMost } = shareFound([found, missed]);

    expect([atLeast, atMost].map((share) => share.toFixed(5))).toEqual(['0.01258', '0.98742']);
    expect(plantedTotal([found, missed], missing)).toMatchObject({ found: 1, of: 2, missing: { 'check-in': ['never-sleeps', 'custody'], 'vpn-connected': ['custody'] } });
  });

  it('names what is missing with those who are blind without it', () => {
    expect(plantedLines([], missing)[0]).toContain('no check-in is collected, without which never-sleeps, custody see little or nothing');
  });
});
