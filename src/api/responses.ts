import type { Case } from '../cases/case.ts';
import { HOUR, type Instant } from '../core/time.ts';
import { PLAN_OWNERS, weakenings } from '../cases/response-plan.ts';
import { isDone, isFirm, lockedBy, refusedStep, type Response, type ResponseStep } from '../cases/response.ts';
import type { ResponseLine, ResponseStepView, ResponseView } from './contract.ts';
import type { Names } from './names.ts';

/** A response as its readers see it: people by pseudonym, and nothing of what the case rests on. */
export function responseView(response: Response, state: Case | undefined, names: Names, user: string, simulated: boolean, at: Instant): ResponseView {
  const { case: id, startedAt, startedBy, ended, revision } = response;
  return {
    case: id, people: (state?.hires ?? []).map((hire) => names.of(hire)), startedAt, startedBy, ended: ended ?? undefined, revision, simulated, at, lacks: weakenings(response.steps),
    steps: response.steps.map((step) => stepView(step, response, user)),
  };
}

function stepView(step: ResponseStep, response: Response, user: string): ResponseStepView {
  const { id, title, says, isContact = false, owner, done, skipped, added, plannedOwner, dueHours } = step;
  const after = lockedBy(step, response);
  const state = isDone(step) ? 'done' : skipped ? 'skipped' : after.length > 0 ? 'locked' : done.length > 0 ? 'half' : 'open';
  return {
    id, title, says, isContact, state, after: after.map((first) => first.title), owner: owner ?? undefined, plannedFor: plannedOwner && PLAN_OWNERS[plannedOwner], dueAt: dueHours === undefined ? undefined : response.startedAt + dueHours * HOUR, done, skipped: skipped ?? undefined, added: added ?? undefined, isFirm: isFirm(step),
    refused: refusedStep(response, { kind: 'done', step: id, evidence: '' }, user),
  };
}

export function responseLine(response: Response, state: Case | undefined): ResponseLine {
  const over = response.steps.filter((step) => isDone(step) || step.skipped);
  const next = response.steps.find((step) => !over.includes(step) && lockedBy(step, response).length === 0);
  return {
    case: response.case, people: state?.hires.length ?? 0, startedAt: response.startedAt, done: over.length, steps: response.steps.length,
    next: response.ended ? undefined : next?.title, owner: next?.owner ?? undefined, ended: response.ended?.at,
  };
}
