import { dayOf } from '../../core/time.ts';
import type { Told } from './entry.ts';

/** What somebody wants to see of the audit. Whatever is not named holds of everything. */
export interface AuditFilter {
  readonly who?: string | undefined;
  /** Words that stand in what was done, in any case. */
  readonly what?: string | undefined;
  /** A pseudonym. */
  readonly person?: string | undefined;
  /** A day in UTC: 2026-11-16. */
  readonly day?: string | undefined;
}

/** True for an entry that meets every condition that is there; text is looked for in whatever letters. */
export function isAsked({ at, by, did, what, id, people }: Told, filter: AuditFilter): boolean {
  if (filter.who !== undefined && by !== filter.who) return false;
  if (filter.person !== undefined && !people.includes(filter.person)) return false;
  if (filter.day !== undefined && dayOf(at) !== filter.day) return false;
  return filter.what === undefined || `${did} ${what} ${id}`.toLowerCase().includes(filter.what.toLowerCase());
}
