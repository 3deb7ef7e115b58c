import { createHash, randomBytes } from 'node:crypto';
import { FarmwatchError } from '../errors.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../core/time.ts';
import type { Kept, Shelf, Store } from '../store/store.ts';
import { isCommon } from './common-passwords.ts';
import { factorBook, type FactorBook, type UpdateAccount } from './factor-book.ts';
import { afterSignIn, isKnown, type KnownBrowser } from './known-browsers.ts';
import { isOfToday, isProved, proofOf, type Proof } from './password-hash.ts';
import type { Factor } from './second-factor.ts';

export const ROLES = ['analyst', 'it', 'lead', 'hr', 'privacy', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
/** What people call a role. The pages have the same names; a test compares them. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = { analyst: 'analyst', it: 'IT staff', lead: 'lead', hr: 'HR and legal', privacy: 'privacy officer', admin: 'administrator', auditor: 'auditor' };

/** How somebody came in. */
export type Way = 'local' | 'oidc' | 'link';

/** What somebody has to do after signing in before anything else opens: replace a first password, set up a second factor. */
export type Owed = 'password' | 'factor';

/** Who may sign in, without what proves it. */
export interface AccountView {
  readonly id: string;
  readonly role: Role;
  readonly madeAt: Instant;
  /** Who made it, or `OpenID Connect` for a person of the provider; absent in stores of before. */
  readonly madeBy?: string;
  /** When it got its role, where that was after it was made. */
  readonly roleAt?: Instant;
  /** Who that is at the provider; only for people who come from there. */
  readonly provider?: { readonly issuer: string; readonly subject: string };
  readonly mail?: string;
  /** Who switched it off, and when. */
  readonly off?: { readonly at: Instant; readonly by: string };
  /** The second person who said that it may have this role. */
  readonly confirmed?: { readonly at: Instant; readonly by: string; readonly role: Role };
  /** For emergencies: works where local accounts are switched off, and asks why. */
  readonly isBreakGlass?: true;
  /** Its password was made up for it, and opens nothing from then on. */
  readonly firstUntil?: Instant;
  readonly secondFactor?: { readonly since: Instant; readonly recoveryLeft: number };
}
/** An account as it is kept. */
export interface Account extends Omit<AccountView, 'secondFactor'>, Partial<Proof> {
  readonly factor?: Factor;
  /** A second factor whose first code nobody has typed yet. */
  readonly begun?: { readonly secret: string; readonly at: Instant };
  readonly browsers?: readonly KnownBrowser[];
}

interface SessionRow {
  readonly id: string; readonly user: string; readonly role: Role; readonly until: Instant; readonly csrf: string;
  readonly openedAt?: Instant; readonly seenAt?: Instant; readonly way?: Way; readonly mail?: string; readonly provedAt?: Instant; readonly owes?: readonly Owed[];
}
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

/** Shorter ones are guessed. */
const SHORTEST_PASSWORD = 12;
/** Words that are tried first, with the pieces of the account's name that are as long as this. */
const TRIED_FIRST = ['farmwatch', 'password', 'laptop farm'];
const SHORTEST_PIECE = 4;
export const SESSION_LENGTH = 12 * HOUR;
/** A password that was made up for somebody is replaced within this time, or ends. */
export const FIRST_PASSWORD_LASTS = 7 * DAY;
/** Unless the configuration says otherwise, a session that nobody uses for so long is over. */
export const IDLE_LENGTH = 30 * MINUTE;
/** When a session was used last is written down no finer than this. */
const SEEN_EVERY = MINUTE;
/** Clocks of two servers may differ by so much; a session from farther ahead was opened before the clock was set back. */
const CLOCKS_DIFFER = 5 * MINUTE;

export interface AccountBook {
  /**
   * Makes an account, or gives an existing one a new role and password, which ends its sessions; its second factor stays.
   *
   * @returns the password
   * @throws FarmwatchError `usage` for a name that is none or that another account has in other letters, and for a password that is guessed first
   */
  add(name: string, role: Role, password: string | undefined, now: Instant, more?: Pick<AccountView, 'madeBy' | 'isBreakGlass'>): Promise<string>;
  /** Gives an account another password that its holder chose; its sessions go on. @throws FarmwatchError `usage` for one that is guessed first, `not.found` */
  setPassword(name: string, chosen: string): Promise<void>;
  /**
   * Makes up another first password for a local account, as for a new one: it is replaced within a week, its sessions end, and
   * whoever has to be confirmed is confirmed anew, by somebody else than who gave it. Its second factor stays.
   *
   * @returns the password
   * @throws FarmwatchError `not.found`
   */
  renew(name: string, by: string, now: Instant): Promise<string>;
  /** The account of a person of the provider, made or brought up to date. @throws FarmwatchError `request.invalid` where somebody else has that name */
  meet(person: { readonly name: string; readonly role: Role; readonly mail?: string; readonly provider: NonNullable<AccountView['provider']> }, now: Instant): Promise<AccountView>;
  /** The account of a person of the provider, whatever its name is. */
  met(provider: NonNullable<AccountView['provider']>): Promise<AccountView | undefined>;
  get(name: string): Promise<AccountView | undefined>;
  /** The name of the account that somebody means, who may write its letters large or small; undefined where there is none. */
  nameOf(typed: string): Promise<string | undefined>;
  list(): Promise<readonly AccountView[]>;
  /** Changes what is not its password; another role, or switching it off, ends its sessions. */
  change(name: string, change: { readonly role?: Role; readonly madeBy?: string; readonly roleAt?: Instant; readonly off?: AccountView['off'] | undefined; readonly confirmed?: NonNullable<AccountView['confirmed']> }): Promise<AccountView>;
  remove(name: string): Promise<void>;
  /**
   * The role of whoever knows the password. Takes as long for a name that is not there.
   *
   * @param goesFirst somebody who is signed in, or was in this browser
   * @throws FarmwatchError `sign-in.slow` where too many wait already; nothing was looked at then
   */
  check(name: string, password: string, goesFirst?: boolean): Promise<Role | undefined>;
  /** Opens a session. @returns the secret for the cookie; only its hash is kept */
  open(user: string, role: Role, now: Instant, more?: Pick<SessionRow, 'way' | 'mail' | 'provedAt' | 'owes'>): Promise<{ readonly secret: string; readonly session: Session }>;
  /** Whose session it is. Being asked for counts as using it, unless one only peeps. */
  find(secret: string, now: Instant, how?: 'use' | 'peep'): Promise<Session | undefined>;
  /** Its holder proved anew who they are, or did what they owed. */
  settle(secret: string, done: { readonly provedAt: Instant } | { readonly owed: Owed }): Promise<void>;
  readonly factors: FactorBook;
  /** Whether somebody has signed in with this account in the browser that brings a secret. */
  knows(name: string, secret: string | undefined, now: Instant): Promise<boolean>;
  /** Knows a browser from now on. @returns the secret for its cookie: the one that it brings where that is known, else another */
  know(name: string, secret: string | undefined, now: Instant): Promise<string>;
  end(secret: string): Promise<void>;
  /** Sessions that go on, the newest first. */
  sessions(user: string, now: Instant): Promise<readonly SessionShown[]>;
  /** The mark by which its holder sees a session. */
  markOf(secret: string): string;
  /** Ends sessions of somebody: the one with a mark, all but that one, or all. @returns how many */
  endOf(user: string, which?: { readonly only: string } | { readonly but: string }): Promise<number>;
}

/** A password that nobody guesses: 120 random bits. */
function madeUp(): string {
  return randomBytes(15).toString('base64url');
}

/** @param idle a session that nobody uses for so long is over */
export function accountBook(store: Store, { idle = IDLE_LENGTH }: { readonly idle?: number } = {}): AccountBook {
  const accounts = store.shelf<Account>('accounts');
  const sessions: Shelf<SessionRow> = store.shelf<SessionRow>('sessions', { user: (row) => row.user });
  const idOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
  const rowsOf = async (user: string): Promise<readonly SessionRow[]> => {
    const rows: SessionRow[] = [];
    for await (const { value } of sessions.list({ where: { user } })) rows.push(value);
    return rows;
  };
  const endOf: AccountBook['endOf'] = async (user, which) => {
    const ending = (await rowsOf(user)).filter(({ id }) => which === undefined || ('only' in which ? markIn(id) === which.only : markIn(id) !== which.but));
    for (const { id } of ending) await sessions.remove(id);
    return ending.length;
  };
  const account = async (name: string): Promise<Kept<Account>> => {
    const kept = await accounts.get(name);
    if (!kept) throw new FarmwatchError('not.found', { what: `account ${JSON.stringify(name)}` });
    return kept;
  };
  const update: UpdateAccount = async (name, change) => {
    for (;;) {
      const { value, revision } = await account(name);
      const next = change(value);
      if (next === undefined) return undefined;
      try {
        await accounts.put(next, revision);
        return next;
      } catch (error) {
        unlessStale(error);
      }
    }
  };
  const all = async (): Promise<readonly Account[]> => {
    const found: Account[] = [];
    for await (const { value } of accounts.list()) found.push(value);
    return found;
  };
  /** Two names that only the size of letters tells apart are taken for one by whoever reads or types them. */
  const mustDiffer = async (name: string): Promise<void> => {
    const ids = (await all()).map(({ id }) => id);
    const other = ids.includes(name) ? undefined : ids.find((id) => nameKey(id) === nameKey(name));
    if (other !== undefined) throw new FarmwatchError('usage', { why: `There is an account ${other} already, and no other has its name in other letters. Write it so, or take another name.` });
  };
  const isOver = ({ until, openedAt, seenAt }: SessionRow, now: Instant): boolean =>
    until <= now || (seenAt !== undefined && now - seenAt >= idle) || (openedAt !== undefined && openedAt > now + CLOCKS_DIFFER);
  const met: AccountBook['met'] = async ({ issuer, subject }) => {
    const found = (await all()).find(({ provider }) => provider?.issuer === issuer && provider.subject === subject);
    return found && shown(found);
  };
  return {
    async add(name, role, password, now, more = {}) {
      if (!isName(name)) throw new FarmwatchError('usage', { why: `${JSON.stringify(name)} cannot be a name: letters, digits and . _ @ - only, 64 at most.` });
      await mustDiffer(name);
      const chosen = password ?? madeUp();
      if (password !== undefined) await mustHold(password, name);
      const other = more.isBreakGlass ? (await all()).find(({ id, isBreakGlass }) => isBreakGlass && id !== name) : undefined;
      if (other) throw new FarmwatchError('usage', { why: `There is one account for emergencies at most, and it is ${other.id}. Remove it first: farmwatch user remove ${other.id}` });
      // Whoever asks for a new password does not get around the second factor by that.
      const factor = (await accounts.get(name))?.value.factor;
      const first = password === undefined && !more.isBreakGlass ? { firstUntil: now + FIRST_PASSWORD_LASTS } : {};
      await accounts.putAll([{ id: name, role, ...await proofOf(chosen), madeAt: now, ...first, ...(factor ? { factor } : {}), ...more }]);
      await endOf(name);
      return chosen;
    },
    async setPassword(name, chosen) {
      await mustHold(chosen, name);
      const proof = await proofOf(chosen);
      // Browsers that were known by the old password are strangers again.
      await update(name, ({ firstUntil: _first, browsers: _browsers, ...before }) => ({ ...before, ...proof }));
    },
    async renew(name, by, now) {
      const made = madeUp();
      const proof = await proofOf(made);
      await update(name, ({ browsers: _browsers, confirmed: _confirmed, ...before }) => ({ ...before, ...proof, madeBy: by, roleAt: now, firstUntil: now + FIRST_PASSWORD_LASTS }));
      await endOf(name);
      return made;
    },
    async meet({ name, role, mail, provider }, now) {
      const before = await met(provider);
      const id = before?.id ?? name;
      const taken = before ? undefined : (await all()).find((other) => nameKey(other.id) === nameKey(id));
      if (taken) throw new FarmwatchError('request.invalid', { why: `Somebody else has the account ${taken.id} here. An administrator can remove that one: farmwatch user remove ${taken.id}` });
      const { confirmed, ...rest } = before ?? { id, madeAt: now, madeBy: 'OpenID Connect' };
      const standing = { ...rest, role, provider, ...(mail === undefined ? {} : { mail }), ...(confirmed?.role === role ? { confirmed } : {}) };
      await accounts.putAll([standing]);
      if (before && before.role !== role) await endOf(id);
      return standing;
    },
    met,
    async get(name) {
      const kept = await accounts.get(name);
      return kept && shown(kept.value);
    },
    async nameOf(typed) {
      const ids = (await all()).map(({ id }) => id);
      return ids.find((id) => id === typed) ?? ids.find((id) => nameKey(id) === nameKey(typed));
    },
    list: async () => (await all()).map(shown),
    async change(name, change) {
      const { value, revision } = await account(name);
      const role = change.role ?? value.role;
      const { off, confirmed, ...rest } = { ...value, ...change };
      const next = { ...rest, ...(off ? { off } : {}), ...(confirmed?.role === role ? { confirmed } : {}) };
      await accounts.put(next, revision);
      if (role !== value.role || off) await endOf(name);
      return shown(next);
    },
    async remove(name) {
      await account(name);
      await accounts.remove(name);
      await endOf(name);
    },
    async check(name, password, goesFirst) {
      const kept = await accounts.get(name);
      const { salt, hash, cost } = kept?.value ?? {};
      const proof = salt === undefined || hash === undefined ? undefined : { salt, hash, ...(cost ? { cost } : {}) };
      if (!await isProved(password, proof, goesFirst) || !kept || !proof) return undefined;
      if (!isOfToday(proof)) await accounts.put({ ...kept.value, ...await proofOf(password) }, kept.revision).catch(unlessStale);
      return kept.value.role;
    },
    async open(user, role, now, more = {}) {
      const secret = randomBytes(32).toString('base64url');
      const csrf = randomBytes(24).toString('base64url');
      const row: SessionRow = { id: idOf(secret), user, role, until: now + SESSION_LENGTH, csrf, openedAt: now, seenAt: now, way: 'local', ...more };
      await sessions.putAll([row]);
      return { secret, session: sessionOf(row) };
    },
    async find(secret, now, how = 'use') {
      const kept = await sessions.get(idOf(secret));
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
      for (;;) {
        const kept = await sessions.get(idOf(secret));
        if (!kept) return;
        const { owes = [], ...row } = kept.value;
        const left = 'owed' in done ? owes.filter((one) => one !== done.owed) : owes;
        try {
          await sessions.put({ ...row, ...(left.length === 0 ? {} : { owes: left }), ...('provedAt' in done ? done : {}) }, kept.revision);
          return;
        } catch (error) {
          unlessStale(error);
        }
      }
    },
    factors: factorBook(update),
    knows: async (name, secret, now) => secret !== undefined && isKnown((await accounts.get(name))?.value.browsers, idOf(secret), now),
    async know(name, secret, now) {
      const other = randomBytes(32).toString('base64url');
      let told = other;
      await update(name, (before) => {
        told = secret !== undefined && isKnown(before.browsers, idOf(secret), now) ? secret : other;
        return { ...before, browsers: afterSignIn(before.browsers, idOf(told), now) };
      });
      return told;
    },
    async end(secret) {
      await sessions.remove(idOf(secret));
    },
    async sessions(user, now) {
      return (await rowsOf(user)).filter((row) => !isOver(row, now))
        .map(({ id, openedAt, seenAt, until, way = 'local' }) => ({ id: markIn(id), openedAt: openedAt ?? until - SESSION_LENGTH, seenAt: seenAt ?? until - SESSION_LENGTH, until, way }))
        .sort((a, b) => b.openedAt - a.openedAt || (a.id < b.id ? -1 : 1));
    },
    markOf: (secret) => markIn(idOf(secret)),
    endOf,
  };
}

/** What is asked of a password that somebody chose. @throws FarmwatchError `usage` for one that would be guessed */
export async function mustHold(password: string, name: string): Promise<void> {
  if (password.length < SHORTEST_PASSWORD) throw new FarmwatchError('usage', { why: `A password has ${SHORTEST_PASSWORD} characters at least.` });
  const tried = triedFirst(password, name);
  if (tried !== undefined) throw new FarmwatchError('usage', { why: `A password does not hold ${JSON.stringify(tried)}: that is tried first.` });
  if (await isCommon(password)) throw new FarmwatchError('usage', { why: 'Many people have this password, or two such in a row, so it is tried first. Take several words that nobody would put together.' });
}

/** The word in a password that is tried first, in whatever letters. */
function triedFirst(password: string, name: string): string | undefined {
  const pieces = name.split(/[._@-]/).filter((piece) => piece.length >= SHORTEST_PIECE);
  return [...TRIED_FIRST, ...pieces].find((word) => password.toLowerCase().includes(word.toLowerCase()));
}

/** By what names of accounts are compared. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Names that accounts may have. */
export function isName(text: string): boolean {
  return /^[\p{L}\p{N}._@-]{1,64}$/u.test(text);
}

/** A piece of the hash of the secret: enough to tell the sessions of one person apart. */
const markIn = (id: string): string => id.slice(0, 16);

function shown({ salt: _salt, hash: _hash, cost: _cost, begun: _begun, browsers: _browsers, factor, ...view }: Account): AccountView {
  return factor ? { ...view, secondFactor: { since: factor.since, recoveryLeft: factor.recovery.length } } : view;
}

function sessionOf({ user, role, csrf, mail, owes, until, openedAt = until - SESSION_LENGTH, provedAt = openedAt, way = 'local' }: SessionRow): Session {
  return { user, role, csrf, way, provedAt, ...(mail === undefined ? {} : { mail }), ...(owes === undefined || owes.length === 0 ? {} : { owes }) };
}

/** Passes over what somebody else wrote meanwhile; any other failure goes on. */
function unlessStale(error: unknown): void {
  if (!(error instanceof FarmwatchError && error.code === 'record.stale')) throw error;
}
