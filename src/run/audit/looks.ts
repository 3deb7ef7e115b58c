import type { Told } from './entry.ts';

/** A look at one person, as that person is told of it: when, what was looked at, in which role, and why. */
export interface LookAt { readonly at: number; readonly by: string; readonly role?: string; readonly from: Told['from']; readonly what: string; readonly case?: string; readonly purpose?: string }

/**
 * What was looked at about one person, and what was changed about them, oldest first.
 *
 * Lists that show everybody name nobody singly, and are not among them.
 */
export function looksAt(entries: readonly Told[], pseudonym: string): readonly LookAt[] {
  return entries.filter(({ did, people }) => did !== 'refused' && people.includes(pseudonym)).map(({ at, by, role, from, what, case: id, purpose }) => ({
    at, by, from, what, ...(role === undefined ? {} : { role }), ...(id === undefined ? {} : { case: id }), ...(purpose === undefined ? {} : { purpose }),
  }));
}
