import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FarmwatchError } from '../../errors.ts';
import { linesOfBody, linesOfBulk, unpacked } from './body.ts';
import { keep, sayLarge, sourceOf, type HttpIntake } from './http-parts.ts';
import { addOsqueryRoutes } from './osquery-routes.ts';
import { tokenIn, type TokenRow } from './tokens.ts';

/** The release whose answers these are; Beats and Logstash ask before they send. */
const ELASTIC_VERSION = '8.17.0';

declare module 'fastify' {
  interface FastifyRequest { /** Whose token the request came with. */ sender: TokenRow | null }
}

/**
 * Adds the routes under `/intake/:source` to a server. An answer of 200 means that every record is on disk.
 *
 * Nothing here is slowed by how often it is asked: a token cannot be guessed, and a hundred laptops may stand behind one
 * address. What comes without a token is refused before its body is read.
 */
export async function addIntakeRoutes(plain: FastifyInstance, intake: HttpIntake): Promise<void> {
  await plain.register(async (server: FastifyInstance) => {
    server.decorateRequest('sender', null);
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const guarded = {
      bodyLimit: intake.longestBytes, config: { rateLimit: false as const }, schema: { hide: true },
      onRequest: async (request: FastifyRequest) => {
        const token = tokenIn(request.headers.authorization);
        const row = token === undefined ? undefined : await intake.tokens.find(token);
        // The same answer whether the token, the source or both are unknown.
        if (!row || row.source !== sourceOf(request)) {
          intake.refused(token === undefined ? 'no-token' : row ? 'other-source' : 'unknown-token');
          throw new FarmwatchError('intake.refused');
        }
        request.sender = row;
        intake.came(row);
      },
      errorHandler: sayLarge(intake.longestBytes),
    };
    const bodyOf = (request: FastifyRequest): Buffer => unpacked(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0), request.headers['content-encoding'], intake.longestBytes);

    // Senders put a path of their own behind the one they are given, with a slash at its end or none.
    const bothWays = (path: string): readonly string[] => [`/intake/:source${path}`, `/intake/:source${path}/`];
    for (const url of bothWays('')) {
      server.post(url, guarded, async (request, reply) => {
        const lines = await linesOfBody(bodyOf(request), intake.now());
        await keep(intake, request.sender!, lines, reply);
        return { kept: lines.length };
      });
    }
    for (const url of bothWays('/_bulk')) {
      // Elasticsearch takes either.
      server.route({
        ...guarded, method: ['POST', 'PUT'], url, handler: async (request, reply) => {
          const { lines, items } = await linesOfBulk(bodyOf(request));
          await keep(intake, request.sender!, lines, reply);
          void reply.header('x-elastic-product', 'Elasticsearch');
          return { took: 0, errors: lines.length < items.length, items };
        },
      });
    }
    for (const url of bothWays('')) {
      server.get(url, guarded, async (_request, reply) => {
        void reply.header('x-elastic-product', 'Elasticsearch');
        return { name: 'farmwatch', cluster_name: 'farmwatch', cluster_uuid: 'farmwatch', version: { number: ELASTIC_VERSION, build_flavor: 'default', minimum_wire_compatibility_version: '7.17.0', minimum_index_compatibility_version: '7.0.0' }, tagline: 'You Know, for Search' };
      });
    }
    for (const url of bothWays('/_license')) {
      server.get(url, guarded, async (_request, reply) => {
        void reply.header('x-elastic-product', 'Elasticsearch');
        return { license: { status: 'active', uid: 'farmwatch', type: 'basic' } };
      });
    }
    addOsqueryRoutes(server, intake);
  });
}
