import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { check } from './access.ts';
import type { Session } from './session-book.ts';
import type { BeginView, DroppedFile, FilesView, HiresView } from './contract.ts';
import { hireRows } from './hires.ts';
import type { ApiParts } from './parts.ts';
import { actorOf, sessionOf } from './session.ts';

const Id = z.object({ id: z.uuid() });
const Wish = z.object({
  id: z.uuid(), as: z.string().max(100).optional(), map: z.array(z.string().max(500)).max(500),
  options: z.record(z.string().max(100), z.string().max(500)).refine((options) => Object.keys(options).length <= 20, '20 options are the most'),
}).transform(({ as, ...wish }) => ({ ...wish, ...(as === undefined ? {} : { as }) }));
/** A file costs the disk; whoever sends more than that in a minute is a program. */
const SLOW = { rateLimit: { max: 60, timeWindow: '1 minute' } };
/** A run costs minutes of the machine. */
const RARE = { rateLimit: { max: 6, timeWindow: '1 minute' } };

declare module 'fastify' {
  interface FastifyRequest { /** Who brings files. */ bringer: Session | null }
}

/** Files that are brought on a page, and the first table that comes of them. */
export async function addFileRoutes(plain: FastifyInstance, parts: ApiParts): Promise<void> {
  const { files } = parts;
  await plain.register(async (scope: FastifyInstance) => {
    const server = scope.withTypeProvider<ZodTypeProvider>();
    // The bytes of a file are never held in memory: they go from the network to the disk.
    server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    server.decorateRequest('bringer', null);
    /** Before anything of a file is read. */
    const guard = (who: typeof sessionOf) => async (request: FastifyRequest): Promise<void> => {
      const session = await who(request, parts);
      check(session.role, 'bring-files');
      request.bringer = session;
    };
    const [reads, acts] = [guard(sessionOf), guard(actorOf)];

    server.get('/api/begin', { onRequest: reads, schema: { summary: 'Ways to begin: tables, systems, what is held', tags: ['files'] } }, async (): Promise<BeginView> => files.begin());

    server.get('/api/begin/samples/:id', { onRequest: reads, schema: { summary: 'An empty table as CSV', tags: ['files'], params: z.object({ id: z.string().max(40) }) } }, async (request, reply) => {
      const sample = files.sample(request.params.id);
      if (sample === undefined) throw new FarmwatchError('not.found', { what: 'table of that kind' });
      return reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${request.params.id}.csv"`).send(sample);
    });

    const viewFor = async ({ user, role }: Session): Promise<FilesView> => {
      const last = (await parts.jobs()).find(({ id }) => id === 'detect');
      return { files: files.files(user), run: { state: last?.outcome ?? 'never', said: last?.said ?? '', endedAt: last?.finishedAt ?? undefined }, joins: role === 'admin' ? files.joins() : [] };
    };
    server.get('/api/files', { onRequest: reads, schema: { summary: 'Files of whoever asks, on their way into the store', tags: ['files'] } }, async (request): Promise<FilesView> => viewFor(request.bringer!));

    server.post('/api/files', {
      onRequest: acts, config: SLOW,
      schema: { summary: 'Send a file; it is looked at, and nothing is imported', tags: ['files'], consumes: ['application/octet-stream'], querystring: z.object({ name: z.string().min(1).max(400) }), body: z.any().describe('The bytes of the file.') },
    }, async (request): Promise<DroppedFile> => {
      if (request.headers['content-type'] !== 'application/octet-stream') throw new FarmwatchError('request.invalid', { why: 'Send the bytes of one file, with content-type application/octet-stream.' });
      return files.take(request.bringer!.user, request.query.name, request.body as Readable);
    });

    server.post('/api/files/look', { onRequest: acts, schema: { summary: 'Try a file another way: as another kind, with other columns', tags: ['files'], body: Wish } }, async (request): Promise<DroppedFile> => files.look(request.bringer!.user, request.body));

    server.post('/api/files/import', { onRequest: acts, config: SLOW, schema: { summary: 'Import files, people first', tags: ['files'], body: z.object({ ids: z.array(z.uuid()).min(1, 'name a file').max(100) }) } }, async (request): Promise<FilesView> => {
      files.import(request.bringer!.user, request.body.ids);
      return viewFor(request.bringer!);
    });

    server.post('/api/files/:id/remove', { onRequest: acts, schema: { summary: 'Take a file back', tags: ['files'], params: Id } }, async (request): Promise<object> => {
      await files.remove(request.bringer!.user, request.params.id);
      return {};
    });

    server.post('/api/runs', { onRequest: acts, config: RARE, schema: { summary: 'Look at everybody now, unless a run is under way', tags: ['files'] } }, async (): Promise<object> => {
      // It takes its time, and says in the news when it is done; why it failed is kept with the job.
      void parts.runNow().catch((error: unknown) => server.log.error(error));
      return {};
    });
  });

  plain.get('/api/hires', { schema: { summary: 'Everybody who is looked at, by pseudonym, with the laptop', tags: ['cases'] } }, async (request): Promise<HiresView> => {
    check((await sessionOf(request, parts)).role, 'read-cases');
    const scene = await parts.scenes.now();
    return { asOf: scene?.run.asOf, rows: scene ? hireRows(scene) : [], simulated: scene?.simulated ?? false };
  });
}
