import type { PersonRow } from '../../core/person.ts';
import type { History } from '../../detect/people/registry.ts';

/** A history in which every version of every person's row is another. */
export function withPeople(history: History, other: (row: PersonRow) => PersonRow): History {
  return { ...history, people: history.people.map((person) => ({ ...person, versions: person.versions.map((version) => ({ ...version, row: other(version.row) })) })) };
}
