import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { afterwardsSaid } from '../rights/afterwards.ts';
import { FIELD_KINDS, NEVER } from '../rights/facts.ts';
import { listsSaid } from '../rights/list-kinds.ts';
import { keptOfPeople, rightsSaid, sourcesSaid } from '../rights/notice.ts';
import { outsideSaid } from '../rights/outside.ts';
import { lacking, recordDuties } from '../run/duties.ts';
import { check, may } from './access.ts';
import type { Session } from './session-book.ts';
import type { AboutYouView, DutiesView } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { actorOf, sessionOf } from './session.ts';

const Duties = z.object({ noticeGivenOn: z.string().max(10).optional(), purpose: z.string().max(1_000).optional(), owner: z.string().max(200).optional() });

/** What is recorded before anybody is watched, and what those who are watched may read of it. */
export function addDutyRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store } = parts;

  // Whoever is watched has no account here; nothing in it is about any one person.
  server.get('/api/about-you', { schema: { summary: 'What is kept about people who are watched, from the configuration; open to everybody', tags: ['rights'] } }, async (): Promise<AboutYouView> => {
    const facts = await parts.facts();
    return {
      company: facts.company, contact: facts.contact, simulated: facts.simulated, purpose: facts.duties.purpose, noticeGivenOn: facts.duties.noticeGivenOn, daysBefore: facts.scope.daysBefore, daysAfter: facts.scope.daysAfter,
      legalGround: facts.legalGround,
      sources: sourcesSaid(facts), lists: listsSaid(facts.lists), reads: FIELD_KINDS.map(({ says }) => says), afterwards: afterwardsSaid(facts.days), never: NEVER, kept: keptOfPeople(facts), rights: rightsSaid(facts), outside: outsideSaid(facts), transfers: facts.transfers,
    };
  });

  const dutiesView = async ({ role }: Session): Promise<DutiesView> => {
    const { duties, simulated } = await parts.facts();
    return {
      lacks: simulated ? [] : lacking(duties, parts.now()), mayRecord: may(role, 'record-duties'),
      noticeGivenOn: duties.noticeGivenOn, purpose: duties.purpose, owner: duties.owner,
    };
  };
  server.get('/api/duties', { schema: { summary: 'What is recorded before real people are watched, and what lacks', tags: ['rights'] } }, async (request): Promise<DutiesView> => dutiesView(await sessionOf(request, parts)));

  server.post('/api/duties', { schema: { summary: 'Record notice, purpose and owner', tags: ['rights'], body: Duties } }, async (request): Promise<DutiesView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'record-duties');
    const { noticeGivenOn, purpose, owner } = request.body;
    await recordDuties(store, { ...(noticeGivenOn ? { noticeGivenOn } : {}), ...(purpose === undefined ? {} : { purpose }), ...(owner === undefined ? {} : { owner }) }, session.user, parts.now());
    return dutiesView(session);
  });
}
