import { describe, expect, it } from 'vitest';
import { evolve, type Case } from '../cases/case.ts';
import { DAY } from '../core/time.ts';
import type { Band } from '../risk/risk.ts';
import { chronicleOf } from './chronicle.ts';
import { companyOf, mainPlan } from './plan.ts';
import type { CaseJudge, Stood } from './runs.ts';

const { company, instants } = companyOf(mainPlan({ seed: 'tune-1', people: 6, days: 20, farms: [2] }));
const [FIRST, SECOND] = company.truth.farms[0]!.hires as [string, string];
const HONEST = company.tables.people.map(({ hire_id: hire }) => hire).find((hire) => hire !== FIRST && hire !== SECOND)!;

function aCase(hires: readonly string[], band: Band, status: Case['status'] = 'open'): Case {
  return { ...evolve(undefined, { kind: 'opened', at: 0, by: 'farmwatch', id: hires.join(), standing: { band, chance: 0.3, hires, families: [], findings: [], headline: '' } }), status };
}

/** Everybody in scope at every run, with what is said of them by a rule. */
function judgeBy(stoodAt: (nth: number) => { readonly all: readonly Case[]; readonly without: readonly Case[] }): CaseJudge {
  return async function* judge(_company, all, asked) {
    for (const event of company.events()) asked.seen(event as never);
    for (const [nth, asOf] of all.entries()) {
      const people = [FIRST, SECOND, HONEST].map((hire) => ({ hire, startsAt: instants[3]! }));
      const risks = people.map(({ hire }) => ({ hire_id: hire, chance: nth / 100, band: hire === FIRST && nth === 5 ? 'act' as const : 'quiet' as const }));
      const stood = (cases: readonly Case[]): Stood => ({ risks, cases });
      yield {
        asOf, people, custody: [], ways: new Map([['all' as const, stood(stoodAt(nth).all)], ['machine' as const, stood(stoodAt(nth).without)]]),
        findings: [
          { hire_id: FIRST, detector: 'shared-place', llr: nth === 7 ? 3 : 1, newest: asOf }, { hire_id: FIRST, detector: 'in-person', llr: -2, newest: asOf },
          { hire_id: HONEST, detector: 'impossible-travel', llr: 0.5, newest: instants[nth < 10 ? 2 : 12]! }, { hire_id: 'nobody', detector: 'shared-place', llr: 5, newest: asOf },
        ],
      };
    }
  };
}

describe('the chronicle of a company', async () => {
  const chronicle = await chronicleOf({
    toolOf: () => undefined,
    judge: judgeBy((nth) => ({ all: nth < 4 ? [] : nth < 8 ? [aCase([FIRST], 'review')] : [aCase([FIRST], 'review', 'merged'), aCase([FIRST, SECOND], 'act')], without: [aCase([HONEST], 'watch')] })),
  }, company, instants, ['all', 'machine'], 'tune-1');
  const person = (hire: string) => chronicle.people.find((one) => one.hire === hire)!;

  it('keeps when an open case at review or above first named somebody, for each way of judging', () => {
    expect([...chronicle.ways.get('all')!.namedAt]).toEqual([[FIRST, instants[4]], [SECOND, instants[8]]]);
    expect([...chronicle.ways.get('machine')!.namedAt]).toEqual([]);
  });

  it('keeps each case once, merged ones as what they became', () => {
    expect(chronicle.ways.get('all')!.cases).toEqual([{ hires: [FIRST, SECOND], peak: 'act' }]);
  });

  it('keeps days since the start, the heaviest weights, the highest band and one run of everybody', () => {
    expect(person(FIRST)).toMatchObject({ of: 'farm', farm: { together: 2 }, days: instants.length - 3, most: { 'shared-place': 3 }, topBand: 'act' });
    expect(person(FIRST).most['in-person']).toBeUndefined();
    expect(person(HONEST)).toMatchObject({ of: 'ordinary', topBand: 'quiet', most: { 'impossible-travel': 0.5 } });
    // Before the first day nobody is drawn: the third run said 0.02.
    for (const { once } of chronicle.people) expect(once!.chance).toBeGreaterThanOrEqual(0.03);
  });

  it('counts a travel alert once a day on which there is something new', () => {
    expect(person(HONEST).travelDays).toBe(2);
    expect(person(FIRST).travelDays).toBe(0);
  });

  it('takes first sign-ins from what happened', () => {
    const first = Math.min(...[...company.events()].filter((event) => event['event.action'] === 'sign-in' && event['event.outcome'] === 'success'
      && event['user.email'] === company.tables.people.find(({ hire_id: hire }) => hire === FIRST)!.email).map((event) => event['@timestamp'] as number));

    expect(person(FIRST).firstSignIn).toBe(first);
    expect(first).toBeLessThan(instants.at(-1)! + DAY);
  });

  it('lets an analyst look as cases stand', () => {
    expect(chronicle.lookedAt.get(FIRST)).toBe(instants[4]);
    expect(chronicle.looks).toEqual({ looks: 2, days: instants.length, fullDays: 0 });
  });
});
