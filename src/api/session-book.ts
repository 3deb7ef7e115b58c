import { createHash, randomBytes } from 'node:crypto';
import { HOUR, MINUTE, type Instant } from '../core/time.ts';
import type { Shelf, Store } from '../store/store.ts';
import { changeRow, unlessStale } from './kept-row.ts';
import type { Role } from './roles.ts';

/** How somebody came in. */
export type Way = 'local' | 'oidc' | 'link';

/** What somebody has to do after signing in before anything else opens: replace a first password, set up a second factor. */
export type Owed = 'password' | 'factor';

/** A session as it is kept, by the hash of its secret; stores of before know less of it. */
interface SessionRow {
  readonly id: string; readonly user: string; readonly role: Role; readonly until: Instant; readonly csrf: string;
  readonly openedAt?: Instant; readonly seenAt?: Instant; readonly way?: Way; readonly mail?: string; readonly provedAt?: Instant; readonly owes?: readonly Owed[];
}

/** A session as a request brings it. */
export interface Session {
  readonly user: string; readonly role: Role; readonly csrf: string; readonly way: Way;
  /** When its holder proved last who they are. */
  readonly provedAt: Instant;
  /** Mail address that the provider told. */
  readonly mail?: string;
  /** Absent where nothing is owed. */
  readonly owes?: readonly Owed[];
}

/** A session as its holder may see it. */
export interface SessionShown { readonly id: string; readonly openedAt: Instant; readonly seenAt: Instant; readonly until: Instant; readonly way: Way }

/** A session is over after so long in any case. */
export const SESSION_LENGTH = 12 * HOUR;
/** Unless the configuration says otherwise, a session that nobody uses for so long is over. */
export const IDLE_LENGTH = 30 * MINUTE;
/** When a session was used last is written down no finer than this. */
const SEEN_EVERY = MINUTE;
/** Clocks of two servers may differ by so much; a session from farther ahead was opened before the clock was set back. */
const CLOCKS_DIFFER = 5 * MINUTE;

/** Sessions of people who signed in; of the secret in the cookie a hash is kept. */
export interface SessionBook {
  /** Opens a session. @returns the secret for the cookie; only its hash is kept */
  open(user: string, role: Role, now: Instant, more?: Pick<SessionRow, 'way' | 'mail' | 'provedAt' | 'owes'>): Promise<{ readonly secret: string; readonly session: Session }>;
  /** Whose session it is. Being asked for counts as using it, unless one only peeps. */
  find(secret: string, now: Instant, how?: 'use' | 'peep'): Promise<Session | undefined>;
  /** Its holder proved anew who they are, or did what they owed. */
  settle(secret: string, done: { readonly provedAt: Instant } | { readonly owed: Owed }): Promise<void>;
  /** Nothing where it is over already. */
  end(secret: string): Promise<void>;
  /** Sessions that go on, the newest first. */
  sessions(user: string, now: Instant): Promise<readonly SessionShown[]>;
  /** The mark by which its holder sees a session. */
  markOf(secret: string): string;
  /** Ends sessions of somebody: the one with a mark, all but that one, or all. @returns how many */
  endOf(user: string, which?: { readonly only: string } | { readonly but: string }): Promise<number>;
}

/** @param idle a session that nobody uses for so long is over */
export function sessionBook(store: Pick<Store, 'shelf'>, idle: number): SessionBook {
  const sessions: Shelf<SessionRow> = store.shelf<SessionRow>('sessions', { user: (row) => row.user });
  const rowsOf = async (user: string): Promise<readonly SessionRow[]> => {
    const rows: SessionRow[] = [];
    for await (const { value } of sessions.list({ where: { user } })) rows.push(value);
    return rows;
  };
  const isOver = ({ until, openedAt, seenAt }: SessionRow, now: Instant): boolean =>
    until <= now || (seenAt !== undefined && now - seenAt >= idle) || (openedAt !== undefined && openedAt > now + CLOCKS_DIFFER);
  return {
    async open(user, role, now, more = {}) {
      const secret = randomBytes(32).toString('base64url');
      const csrf = randomBytes(24).toString('base64url');
      const row: SessionRow = { id: hashOfSecret(secret), user, role, until: now + SESSION_LENGTH, csrf, openedAt: now, seenAt: now, way: 'local', ...more };
      await sessions.putAll([row]);
      return { secret, session: sessionOf(row) };
    },
    async find(secret, now, how = 'use') {
      const kept = await sessions.get(hashOfSecret(secret));
      if (!kept) return undefined;
      const { seenAt } = kept.value;
      if (isOver(kept.value, now)) {
        await sessions.remove(kept.value.id);
        return undefined;
      }
      // Over what was read: one that ended meanwhile must not come back.
      if (how === 'use' && (seenAt === undefined || now - seenAt >= SEEN_EVERY)) await sessions.put({ ...kept.value, seenAt: now }, kept.revision).catch(unlessStale);
      return sessionOf(kept.value);
    },
    async settle(secret, done) {
      await changeRow(sessions, () => sessions.get(hashOfSecret(secret)), ({ owes = [], ...row }) => {
        const left = 'owed' in done ? owes.filter((one) => one !== done.owed) : owes;
        return { ...row, ...(left.length === 0 ? {} : { owes: left }), ...('provedAt' in done ? done : {}) };
      });
    },
    async end(secret) {
      await sessions.remove(hashOfSecret(secret));
    },
    async sessions(user, now) {
      return (await rowsOf(user)).filter((row) => !isOver(row, now))
        .map(({ id, openedAt, seenAt, until, way = 'local' }) => ({ id: markIn(id), openedAt: openedAt ?? until - SESSION_LENGTH, seenAt: seenAt ?? until - SESSION_LENGTH, until, way }))
        .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
    },
    markOf: (secret) => markIn(hashOfSecret(secret)),
    async endOf(user, which) {
      const ending = (await rowsOf(user)).filter(({ id }) => which === undefined || ('only' in which ? markIn(id) === which.only : markIn(id) !== which.but));
      for (const { id } of ending) await sessions.remove(id);
      return ending.length;
    },
  };
}

/** What is kept of a secret: a hash, so that whoever reads the store cannot come in by it. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A piece of the hash of the secret: enough to tell the sessions of one person apart. */
const markIn = (id: string): string => id.slice(0, 16);

function sessionOf({ user, role, csrf, mail, owes, until, openedAt = until - SESSION_LENGTH, provedAt = openedAt, way = 'local' }: SessionRow): Session {
  return { user, role, csrf, way, provedAt, ...(mail === undefined ? {} : { mail }), ...(owes === undefined || owes.length === 0 ? {} : { owes }) };
}
