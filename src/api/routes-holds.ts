import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { confirmRefusal, firstOf, stateOf, type Hold } from '../run/holds/hold.ts';
import { MOST_HELD, askHold, askRelease, confirmHold, readHolds, sayDuring } from '../run/holds/hold-book.ts';
import { check } from './access.ts';
import type { HoldView, HoldsView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { leftOutOf, mustNotBeOwn, ownHires, pipelineWithout } from './own-record.ts';
import { mustBeSecond, whyNotSecond } from './second-person.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const ids = z.array(z.string().min(1).max(200)).max(MOST_HELD);
const Wish = z.object({ hires: ids, cases: ids, matter: z.string().max(1_000), reason: z.string().max(1_000), review: z.string().max(10) });

/** Legal holds: asked for and released by two people each. */
export function addHoldRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, pipeline } = parts;
  const turn = inTurn();
  /** All but those that list whoever reads, or a case that names them. */
  const holds = async (): Promise<readonly Hold[]> => {
    const scene = await parts.scenes.now();
    const cases = scene ? leftOutOf(scene).cases : new Set<string>();
    return (await readHolds(store)).filter((hold) => ![...hold.hires, ...hold.people].some((hire) => ownHires().has(hire)) && !hold.cases.some((id) => cases.has(id)));
  };
  const mustBeRead = async (id: string): Promise<Hold> => {
    const found = (await holds()).find((hold) => hold.id === id);
    if (!found) throw new FarmwatchError('not.found', { what: 'hold under this id' });
    return found;
  };

  const told = <T>(answer: T): T => {
    parts.news.publish({ event: 'holds' });
    return answer;
  };

  /** Whether whoever reads may confirm it is said before they click, and looked at again when they do. */
  const viewFor = async (hold: Hold, user: string): Promise<HoldView> => {
    const waits = confirmRefusal(hold, user, parts.now()) === undefined;
    const whyNotConfirm = waits ? await whyNotSecond(firstOf(hold), user, parts) : undefined;
    return holdView(hold, parts.now(), waits && whyNotConfirm === undefined, whyNotConfirm);
  };

  server.get('/api/holds', { schema: { summary: 'Every legal hold there is and was', tags: ['rights'] } }, async (request): Promise<HoldsView> => {
    const { role, user } = await sessionOf(request, parts);
    check(role, 'hold-records');
    return { holds: (await Promise.all((await holds()).map((hold) => viewFor(hold, user)))).reverse() };
  });

  server.post('/api/holds', { schema: { summary: 'Ask for a hold on listed hires and cases', tags: ['rights'], body: Wish } }, async (request): Promise<HoldView & { readonly said: string }> => {
    const { role, user } = await actorOf(request, parts);
    check(role, 'hold-records');
    request.body.hires.forEach((hire) => mustNotBeOwn(hire.trim()));
    return turn(async () => {
      const hold = await askHold(store, pipelineWithout(pipeline, ownHires()), request.body, user, parts.now());
      return told({ ...await viewFor(hold, user), said: sayDuring(hold) });
    });
  });

  server.post('/api/holds/:id/confirm', { schema: { summary: 'Confirm a hold, or its release, as a second person', tags: ['rights'], params: Id } }, async (request): Promise<HoldView> => {
    const { role, user } = await actorOf(request, parts);
    check(role, 'hold-records');
    return turn(async () => {
      await mustBeSecond(firstOf(await mustBeRead(request.params.id)), { user }, parts);
      return told(await viewFor(await confirmHold(store, pipeline, request.params.id, user, parts.now()), user));
    });
  });

  server.post('/api/holds/:id/release', { schema: { summary: 'Ask that a hold be released', tags: ['rights'], params: Id, body: z.object({ reason: z.string().max(1_000) }) } }, async (request): Promise<HoldView> => {
    const { role, user } = await actorOf(request, parts);
    check(role, 'hold-records');
    await mustBeRead(request.params.id);
    return turn(async () => told(await viewFor(await askRelease(store, request.params.id, request.body.reason, user, parts.now()), user)));
  });
}

function holdView(hold: Hold, now: number, mayConfirm: boolean, whyNotConfirm: string | undefined): HoldView {
  const { id, hires, cases, matter, reason, review, asked, confirmed, releaseAsked, released } = hold;
  return {
    id, hires, cases, matter, reason, review, asked, ...(confirmed ? { confirmed } : {}), ...(releaseAsked ? { releaseAsked } : {}), ...(released ? { released } : {}),
    state: stateOf(hold, now), mayConfirm, ...(whyNotConfirm === undefined ? {} : { whyNotConfirm }),
  };
}
