import type { Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { sameName } from '../run/holds/hold.ts';
import type { Store } from '../store/store.ts';
import type { AccountView } from './account.ts';
import { isName, type AccountBook } from './accounts.ts';
import { SESSION_LENGTH, type Session } from './session-book.ts';
import { doorJournal, type DoorEntry } from './sign-ins.ts';

/** Why the account for emergencies confirms nothing: whoever holds it has an account of their own, and would be two people. */
export const NOBODY_CONFIRMS = 'The account for emergencies is nobody’s second person: whoever holds it may have asked for this. Somebody confirms it under their own name.';
/** Why whoever used the account for emergencies confirms nothing of what was asked with it. */
export const HOLDER_CONFIRMS_NOT = 'This was asked for with the account for emergencies while you held it. That would be one person twice; somebody else confirms it.';
/** Why nobody confirms what was asked with the account for emergencies by nobody knows whom. */
export const HOLDER_UNKNOWN = 'This was asked for with the account for emergencies, and whoever used it did not say who they are. It could be anybody, so nobody confirms it; somebody asks for it again under their own name.';

/** What the first of two people did. */
export interface First { readonly by: string; readonly at: Instant }
/** What tells who is behind an account. */
export interface Known { readonly accounts: Pick<AccountBook, 'get'>; readonly store: Pick<Store, 'journal'> }

/** Why somebody is no second person for anything; undefined where they are one. */
function noSecondPerson(account: Pick<AccountView, 'isBreakGlass'> | undefined): string | undefined {
  return account?.isBreakGlass ? NOBODY_CONFIRMS : undefined;
}

/** @throws FarmwatchError `request.invalid` for the account for emergencies */
export async function mustBeSomebody({ user }: Pick<Session, 'user'>, { accounts }: Pick<Known, 'accounts'>): Promise<void> {
  const why = noSecondPerson(await accounts.get(user));
  if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
}

/**
 * Why one account is no second person beside the first: either of them is the account for emergencies, and behind it is, or
 * may be, the other.
 *
 * @returns a sentence; undefined where two accounts are two people as far as anybody wrote down
 */
export async function whyNotSecond(first: First, user: string, { accounts, store }: Known): Promise<string | undefined> {
  // A name of the command line may be any text, and of an old account nobody knows who made it.
  const accountOf = (name: string): Promise<AccountView | undefined> => (isName(name) ? accounts.get(name) : Promise.resolve(undefined));
  const why = noSecondPerson(await accountOf(user));
  if (why !== undefined) return why;
  const uses: DoorEntry[] = [];
  for await (const { entry } of doorJournal(store).read()) if (isUseFor(first, entry)) uses.push(entry);
  // An account that was removed or made anew since is still known by its uses.
  if (uses.length === 0) return (await accountOf(first.by))?.isBreakGlass ? HOLDER_UNKNOWN : undefined;
  if (uses.some(({ holder }) => holder === undefined)) return HOLDER_UNKNOWN;
  return uses.some(({ holder }) => sameName(holder!, user)) ? HOLDER_CONFIRMS_NOT : undefined;
}

/** True for a sign-in with the account for emergencies whose session may have done what the first person did. */
function isUseFor({ by, at }: First, { did, user, isBreakGlass, at: came }: DoorEntry): boolean {
  return did === 'came' && isBreakGlass === true && user === by && came <= at && came + SESSION_LENGTH > at;
}

/** @throws FarmwatchError `request.invalid` where these two may be one person */
export async function mustBeSecond(first: First, { user }: Pick<Session, 'user'>, known: Known): Promise<void> {
  const why = await whyNotSecond(first, user, known);
  if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
}
