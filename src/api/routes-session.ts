import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MINUTE, SECOND } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { isSimulated } from '../run/company-note.ts';
import { MAY } from './access.ts';
import type { AccountView } from './account.ts';
import { nameKey } from './accounts.ts';
import type { SessionView, SignInView } from './contract.ts';
import { countedBy } from './counted-by.ts';
import { frontDoor, ownCookie } from './front-door.ts';
import { KNOWN_FOR } from './known-browsers.ts';
import type { ApiParts } from './parts.ts';
import { minuteOfTries, mustNotWait, patience } from './patience.ts';
import { actorOf, cookieName, ownOf, secretOf, sessionCookie, sessionOf } from './session.ts';
import type { Owed, Session } from './session-book.ts';
import { refusedBecause, REFUSALS, type Refusal } from './sign-ins.ts';

/** Tells a browser in which somebody has signed in before; it opens nothing. */
const knownCookie = (request: FastifyRequest): string => cookieName('farmwatch_known', request);

async function viewOf({ user, role, csrf, owes }: Session, parts: ApiParts): Promise<SessionView> {
  return { user, role, demo: parts.demo, csrf, ...(await isSimulated(parts.store) ? { simulated: true } : {}), may: MAY[role], ...(owes ? { owes } : {}) };
}

/** What whoever signs in with a password has to do first. */
function owedBy({ firstUntil, secondFactor }: AccountView, wants: 'required' | 'offered'): readonly Owed[] {
  return [...(firstUntil === undefined ? [] : ['password' as const]), ...(wants === 'required' && !secondFactor ? ['factor' as const] : [])];
}

/** Signing in with a local account or a link, and out again. */
export function addSessionRoutes(plain: FastifyInstance, parts: ApiParts): void {
  const server = plain.withTypeProvider<ZodTypeProvider>();
  const { accounts, signIn = { local: true } } = parts;
  const { letIn, refuse } = frontDoor(parts);
  // The second factor is guessed at by whoever knows the password, so it has a count of its own.
  const codes = patience({ free: 3, longest: 15 * MINUTE });
  // By name, so that many addresses do not help; by address, so that many names do not, but a whole office may be behind one.
  const [names, addresses] = [patience({ free: 3, longest: 15 * MINUTE }), patience({ free: 20, longest: MINUTE })];
  // Wrong tries are few for each address. Right ones are many where an office is behind one, but a password costs the server memory too.
  const wrong = minuteOfTries(10);
  const [slow, ofLinks] = [{ rateLimit: { max: 120, timeWindow: '1 minute' } }, { rateLimit: { max: 10, timeWindow: '1 minute' } }];

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
    mustNotWait(wrong.take(countedBy(request.ip), parts.now()));
    codes.failed(key, parts.now());
    const by = await accounts.factors.use(id, code, parts.now());
    if (by === undefined) {
      addresses.failed(countedBy(request.ip), parts.now());
      await refuse('code', 'local', id);
      throw new FarmwatchError('sign-in.failed', { why: REFUSALS.code });
    }
    codes.forget(key);
    wrong.giveBack(countedBy(request.ip));
    return by === 'recovery' ? 'a recovery code was used up' : undefined;
  };
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
    const from = countedBy(request.ip);
    mustNotWait(Math.max(names.waitFor(key, parts.now()), addresses.waitFor(from, parts.now())));
    // Counted before it is looked at: many at once are many.
    mustNotWait(wrong.take(from, parts.now()));
    names.failed(key, parts.now());
    // Read before its password is looked at: one that is changed meanwhile is another account than the one that lets somebody in.
    const account = await accounts.get(name);
    const isRight = await accounts.check(name, password, isKnown).catch((error: unknown) => {
      // Too many wait: this one was not looked at, and does not count.
      names.untried(key);
      wrong.giveBack(from);
      throw error;
    }) !== undefined;
    if (!isRight || !account) {
      addresses.failed(from, parts.now());
      await refuse('wrong', 'local', account?.id);
      throw new FarmwatchError('sign-in.failed');
    }
    names.forget(key);
    wrong.giveBack(from);
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
    config: ofLinks,
    schema: { summary: 'Sign in with a link that works once', tags: ['session'], querystring: z.object({ token: z.string().max(200) }) },
  }, async (request, reply) => {
    const found = parts.redeem(request.query.token);
    if (!found) return reply.redirect('/login?used');
    await letIn(request, reply, { id: found.user, role: found.role, madeAt: parts.now() }, 'link');
    return reply.redirect('/');
  });

  server.post('/api/logout', { schema: { summary: 'Sign out', tags: ['session'] } }, async (request, reply) => {
    await actorOf(request, parts);
    await accounts.end(secretOf(request)!);
    void reply.clearCookie(sessionCookie(request), { path: '/' });
    return {};
  });
}
