import { randomBytes } from 'node:crypto';
import { FarmwatchError } from '../errors.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { Kept, Store } from '../store/store.ts';
import type { Account, AccountView } from './account.ts';
import { madeUp, mustHold } from './chosen-password.ts';
import { factorBook, type FactorBook, type UpdateAccount } from './factor-book.ts';
import { changeRow, unlessStale } from './kept-row.ts';
import { afterSignIn, isKnown } from './known-browsers.ts';
import { COST, isOfToday, isProved, proofOf, type Cost } from './password-hash.ts';
import type { Role } from './roles.ts';
import { hashOfSecret, IDLE_LENGTH, sessionBook, type SessionBook } from './session-book.ts';

/** A password that was made up for somebody is replaced within this time, or ends. */
export const FIRST_PASSWORD_LASTS = 7 * DAY;

/** Accounts, their second factors and known browsers, and the sessions of whoever signed in. */
export interface AccountBook extends SessionBook {
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
  readonly factors: FactorBook;
  /** Whether somebody has signed in with this account in the browser that brings a secret. */
  knows(name: string, secret: string | undefined, now: Instant): Promise<boolean>;
  /** Knows a browser from now on. @returns the secret for its cookie: the one that it brings where that is known, else another */
  know(name: string, secret: string | undefined, now: Instant): Promise<string>;
}

/**
 * @param idle a session that nobody uses for so long is over
 * @param cost of a password; less than the usual only where nobody guesses, as in tests
 */
export function accountBook(store: Store, { idle = IDLE_LENGTH, cost = COST }: { readonly idle?: number; readonly cost?: Cost } = {}): AccountBook {
  const accounts = store.shelf<Account>('accounts');
  const sessions = sessionBook(store, idle);
  const { endOf } = sessions;
  const account = async (name: string): Promise<Kept<Account>> => {
    const kept = await accounts.get(name);
    if (!kept) throw new FarmwatchError('not.found', { what: `account ${JSON.stringify(name)}` });
    return kept;
  };
  const update: UpdateAccount = (name, change) => changeRow(accounts, () => account(name), change);
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
  const met: AccountBook['met'] = async ({ issuer, subject }) => {
    const found = (await all()).find(({ provider }) => provider?.issuer === issuer && provider.subject === subject);
    return found && shown(found);
  };
  return {
    ...sessions,
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
      await accounts.putAll([{ id: name, role, ...await proofOf(chosen, cost), passwordMark: newMark(), madeAt: now, ...first, ...(factor ? { factor } : {}), ...more }]);
      await endOf(name);
      return chosen;
    },
    async setPassword(name, chosen) {
      await mustHold(chosen, name);
      const proof = await proofOf(chosen, cost);
      // Browsers that were known by the old password are strangers again.
      await update(name, ({ firstUntil: _first, browsers: _browsers, ...before }) => ({ ...before, ...proof, passwordMark: newMark() }));
    },
    async renew(name, by, now) {
      const made = madeUp();
      const proof = await proofOf(made, cost);
      await update(name, ({ browsers: _browsers, confirmed: _confirmed, ...before }) => ({ ...before, ...proof, passwordMark: newMark(), madeBy: by, roleAt: now, firstUntil: now + FIRST_PASSWORD_LASTS }));
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
      const { salt, hash, cost: made } = kept?.value ?? {};
      const proof = salt === undefined || hash === undefined ? undefined : { salt, hash, ...(made ? { cost: made } : {}) };
      if (!await isProved(password, proof, cost, goesFirst) || !kept || !proof) return undefined;
      if (!isOfToday(proof, cost)) await accounts.put({ ...kept.value, ...await proofOf(password, cost) }, kept.revision).catch(unlessStale);
      return kept.value.role;
    },
    factors: factorBook(update),
    knows: async (name, secret, now) => secret !== undefined && isKnown((await accounts.get(name))?.value.browsers, hashOfSecret(secret), now),
    async know(name, secret, now) {
      const other = randomBytes(32).toString('base64url');
      let told = other;
      await update(name, (before) => {
        told = secret !== undefined && isKnown(before.browsers, hashOfSecret(secret), now) ? secret : other;
        return { ...before, browsers: afterSignIn(before.browsers, hashOfSecret(told), now) };
      });
      return told;
    },
  };
}

function newMark(): string {
  return randomBytes(8).toString('hex');
}

/** By what names of accounts are compared. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Names that accounts may have. */
export function isName(text: string): boolean {
  return /^[\p{L}\p{N}._@-]{1,64}$/u.test(text);
}

function shown({ salt: _salt, hash: _hash, cost: _cost, begun: _begun, browsers: _browsers, factor, ...view }: Account): AccountView {
  return factor ? { ...view, secondFactor: { since: factor.since, recoveryLeft: factor.recovery.length } } : view;
}

