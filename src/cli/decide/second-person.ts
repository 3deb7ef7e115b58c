import { accountBook } from '../../api/accounts.ts';
import { whyNotSecond, type First } from '../../api/second-person.ts';
import type { App } from '../../app.ts';
import { FarmwatchError } from '../../errors.ts';

/** Two names of the command line are two people, as far as the accounts and the door know. @throws FarmwatchError `request.invalid` */
export async function mustBeSecondOf({ store }: Pick<App, 'store'>, first: First, by: string): Promise<void> {
  const why = await whyNotSecond(first, by, { accounts: accountBook(store), store });
  if (why !== undefined) throw new FarmwatchError('request.invalid', { why });
}
