import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { copyOf } from '../rights/subject-export.ts';
import { subjectMaterial } from '../rights/subject-material.ts';
import { readErasures } from '../run/erasures/erasing.ts';
import { GROUNDS, type Erasure } from '../run/erasures/erasure.ts';
import { RIGHTS, answerAsk, noteAsk, prepareAsk, readAsks, type Right, type RightsAsk } from '../run/rights-asks.ts';
import { viewJournal } from '../run/views.ts';
import { check } from './access.ts';
import type { ErasedLine, RightsAskView, RightsView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { mustNotBeOwn, ownHires } from './own-record.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const sentence = (most: number) => z.string().trim().min(1, 'write a sentence').max(most);
const Ask = z.object({ hire: z.string().trim().min(1).max(200), right: z.enum(Object.keys(RIGHTS) as [Right, ...Right[]]), note: z.string().max(2_000), receivedAt: z.number().int() });
/** A copy is read from all that is held. */
const RARE = { rateLimit: { max: 6, timeWindow: '1 minute' } };

/** What people ask for about their data, and what became of it. */
export function addRightsRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store, pipeline } = parts;
  const turn = inTurn();
  /** What was asked, but what whoever reads asked about themselves. */
  const asks = async (): Promise<readonly RightsAsk[]> => (await readAsks(store)).filter(({ hire }) => !ownHires().has(hire));
  const askUnder = async (id: string): Promise<RightsAsk> => {
    const ask = (await asks()).find((one) => one.id === id);
    if (!ask) throw new FarmwatchError('not.found', { what: 'ask under this id' });
    return ask;
  };
  server.get('/api/rights', { schema: { summary: 'What people asked for about their data, what is due first on top', tags: ['rights'] } }, async (request): Promise<RightsView> => {
    check((await sessionOf(request, parts)).role, 'answer-rights');
    return { now: parts.now(), mayWithhold: (await parts.facts()).mayWithhold, asks: (await asks()).map(askView), erased: (await readErasures(store)).map(erasedLine).toReversed() };
  });

  server.post('/api/rights', { schema: { summary: 'Note that somebody asked', tags: ['rights'], body: Ask } }, async (request): Promise<RightsAskView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'answer-rights');
    mustNotBeOwn(request.body.hire);
    return askView(await noteAsk(store, request.body, session.user, parts.now()));
  });

  server.post('/api/rights/:id/prepare', { schema: { summary: 'Say that a copy was looked over', tags: ['rights'], params: Id, body: z.object({ withhold: sentence(1_000).optional() }) } }, async (request): Promise<RightsAskView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'answer-rights');
    await askUnder(request.params.id);
    const { mayWithhold } = await parts.facts();
    return turn(async () => askView(await prepareAsk(store, request.params.id, request.body.withhold, mayWithhold, session.user, parts.now())));
  });

  server.post('/api/rights/:id/answer', { schema: { summary: 'Say that the person was answered', tags: ['rights'], params: Id, body: z.object({ note: sentence(2_000) }) } }, async (request): Promise<RightsAskView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'answer-rights');
    await askUnder(request.params.id);
    return turn(async () => askView(await answerAsk(store, request.params.id, request.body.note, session.user, parts.now())));
  });

  server.get('/api/rights/:id/copy', { config: RARE, schema: { summary: 'The copy for a person, once it was prepared; before that a draft to be looked over', tags: ['rights'], params: Id } }, async (request, reply) => {
    const session = await sessionOf(request, parts);
    check(session.role, 'answer-rights');
    const ask = await askUnder(request.params.id);
    if (ask.right !== 'access') throw new FarmwatchError('not.found', { what: 'ask for a copy under this id' });
    const facts = await parts.facts();
    const scene = await parts.scenes.now();
    // Written down first: a look that could not be kept does not take place.
    await viewJournal(store).append({ at: parts.now(), by: session.user, what: 'copy', id: ask.id, people: [scene?.names.of(ask.hire) ?? 'somebody'] });
    const copy = copyOf(await subjectMaterial(pipeline, ask.hire, facts, ask, parts.now()), facts.days);
    return reply.type('application/zip').header('content-disposition', `attachment; filename="${ask.id}${ask.prepared ? '' : '-to-look-over'}.zip"`)
      .send(Buffer.from(zipSync(Object.fromEntries([...copy].map(([name, text]) => [name, strToU8(text)])), { mtime: new Date(1980, 0, 1) })));
  });

}

function askView({ id, hire, right, note, receivedAt, dueAt, prepared, answered }: RightsAsk): RightsAskView {
  return {
    id, hire, right, note, receivedAt, dueAt, ...(prepared ? { prepared: { at: prepared.at, by: prepared.by, isWithheld: prepared.withhold !== undefined } } : {}), ...(answered ? { answered } : {}),
  };
}

function erasedLine({ ask, at, by, ground, reason, decision, done }: Erasure): ErasedLine {
  return { ask, at: done?.at ?? at, isDone: done !== undefined, by, ground: GROUNDS[ground], reason, ...(decision ? { decision } : {}) };
}
