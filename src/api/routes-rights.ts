import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { afterwardsSaid } from '../rights/afterwards.ts';
import { FIELD_KINDS, NEVER } from '../rights/facts.ts';
import { listsSaid } from '../rights/list-kinds.ts';
import { keptOfPeople, rightsSaid, sourcesSaid } from '../rights/notice.ts';
import { outsideSaid } from '../rights/outside.ts';
import { copyOf } from '../rights/subject-export.ts';
import { subjectMaterial } from '../rights/subject-material.ts';
import { addCorrection, correctionsOf } from '../run/corrections.ts';
import { readErasures } from '../run/erasures/erasing.ts';
import { GROUNDS, type Erasure } from '../run/erasures/erasure.ts';
import { lacking, recordDuties } from '../run/duties.ts';
import { RIGHTS, answerAsk, noteAsk, prepareAsk, readAsks, type Right, type RightsAsk } from '../run/rights-asks.ts';
import { viewJournal } from '../run/views.ts';
import { check, may } from './access.ts';
import type { Session } from './accounts.ts';
import type { AboutYouView, CorrectionView, DutiesView, ErasedLine, RightsAskView, RightsView } from './contract.ts';
import { inTurn } from './in-turn.ts';
import type { ApiParts } from './parts.ts';
import { ownHires } from './own-record.ts';
import { actorOf, sessionOf } from './routes-session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const sentence = (most: number) => z.string().trim().min(1, 'write a sentence').max(most);
const Ask = z.object({ hire: z.string().trim().min(1).max(200), right: z.enum(Object.keys(RIGHTS) as [Right, ...Right[]]), note: z.string().max(2_000), receivedAt: z.number().int() });
const Correction = z.object({ hire: z.string().trim().min(1).max(200), from: z.enum(['person', 'hr']), about: sentence(200), says: sentence(2_000) });
const Duties = z.object({ noticeGivenOn: z.string().max(10).optional(), purpose: z.string().max(1_000).optional(), owner: z.string().max(200).optional() });
/** A copy is read from all that is held. */
const RARE = { rateLimit: { max: 6, timeWindow: '1 minute' } };

/** What people who are watched may know and ask, and what is recorded before anybody is. */
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
  const aboutSomebodyElse = (hire: string): void => {
    if (ownHires().has(hire)) throw new FarmwatchError('request.invalid', { why: 'This is about yourself. A colleague writes it down.' });
  };

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

  server.get('/api/rights', { schema: { summary: 'What people asked for about their data, what is due first on top', tags: ['rights'] } }, async (request): Promise<RightsView> => {
    check((await sessionOf(request, parts)).role, 'answer-rights');
    return { now: parts.now(), mayWithhold: (await parts.facts()).mayWithhold, asks: (await asks()).map(askView), erased: (await readErasures(store)).map(erasedLine).toReversed() };
  });

  server.post('/api/rights', { schema: { summary: 'Note that somebody asked', tags: ['rights'], body: Ask } }, async (request): Promise<RightsAskView> => {
    const session = await actorOf(request, parts);
    check(session.role, 'answer-rights');
    aboutSomebodyElse(request.body.hire);
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

  server.post('/api/corrections', { schema: { summary: 'Keep a correction beside a record', tags: ['rights'], body: Correction } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    check(session.role, 'correct-records');
    aboutSomebodyElse(request.body.hire);
    await addCorrection(store, request.body, session.user, parts.now());
    return {};
  });

  const corrections = async (of: { readonly id: string; readonly kind: 'cases' | 'people' }): Promise<readonly CorrectionView[]> => {
    const scene = await parts.scenes.now();
    if (!scene) return [];
    const hire = of.kind === 'people' ? scene.names.hireOf(of.id) : undefined;
    const hires = of.kind === 'cases' ? scene.cases.find(({ id }) => id === of.id)?.hires ?? [] : hire === undefined ? [] : [hire];
    return (await correctionsOf(store, hires)).map((one) => ({ at: one.at, who: scene.names.of(one.hire), from: one.from, about: one.about, says: one.says }));
  };
  for (const kind of ['cases', 'people'] as const) {
    server.get(`/api/${kind}/:id/corrections`, { schema: { summary: 'What people or HR say is wrong in these records', tags: ['rights'], params: Id } }, async (request): Promise<readonly CorrectionView[]> => {
      check((await sessionOf(request, parts)).role, 'read-cases');
      return corrections({ id: request.params.id, kind });
    });
  }
}

function askView({ id, hire, right, note, receivedAt, dueAt, prepared, answered }: RightsAsk): RightsAskView {
  return {
    id, hire, right, note, receivedAt, dueAt, ...(prepared ? { prepared: { at: prepared.at, by: prepared.by, isWithheld: prepared.withhold !== undefined } } : {}), ...(answered ? { answered } : {}),
  };
}

function erasedLine({ ask, at, by, ground, reason, decision, done }: Erasure): ErasedLine {
  return { ask, at: done?.at ?? at, isDone: done !== undefined, by, ground: GROUNDS[ground], reason, ...(decision ? { decision } : {}) };
}
