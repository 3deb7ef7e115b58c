import { describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { shareBounds } from '../evaluate/intervals.ts';
import type { PlantedEntry, Planting } from './kept.ts';
import { proofOf, type ProofFacts } from './proof.ts';

const NONE: ProofFacts = { planted: { now: [], weeks: [] }, falseCases: 0, hireMonths: 0, verdictDays: [] };
const proof = (own: Partial<ProofFacts>) => proofOf({ ...NONE, ...own }, 12, '2026-11-16T00:00:00Z', 'farmwatch report', shareBounds);
const planting = (nth: number, own: Partial<Planting> = {}): Planting => ({ nth, style: 'kvm', laptops: 3, since: 0, found: true, asOf: 2 * DAY, ...own });
const entry = (seed: string, ...plantings: Planting[]): PlantedEntry => ({ at: 0, asOf: 9 * DAY, seed, plantings });

describe('planted farms', () => {
  it('count as found within three days only, by how many laptops stand together', () => {
    const { planted } = proof({ planted: { now: [], weeks: [entry('1', planting(1), planting(2, { asOf: 3 * DAY + 1 }), planting(3, { found: false }), planting(4, { laptops: 2 }))] } });

    expect(planted.map(({ kind, weeks }) => [kind, weeks.hits, weeks.of])).toEqual([['three or more laptops together', 1, 3], ['two laptops together', 1, 1]]);
    expect(planted[0]!.weeks.atLeast).toBeCloseTo(shareBounds(1, 3)[0], 10);
  });
  it('count once, however often they were planted', () => {
    expect(proof({ planted: { now: [], weeks: [entry('1', planting(1)), entry('1', planting(1)), entry('2', planting(1))] } }).planted[0]!.weeks.of).toBe(2);
  });
  it('are never told of without saying that they are simulated', () => {
    for (const said of proof({ planted: { now: [], weeks: [entry('1', planting(1))] } }).said.filter((one) => one.includes('lanted'))) expect(said).toContain('simulated');
  });
  it('that nobody planted prove nothing, and how to plant some is told', () => {
    expect(proof({}).said[0]).toContain('nothing shows that one would have been seen. "farmwatch evaluate planted --as-of 2026-11-16T00:00:00Z"');
  });
});

describe('false alerts', () => {
  it('are a rate with the interval of a count, too few to judge under twenty decided cases', () => {
    const { false_alerts: alerts, said } = proof({ falseCases: 1, hireMonths: 500, verdictDays: [1, 2] });

    // Tables of Poisson limits: 1 lies between 0.0253 and 5.5716; for 500 hire-months twice that per 1,000.
    expect(alerts).toMatchObject({ per_1000: 2, atLeast: expect.closeTo(0.0506, 3), atMost: expect.closeTo(11.1432, 3) });
    expect(said).toContain('False alerts: 1 case closed as seen wrongly in 12 weeks and 500 hire-months, 2.0 per 1,000 hire-months (interval 0.1–11.1; to reach: at most 1). 2 cases decided: too few to judge.');
  });
  it('have no rate where nobody was watched', () => expect(proof({ falseCases: 0, hireMonths: 0 }).false_alerts).toBeUndefined());
});

describe('the time to a verdict', () => {
  it('is a median with its interval from twenty cases on', () => {
    expect(proof({ verdictDays: Array.from({ length: 20 }, (_, nth) => nth + 1) }).verdict_days).toMatchObject({ cases: 20, median: 10.5, atLeast: 6, atMost: 15 });
  });
  it('is too few to judge before', () => {
    const { verdict_days: days, said } = proof({ verdictDays: Array.from({ length: 19 }, () => 1) });

    expect(days).not.toHaveProperty('median');
    expect(said.at(-1)).toBe('Time to a verdict: 19 cases decided in 12 weeks, too few to judge.');
  });
});
