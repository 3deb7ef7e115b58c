import type { HireId, PersonRow, TableKind, TableRows, Versioned } from '../../core/person.ts';
import type { Store } from '../../store/store.ts';
import { registryShelf } from './registry.ts';
import type { Note } from './rows.ts';
import type { Incoming } from './versions.ts';

type Kind = Exclude<TableKind, 'people'>;
/** Kinds whose rows name a person by `hire_id`; lists of laptops and trips often name one by mail address instead. */
const NAMING: ReadonlySet<TableKind> = new Set<Kind>(['devices', 'travel', 'applications']);

export interface Named<T> {
  readonly rows: readonly Incoming<T>[];
  readonly notes: readonly (Note & { readonly line: number })[];
}

/**
 * Rows that name somebody by mail address, with the `hire_id` of whom that address is.
 *
 * An address of nobody who is known, or of several, stays as it is and is said: who brings people afterwards brings this
 * file once more. Where a company uses addresses as `hire_id`, they are those ids.
 */
export async function namedByMail<K extends TableKind>(kind: K, rows: readonly Incoming<TableRows[K]>[], store: Pick<Store, 'shelf'>): Promise<Named<TableRows[K]>> {
  const mailOf = ({ row }: Incoming<TableRows[K]>): string | undefined => {
    const { hire_id: id } = row as { readonly hire_id?: HireId };
    return id?.includes('@') ? id : undefined;
  };
  if (!NAMING.has(kind) || !rows.some((one) => mailOf(one) !== undefined)) return { rows, notes: [] };
  const people: Versioned<PersonRow>[] = [];
  for await (const { value } of registryShelf(store).list()) if (value.kind === 'people') people.push(value as Versioned<PersonRow>);
  const holders = holdersOf(people);
  const notes: (Note & { line: number })[] = [];
  const named = rows.map((one): Incoming<TableRows[K]> => {
    const mail = mailOf(one);
    const found = mail === undefined ? undefined : holders.get(mail.toLowerCase());
    if (mail === undefined || found?.has(mail)) return one;
    if (found?.size === 1) return { ...one, row: { ...one.row, hire_id: [...found][0]! } };
    notes.push({ line: one.line, column: 'hire_id', found: mail, said: found === undefined ? 'is a mail address of nobody who is known; bring people.csv first, then this file again' : `is the mail address of ${found.size} people; write the hire_id of the one who is meant` });
    return one;
  });
  return { rows: named, notes };
}

/** Who has or had a mail address; a `hire_id` that is one stands for itself. */
function holdersOf(people: readonly Versioned<PersonRow>[]): ReadonlyMap<string, ReadonlySet<HireId>> {
  const holders = new Map<string, Set<HireId>>();
  for (const { versions } of people) {
    for (const { row: { hire_id: hire, email } } of versions) {
      for (const name of [email, hire]) holders.getOrInsertComputed(name.toLowerCase(), () => new Set()).add(hire);
    }
  }
  return holders;
}
