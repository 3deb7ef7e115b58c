import { FarmwatchError } from '../errors.ts';
import type { AccountView, Session } from './accounts.ts';
import type { ApiParts } from './parts.ts';

/** Why the account for emergencies confirms nothing: whoever holds it has an account of their own, and would be two people. */
export const NOBODY_CONFIRMS = 'The account for emergencies is nobody’s second person: whoever holds it may have asked for this. Somebody confirms it under their own name.';

/** Why somebody is no second person for anything; undefined where they are one. */
export function noSecondPerson(account: Pick<AccountView, 'isBreakGlass'> | undefined): string | undefined {
  return account?.isBreakGlass ? NOBODY_CONFIRMS : undefined;
}

/** @throws FarmwatchError `request.invalid` for the account for emergencies */
export async function mustBeSomebody({ user }: Pick<Session, 'user'>, { accounts }: Pick<ApiParts, 'accounts'>): Promise<void> {
  const why = noSecondPerson(await accounts.get(user));
  if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
}
