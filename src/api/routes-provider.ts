import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SECOND } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { frontDoor } from './front-door.ts';
import { CALLBACK, OIDC_WITHIN } from './oidc.ts';
import type { ApiParts } from './parts.ts';
import { cookieName, ownOf } from './session.ts';
import { refusedBecause, type Refusal } from './sign-ins.ts';

/** Holds what the provider has to bring back. */
const ticketCookie = (request: FastifyRequest): string => cookieName('farmwatch_sign_in', request);

/** Signing in through the provider of the company. */
export function addProviderRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { accounts, signIn = { local: true } } = parts;
  const { letIn, refuse } = frontDoor(parts);
  // Through a provider nothing can be guessed, and a company may be behind one address.
  const less = { rateLimit: { max: 60, timeWindow: '1 minute' } };

  server.get('/api/login/oidc', { config: less, schema: { summary: 'Begins a sign-in through the provider of the company', tags: ['session'], querystring: z.object({ next: z.string().max(500).optional(), anew: z.literal('1').optional() }) } }, async (request, reply) => {
    const provider = signIn.oidc;
    if (!provider) throw new FarmwatchError('not.found', { what: 'provider to sign in with', cure: 'Whoever looks after Farmwatch can name one under sign_in.oidc.' });
    // Nobody is signed in because another site sent them here: on our own page they ask for it themselves.
    if (request.headers['sec-fetch-site'] === 'cross-site') return reply.redirect('/login');
    const begun = await provider.begin(parts.now(), request.query.next, request.query.anew !== undefined);
    if ('refused' in begun) {
      request.log.warn({ refused: begun.refused, kind: begun.cause instanceof Error ? begun.cause.name : 'unknown' }, 'the provider of sign-ins does not answer');
      return reply.redirect(`/login?refused=${begun.refused}`);
    }
    // Comes back from another site, so it cannot be strict; it opens nothing by itself.
    void reply.setCookie(ticketCookie(request), begun.ticket, { httpOnly: true, sameSite: 'lax', path: '/', secure: request.protocol === 'https', maxAge: OIDC_WITHIN / SECOND });
    return reply.redirect(begun.url);
  });

  server.get(CALLBACK, { config: less, schema: { summary: 'Where the provider sends people back', tags: ['session'] } }, async (request, reply) => {
    const provider = signIn.oidc;
    if (!provider) throw new FarmwatchError('not.found', { what: 'provider to sign in with' });
    const ticket = request.cookies[ticketCookie(request)];
    void reply.clearCookie(ticketCookie(request), { path: '/' });
    const turnAway = async (why: Refusal, user?: string): Promise<FastifyReply> => {
      await refuse(why, 'oidc', user);
      return reply.redirect(`/login?refused=${why}`);
    };
    const came = await provider.finish(request.url.slice(request.url.indexOf('?') + 1), ticket, parts.now());
    if ('refused' in came) {
      // Only the kind: what a provider says may hold codes and names.
      if (came.cause instanceof Error) request.log.warn({ refused: came.refused, kind: came.cause.name }, 'a sign-in through the provider was refused');
      const account = came.provider && await accounts.met(came.provider);
      // Whoever lost the group loses what the group gave.
      if (account) await accounts.endOf(account.id);
      return turnAway(came.refused, account?.id);
    }
    const account = await accounts.meet(came.person, parts.now()).catch((error: unknown) => {
      if (error instanceof FarmwatchError && error.code === 'request.invalid') return undefined;
      throw error;
    });
    if (!account) return turnAway('taken');
    const why = refusedBecause(account, await ownOf({ user: account.id, ...(account.mail === undefined ? {} : { mail: account.mail }) }, parts), { local: signIn.local, now: parts.now() });
    if (why !== undefined) {
      await accounts.endOf(account.id);
      return turnAway(why, account.id);
    }
    // Long ago, for all that is known, where the provider does not say when.
    const session = await letIn(request, reply, account, 'oidc', { provedAt: Math.min(came.provedAt ?? 0, parts.now()) });
    if (session === undefined) return turnAway('changed', account.id);
    return reply.redirect(came.next ?? '/');
  });
}
