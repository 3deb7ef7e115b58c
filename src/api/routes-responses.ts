import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { entryOfWish, refusedStep, type Response } from '../cases/response.ts';
import { FarmwatchError } from '../errors.ts';
import { responsePlans } from '../run/responses/plan-book.ts';
import { responseBook, responsesOf } from '../run/responses/response-book.ts';
import { viewJournal } from '../run/views.ts';
import { check } from './access.ts';
import type { ResponsesView, ResponseView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { leftOutOf } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { responseLine, responseView } from './responses.ts';
import { sceneOf, type Scene } from './scene.ts';
import { mustBeSecond, mustBeSomebody } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(200) });
const revision = z.number('goes with every act; read the response first').int().min(0);
const step = z.string('name a step').min(1).max(40);
const text = z.string('write a sentence').trim().min(1, 'write a sentence').max(4_000, '4,000 characters are the most');
const Act = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), note: text, revision }),
  z.object({ kind: z.literal('end'), note: text, revision }),
  z.object({ kind: z.enum(['own', 'disown']), step, revision }),
  z.object({ kind: z.literal('done'), step, evidence: text, revision }),
  z.object({ kind: z.enum(['undo', 'skip']), step, note: text, revision }),
  z.object({ kind: z.literal('add'), title: z.string('name the step').trim().min(1, 'name the step').max(120), isContact: z.boolean(), note: text, revision }),
], 'one of start, end, own, disown, done, undo, skip, add');

/** What people do about a confirmed case. Farmwatch writes it down and performs none of it. */
export function addResponseRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const plans = responsePlans(parts.store, parts.responsePlan);
  const book = responseBook(parts.store);
  const views = viewJournal(parts.store);
  const turn = inTurn();
  const responses = async (scene: Scene): Promise<readonly Response[]> => responsesOf(await book.read(), scene.cases, await plans.planOf()).filter((one) => !leftOutOf(scene).cases.has(one.case));
  const viewOf = (response: Response, scene: Scene, user: string): ResponseView =>
    responseView(response, scene.cases.find(({ id }) => id === response.case), scene.names, user, scene.simulated, parts.now());
  const responseTo = async (id: string, scene: Scene): Promise<Response> => {
    const found = (await responses(scene)).find((one) => one.case === id);
    if (!found) throw new FarmwatchError('not.found', { what: 'response to a case under this address', cure: 'One begins when a case is closed as a laptop farm, or by hand on the page of the case.' });
    return found;
  };

  server.get('/api/responses', { schema: { summary: 'Responses under way, and those that ended', tags: ['response'] } }, async (request): Promise<ResponsesView> => {
    check((await sessionOf(request, parts)).role, 'work-response');
    const scene = await parts.scenes.now();
    const rows = scene ? (await responses(scene)).map((response) => responseLine(response, scene.cases.find(({ id }) => id === response.case))) : [];
    return { at: parts.now(), rows: rows.toSorted((a, b) => Number(a.ended !== undefined) - Number(b.ended !== undefined)), simulated: scene?.simulated ?? false };
  });

  server.get('/api/responses/:id', { schema: { summary: 'The response to one case, step by step', tags: ['response'], params: Id } }, async (request): Promise<ResponseView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'work-response');
    const scene = await sceneOf(parts.scenes);
    const view = viewOf(await responseTo(request.params.id, scene), scene, session.user);
    await views.append({ at: parts.now(), by: session.user, what: 'response', id: view.case, people: view.people });
    return view;
  });

  server.post('/api/responses/:id/acts', { schema: { summary: 'Start, own, do, undo, skip or add a step, end; the facts are confirmed by a second person too', tags: ['response'], params: Id, body: Act } }, async (request): Promise<ResponseView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-response');
    const { revision: seen, ...act } = request.body;
    const id = request.params.id;
    const view = await turn(async () => {
      const [scene, at, by] = [await sceneOf(parts.scenes), parts.now(), session.user];
      if (act.kind === 'start') {
        // Who may not read a case cannot know that it is one to respond to.
        check(session.role, 'work-cases');
        const state = scene.cases.find((one) => one.id === id);
        if (!state || state.status === 'merged') throw new FarmwatchError('not.found', { what: 'case under this address' });
        if ((await responses(scene)).some((one) => one.case === id)) throw new FarmwatchError('record.stale', { id: `the response to ${id}` });
        await book.append({ did: 'started', at, by, case: id, plan: (await plans.planOf())(at), note: act.note });
      } else {
        const response = await responseTo(id, scene);
        if (seen !== response.revision) throw new FarmwatchError('record.stale', { id: `the response to ${id}` });
        if (act.kind === 'done' && act.step === 'confirm') {
          await mustBeSomebody(session, parts);
          for (const first of response.steps.find(({ id: step }) => step === 'confirm')?.done ?? []) await mustBeSecond(first, session, parts);
        }
        const why = refusedStep(response, act, by);
        if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
        // A response that began with a closing is written down with the first thing that is done about it.
        if (response.revision === 0) await book.append({ did: 'started', at: response.startedAt, by: response.startedBy, case: id, plan: (await plans.planOf())(response.startedAt) });
        await book.append(entryOfWish(response, act, at, by));
      }
      return viewOf(await responseTo(id, scene), scene, by);
    });
    parts.news.publish({ event: 'responses' });
    return view;
  });
}
