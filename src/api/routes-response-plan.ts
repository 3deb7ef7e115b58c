import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DEFAULT_PLAN, MOST_DUE_HOURS, MOST_STEPS, PLAN_OWNERS, type PlanOwner } from '../cases/response-plan.ts';
import { FILE_RULES, planRefusal, responsePlans } from '../run/responses/plan-book.ts';
import { responseBook } from '../run/responses/response-book.ts';
import { isWaiting } from '../cases/plan-versions.ts';
import { check, may } from './access.ts';
import type { Session } from './session-book.ts';
import type { PlanTrialView, ResponsePlanView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { leftOutOf } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { OWNERS, planHistory, planStepView, stepsOf } from './response-plan.ts';
import { mustBeSecond, whyNotSecond } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const sentence = z.string('write a sentence').trim().min(10, 'write a sentence').max(1_000, '1,000 characters are the most');
const Step = z.strictObject({
  id: z.string().min(1).max(40), title: z.string('name the step').trim().min(1, 'name the step').max(120), says: z.string().trim().max(2_000), isContact: z.boolean(),
  owner: z.enum(Object.keys(PLAN_OWNERS) as [PlanOwner, ...PlanOwner[]], `one of ${Object.keys(PLAN_OWNERS).join(', ')}`).optional(),
  dueHours: z.number().int('whole hours').min(1, 'an hour at least').max(MOST_DUE_HOURS, `${MOST_DUE_HOURS} hours are the most`).optional(),
});
const Steps = z.array(Step).min(1).max(MOST_STEPS, `${MOST_STEPS} steps are the most`).nullable();

/** The company's plan of a response: read by whoever works on responses, written by whoever answers for it. */
export function addResponsePlanRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const plans = responsePlans(parts.store, parts.responsePlan);
  const book = responseBook(parts.store);
  const turn = inTurn();

  const viewFor = async ({ user, role }: Session): Promise<ResponsePlanView> => {
    const [known, planOf, responses, scene] = [await plans.read(), await plans.planOf(), await book.read(), await parts.scenes.now()];
    const steps = planOf(parts.now());
    const waits = known.versions.find(isWaiting);
    const mayWrite = may(role, 'write-response-plan');
    const history = planHistory(known);
    return {
      steps: steps.map(planStepView), shipped: DEFAULT_PLAN.map(planStepView), from: plans.isFile ? 'file' : steps === DEFAULT_PLAN ? 'shipped' : 'written',
      revision: known.revision, mayWrite, fixed: plans.isFile ? FILE_RULES : undefined,
      waiting: waits && {
        ...history.find(({ id }) => id === waits.id)!, steps: (waits.steps ?? DEFAULT_PLAN).map(planStepView),
        refused: mayWrite ? planRefusal(waits, user) ?? await whyNotSecond(waits, user, parts) : 'Somebody who may write the plan confirms it.',
      },
      history, owners: OWNERS, underWay: [...responses.values()].filter((one) => !one.ended && !(scene && leftOutOf(scene).cases.has(one.case))).length, simulated: scene?.simulated ?? false,
    };
  };
  const changed = async (session: Session): Promise<ResponsePlanView> => {
    parts.news.publish({ event: 'responses' });
    return viewFor(session);
  };

  server.get('/api/response-plan', { schema: { summary: 'The plan of a response, with its history', tags: ['response'] } }, async (request): Promise<ResponsePlanView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'work-response');
    return viewFor(session);
  });

  server.post('/api/response-plan/try', { schema: { summary: 'What another plan would change; nothing is written', tags: ['response'], body: z.object({ steps: Steps }) } }, async (request): Promise<PlanTrialView> => {
    check((await actorOf(request, parts)).role, 'write-response-plan');
    const { steps } = request.body;
    const tried = await plans.tried(steps && stepsOf(steps), parts.now());
    return { ...tried, steps: tried.steps.map(planStepView) };
  });

  server.post('/api/response-plan', { schema: { summary: 'Writes another plan; what takes from people’s protection waits for somebody else', tags: ['response'], body: z.object({ steps: Steps, why: sentence, revision: z.number('goes with every change; read the plan first').int().min(0) }) } }, async (request): Promise<ResponsePlanView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'write-response-plan');
    const { steps, why, revision } = request.body;
    await turn(async () => plans.write({ steps: steps && stepsOf(steps), why, revision }, session.user, parts.now()));
    return changed(session);
  });

  server.post('/api/response-plan/:id/confirm', { schema: { summary: 'Lets a plan hold that waits, as a second person', tags: ['response'], params: Id } }, async (request): Promise<ResponsePlanView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'write-response-plan');
    await turn(async () => {
      await mustBeSecond(await plans.waiting(request.params.id), session, parts);
      await plans.confirm(request.params.id, session.user, parts.now());
    });
    return changed(session);
  });

  server.post('/api/response-plan/:id/refuse', { schema: { summary: 'Turns down a plan that waits, or takes one’s own back', tags: ['response'], params: Id, body: z.object({ note: sentence }) } }, async (request): Promise<ResponsePlanView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'write-response-plan');
    await turn(async () => plans.turnDown(request.params.id, request.body.note, session.user, parts.now()));
    return changed(session);
  });
}
