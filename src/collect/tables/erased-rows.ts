import { ERASED_SHELF, speaksOfErased, withoutErased, type ErasedKind, type ErasedMark, type ErasedMarks } from '../../core/erased.ts';
import type { PersonRow, TableKind, TableRows, Versioned } from '../../core/person.ts';
import type { Store } from '../../store/store.ts';
import type { Incoming } from './versions.ts';

/** Rows that may be taken, and how many speak of people who were let go on their request. */
export interface Sifted<T> { readonly rows: readonly Incoming<T>[]; readonly leftOut: number }

/**
 * Rows of a file without those about somebody who was let go on their request, as they were before. Whoever comes back has
 * a row of people with a later first day, and is taken in anew.
 */
export async function siftErased<K extends TableKind>(store: Pick<Store, 'shelf'>, kind: K, rows: readonly Incoming<TableRows[K]>[]): Promise<Sifted<TableRows[K]>> {
  const marks = new Map((await Array.fromAsync(store.shelf<ErasedMark>(ERASED_SHELF).list())).map(({ value: { id, on } }) => [id, on]));
  if (marks.size === 0) return { rows, leftOut: 0 };
  const people = await Array.fromAsync(store.shelf<Versioned<PersonRow>>('registry').list({ from: 'people/', to: 'people0' }), ({ value }) => value.versions.at(-1)!.row);
  const known: Readonly<Record<ErasedKind, ReadonlySet<string>>> = { hire: new Set(people.map(({ hire_id: hire }) => hire)), email: new Set(people.map(({ email }) => email)), application: new Set() };
  const taken = rows.filter(({ row }) => !speaksOfErased(kind, row, marks, (of, value) => known[of].has(value)));
  return {
    rows: kind === 'people' ? taken.map((one) => unnamed(one, marks)) : taken,
    leftOut: rows.length - taken.length,
  };
}

/** The same where it names nobody who was let go. */
function unnamed<T>(one: Incoming<T>, marks: ErasedMarks): Incoming<T> {
  const row = withoutErased(one.row as PersonRow, marks) as T;
  return row === one.row ? one : { ...one, row };
}
