import { describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { ASIDE, LADDER, SIZES, companyOf, mainPlan, ownedPlans, seedsOf, startersOf } from './plan.ts';
import { ENDS_AT } from './weights.ts';

describe('seeds', () => {
  it('are listed or counted', () => {
    expect(seedsOf('report-1..3,report-7')).toEqual(['report-1', 'report-2', 'report-3', 'report-7']);
    expect(seedsOf('tune-4')).toEqual(['tune-4']);
  });

  it.each([
    ['tune-1,report-1', /must not be reported/], ['report-1..2,tune-3', /must not be reported/], ['1,2', /no seed of either kind/], ['', /no seed of either kind/],
    ['report-3..1', /smaller number first/], ['report-1..3,report-2', /counted twice/],
  ])('refuse %j', (text, why) => {
    const seeds = seedsOf(text);

    expect('refused' in seeds && seeds.refused).toMatch(why);
  });
});

describe('a planned company', () => {
  const plan = mainPlan({ seed: 'report-1', people: 8, days: 16, farms: [2] });

  it('has ordinary starters and farm hires, and a run a day up to its end', () => {
    const { company, instants } = companyOf(plan);

    expect(company.tables.people.filter(({ start_date: start }) => Date.parse(start) > ENDS_AT - 20 * DAY).length).toBe(10);
    expect(company.truth.farms.map(({ hires }) => hires.length)).toEqual([2]);
    expect([instants.length, instants[0], instants.at(-1)]).toEqual([15, ENDS_AT - 14 * DAY, ENDS_AT]);
  });

  it('is the same people whatever it owns, with fewer rows', () => {
    const [all, few] = [companyOf(plan).company, companyOf({ ...plan, owned: ['identity-provider'] }).company];

    expect(few.tables).toEqual(all.tables);
    expect(new Set([...few.events()].map((event) => event['event.module']))).not.toContain('edr');
  });

  it('shows no public address of laptops behind a full tunnel', () => {
    const addresses = (fullTunnel: boolean) => new Set([...companyOf({ ...plan, ...(fullTunnel ? { fullTunnel: true } : {}) }).company.events()].filter((event) => event['event.action'] === 'check-in').map((event) => event['source.ip']));

    expect([...addresses(true)].filter((address) => addresses(false).has(address))).toEqual([]);
  });
});

describe('what companies own', () => {
  it('is asked at 30, 300 and 5,000 hires a year, from the identity provider to everything behind one exit', () => {
    expect(SIZES.map(({ hiresAYear }) => hiresAYear)).toEqual([30, 300, 5_000]);
    for (const { rows } of SIZES) expect(rows).toEqual(expect.arrayContaining([...LADDER]));
    expect(LADDER.map(({ owned }) => owned.length)).toEqual([1, 2, 3, 4, 4]);
  });

  it('covers every set of sources around the identity provider at one size', () => {
    const sets = [...LADDER, ...ASIDE].filter(({ fullTunnel }) => !fullTunnel).map(({ owned }) => [...owned].sort().join(' '));

    expect(new Set(sets).size).toBe(8);
    expect(SIZES.some(({ rows }) => ASIDE.every((row) => rows.includes(row)))).toBe(true);
  });

  it('has as many starters as come in that time', () => {
    expect(startersOf({ hiresAYear: 365, days: 40 })).toBe(40);
    expect(ownedPlans('report-1', { hiresAYear: 30, days: 45, companies: [[3], [2]], rows: LADDER }, LADDER[0]!).map(({ seed, people, farms }) => [seed, people, farms]))
      .toEqual([['report-1/30/1', 4, [3]], ['report-1/30/2', 4, [2]]]);
  });
});
