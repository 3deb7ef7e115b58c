import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MINUTE, SECOND, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { MAY } from './access.ts';
import { nameKey, type AccountView } from './accounts.ts';
import { SESSION_LENGTH, type Owed, type Session, type Way } from './session-book.ts';
import { countedBy } from './counted-by.ts';
import type { SessionView, SignInView } from './contract.ts';
import { KNOWN_FOR } from './known-browsers.ts';
import { CALLBACK, OIDC_WITHIN } from './oidc.ts';
import type { ApiParts } from './parts.ts';
import { mustNotWait, patience } from './patience.ts';
import { actorOf, cookieName, ownOf, secretOf, sessionCookie, sessionOf } from './session.ts';
import { doorbook, refusedBecause, REFUSALS, type Refusal } from './sign-ins.ts';

/** Tells a browser in which somebody has signed in before; it opens nothing. */
const knownCookie = (request: FastifyRequest): string => cookieName('farmwatch_known', request);
const ticketCookie = (request: FastifyRequest): string => cookieName('farmwatch_sign_in', request);

function viewOf({ user, role, csrf, owes }: Session, parts: ApiParts): SessionView {
  return { user, role, demo: parts.demo, csrf, may: MAY[role], ...(owes ? { owes } : {}) };
}

/** What whoever signs in with a password has to do first. */
function owedBy({ firstUntil, secondFactor }: AccountView, wants: 'required' | 'offered'): readonly Owed[] {
  return [...(firstUntil === undefined ? [] : ['password' as const]), ...(wants === 'required' && !secondFactor ? ['factor' as const] : [])];
}

/** What a session is opened by, as one text: role, password, and when they were given. */
function whatCounts({ role, madeAt, roleAt, firstUntil }: Pick<AccountView, 'role' | 'madeAt' | 'roleAt' | 'firstUntil'>): string {
  return [role, madeAt, roleAt, firstUntil].join();
}

/** A cookie that scripts and other sites never get. */
const ownCookie = (request: FastifyRequest) => ({ httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https' }) as const;

export function addSessionRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { accounts, signIn = { local: true } } = parts;
  const door = doorbook(parts.store);
  // The second factor is guessed at by whoever knows the password, so it has a count of its own.
  const codes = patience({ free: 3, longest: 15 * MINUTE });
  // By name, so that many addresses do not help; by address, so that many names do not, but a whole office may be behind one.
  const [names, addresses] = [patience({ free: 3, longest: 15 * MINUTE }), patience({ free: 20, longest: MINUTE })];
  // Guessing is slowed for each address; a password costs the server memory too.
  const slow = { rateLimit: { max: 10, timeWindow: '1 minute' } };
  // Through a provider nothing can be guessed, and a company may be behind one address.
  const less = { rateLimit: { max: 60, timeWindow: '1 minute' } };

  /**
   * A session of its own for every sign-in; the one that the browser had before is over.
   *
   * @returns undefined where the account was changed meanwhile: what was looked at is not what it is
   */
  const letIn = async (request: FastifyRequest, reply: FastifyReply, { id, role, mail, isBreakGlass, ...account }: Pick<AccountView, 'id' | 'role' | 'mail' | 'isBreakGlass' | 'madeAt' | 'roleAt' | 'firstUntil'>, way: Way, { said, holder, ...more }: { readonly said?: string; readonly holder?: string; readonly provedAt?: Instant; readonly owes?: readonly Owed[] } = {}): Promise<Session | undefined> => {
    const before = secretOf(request);
    if (before !== undefined) await accounts.end(before);
    // Written before anybody is in: a sign-in that cannot be recorded does not happen.
    await door.note({ at: parts.now(), did: 'came', way, user: id, ...(said === undefined ? {} : { said }), ...(isBreakGlass ? { isBreakGlass } : {}), ...(holder === undefined ? {} : { holder }) });
    if (isBreakGlass) request.log.warn('The account for emergencies was used.');
    const { secret, session } = await accounts.open(id, role, parts.now(), { way, ...more, ...(mail === undefined ? {} : { mail }) });
    // Looked at behind it: whoever changes an account ends the sessions that there are by then.
    const stands = way === 'link' ? undefined : await accounts.get(id);
    if (way !== 'link' && (stands === undefined || stands.off !== undefined || whatCounts(stands) !== whatCounts({ role, ...account }))) {
      await accounts.end(secret);
      return undefined;
    }
    void reply.setCookie(sessionCookie(request), secret, { ...ownCookie(request), maxAge: SESSION_LENGTH / SECOND });
    return session;
  };
  /** The own account that whoever uses the one for emergencies names, where they name one. */
  const holderNamed = async (holder = ''): Promise<string | undefined> => {
    if (holder.trim() === '') return undefined;
    const held = await accounts.get(holder.trim());
    if (held === undefined || held.isBreakGlass) throw new FarmwatchError('sign-in.reason', { why: REFUSALS.holder });
    return held.id;
  };
  /** With a second factor the password alone opens nothing. @returns what is written down of it */
  const proveFactor = async (request: FastifyRequest, { id, secondFactor }: AccountView, code: string, key: string): Promise<string | undefined> => {
    if (!secondFactor) return undefined;
    if (code.trim() === '') throw new FarmwatchError('sign-in.code');
    mustNotWait(codes.waitFor(key, parts.now()));
    // Counted before it is looked at: many at once are many.
    codes.failed(key, parts.now());
    const by = await accounts.factors.use(id, code, parts.now());
    if (by === undefined) {
      addresses.failed(countedBy(request.ip), parts.now());
      await refuse('code', 'local', id);
      throw new FarmwatchError('sign-in.failed', { why: REFUSALS.code });
    }
    codes.forget(key);
    return by === 'recovery' ? 'a recovery code was used up' : undefined;
  };
  const refuse = (why: Refusal, way: Way, user?: string): Promise<void> => door.note({ at: parts.now(), did: 'refused', way, why, ...(user === undefined ? {} : { user }) });

  server.get('/api/sign-in', { schema: { summary: 'Ways to sign in', tags: ['session'], querystring: z.object({ refused: z.string().max(20).optional() }) } }, async (request): Promise<SignInView> => {
    const { refused } = request.query;
    // Outsiders learn nothing else of accounts, and this only as long as there is nothing to open.
    const isFirst = !parts.demo && !signIn.oidc && (await accounts.list()).length === 0;
    return {
      local: signIn.local, ...(signIn.oidc ? { oidc: signIn.oidc.label } : {}),
      ...(refused !== undefined && Object.hasOwn(REFUSALS, refused) ? { refused: REFUSALS[refused as Refusal] } : {}), ...(isFirst ? { isFirst } : {}),
    };
  });

  server.get('/api/session', { schema: { summary: 'Who is signed in, and what they may do', tags: ['session'] } }, async (request) => viewOf(await sessionOf(request, parts), parts));

  server.post('/api/login', {
    config: slow,
    schema: { summary: 'Sign in with a local account', tags: ['session'], body: z.object({ name: z.string().max(64), password: z.string().max(1024), reason: z.string().max(1_000).optional(), holder: z.string().max(64).optional(), code: z.string().max(100).optional() }) },
  }, async (request, reply) => {
    const { password, reason, holder, code = '' } = request.body;
    const name = await accounts.nameOf(request.body.name) ?? request.body.name;
    const browser = request.cookies[knownCookie(request)];
    const asked = nameKey(name);
    // Whoever signed in here before has tries of their own: strangers who guess at a name do not keep its holder waiting.
    const isKnown = await accounts.knows(name, browser, parts.now());
    const key = isKnown ? `${asked} ${browser}` : asked;
    mustNotWait(Math.max(names.waitFor(key, parts.now()), addresses.waitFor(countedBy(request.ip), parts.now())));
    // Counted before it is looked at: many at once are many.
    names.failed(key, parts.now());
    const isRight = await accounts.check(name, password, isKnown).catch((error: unknown) => {
      // Too many wait: this one was not looked at, and does not count.
      names.untried(key);
      throw error;
    }) !== undefined;
    const account = await accounts.get(name);
    if (!isRight || !account) {
      addresses.failed(countedBy(request.ip), parts.now());
      await refuse('wrong', 'local', account?.id);
      throw new FarmwatchError('sign-in.failed');
    }
    names.forget(key);
    const why = refusedBecause(account, await ownOf({ user: name }, parts), { local: signIn.local, reason, now: parts.now() });
    if (why === 'reason') throw new FarmwatchError('sign-in.reason', { why: REFUSALS[why] });
    if (why !== undefined) {
      await refuse(why, 'local', name);
      throw new FarmwatchError('sign-in.failed', { why: REFUSALS[why] });
    }
    const held = account.isBreakGlass ? await holderNamed(holder) : undefined;
    const said = [account.isBreakGlass ? reason!.trim() : undefined, await proveFactor(request, account, code, key)].filter((part) => part !== undefined);
    const session = await letIn(request, reply, account, 'local', { ...(said.length === 0 ? {} : { said: said.join('; ') }), ...(held === undefined ? {} : { holder: held }), owes: owedBy(account, signIn.secondFactor ?? 'required') });
    if (session === undefined) {
      await refuse('changed', 'local', name);
      throw new FarmwatchError('sign-in.failed', { why: REFUSALS.changed });
    }
    void reply.setCookie(knownCookie(request), await accounts.know(name, browser, parts.now()), { ...ownCookie(request), maxAge: KNOWN_FOR / SECOND });
    return viewOf(session, parts);
  });

  server.get('/api/login/link', {
    config: slow,
    schema: { summary: 'Sign in with a link that works once', tags: ['session'], querystring: z.object({ token: z.string().max(200) }) },
  }, async (request, reply) => {
    const found = parts.redeem(request.query.token);
    if (!found) return reply.redirect('/login?used');
    await letIn(request, reply, { id: found.user, role: found.role, madeAt: parts.now() }, 'link');
    return reply.redirect('/');
  });

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

  server.post('/api/logout', { schema: { summary: 'Sign out', tags: ['session'] } }, async (request, reply) => {
    await actorOf(request, parts);
    await accounts.end(secretOf(request)!);
    void reply.clearCookie(sessionCookie(request), { path: '/' });
    return {};
  });
}
