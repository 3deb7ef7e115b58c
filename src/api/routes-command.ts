import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import type { ApiParts, Frame } from './parts.ts';

/** Runs a command for whoever could read the token in the store's folder, and streams what it says. */
export function addCommandRoute(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { command } = parts;
  if (!command) return;
  server.post('/command', { schema: { hide: true, body: z.object({ argv: z.array(z.string().max(10_000)).max(1_000), folder: z.string().max(10_000) }) } }, async (request, reply) => {
    const sent = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${command.token}`);
    if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw new FarmwatchError('sign-in.needed');
    const stream = reply.hijack().raw;
    stream.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const say = (frame: Frame): void => void stream.write(`${JSON.stringify(frame)}\n`);
    say({ exit: await command.run(request.body.argv, request.body.folder, say) });
    stream.end();
  });
}
