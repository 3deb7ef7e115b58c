import type { PlanTrialView, PlanTry, PlanWrite, ResponsePlanView, SessionView } from '../../src/api/contract.ts';
import { send, type Answer } from '../api.ts';

/** What another plan would change; nothing is written. */
export function tryPlan(session: SessionView, body: PlanTry): Promise<Answer<PlanTrialView>> {
  return send(session, '/api/response-plan/try', body);
}

export function writePlan(session: SessionView, body: PlanWrite): Promise<Answer<ResponsePlanView>> {
  return send(session, '/api/response-plan', body);
}

/** Lets a plan hold that waits; with a note, turns it down. */
export function answerPlan(session: SessionView, id: string, note: string | undefined): Promise<Answer<ResponsePlanView>> {
  return send(session, `/api/response-plan/${encodeURIComponent(id)}/${note === undefined ? 'confirm' : 'refuse'}`, note === undefined ? {} : { note });
}
