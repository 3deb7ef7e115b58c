import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addCorrection, correctionsOf } from '../run/corrections.ts';
import { check } from './access.ts';
import type { CorrectionView } from './contract.ts';
import { mustNotBeOwn } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.string().min(1).max(100) });
const sentence = (most: number) => z.string().trim().min(1, 'write a sentence').max(most);
const Correction = z.object({ hire: z.string().trim().min(1).max(200), from: z.enum(['person', 'hr']), about: sentence(200), says: sentence(2_000) });

/** What people or HR say is wrong in a record; it stands beside it and changes nothing. */
export function addCorrectionRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { store } = parts;

  server.post('/api/corrections', { schema: { summary: 'Keep a correction beside a record', tags: ['rights'], body: Correction } }, async (request): Promise<object> => {
    const session = await actorOf(request, parts);
    check(session.role, 'correct-records');
    mustNotBeOwn(request.body.hire);
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
