import { createHash, randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { FarmwatchError } from '../errors.ts';
import { HOUR, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';

const scrypt = promisify(scryptCallback) as (password: string, salt: Buffer, length: number, options: { N: number; r: number; p: number; maxmem: number }) => Promise<Buffer>;

export const ROLES = ['analyst', 'it', 'lead', 'hr', 'privacy', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

interface Account { readonly id: string; readonly role: Role; readonly salt: string; readonly hash: string; readonly madeAt: Instant }
interface SessionRow { readonly id: string; readonly user: string; readonly role: Role; readonly until: Instant; readonly csrf: string }
export interface Session { readonly user: string; readonly role: Role; readonly csrf: string }

/** OWASP's figures for scrypt: 2^17 rounds, block 8, one lane; about 130 MB for a moment. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
/** Shorter ones are guessed; no other rule helps. */
const SHORTEST_PASSWORD = 12;
export const SESSION_LENGTH = 12 * HOUR;

export interface AccountBook {
  /** Makes an account, or gives an existing one a new role and password, which ends its sessions. @returns the password */
  add(name: string, role: Role, password: string | undefined, now: Instant): Promise<string>;
  list(): Promise<readonly { readonly id: string; readonly role: Role }[]>;
  remove(name: string): Promise<void>;
  /** The role of whoever knows the password. Takes as long for a name that is not there. */
  check(name: string, password: string): Promise<Role | undefined>;
  /** Opens a session. @returns the secret for the cookie; only its hash is kept */
  open(user: string, role: Role, now: Instant): Promise<{ readonly secret: string; readonly session: Session }>;
  find(secret: string, now: Instant): Promise<Session | undefined>;
  end(secret: string): Promise<void>;
}

export function accountBook(store: Store): AccountBook {
  const accounts = store.shelf<Account>('accounts');
  const sessions = store.shelf<SessionRow>('sessions', { user: (row) => row.user });
  const hashOf = async (password: string, salt: Buffer): Promise<Buffer> => scrypt(password.normalize('NFKC'), salt, 32, COST);
  const idOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
  const endAll = async (user: string): Promise<void> => {
    const ids: string[] = [];
    for await (const { value } of sessions.list({ where: { user } })) ids.push(value.id);
    for (const id of ids) await sessions.remove(id);
  };
  return {
    async add(name, role, password, now) {
      if (!/^[\p{L}\p{N}._@-]{1,64}$/u.test(name)) throw new FarmwatchError('usage', { why: `${JSON.stringify(name)} cannot be a name: letters, digits and . _ @ - only, 64 at most.` });
      const chosen = password ?? randomBytes(15).toString('base64url');
      if (chosen.length < SHORTEST_PASSWORD) throw new FarmwatchError('usage', { why: `A password has ${SHORTEST_PASSWORD} characters at least.` });
      const salt = randomBytes(16);
      await accounts.putAll([{ id: name, role, salt: salt.toString('hex'), hash: (await hashOf(chosen, salt)).toString('hex'), madeAt: now }]);
      await endAll(name);
      return chosen;
    },
    async list() {
      const found: { id: string; role: Role }[] = [];
      for await (const { value } of accounts.list()) found.push({ id: value.id, role: value.role });
      return found;
    },
    async remove(name) {
      if (!await accounts.get(name)) throw new FarmwatchError('not.found', { what: `account ${JSON.stringify(name)}` });
      await accounts.remove(name);
      await endAll(name);
    },
    async check(name, password) {
      const kept = await accounts.get(name);
      const salt = kept ? Buffer.from(kept.value.salt, 'hex') : randomBytes(16);
      const hash = await hashOf(password, salt);
      return kept && timingSafeEqual(hash, Buffer.from(kept.value.hash, 'hex')) ? kept.value.role : undefined;
    },
    async open(user, role, now) {
      const secret = randomBytes(32).toString('base64url');
      const csrf = randomBytes(24).toString('base64url');
      await sessions.putAll([{ id: idOf(secret), user, role, until: now + SESSION_LENGTH, csrf }]);
      return { secret, session: { user, role, csrf } };
    },
    async find(secret, now) {
      const kept = await sessions.get(idOf(secret));
      if (!kept) return undefined;
      if (kept.value.until > now) return { user: kept.value.user, role: kept.value.role, csrf: kept.value.csrf };
      await sessions.remove(kept.value.id);
      return undefined;
    },
    async end(secret) {
      await sessions.remove(idOf(secret));
    },
  };
}
