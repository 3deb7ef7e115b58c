import { fittingPatterns } from '../core/long-names.ts';
import type { Hire } from '../detect/detector.ts';

/** Shorter names are parts of ordinary words. */
const SHORTEST = 3;

/**
 * A note without the names of the people it is about: whoever wrote it knew them, whoever reads a report should not.
 *
 * @param people whose names, addresses, accounts, ids and laptops are left out
 * @example nameless('Kim showed SN-1', [{ display_name: 'Kim', device_serials: ['SN-1'], … }]) // => '… showed …'
 */
export function nameless(note: string, people: readonly Pick<Hire, 'hire_id' | 'email' | 'display_name' | 'user_names' | 'device_serials'>[]): string {
  const names = people.flatMap(({ hire_id: id, email, display_name: display, user_names: users, device_serials: serials }) =>
    [email, ...users, ...serials, id, ...(display === undefined ? [] : [display, ...display.split(/\s+/)])]).filter((name) => name.length >= SHORTEST);
  if (names.length === 0) return note;
  // Longer ones first: an address must not lose only the account that it begins with.
  const { parts, long } = fittingPatterns([...new Set(names)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)));
  const without = long.reduce((left, name) => left.replaceAll(name, '…'), note);
  return parts.reduce((left, part) => left.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${part.map((name) => RegExp.escape(name)).join('|')})(?![\\p{L}\\p{N}])`, 'giu'), '…'), without);
}
