import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, planProblems } from './response-plan.ts';
import { entryOfWish, evolveResponse, isDone, lockedBy, refusedStep, responseOfClosing, startedResponse, type Response, type ResponseWish } from './response.ts';
import type { Case } from './case.ts';

const AT = Date.UTC(2026, 10, 16);
const begun = evolveResponse(undefined, { at: AT, by: 'kim', case: 'c-1', did: 'started', plan: DEFAULT_PLAN })!;
const then = (state: Response, by: string, wish: ResponseWish): Response => {
  const why = refusedStep(state, wish, by);
  if (why !== undefined) throw new Error(why);
  return evolveResponse(state, entryOfWish(state, wish, AT, by))!;
};
const done = (state: Response, by: string, step: string): Response => then(state, by, { kind: 'done', step, evidence: `ticket of ${by}` });
const stepOf = ({ steps }: Response, id: string): Response['steps'][number] => steps.find((step) => step.id === id)!;
const lockOf = (state: Response, id: string): readonly string[] => lockedBy(stepOf(state, id), state).map((step) => step.id);

describe('two people', () => {
  it('confirm, and the same one twice are not two', () => {
    const once = done(begun, 'kim', 'confirm');

    expect(isDone(stepOf(once, 'confirm'))).toBe(false);
    expect(refusedStep(once, { kind: 'done', step: 'confirm', evidence: 'x' }, 'kim')).toContain('Somebody else has to confirm it too');
    expect(isDone(stepOf(done(once, 'lee', 'confirm'), 'confirm'))).toBe(true);
  });
});

describe('the order', () => {
  it('lets what exists be preserved at any time, and all else only after two have confirmed', () => {
    expect(begun.steps.filter(({ id }) => lockOf(begun, id).length === 0).map(({ id }) => id)).toEqual(['confirm', 'preserve']);
  });

  it('keeps every contact locked until all is preserved', () => {
    const confirmed = done(done(begun, 'kim', 'confirm'), 'lee', 'confirm');

    expect(['limit', 'talk', 'recover'].map((id) => lockOf(confirmed, id))).toEqual([[], ['preserve'], ['preserve']]);
    expect(refusedStep(confirmed, { kind: 'done', step: 'recover', evidence: 'x' }, 'kim')).toBe('“Preserve before anybody is contacted” comes first.');
    expect(lockOf(done(confirmed, 'kim', 'preserve'), 'recover')).toEqual([]);
  });

  it('locks a contact again when what was preserved turns out not to be', () => {
    const preserved = done(done(done(begun, 'kim', 'confirm'), 'lee', 'confirm'), 'kim', 'preserve');

    expect(lockOf(then(preserved, 'kim', { kind: 'undo', step: 'preserve', note: 'The pack was of another case.' }), 'talk')).toEqual(['preserve']);
  });

  it('holds for a step that was added on the page', () => {
    const added = then(begun, 'kim', { kind: 'add', title: 'Call the landlord', isContact: true, note: 'Counsel asked for it.' });

    expect(added.steps.at(-1)).toMatchObject({ id: 'own-1', title: 'Call the landlord', added: { by: 'kim', text: 'Counsel asked for it.' } });
    expect(lockOf(added, 'own-1')).toEqual(['confirm', 'preserve']);
  });
});

describe('steps', () => {
  it('are skipped with a reason, but not the two that every response has', () => {
    expect(stepOf(then(begun, 'kim', { kind: 'skip', step: 'sanctions', note: 'No wages were paid.' }), 'sanctions').skipped).toEqual({ at: AT, by: 'kim', text: 'No wages were paid.' });
    expect(refusedStep(begun, { kind: 'skip', step: 'preserve', note: 'x' }, 'kim')).toBe('This step is left out of no response.');
    expect(refusedStep(begun, { kind: 'done', step: 'nothing', evidence: 'x' }, 'kim')).toBe('The plan has no such step.');
  });

  it('are all done or skipped before a response ends, and nothing follows its end', () => {
    const wish = { kind: 'end', note: 'Over.' } as const;
    let state = done(done(done(begun, 'kim', 'confirm'), 'lee', 'confirm'), 'kim', 'preserve');
    expect(refusedStep(state, wish, 'kim')).toBe('9 steps are open. Do or skip them first.');
    for (const { id } of state.steps.slice(2)) state = then(state, 'kim', { kind: 'skip', step: id, note: 'Not needed.' });

    const ended = then(state, 'kim', wish);

    expect(ended.ended).toMatchObject({ by: 'kim', text: 'Over.' });
    expect(refusedStep(ended, { kind: 'own', step: 'limit' }, 'kim')).toBe('This response has ended.');
  });

  it('keep the plan of their start, whatever the company writes later', () => {
    const again = evolveResponse(begun, { at: AT + 1, by: 'lee', case: 'c-1', did: 'started', plan: [] })!;

    expect([again.steps.length, again.startedBy]).toEqual([DEFAULT_PLAN.length, 'kim']);
  });
});

describe('a case', () => {
  const closed = (reason: 'true' | 'false'): Case => ({ id: 'c-1', status: 'closed', closed: { reason, note: 'x', by: 'kim', at: AT } }) as unknown as Case;

  it('that is closed as a farm has a response from then on; another has none', () => {
    expect(responseOfClosing(closed('true'), DEFAULT_PLAN)).toEqual(startedResponse('c-1', DEFAULT_PLAN, AT, 'kim'));
    expect(responseOfClosing(closed('false'), DEFAULT_PLAN)).toBe(undefined);
    expect(responseOfClosing({ ...closed('true'), status: 'open' }, DEFAULT_PLAN)).toBe(undefined);
  });
});

describe('a plan of the company', () => {
  const step = (id: string, isContact = false): { readonly id: string; readonly title: string; readonly says: string; readonly isContact: boolean } => ({ id, title: id, says: '', isContact });

  it('that ships has no fault', () => {
    expect(planProblems(DEFAULT_PLAN)).toEqual([]);
  });

  it.each([
    ['lacks a step', [step('confirm')], 'the step preserve is missing; two people confirm and what exists is preserved in every plan'],
    ['contacts first', [step('confirm'), step('call', true), step('preserve')], 'call contacts somebody before anything is preserved'],
    ['names a step twice', [step('confirm'), step('preserve'), step('preserve')], 'two steps are called preserve'],
    ['has an odd id', [step('confirm'), step('preserve'), step('=cmd()')], 'an id has small letters, digits and hyphens only, 40 at most'],
  ])('that %s is refused', (_, steps, said) => {
    expect(planProblems(steps)).toEqual([said]);
  });
});
