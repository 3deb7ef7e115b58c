import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FarmwatchError } from '../../errors.ts';

/** Whoever is told to wait comes back after so many seconds: somebody has to record something meanwhile. */
const RETRY_SECONDS = 60;

/**
 * Adds the routes under `/intake` to a server that may take nothing in yet. A shipper that heard of a wrong address would
 * drop what it has; it hears that it comes too early. So does everybody: nothing is told of tokens.
 */
export async function addEarlyRoutes(server: FastifyInstance): Promise<void> {
  const early = {
    config: { rateLimit: false as const }, schema: { hide: true },
    // Before any body is read.
    onRequest: async (_request: FastifyRequest, reply: FastifyReply): Promise<never> => {
      void reply.header('retry-after', RETRY_SECONDS);
      throw new FarmwatchError('intake.early');
    },
  };
  for (const path of ['/intake/:source', '/intake/:source/*']) server.all(path, early, async () => {});
}
