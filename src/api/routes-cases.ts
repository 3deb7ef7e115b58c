import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Case } from '../cases/case.ts';
import { FarmwatchError } from '../errors.ts';
import { hiddenIn } from '../run/mutes.ts';
import { indexOf } from '../run/run-index.ts';
import { earlierTraits, similarTo, traitsOf, type Trait } from '../run/similar.ts';
import { check } from './access.ts';
import { caseReader, lookBook } from './case-reader.ts';
import type { CaseView, QueueView, SimilarView } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { sceneOf } from './scene.ts';
import { sessionOf } from './session.ts';
import { sourceHealth } from './source-health.ts';
import { bandEdges, personView, priorText, similarCase } from './case-view.ts';
import { queueRows } from './queue.ts';

const SIMILAR_SHOWN = 12;
const Id = z.object({ id: z.string().min(1).max(200) });

/** The queue, cases and watched people, to read. */
export function addCaseRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { pipeline } = parts;

  const { stateOf, viewOfCase } = caseReader(parts);
  const seen = lookBook(parts);
  const healthAt = sourceHealth(parts);

  server.get('/api/queue', { schema: { summary: 'Open cases and watched people', tags: ['cases'] } }, async (request): Promise<QueueView> => {
    check((await sessionOf(request, parts)).role, 'read-cases');
    const scene = await parts.scenes.now();
    const rows = scene ? queueRows(scene, parts.now()) : [];
    const jobs = await parts.jobs();
    return {
      asOf: scene?.run.asOf, nextRunAt: parts.nextRunAt(), inScope: scene?.run.risks.length ?? 0,
      peopleInCases: new Set(rows.filter(({ kind, status }) => kind === 'case' && status === 'open').flatMap(({ people }) => people.map(({ id }) => id))).size,
      rows,
      sources: await healthAt(scene?.run.asOf ?? parts.now()),
      jobs: jobs.filter(({ outcome }) => outcome !== 'never').map(({ id, outcome, finishedAt, startedAt, said }) => ({
        job: id, state: outcome === 'never' ? 'late' as const : outcome, at: finishedAt ?? startedAt ?? undefined, said,
      })),
      prior: scene ? priorText(scene.fusion.values.oneIn) : '', simulated: scene?.simulated ?? false, ...(scene ? { bandEdges: bandEdges(scene) } : {}), ...(scene?.run.mutes ? { muted: hiddenIn(scene.run) } : {}),
    };
  });

  server.get('/api/cases/:id', { schema: { summary: 'One case with the sums of its people', tags: ['cases'], params: Id } }, async (request): Promise<CaseView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-cases');
    const view = await viewOfCase(request.params.id);
    await seen(session, 'case', view.id, view.people.map(({ id }) => id));
    return view;
  });

  const earlier = earlierTraits(pipeline.runs);
  server.get('/api/cases/:id/similar', { schema: { summary: 'Other and earlier cases that have something in common with one', tags: ['cases'], params: Id } }, async (request): Promise<SimilarView> => {
    check((await sessionOf(request, parts)).role, 'read-cases');
    const scene = await sceneOf(parts.scenes);
    const state = stateOf(request.params.id, scene);
    const traits = (of: Case): readonly Trait[] => traitsOf(of.hires, of.hires.flatMap((hire) => indexOf(scene.run).findingsAbout(hire)));
    const others = scene.cases.filter(({ id, status }) => id !== state.id && status !== 'merged');
    const open = others.filter(({ status }) => status === 'open').map((other) => ({ state: other, traits: traits(other) }));
    const past = await earlier.of(others.filter(({ status }) => status !== 'open'));
    const found = similarTo(state.id, traits(state), [...open, ...past]);
    return { cases: found.slice(0, SIMILAR_SHOWN).map((one) => similarCase(one, scene)), lookedAt: others.length, byPeopleAlone: past.filter(({ isWhole }) => !isWhole).length, more: Math.max(0, found.length - SIMILAR_SHOWN) };
  });

  server.get('/api/people/:id', { schema: { summary: 'A watched person, as a case of one', tags: ['cases'], params: Id } }, async (request): Promise<CaseView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-cases');
    const scene = await sceneOf(parts.scenes);
    const hire = scene.names.hireOf(request.params.id);
    const risk = hire === undefined ? undefined : indexOf(scene.run).risk(hire);
    if (!risk || risk.band === 'quiet') throw new FarmwatchError('not.found', { what: 'watched person under this address', cure: 'Whoever is quiet has no page.' });
    await seen(session, 'person', request.params.id, [request.params.id]);
    return personView(risk, scene);
  });

}
