import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { MINUTE, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { Session } from './session-book.ts';
import type { ApiParts } from './parts.ts';
import { doorbook } from './sign-ins.ts';
import { NOBODY, type Own } from './staff.ts';

/** A cookie that only this server, over TLS, can have set. Over plain HTTP no browser takes one of that name. */
export const cookieName = (name: string, { protocol }: Pick<FastifyRequest, 'protocol'>): string => `${protocol === 'https' ? '__Host-' : ''}${name}`;
/** Holds the secret of a session. */
export const SESSION_COOKIE = 'farmwatch_session';
export const sessionCookie = (request: FastifyRequest): string => cookieName(SESSION_COOKIE, request);

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

/** Whoever changes something: the page proves that it is ours. @throws FarmwatchError `sign-in.needed`, `page.outdated` */
export async function actorOf(request: FastifyRequest, parts: ApiParts): Promise<Session> {
  const session = await sessionOf(request, parts);
  const sent = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
  const wanted = Buffer.from(session.csrf);
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw new FarmwatchError('page.outdated');
  return session;
}

/** Whoever had to wait for others, who may have ended their session meanwhile. @throws FarmwatchError `sign-in.needed` */
export async function mustStillBeIn(request: FastifyRequest, { accounts, now }: Pick<ApiParts, 'accounts' | 'now'>): Promise<void> {
  const secret = secretOf(request);
  if (secret === undefined || !await accounts.find(secret, now(), 'peep')) throw new FarmwatchError('sign-in.needed');
}

/** So long after signing in, or after showing it anew, it is taken that its holder sits there. */
const FRESH = 10 * MINUTE;

/** Whoever changes what guards their own account has shown lately that it is them. @throws FarmwatchError `sign-in.anew` */
export function mustBeFresh({ way, provedAt }: Session, now: Instant): void {
  // Whoever came by the link of a demo has nothing to show.
  if (way !== 'link' && now - provedAt >= FRESH) throw new FarmwatchError('sign-in.anew');
}
