import { personFields, personOf } from './windows-account.ts';

/** The account of a person on a laptop; none for machines, and for those by which Unix runs services. */
export function personIn(account: string | undefined): Readonly<Record<string, string>> {
  return account === undefined || /^(root|daemon|nobody|_\w+)$/.test(account) ? {} : personFields(personOf({ name: account }));
}
