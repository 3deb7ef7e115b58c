import type { AccountView } from './account.ts';

/**
 * Why an account has to stay an administrator that is switched on: without it nobody could manage the others. On pages nobody
 * changes their own account, so that whoever asks is another administrator.
 *
 * @returns a sentence; undefined where another administrator is there, or this is none
 */
export function whyLastAdministrator(account: AccountView, all: readonly AccountView[]): string | undefined {
  if (!isOn(account) || all.some((other) => other.id !== account.id && isOn(other))) return undefined;
  return `${account.id} is the last administrator: without one nobody could manage accounts on the pages. Make another one first: farmwatch user add NAME --role admin`;
}

function isOn({ role, off }: AccountView): boolean {
  return role === 'admin' && off === undefined;
}
