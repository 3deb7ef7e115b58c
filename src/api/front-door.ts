import type { FastifyReply, FastifyRequest } from 'fastify';
import { SECOND, type Instant } from '../core/time.ts';
import type { AccountView } from './account.ts';
import type { ApiParts } from './parts.ts';
import { SESSION_LENGTH, type Owed, type Session, type Way } from './session-book.ts';
import { secretOf, sessionCookie } from './session.ts';
import { doorbook, type Refusal } from './sign-ins.ts';

/** What is written down of a sign-in, and what its session begins with. */
export interface Entering {
  /** What whoever signs in said, or used up. */
  readonly said?: string;
  /** The own account of whoever uses the one for emergencies. */
  readonly holder?: string;
  readonly provedAt?: Instant;
  readonly owes?: readonly Owed[];
}

/** What is looked at of an account that signs in. */
type Entrant = Pick<AccountView, 'id' | 'role' | 'mail' | 'isBreakGlass' | 'madeAt' | 'roleAt' | 'firstUntil' | 'passwordMark'>;

/** What a session is opened by, as one text: role, password, and when they were given. */
function whatCounts({ role, madeAt, roleAt, firstUntil, passwordMark }: Entrant): string {
  return [role, madeAt, roleAt, firstUntil, passwordMark].join();
}

/** Lets people in, whichever way they came, or turns them away; both are written down. */
export interface FrontDoor {
  /**
   * Opens a session of its own for every sign-in; the one that the browser had before is over.
   *
   * @returns undefined where the account was changed meanwhile: what was looked at is not what it is
   */
  letIn(request: FastifyRequest, reply: FastifyReply, account: Entrant, way: Way, entering?: Entering): Promise<Session | undefined>;
  refuse(why: Refusal, way: Way, user?: string): Promise<void>;
}

/** A cookie that scripts and other sites never get. */
export const ownCookie = (request: FastifyRequest) => ({ httpOnly: true, sameSite: 'strict', path: '/', secure: request.protocol === 'https' }) as const;

export function frontDoor({ accounts, store, now }: Pick<ApiParts, 'accounts' | 'store' | 'now'>): FrontDoor {
  const door = doorbook(store);
  return {
    async letIn(request, reply, account, way, { said, holder, ...more } = {}) {
      const { id, role, mail, isBreakGlass } = account;
      const before = secretOf(request);
      if (before !== undefined) await accounts.end(before);
      // Written before anybody is in: a sign-in that cannot be recorded does not happen.
      await door.note({ at: now(), did: 'came', way, user: id, ...(said === undefined ? {} : { said }), ...(isBreakGlass ? { isBreakGlass } : {}), ...(holder === undefined ? {} : { holder }) });
      if (isBreakGlass) request.log.warn('The account for emergencies was used.');
      const { secret, session } = await accounts.open(id, role, now(), { way, ...more, ...(mail === undefined ? {} : { mail }) });
      // Looked at behind it: whoever changes an account ends the sessions that there are by then.
      const stands = way === 'link' ? undefined : await accounts.get(id);
      if (way !== 'link' && (stands === undefined || stands.off !== undefined || whatCounts(stands) !== whatCounts(account))) {
        await accounts.end(secret);
        return undefined;
      }
      void reply.setCookie(sessionCookie(request), secret, { ...ownCookie(request), maxAge: SESSION_LENGTH / SECOND });
      return session;
    },
    refuse: (why, way, user) => door.note({ at: now(), did: 'refused', way, why, ...(user === undefined ? {} : { user }) }),
  };
}
