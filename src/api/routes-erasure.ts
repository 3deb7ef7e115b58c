import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { auditOf } from '../run/audit/audit.ts';
import { askOrErasure, erase, placesOf, rehearseErasure } from '../run/erasures/erasing.ts';
import { GROUNDS, saidErasure, type Erasure, type Ground } from '../run/erasures/erasure.ts';
import { sayCounts } from '../run/housekeeping.ts';
import type { RightsAsk } from '../run/rights-asks.ts';
import { viewJournal } from '../run/views.ts';
import { check } from './access.ts';
import type { ErasedView, ErasureView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import { ownHires } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const sentence = z.string().trim().min(1, 'write a sentence').max(1_000);
const Wish = z.object({ ground: z.enum(Object.keys(GROUNDS) as [Ground, ...Ground[]]), reason: sentence, decision: z.object({ by: sentence, why: sentence }).optional() });
/** Everything that is held is read for it. */
const RARE = { rateLimit: { max: 6, timeWindow: '1 minute' } };

/** Letting one person go on their request: what would go, and that they go. */
export function addErasureRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store } = parts;
  const turn = inTurn();
  /** Nobody lets themselves go. */
  const found = async (id: string): Promise<RightsAsk | Erasure> => {
    const one = await askOrErasure(store, id);
    if ('hire' in one && ownHires().has(one.hire)) throw new FarmwatchError('not.found', { what: 'ask under this id' });
    return one;
  };
  const nameOf = async ({ hire }: RightsAsk): Promise<string> => (await parts.scenes.now())?.names.of(hire) ?? 'somebody';

  server.get('/api/rights/:id/erasure', { config: RARE, schema: { summary: 'What would go if whoever asked were let go now, place by place, and what stands against it', tags: ['rights'], params: Id } }, async (request): Promise<ErasureView> => {
    const { role, user } = await sessionOf(request, parts);
    check(role, 'answer-rights');
    const one = await found(request.params.id);
    if (!('hire' in one)) return { ask: one.ask, said: saidErasure(one), objections: [], places: [] };
    // Written down first: a look that could not be kept does not take place.
    await viewJournal(store).append({ at: parts.now(), by: user, what: 'erasure', id: one.id, people: [await nameOf(one)] });
    const told = await rehearseErasure(parts.erasing(), one);
    return { ask: one.id, ...(told.forbidden === undefined ? {} : { forbidden: told.forbidden }), objections: told.objections, places: placesOf(told) };
  });

  server.post('/api/rights/:id/erase', { config: RARE, schema: { summary: 'Let whoever asked go now, with whatever is held of them', tags: ['rights'], params: Id, body: Wish } }, async (request): Promise<ErasedView> => {
    const { role, user } = await actorOf(request, parts);
    check(role, 'answer-rights');
    return turn(async () => {
      const one = await found(request.params.id);
      if (!('hire' in one)) return { ask: one.ask, said: saidErasure(one) };
      await auditOf(store).append({ at: parts.now(), by: user, role, from: 'page', did: 'change', what: 'erasure', id: one.id, people: [await nameOf(one)] });
      const { ground, reason, decision } = request.body;
      const erasure = await erase(parts.erasing(), one, { ground, reason, ...(decision ? { decision } : {}) }, user);
      parts.scenes.refresh();
      return { ask: one.id, said: `${saidErasure(erasure)} ${sayCounts(erasure.done!.counts)}` };
    });
  });
}
