import { describe, expect, it } from 'vitest';
import { CHECKS, CHECK_KINDS, OUTCOMES } from './check-kinds.ts';
import { evolveCheck, isOnHold, MOST_TRIES, refusedWish, type CheckEntry, type Task } from './check-task.ts';

const AT = Date.UTC(2026, 10, 16);
const whose = { at: AT, by: 'kim' };
const begun = (more: Partial<CheckEntry & { readonly did: 'begun' }>['task'] | object = {}): CheckEntry => ({
  ...whose, did: 'begun', task: { id: 'k-1', kind: 'hr-call', subject: { hire: 'h-1' }, origin: { case: 'c-1' }, due: AT, isWaiting: false, ...more },
});
const fold = (...entries: readonly CheckEntry[]): Task => entries.reduce<Task | undefined>(evolveCheck, undefined)!;

describe('a check', () => {
  it('has steps, an owner and an outcome, each from an entry', () => {
    const task = fold(begun(), { ...whose, did: 'assigned', id: 'k-1', to: 'lee' }, { ...whose, did: 'step', id: 'k-1', step: 1, isDone: true }, { ...whose, did: 'done', id: 'k-1', outcome: 'refuted', note: 'Somebody else answered.' });

    expect(task).toMatchObject({ owner: 'lee', steps: [false, true, false, false], done: { by: 'kim', outcome: 'refuted', note: 'Somebody else answered.' }, revision: 4 });
  });

  it('that two people begin at once is the first of them', () => {
    expect(fold(begun(), begun({ kind: 'home-visit' }))).toMatchObject({ kind: 'hr-call', revision: 1 });
  });

  it('that was never begun takes no entry', () => {
    expect(evolveCheck(undefined, { ...whose, did: 'done', id: 'k-9', outcome: 'confirmed', note: '' })).toBe(undefined);
  });

  it('that is over or on hold takes no outcome', () => {
    const wish = { kind: 'done', outcome: 'confirmed', note: 'Seen.' } as const;
    const held = fold(begun({ isWaiting: true }));

    expect(refusedWish(held, wish, AT)).toContain('on hold');
    expect(refusedWish(fold(begun({ isWaiting: true }), { ...whose, did: 'released', id: 'k-1' }), wish, AT)).toBe(undefined);
    expect(refusedWish(fold(begun(), { ...whose, did: 'dropped', id: 'k-1', note: 'Left the company.' }), wish, AT)).toContain('is over');
    expect([isOnHold(held), isOnHold(fold(begun()))]).toEqual([true, false]);
  });

  it('is told to the detectors without changing for whoever looks at it', () => {
    const task = fold(begun(), { ...whose, did: 'told', id: 'k-1' });

    expect([task.isTold, task.revision]).toEqual([true, 1]);
  });
});

describe('a code for a profile', () => {
  const made: CheckEntry = { ...whose, did: 'code-made', id: 'k-1', hash: 'x', until: AT + 1_000 };
  const tried = (isRight: boolean): CheckEntry => ({ ...whose, did: 'code-tried', id: 'k-1', isRight });
  const profile = begun({ kind: 'profile-code' });
  const confirm = { kind: 'done', outcome: 'confirmed', note: 'Seen.' } as const;

  it('confirms only once it was read in the profile', () => {
    expect(refusedWish(fold(profile), confirm, AT)).toContain('Enter the code');
    expect(refusedWish(fold(profile, made, tried(false)), confirm, AT)).toContain('Enter the code');
    expect(refusedWish(fold(profile, made, tried(true)), confirm, AT)).toBe(undefined);
    expect(refusedWish(fold(profile), { ...confirm, outcome: 'inconclusive' }, AT)).toBe(undefined);
  });

  it('works once, expires, and is not guessed', () => {
    const wish = { kind: 'try-code' } as const;

    expect(refusedWish(fold(profile), wish, AT)).toBe('No code was made yet.');
    expect(refusedWish(fold(profile, made), wish, AT)).toBe(undefined);
    expect(refusedWish(fold(profile, made), wish, AT + 1_000)).toContain('has expired');
    expect(refusedWish(fold(profile, made, tried(true)), wish, AT)).toContain('works once');
    expect(refusedWish(fold(profile, made, ...Array.from({ length: MOST_TRIES }, () => tried(false))), wish, AT)).toContain('tried too often');
    expect(refusedWish(fold(profile, made, tried(true), made), confirm, AT)).toContain('Enter the code');
  });

  it('belongs to a check of a profile', () => {
    expect(refusedWish(fold(begun()), { kind: 'make-code' }, AT)).toBe('Only a check of the profile has a code.');
  });
});

describe('every kind of check', () => {
  it.each(CHECK_KINDS)('%s has steps, says what its outcomes mean, and asks for nothing that may not be asked', (kind) => {
    const { title, steps, confirmed, refuted } = CHECKS[kind];

    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(OUTCOMES).toHaveLength(3);
    expect(`${title} ${steps.join(' ')} ${confirmed} ${refuted}`).not.toMatch(/national|citizen|passport|visa|birth|accent|language|religio|suspic/i);
  });
});
