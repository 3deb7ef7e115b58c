import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FarmwatchError } from '../errors.ts';
import { SESSION_LENGTH, type Session } from './accounts.ts';
import type { SessionView } from './contract.ts';
import type { ApiParts } from './parts.ts';

/** Holds the secret of a session. */
export const COOKIE = 'farmwatch_session';

/** Whoever asks. @throws FarmwatchError `sign-in.needed` */
export async function sessionOf(request: FastifyRequest, parts: ApiParts): Promise<Session> {
  const secret = request.cookies[COOKIE];
  const session = secret === undefined ? undefined : await parts.accounts.find(secret, parts.now());
  if (!session) throw new FarmwatchError('sign-in.needed');
  return session;
}

/** Whoever changes something: the page proves that it is ours. @throws FarmwatchError `sign-in.needed`, `request.invalid` */
export async function actorOf(request: FastifyRequest, parts: ApiParts): Promise<Session> {
  const session = await sessionOf(request, parts);
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const wanted = Buffer.from(session.csrf);
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw new FarmwatchError('request.invalid', { why: 'The page is out of date. Load it again.' });
  return session;
}

function setCookie(reply: FastifyReply, request: FastifyRequest, secret: string): void {
  void reply.setCookie(COOKIE, secret, { httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https', maxAge: SESSION_LENGTH / 1000 });
}

function viewOf(session: Session, parts: ApiParts): SessionView {
  return { user: session.user, role: session.role, demo: parts.demo, csrf: session.csrf };
}

export function addSessionRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  // Guessing is slowed for each address; a password costs the server memory too.
  const slow = { rateLimit: { max: 10, timeWindow: '1 minute' } };

  server.get('/api/session', { schema: { summary: 'Who is signed in', tags: ['session'] } }, async (request) => viewOf(await sessionOf(request, parts), parts));

  server.post('/api/login', {
    config: slow,
    schema: { summary: 'Sign in with a local account', tags: ['session'], body: z.object({ name: z.string().max(64), password: z.string().max(1024) }) },
  }, async (request, reply) => {
    const { name, password } = request.body;
    const role = await parts.accounts.check(name, password);
    if (!role) throw new FarmwatchError('sign-in.failed');
    const { secret, session } = await parts.accounts.open(name, role, parts.now());
    setCookie(reply, request, secret);
    return viewOf(session, parts);
  });

  server.get('/api/login/link', {
    config: slow,
    schema: { summary: 'Sign in with a link that works once', tags: ['session'], querystring: z.object({ token: z.string().max(200) }) },
  }, async (request, reply) => {
    const found = parts.redeem(request.query.token);
    if (!found) return reply.redirect('/login?used');
    const { secret } = await parts.accounts.open(found.user, found.role, parts.now());
    setCookie(reply, request, secret);
    return reply.redirect('/');
  });

  server.post('/api/logout', { schema: { summary: 'Sign out', tags: ['session'] } }, async (request, reply) => {
    await actorOf(request, parts);
    await parts.accounts.end(request.cookies[COOKIE]!);
    void reply.clearCookie(COOKIE, { path: '/' });
    return {};
  });
}
