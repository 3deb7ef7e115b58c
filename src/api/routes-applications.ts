import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Task } from '../cases/check-task.ts';
import { compareBytes } from '../core/canonical.ts';
import { FarmwatchError } from '../errors.ts';
import { applicantMark } from '../run/applicant-mark.ts';
import { checkBook } from '../run/checks/check-book.ts';
import { NO_RULES } from '../run/checks/check-rules.ts';
import { viewJournal } from '../run/views.ts';
import { check } from './access.ts';
import { applicationGroup, applicationRow, applicationView } from './applications.ts';
import { allChecks, checkRow, kindViews, seenChecks } from './checks.ts';
import { leftOutOf } from './own-record.ts';
import type { ApplicationsView, ApplicationView } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { sessionOf } from './session.ts';
import type { Scene } from './scene.ts';

/** So many of the newest are listed. */
const LISTED = 500;
const NOTHING = { details: [], limit: 0, sum: 0, most: 0 } as const;

/** Applications as HR reads them: what several share, and the small details of one. */
export function addApplicationRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const rules = parts.checkRules ?? NO_RULES;
  const book = checkBook(parts.store);
  const views = viewJournal(parts.store);
  const ofApplicants = async (scene: Scene): Promise<readonly Task[]> =>
    seenChecks(allChecks(await book.read(), rules, scene, parts.now(), leftOutOf(scene)), 'hr', parts.now()).filter(({ subject }) => 'application' in subject);

  server.get('/api/applications', { schema: { summary: 'What applications share, in groups, and checks of applicants that are due', tags: ['applications'] } }, async (request): Promise<ApplicationsView> => {
    const { role } = await sessionOf(request, parts);
    check(role, 'read-applications');
    const scene = await parts.scenes.now();
    const kinds = kindViews(rules, true);
    if (!scene) return { at: undefined, groups: [], applications: [], all: 0, checks: [], kinds, simulated: false };
    const { registry } = scene;
    const newest = registry.applications.toSorted((a, b) => (b.applied_at ?? 0) - (a.applied_at ?? 0) || compareBytes(a.application_id, b.application_id));
    return {
      at: scene.run.asOf, groups: (await parts.applications?.groups(registry) ?? []).map(applicationGroup), applications: newest.slice(0, LISTED).map(applicationRow), all: newest.length,
      checks: (await ofApplicants(scene)).map((task) => checkRow(task, scene, role)), kinds, simulated: scene.simulated,
    };
  });

  server.get('/api/applications/:mark', { schema: { summary: 'One application with its small details and their sum', tags: ['applications'], params: z.object({ mark: z.string().min(1).max(100) }) } }, async (request): Promise<ApplicationView> => {
    const session = await sessionOf(request, parts);
    check(session.role, 'read-applications');
    const { mark } = request.params;
    const scene = await parts.scenes.now();
    const row = scene?.registry.applications.find(({ application_id: id }) => applicantMark(id) === mark);
    if (!scene || !row) throw new FarmwatchError('not.found', { what: 'application under this mark', cure: 'It may have been kept for as long as applications are.' });
    await views.append({ at: parts.now(), by: session.user, what: 'screen', id: mark, people: [mark] });
    const checks = (await ofApplicants(scene)).filter(({ subject }) => 'application' in subject && subject.application === row.application_id);
    return applicationView(row, await parts.applications?.details(row, scene.registry) ?? NOTHING, checks.map((task) => checkRow(task, scene, session.role)));
  });
}
