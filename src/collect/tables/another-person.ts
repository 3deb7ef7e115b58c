import { quote } from '../../core/parse-event.ts';
import type { PersonRow, TableKind, TableRows } from '../../core/person.ts';
import type { Incoming, Versions } from './versions.ts';

/** Rows that may join what is held, and those of somebody else. */
export interface Apart<T> {
  readonly rows: readonly Incoming<T>[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  /** Lines of rows that are taken though first day, mail address, accounts and name are none of those before. */
  readonly doubtful: readonly number[];
}

/**
 * Keeps the rows of two people apart that stand under one `hire_id`, as where two firms count from 1001.
 *
 * Somebody who marries, moves or comes back keeps something: an account, a laptop, a phone, a bank account, a name. Where mail
 * address, accounts and first day all change and nothing stays, taking the row would make one person of two, and the
 * first would be watched no more. Accounts that are not told have not changed.
 *
 * @param held versions of the row that are kept already, empty for a new key
 */
export function keptApart<K extends TableKind>(kind: K, held: Versions<TableRows[K]>, incoming: readonly Incoming<TableRows[K]>[]): Apart<TableRows[K]> {
  if (kind !== 'people' || held.length + incoming.length < 2) return { rows: incoming, refused: [], doubtful: [] };
  const known = held.map(({ row }) => row as PersonRow);
  const others = new Set<Incoming<TableRows[K]>>();
  const refused: { line: number; reason: string }[] = [];
  const doubtful: number[] = [];
  // In the order in which they are joined: without a date first, then by date.
  for (const one of incoming.toSorted((a, b) => (a.knownFrom ?? -Infinity) - (b.knownFrom ?? -Infinity) || a.line - b.line)) {
    const row = one.row as PersonRow;
    const isOther = known.length > 0 && !known.some((before) => staysWith(before, row));
    const hasOtherAccounts = isOther && row.user_names.length > 0 && known.some(({ user_names: accounts }) => accounts.length > 0);
    if (hasOtherAccounts) {
      refused.push({ line: one.line, reason: refusal(known.at(-1)!, row) });
      others.add(one);
    } else {
      if (known.length > 0 && !known.some((before) => before.start_date === row.start_date || meet(STAYING.user_names(before), STAYING.user_names(row)) || meet(STAYING.display_name(before), STAYING.display_name(row)))) doubtful.push(one.line);
      known.push(row);
    }
  }
  return { rows: others.size === 0 ? incoming : incoming.filter((one) => !others.has(one)), refused, doubtful };
}

/** True where anything stays by which one person is known. */
function staysWith(a: PersonRow, b: PersonRow): boolean {
  if (NAMING.some((column) => meet(STAYING[column](a), STAYING[column](b)))) return true;
  // Many begin on one Monday: the day alone names nobody of whom several other things are told and are all others.
  return a.start_date === b.start_date && BELONGINGS.filter((column) => isOther(column, a, b)).length < 2;
}

/** What stays with a person, by the column that tells it; one in common is enough. */
const STAYING = {
  // A former mail address or account is listed among the accounts. Domains change when firms are bought, the part before @ stays.
  user_names: ({ email, user_names: accounts }) => [email, ...accounts, ...[email, ...accounts].map((name) => name.split(/[\\/]/).at(-1)!.split('@')[0])],
  display_name: ({ display_name: name }) => [name?.replace(/\s+/g, ' ')],
  device_serials: ({ device_serials: serials }) => serials,
  phone_token: ({ phone_token: phone }) => [phone],
  bank_token: ({ bank_token: bank }) => [bank],
  ship_address_token: ({ ship_address_token: address }) => [address],
} as const satisfies { readonly [C in keyof PersonRow]?: (row: PersonRow) => readonly (string | undefined)[] };
type Staying = keyof typeof STAYING;
const NAMING = Object.keys(STAYING) as readonly Staying[];
/** Names change with a marriage, and accounts with them; of these something stays. */
const BELONGINGS = ['device_serials', 'phone_token', 'bank_token', 'ship_address_token'] as const satisfies readonly Staying[];

/** True where both tell it, and nothing of it is the same. */
function isOther(column: Staying, a: PersonRow, b: PersonRow): boolean {
  const [one, other] = [STAYING[column](a), STAYING[column](b)].map((texts) => texts.filter((text) => text !== undefined));
  return one!.length > 0 && other!.length > 0 && !meet(one!, other!);
}

function meet(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): boolean {
  const folded = new Set(a.map((text) => text?.trim().toLowerCase()));
  return b.some((text) => text !== undefined && text.trim() !== '' && folded.has(text.trim().toLowerCase()));
}

function refusal(before: PersonRow, row: PersonRow): string {
  const differing = ['email', 'user_names', ...(before.start_date === row.start_date ? BELONGINGS.filter((column) => isOther(column, before, row)) : ['start_date'])];
  return `hire_id ${quote(row.hire_id)} stands for ${quote(before.email)}, and ${differing.slice(0, -1).join(', ')} and ${differing.at(-1)} are all others here (${quote(row.email)}): most likely another person under the same id. `
    + 'Give the ids of one of the two firms a prefix in all its files, such as b-; if it is the same person, add the former email to user_names';
}
