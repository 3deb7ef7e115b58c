import { shortHash } from './canonical.ts';
import type { AccountRow, AllowedRow, ApplicationRow, DeviceRow, HireId, PersonRow, TableKind, TableRows, TravelRow } from './person.ts';
import { dayOf, type Day } from './time.ts';

/**
 * That somebody was let go on their request: a hash of an id or a mail address, and the day. Files are held against it, so
 * that one that is older does not bring them back.
 */
export interface ErasedMark { readonly id: string; readonly on: Day }
export const ERASED_SHELF = 'erased';

/** What a mark may stand for. */
export type ErasedKind = 'hire' | 'email' | 'application';

/** The id of a mark. */
export function erasedMark(kind: ErasedKind, value: string): string {
  return shortHash(`${kind}\0${value.trim().toLowerCase()}`);
}

/** What names somebody in a row, and the day that tells whether the row speaks of before or after. */
interface Naming { readonly names: readonly (readonly [ErasedKind, string | undefined])[]; readonly day?: Day | undefined }

const day = (at: number | undefined): Day | undefined => (at === undefined ? undefined : dayOf(at));
/** Lists of laptops and trips name people by mail address too, which stays where nobody was known by it. */
const namesOf = ({ hire_id: id }: { readonly hire_id?: HireId }): Naming['names'] => [['hire', id], ...(id?.includes('@') ? [['email', id] as const] : [])];

const NAMING: { readonly [K in TableKind]?: (row: TableRows[K]) => Naming } = {
  people: (row: PersonRow) => ({ names: [['hire', row.hire_id]], day: row.start_date }),
  devices: (row: DeviceRow) => ({ names: namesOf(row), day: day(row.assigned_from) }),
  accounts: (row: AccountRow) => ({ names: [['email', row.email]] }),
  travel: (row: TravelRow) => ({ names: namesOf(row), day: row.to }),
  applications: (row: ApplicationRow) => ({ names: [['application', row.application_id], ...namesOf(row)], day: day(row.applied_at) }),
  allowed: ({ scope }: AllowedRow) => ({ names: [['hire', scope.startsWith('hire:') ? scope.slice('hire:'.length) : undefined]] }),
};

/** Marks by their ids, with the day of each. */
export type ErasedMarks = ReadonlyMap<string, Day>;

/**
 * Whether a row is about somebody as they were before they were let go. One of a later day is about somebody who came back;
 * of one without a day that is known by whether a row of people names them anew.
 *
 * @param isBack whether a row of people has this id or mail address now
 */
export function speaksOfErased<K extends TableKind>(kind: K, row: TableRows[K], marks: ErasedMarks, isBack: (kind: ErasedKind, value: string) => boolean): boolean {
  const naming = NAMING[kind]?.(row);
  return naming?.names.some(([of, value]) => {
    const on = value === undefined ? undefined : marks.get(erasedMark(of, value));
    if (on === undefined) return false;
    return naming.day === undefined ? !isBack(of, value!) : naming.day <= on;
  }) ?? false;
}

/** A row of somebody else without whom it names of those who were let go. */
export function withoutErased(row: PersonRow, marks: ErasedMarks): PersonRow {
  const { manager_email: manager, referred_by: referredBy, ...rest } = row;
  const isGone = (kind: ErasedKind, value: HireId | undefined): boolean => value !== undefined && marks.has(erasedMark(kind, value));
  if (!isGone('email', manager) && !isGone('hire', referredBy)) return row;
  return { ...rest, ...(manager === undefined || isGone('email', manager) ? {} : { manager_email: manager }), ...(referredBy === undefined || isGone('hire', referredBy) ? {} : { referred_by: referredBy }) };
}
