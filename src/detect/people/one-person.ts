import type { PersonRow } from '../../core/person.ts';
import { isPlaceholderValue } from '../../core/placeholder.ts';
import { DAY, startOfDay } from '../../core/time.ts';

/** A job is handed over in so many days; whoever works beside another for longer is another. */
const HANDOVER_DAYS = 30;

/**
 * Tells whether two rows of people.csv are one person: a contractor who was taken on, or somebody who left and came back.
 *
 * By mail address or account name, or by bank account and phone together, and only where one employment follows the other:
 * a farm pays several people into one account, at the same time. An end that is still to come counts, because both rows
 * stand in the file before the change. A contractor's row that nobody ended counts by mail or account name only.
 */
export function isOnePerson(a: PersonRow, b: PersonRow): boolean {
  if (a.hire_id === b.hire_id) return true;
  const [older, younger] = a.start_date < b.start_date ? [a, b] : [b, a];
  const gap = gapDays(older, younger);
  if (haveOneAccount(a, b)) return gap === undefined ? isContractor(older) && !isContractor(younger) : gap >= -HANDOVER_DAYS;
  return gap !== undefined && Math.abs(gap) <= HANDOVER_DAYS && isSame(a.bank_token, b.bank_token) && isSame(a.phone_token, b.phone_token);
}

/** Days from the last day of the one to the first of the other, below 0 while both go on; undefined without a last day. */
function gapDays({ start_date: first, end_date: last }: PersonRow, { start_date: next }: PersonRow): number | undefined {
  return last === undefined || first === next ? undefined : (startOfDay(next) - startOfDay(last)) / DAY;
}

function haveOneAccount(a: PersonRow, b: PersonRow): boolean {
  return isSame(a.email, b.email) || a.user_names.some((name) => b.user_names.some((other) => isSame(name, other)));
}

function isContractor({ employment }: PersonRow): boolean {
  return employment === 'contractor';
}

function isSame(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.trim().toLowerCase() === b.trim().toLowerCase() && a.trim() !== '' && !isPlaceholderValue(a);
}
