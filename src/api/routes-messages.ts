import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { check } from './access.ts';
import type { MessagesView } from './contract.ts';
import { leftOutOf, NOTHING } from './own-record.ts';
import type { ApiParts } from './parts.ts';
import { sessionOf } from './session.ts';

const NONE: MessagesView = { receivers: [], messages: [], most: 0 };

export function addMessageRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  server.get('/api/messages', { schema: { summary: 'What was told to whom, and what failed', tags: ['messages'] } }, async (request): Promise<MessagesView> => {
    check((await sessionOf(request, parts)).role, 'read-messages');
    const scene = await parts.scenes.now();
    const hidden = scene === undefined ? NOTHING.cases : leftOutOf(scene).cases;
    return await parts.messages?.((caseId) => !hidden.has(caseId)) ?? NONE;
  });
}
