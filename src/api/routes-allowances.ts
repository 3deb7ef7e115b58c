import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Case } from '../cases/case.ts';
import { realDay } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { allowanceBook, type Allowed, type StandingAllowance } from '../run/allowed/allowance.ts';
import { tryAllowance } from '../run/allowed/trial.ts';
import { check } from './access.ts';
import { allowedOf, offersOf, OWN, trialView } from './allowances.ts';
import type { AllowancesView, AllowanceTrialView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { leftOutOf } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { Hold, Release } from './routes-waiting.ts';
import { mustBeSecond } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';
import type { Scene } from './scene.ts';

const Id = z.object({ id: z.string().min(1).max(200) });
const text = (what: string, most: number): z.ZodString => z.string(what).trim().min(1, what).max(most, `${most} characters are the most`);
const What = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('permission'), tool: z.string().min(1).max(200), scope: z.string().min(1).max(300) }),
  z.object({ kind: z.literal('place'), finding: z.string().min(1).max(200), placeKind: z.enum(['office', 'vpn-egress', 'cowork', 'campus', 'cloud-desktop', 'carrier-nat']), name: text('give the place a name', 200) }),
  z.object({ kind: z.literal('household'), people: z.array(z.string().min(1).max(200)).min(2).max(50) }),
]);
/** An entry of the allow-list as it is asked for with a closing. */
export const AllowanceAsked = z.object({ what: What, until: z.string().refine(realDay, 'write the last day as 2026-12-31'), owner: text('say who answers for it', 200), reason: text('say why', 4_000) });

/** What could be allowed by the evidence of a case, what it would hide, and the second person that it wants. */
export function addAllowanceRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const book = allowanceBook(parts.store);
  const turn = inTurn();
  // A trial judges everybody anew, twice; several at once would only be slower.
  const trial = inTurn();

  const caseOf = async (id: string): Promise<{ readonly scene: Scene; readonly state: Case }> => {
    const scene = await parts.scenes.now();
    const state = scene?.cases.find((one) => one.id === id);
    if (!scene || !state) throw new FarmwatchError('not.found', { what: 'case under this address' });
    return { scene, state };
  };
  const tried = (what: Allowed, state: Pick<Case, 'hires'>, scene: Scene): Promise<AllowanceTrialView> =>
    trial(async () => trialView(await tryAllowance(parts.pipeline, scene.run.asOf, what), what, state, scene));
  const waitingOrNone = async (id: string): Promise<StandingAllowance> => {
    const asked = await book.waiting(id);
    const scene = await parts.scenes.now();
    if (!asked || (scene && leftOutOf(scene).cases.has(asked.case))) throw new FarmwatchError('not.found', { what: 'entry that waits under this id', cure: 'Somebody may have confirmed it already.' });
    return asked;
  };

  server.get('/api/cases/:id/allowances', { schema: { summary: 'What could be allowed by the evidence of a case', tags: ['cases'], params: Id } }, async (request): Promise<AllowancesView> => {
    check((await sessionOf(request, parts)).role, 'work-cases');
    const { scene, state } = await caseOf(request.params.id);
    return { offers: offersOf(state, scene) };
  });

  server.post('/api/cases/:id/allowances/try', { schema: { summary: 'What an entry of the allow-list would have hidden; changes nothing', tags: ['cases'], params: Id, body: z.object({ what: What }) } }, async (request): Promise<AllowanceTrialView> => {
    check((await actorOf(request, parts)).role, 'work-cases');
    const { scene, state } = await caseOf(request.params.id);
    return tried(allowedOf(request.body.what, state, scene), state, scene);
  });

  server.post('/api/allowances/:id/try', { schema: { summary: 'What an entry that waits would hide', tags: ['cases'], params: Id } }, async (request): Promise<AllowanceTrialView> => {
    check((await actorOf(request, parts)).role, 'work-cases');
    const asked = await waitingOrNone(request.params.id);
    const { scene, state } = await caseOf(asked.case);
    return tried(asked.allowance.what, state, scene);
  });

  server.post('/api/allowances/:id/release', { schema: { summary: 'Confirms an entry of the allow-list as a second person; it holds from then on', tags: ['cases'], params: Id, body: Release.nullish() } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    const note = request.body?.note;
    await turn(async () => {
      const { id, by, at: askedAt, allowance } = await waitingOrNone(request.params.id);
      if (by === session.user) throw new FarmwatchError('request.invalid', { why: OWN });
      await mustBeSecond({ by, at: askedAt }, session, parts);
      const at = parts.now();
      const refused = await parts.tables.allow(allowance, id, session.user, at);
      if (refused !== undefined) throw new FarmwatchError('request.invalid', { why: `It was not written. ${refused}.` });
      await book.release(id, { at, by: session.user, ...(note ? { note } : {}) });
    });
    parts.news.publish({ event: 'waiting' });
    return {};
  });

  server.post('/api/allowances/:id/hold', { schema: { summary: 'Leaves an entry waiting, with a note', tags: ['cases'], params: Id, body: Hold } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    await turn(async () => book.hold((await waitingOrNone(request.params.id)).id, { at: parts.now(), by: session.user, note: request.body.note }));
    parts.news.publish({ event: 'waiting' });
    return {};
  });
}
