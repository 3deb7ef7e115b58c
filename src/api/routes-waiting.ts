import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { allowanceBook } from '../run/allowed/allowance.ts';
import { checkBook } from '../run/checks/check-book.ts';
import { NO_RULES } from '../run/checks/check-rules.ts';
import { moveRow } from '../run/laptops/act-rows.ts';
import { deviceActBook, isContact, type StandingAct } from '../run/laptops/device-acts.ts';
import { isWaiting } from '../run/waiting-book.ts';
import { check } from './access.ts';
import { waitingAllowance } from './allowances.ts';
import { allChecks, waitingChecks } from './checks.ts';
import type { WaitingActsView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { leftOutOf } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { mustBeSecond } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';
import type { Scene } from './scene.ts';
import { refusal, waitingView } from './waiting.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const LONGEST_NOTE = 4_000;
export const Release = z.object({ note: z.string().trim().max(LONGEST_NOTE).optional() });
export const Hold = z.object({ note: z.string('write a sentence').trim().min(1, 'write a sentence').max(LONGEST_NOTE, '4,000 characters are the most') });

/** What waits for whoever works on cases: contacts of IT staff, and moves that want a second person. */
export function addWaitingRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const book = deviceActBook(parts.store);
  const allowances = allowanceBook(parts.store);
  const checks = checkBook(parts.store);
  const turn = inTurn();

  const waitingOrNone = async (id: string): Promise<StandingAct> => {
    const act = await book.waiting(id);
    if (!act || isLeftOut(act, await parts.scenes.now())) throw new FarmwatchError('not.found', { what: 'act that waits under this id', cure: 'Somebody may have let it go already.' });
    return act;
  };
  const told = (): void => {
    parts.news.publish({ event: 'devices' });
    parts.news.publish({ event: 'waiting' });
  };

  server.get('/api/device-acts/waiting', { schema: { summary: 'Contacts and moves that wait for whoever works on cases', tags: ['cases'] } }, async (request): Promise<WaitingActsView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'work-cases');
    const scene = await parts.scenes.now();
    if (!scene) return { acts: [], allowances: [] };
    return {
      acts: [...(await book.read()).values()].flat().filter(isWaiting).filter((act) => !isLeftOut(act, scene)).sort((a, b) => a.at - b.at).map((act) => waitingView(act, session.user, scene)),
      allowances: (await allowances.read()).filter(isWaiting).filter((asked) => !leftOutOf(scene).cases.has(asked.case)).map((asked) => waitingAllowance(asked, session.user, scene)),
      checks: waitingChecks(allChecks(await checks.read(), parts.checkRules ?? NO_RULES, scene, parts.now(), leftOutOf(scene)), session.user, scene),
    };
  });

  server.post('/api/device-acts/:id/release', { schema: { summary: 'Lets a waiting contact go, or confirms a move as a second person', tags: ['cases'], params: Id, body: Release.nullish() } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    const note = request.body?.note;
    await turn(async () => {
      const act = await waitingOrNone(request.params.id);
      const why = refusal(act, session.user, (await parts.scenes.now())?.cases ?? []);
      if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
      if (!isContact(act.kind)) await mustBeSecond(act, session, parts);
      const at = parts.now();
      const refused = act.move && await parts.tables.write({ travel: [{ row: moveRow(act, act.move, session.user) }] }, at);
      if (refused !== undefined) throw new FarmwatchError('request.invalid', { why: `The move was not written. ${refused}.` });
      await book.release(act.id, { at, by: session.user, ...(note ? { note } : {}) });
    });
    told();
    return {};
  });

  server.post('/api/device-acts/:id/hold', { schema: { summary: 'Leaves it waiting, with a note', tags: ['cases'], params: Id, body: Hold } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    check(session.role, 'work-cases');
    await turn(async () => book.hold((await waitingOrNone(request.params.id)).id, { at: parts.now(), by: session.user, note: request.body.note }));
    told();
    return {};
  });
}

/** Nobody decides about their own laptop. */
function isLeftOut({ hire }: StandingAct, scene: Scene | undefined): boolean {
  return scene !== undefined && leftOutOf(scene).hires.has(hire);
}
