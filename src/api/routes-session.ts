import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MINUTE, SECOND } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { MAY } from './access.ts';
import { SESSION_LENGTH, type AccountView, type Session, type Way } from './accounts.ts';
import type { SessionView, SignInView } from './contract.ts';
import { CALLBACK, OIDC_WITHIN } from './oidc.ts';
import type { ApiParts } from './parts.ts';
import { patience } from './patience.ts';
import { doorbook, refusedBecause, REFUSALS, type Refusal } from './sign-ins.ts';
import { NOBODY, type Own } from './staff.ts';

/** A cookie that only this server, over TLS, can have set. Over plain HTTP no browser takes one of that name. */
const cookieName = (name: string, { protocol }: Pick<FastifyRequest, 'protocol'>): string => `${protocol === 'https' ? '__Host-' : ''}${name}`;
/** Holds the secret of a session. */
export const SESSION_COOKIE = 'farmwatch_session';
const sessionCookie = (request: FastifyRequest): string => cookieName(SESSION_COOKIE, request);
const ticketCookie = (request: FastifyRequest): string => cookieName('farmwatch_sign_in', request);

/** The secret of the session that a request brings. */
export function secretOf(request: FastifyRequest): string | undefined {
  return request.cookies[sessionCookie(request)];
}

const known = new WeakMap<FastifyRequest, Promise<Session>>();

/** Whoever asks. @throws FarmwatchError `sign-in.needed` */
export function sessionOf(request: FastifyRequest, parts: ApiParts): Promise<Session> {
  const asked = known.get(request) ?? sessionIn(request, parts);
  known.set(request, asked);
  return asked;
}

async function sessionIn(request: FastifyRequest, parts: ApiParts): Promise<Session> {
  const secret = secretOf(request);
  const session = secret === undefined ? undefined : await parts.accounts.find(secret, parts.now());
  if (!session) throw new FarmwatchError('sign-in.needed');
  const { hasLeft } = await ownOf(session, parts);
  if (!hasLeft) return session;
  await parts.accounts.endOf(session.user);
  await doorbook(parts.store).note({ at: parts.now(), did: 'ended', way: 'page', user: session.user, why: 'left' });
  throw new FarmwatchError('sign-in.needed');
}

/** Records of hires that whoever asks is not shown, because they are their own. */
export async function ownOf({ user, mail }: Pick<Session, 'user' | 'mail'>, parts: ApiParts): Promise<Own> {
  return await parts.staff?.of(user, mail) ?? NOBODY;
}

/** Whoever changes something: the page proves that it is ours. @throws FarmwatchError `sign-in.needed`, `request.invalid` */
export async function actorOf(request: FastifyRequest, parts: ApiParts): Promise<Session> {
  const session = await sessionOf(request, parts);
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const wanted = Buffer.from(session.csrf);
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw new FarmwatchError('request.invalid', { why: 'The page is out of date. Load it again.' });
  return session;
}

function viewOf(session: Session, parts: ApiParts): SessionView {
  return { user: session.user, role: session.role, demo: parts.demo, csrf: session.csrf, may: MAY[session.role] };
}

export function addSessionRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { accounts, signIn = { local: true } } = parts;
  const door = doorbook(parts.store);
  // By name, so that many addresses do not help; by address, so that many names do not, but a whole office may be behind one.
  const [names, addresses] = [patience({ free: 3, longest: 15 * MINUTE }), patience({ free: 20, longest: MINUTE })];
  // Guessing is slowed for each address; a password costs the server memory too.
  const slow = { rateLimit: { max: 10, timeWindow: '1 minute' } };
  // Through a provider nothing can be guessed, and a company may be behind one address.
  const less = { rateLimit: { max: 60, timeWindow: '1 minute' } };

  /** A session of its own for every sign-in; the one that the browser had before is over. */
  const letIn = async (request: FastifyRequest, reply: FastifyReply, { id, role, mail, isBreakGlass }: Pick<AccountView, 'id' | 'role' | 'mail' | 'isBreakGlass'>, way: Way, said?: string, holder?: string): Promise<Session> => {
    const before = secretOf(request);
    if (before !== undefined) await accounts.end(before);
    // Written before anybody is in: a sign-in that cannot be recorded does not happen.
    await door.note({ at: parts.now(), did: 'came', way, user: id, ...(said === undefined ? {} : { said }), ...(isBreakGlass ? { isBreakGlass } : {}), ...(holder === undefined ? {} : { holder }) });
    if (isBreakGlass) request.log.warn('The account for emergencies was used.');
    const { secret, session } = await accounts.open(id, role, parts.now(), { way, ...(mail === undefined ? {} : { mail }) });
    const isSecure = request.protocol === 'https';
    void reply.setCookie(sessionCookie(request), secret, { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure, maxAge: SESSION_LENGTH / SECOND });
    return session;
  };
  const refuse = (why: Refusal, way: Way, user?: string): Promise<void> => door.note({ at: parts.now(), did: 'refused', way, why, ...(user === undefined ? {} : { user }) });

  server.get('/api/sign-in', { schema: { summary: 'Ways to sign in', tags: ['session'], querystring: z.object({ refused: z.string().max(20).optional() }) } }, async (request): Promise<SignInView> => {
    const { refused } = request.query;
    return {
      local: signIn.local, ...(signIn.oidc ? { oidc: signIn.oidc.label } : {}),
      ...(refused !== undefined && Object.hasOwn(REFUSALS, refused) ? { refused: REFUSALS[refused as Refusal] } : {}),
    };
  });

  server.get('/api/session', { schema: { summary: 'Who is signed in, and what they may do', tags: ['session'] } }, async (request) => viewOf(await sessionOf(request, parts), parts));

  server.post('/api/login', {
    config: slow,
    schema: { summary: 'Sign in with a local account', tags: ['session'], body: z.object({ name: z.string().max(64), password: z.string().max(1024), reason: z.string().max(1_000).optional(), holder: z.string().max(64).optional() }) },
  }, async (request, reply) => {
    const { name, password, reason, holder } = request.body;
    const asked = name.normalize('NFKC').toLowerCase();
    const wait = Math.max(names.waitFor(asked, parts.now()), addresses.waitFor(request.ip, parts.now()));
    if (wait > 0) throw new FarmwatchError('sign-in.slow', { seconds: Math.ceil(wait / SECOND) });
    // Counted before it is looked at: many at once are many.
    names.failed(asked, parts.now());
    const isRight = await accounts.check(name, password) !== undefined;
    const account = await accounts.get(name);
    if (!isRight || !account) {
      addresses.failed(request.ip, parts.now());
      await refuse('wrong', 'local', account?.id);
      throw new FarmwatchError('sign-in.failed');
    }
    names.forget(asked);
    const why = refusedBecause(account, await ownOf({ user: name }, parts), { local: signIn.local, reason });
    if (why === 'reason') throw new FarmwatchError('sign-in.reason', { why: REFUSALS[why] });
    if (why !== undefined) {
      await refuse(why, 'local', name);
      throw new FarmwatchError('sign-in.failed', { why: REFUSALS[why] });
    }
    if (!account.isBreakGlass) return viewOf(await letIn(request, reply, account, 'local'), parts);
    const own = holder?.trim() || undefined;
    const held = own === undefined ? undefined : await accounts.get(own);
    if (own !== undefined && (held === undefined || held.isBreakGlass)) throw new FarmwatchError('sign-in.reason', { why: REFUSALS.holder });
    return viewOf(await letIn(request, reply, account, 'local', reason!.trim(), held?.id), parts);
  });

  server.get('/api/login/link', {
    config: slow,
    schema: { summary: 'Sign in with a link that works once', tags: ['session'], querystring: z.object({ token: z.string().max(200) }) },
  }, async (request, reply) => {
    const found = parts.redeem(request.query.token);
    if (!found) return reply.redirect('/login?used');
    await letIn(request, reply, { id: found.user, role: found.role }, 'link');
    return reply.redirect('/');
  });

  server.get('/api/login/oidc', { config: less, schema: { summary: 'Begins a sign-in through the provider of the company', tags: ['session'], querystring: z.object({ next: z.string().max(500).optional() }) } }, async (request, reply) => {
    const provider = signIn.oidc;
    if (!provider) throw new FarmwatchError('not.found', { what: 'provider to sign in with', cure: 'Whoever looks after Farmwatch can name one under sign_in.oidc.' });
    // Nobody is signed in because another site sent them here: on our own page they ask for it themselves.
    if (request.headers['sec-fetch-site'] === 'cross-site') return reply.redirect('/login');
    const begun = await provider.begin(parts.now(), request.query.next);
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
    const why = refusedBecause(account, await ownOf({ user: account.id, ...(account.mail === undefined ? {} : { mail: account.mail }) }, parts), { local: signIn.local });
    if (why !== undefined) {
      await accounts.endOf(account.id);
      return turnAway(why, account.id);
    }
    await letIn(request, reply, account, 'oidc');
    return reply.redirect(came.next ?? '/');
  });

  server.post('/api/logout', { schema: { summary: 'Sign out', tags: ['session'] } }, async (request, reply) => {
    await actorOf(request, parts);
    await accounts.end(secretOf(request)!);
    void reply.clearCookie(sessionCookie(request), { path: '/' });
    return {};
  });
}
