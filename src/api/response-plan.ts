import { holdsSince, isWaiting, type PlanBook, type PlanVersion } from '../cases/plan-versions.ts';
import { DEFAULT_PLAN, isProtecting, PLAN_OWNERS, type PlanOwner, type PlanStep } from '../cases/response-plan.ts';
import { isFirm } from '../cases/response.ts';
import { withoutMarks } from '../core/marks.ts';
import type { PlanStepView, PlanStepWish, PlanVersionView, ResponsePlanView } from './contract.ts';

export function planStepView(step: PlanStep): PlanStepView {
  const { id, title, says, isContact = false, owner, dueHours } = step;
  return {
    id, title, says, isContact, isProtecting: isProtecting(step), isFirm: isFirm(step), isShippedContact: DEFAULT_PLAN.some((shipped) => shipped.id === id && shipped.isContact),
    ...(owner === undefined ? {} : { owner }), ...(dueHours === undefined ? {} : { dueHours }),
  };
}

/** Steps as they are kept: no mark turns or hides a word, and what is not said is not there. */
export function stepsOf(wished: readonly PlanStepWish[]): readonly PlanStep[] {
  return wished.map(({ id, title, says, isContact, owner, dueHours }) => ({ id, title: withoutMarks(title), says: says.split('\n').map(withoutMarks).join('\n'), ...(isContact ? { isContact } : {}), ...(owner === undefined ? {} : { owner }), ...(dueHours === undefined ? {} : { dueHours }) }));
}

/** Every version, newest first, and which of them holds. */
export function planHistory({ versions }: PlanBook): readonly PlanVersionView[] {
  const since = (version: PlanVersion): number => holdsSince(version) ?? -Infinity;
  const newest = Math.max(-Infinity, ...versions.map(since));
  const holding = versions.findLast((version) => since(version) === newest && newest > -Infinity);
  return versions.map((version): PlanVersionView => {
    const { id, at, by, why, changes, weakens, confirmed, turnedDown } = version;
    return {
      id, at, by, why: withoutMarks(why), isReset: version.steps === null, changes: changes.map(withoutMarks), weakens: weakens.map(withoutMarks),
      state: turnedDown ? 'turned-down' : isWaiting(version) ? 'waits' : version === holding ? 'holds' : 'held',
      ...(confirmed ? { confirmed } : {}), ...(turnedDown ? { turnedDown: { ...turnedDown, note: withoutMarks(turnedDown.note) } } : {}),
    };
  }).reverse();
}

export const OWNERS: ResponsePlanView['owners'] = (Object.keys(PLAN_OWNERS) as readonly PlanOwner[]).map((id) => ({ id, says: PLAN_OWNERS[id] }));
