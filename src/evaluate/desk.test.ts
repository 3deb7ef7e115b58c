import { describe, expect, it } from 'vitest';
import { evolve, type Case } from '../cases/case.ts';
import type { Band } from '../risk/risk.ts';
import { desk } from './desk.ts';

function aCase(id: string, hires: readonly string[], band: Band = 'review', chance = 0.3): Case {
  return evolve(undefined, { kind: 'opened', at: 0, by: 'farmwatch', id, standing: { band, chance, hires, families: [], findings: [], headline: '' } });
}

describe('a day at the queue', () => {
  it('takes the most pressing cases first, and the others the day after', () => {
    const analyst = desk(2);
    const cases = [aCase('a', ['h-1'], 'review', 0.3), aCase('b', ['h-2'], 'review', 0.4), aCase('c', ['h-3'], 'act', 0.6)];

    analyst.day(cases, 1);
    analyst.day(cases, 2);

    expect([...analyst.lookedAt]).toEqual([['h-3', 1], ['h-2', 1], ['h-1', 2]]);
    expect(analyst.counts()).toEqual({ looks: 3, days: 2, fullDays: 1 });
  });

  it('looks again only where somebody joined', () => {
    const analyst = desk(5);

    analyst.day([aCase('a', ['h-1'])], 1);
    analyst.day([aCase('a', ['h-1'])], 2);
    analyst.day([aCase('a', ['h-1', 'h-2'])], 3);

    expect([...analyst.lookedAt]).toEqual([['h-1', 1], ['h-2', 3]]);
    expect(analyst.counts().looks).toBe(2);
  });

  it('sees nothing of cases that are closed, or that fell below review', () => {
    const analyst = desk(5);

    analyst.day([{ ...aCase('a', ['h-1']), status: 'retracted' }, aCase('b', ['h-2'], 'watch', 0.1)], 1);

    expect([...analyst.lookedAt]).toEqual([]);
  });
});
