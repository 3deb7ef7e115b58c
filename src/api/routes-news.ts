import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { check, may, type Doing } from './access.ts';
import { readAs } from './own-record.ts';
import type { ApiParts, News } from './parts.ts';
import { ownOf, secretOf, sessionOf } from './session.ts';

/** What of anything opens the news of a kind: what was worked on is news for whoever may read it. A run is news for all. */
const HEARD_BY: Readonly<Partial<Record<News['event'], readonly Doing[]>>> = {
  case: ['read-cases'], devices: ['read-devices'], waiting: ['work-cases', 'grant-reveal'], checks: ['work-checks'], responses: ['work-response'],
  exports: ['approve-exports'], holds: ['hold-records'],
};

/** Between two of these a proxy that closes silent connections has no time to. */
const BEAT_MS = 25_000;

/** Tells open pages what has changed, as it happens. */
export function addNewsRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  parts.news.subscribe(({ event }) => {
    if (event === 'run') parts.scenes.refresh();
  });

  server.get('/api/events', { schema: { summary: 'News: server-sent events of what changed, each for whoever may read it', tags: ['news'] } }, async (request, reply) => {
    const session = await sessionOf(request, parts);
    const { role } = session;
    check(role, 'read-health');
    const own = await ownOf(session, parts);
    const isOwnCase = async (id: string): Promise<boolean> => own.hires.size > 0 && !((await readAs(own, () => parts.scenes.now()))?.cases.some((state) => state.id === id) ?? false);
    const stream = reply.hijack().raw;
    // The headers that hooks have set (policy and the like) hold for this answer as well.
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) stream.setHeader(name, value);
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    stream.write(': listening\n\n');
    const end = parts.news.subscribe((news) => {
      const { event, ...data } = news;
      if (HEARD_BY[event]?.some((doing) => may(role, doing)) === false) return;
      const write = (): void => void stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (news.event !== 'case') write();
      else void isOwnCase(news.id).then((isOwn) => { if (!isOwn) write(); }).catch((error: unknown) => request.log.error(error));
    });
    // News of a session that is over are nobody's. Listening does not count as using it.
    const isOver = async (): Promise<boolean> => await parts.accounts.find(secretOf(request) ?? '', parts.now(), 'peep') === undefined;
    const beat = setInterval(() => {
      stream.write(': still here\n\n');
      void isOver().then((over) => { if (over) stream.end(); }).catch((error: unknown) => request.log.error(error));
    }, BEAT_MS);
    request.raw.on('close', () => {
      clearInterval(beat);
      end();
    });
  });
}
