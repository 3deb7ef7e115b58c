import { describe, expect, it } from 'vitest';
import { differenceOf, evolvePlan, isWaiting, NO_VERSIONS, planAt, type PlanBook, type PlanEntry } from './plan-versions.ts';
import { DEFAULT_PLAN, planChanges, weakenings, withBuiltInWords, type PlanStep } from './response-plan.ts';

const own: PlanStep = { id: 'step-1', title: 'Tell the works council', says: '', owner: 'hr', dueHours: 24 };
const without = (id: string): readonly PlanStep[] => DEFAULT_PLAN.filter((step) => step.id !== id);
const written = (id: string, at: number, steps: readonly PlanStep[] | null, weakens: readonly string[] = []): PlanEntry => ({ did: 'written', id, at, by: 'kim', steps, why: 'x', changes: ['y'], weakens });
const bookOf = (...entries: readonly PlanEntry[]): PlanBook => entries.reduce(evolvePlan, NO_VERSIONS);
const held = (book: PlanBook, at: number): readonly string[] => planAt(book, at, DEFAULT_PLAN).map(({ id }) => id);

describe('the plan that holds at an instant', () => {
  it('is the one that ships, until somebody wrote another, and the one that ships again after a reset', () => {
    const book = bookOf(written('a', 10, [...DEFAULT_PLAN, own]), written('b', 20, null));

    expect([9, 10, 19, 20].map((at) => held(book, at).includes('step-1'))).toEqual([false, true, true, false]);
  });

  it('is the old one while a change waits, and the new one from its confirmation on', () => {
    const waits = bookOf(written('a', 10, without('decide'), ['It leaves counsel out.']));
    const confirmed = evolvePlan(waits, { did: 'confirmed', id: 'a', at: 30, by: 'lee' });

    expect(held(waits, 1_000)).toContain('decide');
    expect([29, 30].map((at) => held(confirmed, at).includes('decide'))).toEqual([true, false]);
  });

  it('never was what was turned down, and an answer to what does not wait changes nothing', () => {
    const down = bookOf(written('a', 10, without('decide'), ['It leaves counsel out.']), { did: 'turned-down', id: 'a', at: 20, by: 'lee', note: 'No.' }, { did: 'confirmed', id: 'a', at: 30, by: 'max' });

    expect([held(down, 1_000).includes('decide'), down.versions.filter(isWaiting), down.versions[0]!.confirmed]).toEqual([true, [], undefined]);
  });
});

describe('what takes from people’s protection', () => {
  it('is nothing in the plan that ships, and nothing in one with more steps', () => {
    expect([weakenings(DEFAULT_PLAN), weakenings([own, ...DEFAULT_PLAN])]).toEqual([[], []]);
  });

  it('is counsel left out, and a contact before counsel', () => {
    const early = [...DEFAULT_PLAN.slice(0, 2), { ...own, isContact: true }, ...DEFAULT_PLAN.slice(2)];

    expect(weakenings(without('decide'))).toEqual(['It leaves out “Decide with counsel”: nobody is asked what may be done before it is done.']);
    expect(weakenings(early)).toEqual(['“Tell the works council”, which the person would notice, comes before “Decide with counsel”.']);
  });

  it('is asked for once: a later change of a plan without counsel waits for nobody', () => {
    expect(differenceOf(without('decide'), [...without('decide'), own]).weakens).toEqual([]);
    expect(differenceOf([...without('decide'), own], DEFAULT_PLAN).weakens).toEqual([]);
  });

  it('is not hidden behind other words under the name of a step', () => {
    const [confirm, talk] = withBuiltInWords([{ id: 'confirm', title: 'Click here', says: 'Anybody does.', owner: 'it', dueHours: 1 }, { id: 'talk', title: 'Call', says: 'Now.' }]);

    expect(confirm).toEqual({ ...DEFAULT_PLAN[0]!, owner: 'it', dueHours: 1 });
    expect(talk).toEqual({ id: 'talk', title: 'Call', says: 'Now.', isContact: true });
  });
});

it('tells what another plan says otherwise, step by step', () => {
  const after: readonly PlanStep[] = [own, ...without('sanctions').map((step) => (step.id === 'limit' ? { ...step, title: 'Limit', says: 'Less.', isContact: true, owner: 'admin' as const, dueHours: 2 } : step))];

  expect(planChanges(DEFAULT_PLAN, after)).toEqual([
    '“Ask the sanctions question” goes.', '“Tell the works council” is new.', '“Limit access, quietly” is now called “Limit”.', '“Limit” is worded otherwise.',
    '“Limit” is now something that the person would notice.', '“Limit” is for an administrator.', '“Limit” is due 2 h after the beginning.',
  ]);
  expect(planChanges(DEFAULT_PLAN, [...DEFAULT_PLAN].reverse())).toEqual([expect.stringMatching(/^The order is now: Tell the identity/)]);
  expect(planChanges(DEFAULT_PLAN, DEFAULT_PLAN)).toEqual([]);
});
