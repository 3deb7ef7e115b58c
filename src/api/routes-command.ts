import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SECOND } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { ApiParts, Frame } from './parts.ts';

/** Whoever listens, or passes on what is said, hears something at least so often: a connection that is silent for minutes is taken for a dead one. */
const BEAT = 10 * SECOND;

/** Runs a command for whoever could read the token in the store's folder, and streams what it says. */
export function addCommandRoute(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { command } = parts;
  if (!command) return;
  server.post('/command', {
    bodyLimit: 64 * 1024 * 1024,
    schema: { hide: true, body: z.object({ argv: z.array(z.string().max(10_000)).max(1_000), folder: z.string().max(10_000), input: z.string() }) },
    // Before anything is read: what comes along may be large.
    onRequest: async (request) => {
      const sent = Buffer.from(request.headers.authorization ?? '');
      const wanted = Buffer.from(`Bearer ${command.token}`);
      if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw new FarmwatchError('sign-in.needed');
    },
  }, async (request, reply) => {
    const stream = reply.hijack().raw;
    stream.writeHead(200, { 'content-type': 'application/x-ndjson' });
    // Whoever asks learns at once that the command is here, though it may be silent for long.
    stream.flushHeaders();
    const say = (frame: Frame): void => void stream.write(`${JSON.stringify(frame)}\n`);
    // A space before the next line; JSON reads over it.
    const beat = setInterval(() => void stream.write(' '), BEAT);
    try {
      say({ exit: await command.run(request.body, say) });
    } finally {
      clearInterval(beat);
      stream.end();
    }
  });
}
