import { describe, expect, it } from 'vitest';
import { DAY, type Instant } from '../core/time.ts';
import { everOf, farmCompanies, figuresOf, ordinaryCompanies, populationsOf, type Judge, type Judged } from './weights.ts';

const NAMES = { detectors: ['one', 'silent'], families: ['machine'] } as const;
const PLAN = { seed: 'a', people: 20, farms: [2], days: 40, runs: 6 } as const;

/** Every starter at every run, by a rule instead of detectors. */
function judgeBy(weight: (hire: string, nth: number, asOf: Instant, startsAt: Instant) => number): Judge {
  return async function* (company, instants) {
    for (const [nth, asOf] of instants.entries()) {
      const starts = new Map(company.tables.people.map(({ hire_id: hire, start_date: start }) => [hire, Date.parse(start)]));
      yield [...starts].filter(([, startsAt]) => Math.abs(asOf - startsAt) < 150 * DAY && startsAt > instants[0]! - 30 * DAY).map(([hire, startsAt]): Judged => {
        const one = weight(hire, nth, asOf, startsAt);
        return { hire, asOf, startsAt, detectors: { one }, families: { machine: one / 2 }, total: one };
      });
    }
  };
}
const anyone = (hire: string, total: number): Judged => ({ hire, asOf: 0, startsAt: 0, detectors: { one: total }, families: {}, total });

describe('a simulated population', () => {
  it('is looked at once each, at a time drawn at random', async () => {
    const judge = judgeBy(() => 0);
    const plan = { ...PLAN, people: 60 };

    const { ordinary, farm } = await populationsOf(judge, [plan]);

    const all = [...ordinary, ...farm];
    expect(new Set(all.map(({ hire }) => hire)).size).toBe(all.length);
    expect(new Set(all.map(({ asOf }) => asOf)).size).toBe(plan.runs);
    expect(await populationsOf(judge, [plan])).toEqual({ ordinary, farm });
  });

  it('tells farm people from ordinary ones, over all companies', async () => {
    const { ordinary, farm } = await populationsOf(judgeBy(() => 0), [PLAN, { ...PLAN, seed: 'b', farms: [2, 3] }]);

    expect(farm).toHaveLength(7);
    expect(ordinary).toHaveLength(2 * 20);
  });

  it('has as many people as asked for, in companies that fit into memory', () => {
    const plans = ordinaryCompanies({ seeds: 10, people: 5_000 });

    expect(plans.reduce((sum, { people }) => sum + people, 0)).toBe(5_000);
    expect(new Set(plans.map(({ seed }) => seed)).size).toBe(plans.length);
    expect(new Set(plans.map(({ seed }) => seed.split('/')[0])).size).toBe(10);
    expect(farmCompanies(1_000).flatMap(({ farms }) => farms).reduce((sum, laptops) => sum + laptops, 0)).toBeGreaterThanOrEqual(1_000);
  });
});

describe('figures', () => {
  const figures = figuresOf({
    // 60 of 100 at 1 or more, where 36.8 may be; 50 of 100 farm people at −2 or less.
    ordinary: [...Array(60).keys()].map((nth) => anyone(`o-${nth}`, 1.5)).concat([...Array(40).keys()].map((nth) => anyone(`p-${nth}`, -9))),
    farm: [...Array(50).keys()].map((nth) => anyone(`f-${nth}`, -2)).concat([...Array(50).keys()].map((nth) => anyone(`g-${nth}`, 9))),
  }, NAMES);
  const dishonest = figures.filter(({ honest }) => !honest).map(({ population, name, threshold }) => `${population} ${name} ${threshold}`);

  it('tell what is reached too often, of ordinary people above and of farm people below', () => {
    expect(dishonest).toEqual(['ordinary one 1', 'farm one 1', 'farm one 2', 'ordinary total 1', 'farm total 1', 'farm total 2']);
  });

  it('are of something tested only where twenty ordinary people have any weight above 0; the total always is', () => {
    const by = (many: number) => figuresOf({ ordinary: [...Array(100).keys()].map((nth) => anyone(`o-${nth}`, nth < many ? 0.5 : -1)), farm: [] }, NAMES)
      .filter(({ population, threshold }) => population === 'ordinary' && threshold === 1).map(({ name, spoken, tested }) => [name, spoken, tested]);

    expect(by(19)).toEqual([['one', 19, false], ['silent', 0, false], ['machine', 0, false], ['total', 19, true]]);
    expect(by(20)[0]).toEqual(['one', 20, true]);
  });

  it('ask of a detector that is silent as well, and of the total up to six', () => {
    expect(figures.filter(({ name }) => name === 'silent').map(({ reached }) => reached)).toEqual(Array(8).fill(0));
    expect(figures.filter(({ population, name }) => population === 'farm' && name === 'total').map(({ threshold }) => threshold)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('what is ever reached', () => {
  it('is looked for in ninety daily runs from the first day on, and in no others', async () => {
    const judge = judgeBy((_hire, _nth, asOf, startsAt) => {
      const day = Math.floor((asOf - startsAt) / DAY);
      // Before and after, everybody would reach 9; within, one day in ninety reaches 3.
      return day < 0 || day >= 90 ? 9 : day === 45 ? 3 : 0;
    });

    const figures = await everOf(judge, 12, NAMES);

    expect(figures.filter(({ name }) => name === 'total').map(({ reached, people }) => [reached, people])).toEqual([[12, 12], [12, 12], [12, 12], [0, 12], [0, 12], [0, 12]]);
  });

  it('is left out where nobody is asked about', async () => {
    expect(await everOf(judgeBy(() => 9), 0, NAMES)).toEqual([]);
  });
});
