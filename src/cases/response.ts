import { DAY, type Instant } from '../core/time.ts';
import type { Case } from './case.ts';
import { CONFIRM_PEOPLE, FIRM_STEPS, type PlanOwner, type PlanStep } from './response-plan.ts';

/** What people did about a response. The plan is written down with its start, so that a later one changes nothing that runs. */
export type ResponseEntry = { readonly at: Instant; readonly by: string; readonly case: string } & (
  | { readonly did: 'started'; readonly plan: readonly PlanStep[]; readonly note?: string }
  | { readonly did: 'owned'; readonly step: string; readonly to: string | null }
  | { readonly did: 'done'; readonly step: string; readonly evidence: string }
  | { readonly did: 'undone'; readonly step: string; readonly note: string }
  | { readonly did: 'skipped'; readonly step: string; readonly note: string }
  | { readonly did: 'added'; readonly step: PlanStep; readonly note: string }
  | { readonly did: 'ended'; readonly note: string }
);

export interface Word { readonly at: Instant; readonly by: string; readonly text: string }
export interface ResponseStep extends Omit<PlanStep, 'owner'> {
  /** Who took it. */
  readonly owner: string | null;
  /** For whom the plan has it. */
  readonly plannedOwner?: PlanOwner;
  /** Who did it, with what shows it; the first step has two of them. */
  readonly done: readonly Word[];
  readonly skipped: Word | null;
  /** Why it was added by hand. */
  readonly added: Word | null;
}

/** The response to one case. */
export interface Response {
  readonly case: string;
  readonly startedAt: Instant;
  readonly startedBy: string;
  readonly steps: readonly ResponseStep[];
  readonly ended: Word | null;
  readonly history: readonly { readonly at: Instant; readonly by: string; readonly did: ResponseEntry['did']; readonly step?: string; readonly note?: string }[];
  readonly revision: number;
}

/** A response that nobody has done anything about yet. */
export function startedResponse(id: string, plan: readonly PlanStep[], at: Instant, by: string): Response {
  return { case: id, startedAt: at, startedBy: by, steps: plan.map((step) => stepOf(step)), ended: null, history: [], revision: 0 };
}

function stepOf({ owner, ...step }: PlanStep, added: Word | null = null): ResponseStep {
  return { ...step, ...(owner === undefined ? {} : { plannedOwner: owner }), owner: null, done: [], skipped: null, added };
}

/** A case that was closed as true has a response from then on, whether or not somebody has begun it. */
export function responseOfClosing({ id, status, closed }: Case, plan: readonly PlanStep[]): Response | undefined {
  return status === 'closed' && closed?.reason === 'true' ? startedResponse(id, plan, closed.at, closed.by) : undefined;
}

const LONGEST = 180 * DAY;

/**
 * True while people work on a case or on what follows from it: it is open, or it was closed as true and its response has not
 * ended by an instant. So long its people stay in scope, and what it rests on is kept; half a year at most, for some responses
 * are never written down.
 */
export function isUnderWay({ id, status, closed }: Pick<Case, 'id' | 'status' | 'closed'>, responses: ReadonlyMap<string, Pick<Response, 'ended'>>, at: Instant): boolean {
  if (status === 'open') return true;
  const ended = responses.get(id)?.ended;
  return status === 'closed' && closed?.reason === 'true' && at < closed.at + LONGEST && !(ended && ended.at <= at);
}

/** The response after one more entry; undefined for an entry before any start. */
export function evolveResponse(state: Response | undefined, entry: ResponseEntry): Response | undefined {
  const { at, by } = entry;
  if (entry.did === 'started') return state ?? { ...startedResponse(entry.case, entry.plan, at, by), history: [{ at, by, did: 'started', ...(entry.note === undefined ? {} : { note: entry.note }) }], revision: 1 };
  if (!state) return undefined;
  const said = 'step' in entry ? { step: typeof entry.step === 'string' ? entry.step : entry.step.id } : {};
  const note = 'note' in entry ? { note: entry.note ?? '' } : 'evidence' in entry ? { note: entry.evidence } : {};
  const next = (change: Partial<Response>): Response => ({ ...state, ...change, history: [...state.history, { at, by, did: entry.did, ...said, ...note }], revision: state.revision + 1 });
  const step = (id: string, change: (step: ResponseStep) => Partial<ResponseStep>): Response =>
    next({ steps: state.steps.map((one) => (one.id === id ? { ...one, ...change(one) } : one)) });
  switch (entry.did) {
    case 'owned': return step(entry.step, () => ({ owner: entry.to }));
    case 'done': return step(entry.step, ({ done }) => ({ done: [...done, { at, by, text: entry.evidence }], skipped: null }));
    case 'undone': return step(entry.step, () => ({ done: [], skipped: null }));
    case 'skipped': return step(entry.step, () => ({ skipped: { at, by, text: entry.note } }));
    case 'added': return next({ steps: [...state.steps, stepOf(entry.step, { at, by, text: entry.note })] });
    case 'ended': return next({ ended: { at, by, text: entry.note } });
  }
}

export const isFirm = ({ id }: Pick<PlanStep, 'id'>): boolean => (FIRM_STEPS as readonly string[]).includes(id);

/** A step counts as done when as many different people did it as it needs. */
export function isDone({ id, done }: ResponseStep): boolean {
  return new Set(done.map(({ by }) => by)).size >= (id === 'confirm' ? CONFIRM_PEOPLE : 1);
}

/** Steps that have to come first: nothing but preserving goes before two people have confirmed, and no contact before all is preserved. */
export function lockedBy({ id, isContact }: ResponseStep, { steps }: Pick<Response, 'steps'>): readonly ResponseStep[] {
  const firsts: readonly string[] = isFirm({ id }) ? [] : isContact ? FIRM_STEPS : ['confirm'];
  return steps.filter((one) => firsts.includes(one.id) && !isDone(one));
}

/** What somebody wants to do about a step, or about the whole response. */
export type ResponseWish =
  | { readonly kind: 'own' | 'disown'; readonly step: string }
  | { readonly kind: 'done'; readonly step: string; readonly evidence: string }
  | { readonly kind: 'undo' | 'skip'; readonly step: string; readonly note: string }
  | { readonly kind: 'add'; readonly title: string; readonly isContact: boolean; readonly note: string }
  | { readonly kind: 'end'; readonly note: string };

/** Why a wish cannot be had, as a sentence; undefined where it can. */
export function refusedStep(response: Response, wish: ResponseWish, by: string): string | undefined {
  if (response.ended) return 'This response has ended.';
  if (wish.kind === 'add') return undefined;
  if (wish.kind === 'end') {
    const open = response.steps.filter((step) => !isDone(step) && !step.skipped);
    return open.length === 0 ? undefined : `${open.length === 1 ? 'One step is' : `${open.length} steps are`} open. Do or skip ${open.length === 1 ? 'it' : 'them'} first.`;
  }
  const step = response.steps.find(({ id }) => id === wish.step);
  if (!step) return 'The plan has no such step.';
  if (wish.kind === 'skip' && isFirm(step)) return 'This step is left out of no response.';
  if (wish.kind === 'undo') return step.done.length === 0 && !step.skipped ? 'It is neither done nor skipped.' : undefined;
  if (wish.kind === 'done') {
    if (isDone(step)) return 'It is done already.';
    if (step.done.some((word) => word.by === by)) return 'You confirmed it already. Somebody else has to confirm it too.';
    const [first] = lockedBy(step, response);
    if (first) return `“${first.title}” comes first.`;
  }
  return undefined;
}

/** The entry that a wish becomes. */
export function entryOfWish(response: Response, wish: ResponseWish, at: Instant, by: string): ResponseEntry {
  const whose = { at, by, case: response.case };
  switch (wish.kind) {
    case 'own': return { ...whose, did: 'owned', step: wish.step, to: by };
    case 'disown': return { ...whose, did: 'owned', step: wish.step, to: null };
    case 'done': return { ...whose, did: 'done', step: wish.step, evidence: wish.evidence };
    case 'undo': return { ...whose, did: 'undone', step: wish.step, note: wish.note };
    case 'skip': return { ...whose, did: 'skipped', step: wish.step, note: wish.note };
    case 'add': {
      const own = Math.max(0, ...response.steps.map(({ id }) => Number(/^own-(\d+)$/.exec(id)?.[1] ?? 0)));
      return { ...whose, did: 'added', step: { id: `own-${own + 1}`, title: wish.title, says: '', isContact: wish.isContact }, note: wish.note };
    }
    case 'end': return { ...whose, did: 'ended', note: wish.note };
  }
}
