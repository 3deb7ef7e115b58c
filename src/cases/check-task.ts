import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { CHECKS, type CheckKind, type Outcome, type Stage } from './check-kinds.ts';

/** Whom a check is about. */
export type Subject = { readonly hire: HireId } | { readonly application: string };
/** What it came from. A cohort names no case: whoever looks at it sees the cohort, not why. */
export type Origin = { readonly case: string } | { readonly stage: Stage } | { readonly cohort: string } | { readonly asked: true };

/** A check as it was begun. */
export interface Begun {
  readonly id: string;
  readonly kind: CheckKind;
  readonly subject: Subject;
  readonly origin: Origin;
  readonly due: Instant;
  /** It waits until whoever owns the open case about the person lets it go. */
  readonly isWaiting: boolean;
}

/** What happened to a check. */
export type CheckEntry = { readonly at: Instant; readonly by: string } & (
  | { readonly did: 'begun'; readonly task: Begun }
  | { readonly did: 'assigned'; readonly id: string; readonly to: string | null }
  | { readonly did: 'step'; readonly id: string; readonly step: number; readonly isDone: boolean }
  /** Only a hash of the code is kept. */
  | { readonly did: 'code-made'; readonly id: string; readonly hash: string; readonly until: Instant }
  | { readonly did: 'code-tried'; readonly id: string; readonly isRight: boolean }
  | { readonly did: 'done'; readonly id: string; readonly outcome: Outcome; readonly note: string }
  | { readonly did: 'dropped'; readonly id: string; readonly note: string }
  | { readonly did: 'released' | 'held'; readonly id: string; readonly note?: string }
  /** Its outcome stands among the events. */
  | { readonly did: 'told'; readonly id: string }
);

export interface Task extends Begun {
  readonly at: Instant;
  readonly by: string;
  readonly owner: string | null;
  readonly steps: readonly boolean[];
  readonly code: { readonly hash: string; readonly until: Instant; readonly tries: number; readonly isUsed: boolean } | null;
  readonly released: { readonly at: Instant; readonly by: string } | null;
  readonly held: readonly { readonly at: Instant; readonly by: string; readonly note?: string }[];
  readonly done: { readonly at: Instant; readonly by: string; readonly outcome: Outcome; readonly note: string } | null;
  readonly dropped: { readonly at: Instant; readonly by: string; readonly note: string } | null;
  readonly isTold: boolean;
  /** Changes with every entry but the telling; sent back with an act. */
  readonly revision: number;
}

/** A code is tried so often; then another has to be made. */
export const MOST_TRIES = 5;

/** A check of which nothing has been written yet, or the first entry of which was read. */
export function begunTask(begun: Begun, at: Instant, by: string): Task {
  return {
    ...begun, at, by, owner: null, steps: CHECKS[begun.kind].steps.map(() => false), code: null, released: null, held: [], done: null, dropped: null, isTold: false, revision: 0,
  };
}

/**
 * The check after one more entry. A check is nothing but the fold of its entries.
 *
 * @returns undefined for an entry about a check that was never begun
 */
export function evolveCheck(state: Task | undefined, entry: CheckEntry): Task | undefined {
  // Two people may begin the same check of a rule at once: the first holds.
  if (entry.did === 'begun') return state ?? { ...begunTask(entry.task, entry.at, entry.by), revision: 1 };
  if (!state) return undefined;
  const { at, by } = entry;
  const next = (change: Partial<Task>): Task => ({ ...state, ...change, revision: state.revision + 1 });
  switch (entry.did) {
    case 'assigned': return next({ owner: entry.to });
    case 'step': return next({ steps: state.steps.map((isDone, nth) => (nth === entry.step ? entry.isDone : isDone)) });
    case 'code-made': return next({ code: { hash: entry.hash, until: entry.until, tries: 0, isUsed: false } });
    case 'code-tried': return next({ code: state.code && { ...state.code, tries: state.code.tries + 1, isUsed: state.code.isUsed || entry.isRight } });
    case 'done': return next({ done: { at, by, outcome: entry.outcome, note: entry.note } });
    case 'dropped': return next({ dropped: { at, by, note: entry.note } });
    case 'released': return next({ released: { at, by } });
    case 'held': return next({ held: [...state.held, { at, by, ...(entry.note === undefined ? {} : { note: entry.note }) }] });
    case 'told': return { ...state, isTold: true };
  }
}

export const idOfEntry = (entry: CheckEntry): string => (entry.did === 'begun' ? entry.task.id : entry.id);
export const isOver = ({ done, dropped }: Pick<Task, 'done' | 'dropped'>): boolean => done !== null || dropped !== null;
export const isOnHold = (task: Task): boolean => task.isWaiting && task.released === null && !isOver(task);
export const isAbout = (subject: Subject, hire: HireId): boolean => 'hire' in subject && subject.hire === hire;

/** What somebody wants to do with a check that is begun. */
export type CheckWish =
  | { readonly kind: 'take' | 'give-back' | 'make-code' }
  | { readonly kind: 'step'; readonly step: number; readonly isDone: boolean }
  | { readonly kind: 'try-code' }
  | { readonly kind: 'done'; readonly outcome: Outcome; readonly note: string }
  | { readonly kind: 'drop'; readonly note: string };

/** Why a wish cannot be had, as a sentence; undefined where it can. */
export function refusedWish(task: Task, wish: CheckWish, now: Instant): string | undefined {
  if (isOver(task)) return 'This check is over. Start another where it has to be repeated.';
  if (isOnHold(task)) return 'This check is on hold. It is recorded and waits until it is let go; please do not write or call.';
  const { code } = task;
  switch (wish.kind) {
    case 'take':
    case 'drop': return undefined;
    case 'give-back': return task.owner === null ? 'Nobody has it.' : undefined;
    case 'step': return wish.step < task.steps.length ? undefined : 'It has no such step.';
    case 'make-code': return task.kind === 'profile-code' ? undefined : 'Only a check of the profile has a code.';
    case 'try-code':
      if (!code) return 'No code was made yet.';
      if (code.isUsed) return 'The code was used. It works once.';
      if (now >= code.until) return 'The code has expired. Make another.';
      return code.tries >= MOST_TRIES ? 'The code was tried too often. Make another.' : undefined;
    case 'done':
      return wish.outcome === 'confirmed' && task.kind === 'profile-code' && !code?.isUsed ? 'Enter the code that stands in the profile first. Without it nothing is confirmed.' : undefined;
  }
}
