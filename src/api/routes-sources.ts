import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { SECOND } from '../core/time.ts';
import { check } from './access.ts';
import type { SourcesView } from './contract.ts';
import { keptFor } from './kept-for.ts';
import type { ApiParts } from './parts.ts';
import { sessionOf } from './session.ts';

/** What is wrong is counted over weeks of events; open pages ask for the same. */
const FRESH_FOR = 30 * SECOND;

export function addSourceRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const now = keptFor(FRESH_FOR, parts.now, async (at) => ({ at, ...await parts.sources(at) }));

  server.get('/api/sources', { schema: { summary: 'How each source is doing, and what mends what is broken', tags: ['sources'] } }, async (request): Promise<SourcesView> => {
    check((await sessionOf(request, parts)).role, 'read-sources');
    const scene = await parts.scenes.now();
    return { ...await now(), simulated: scene?.simulated ?? false };
  });
}
