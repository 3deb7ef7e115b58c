import { UNCHANGED } from '../../catalogue/history.ts';
import type { TableKind, TableRows, Versioned } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { History } from './registry.ts';

/** Rows of the registry by kind, as a company hands them over in one go. */
export type Rows = { readonly [K in TableKind]?: readonly (TableRows[K] & { readonly known_from?: Instant })[] };

/** Rows that are known from the beginning; a further row of one hire is a version that holds from its `known_from`. */
export function historyOf(tables: Rows): History {
  const known = <K extends TableKind>(kind: K): readonly Versioned<TableRows[K]>[] =>
    (tables[kind] ?? []).map((row, index) => ({ id: `${kind}/${index}`, kind, versions: [{ from: null, row: row as TableRows[K] }] }));
  const people = Map.groupBy(tables.people ?? [], ({ hire_id: id }) => id);
  return {
    people: [...people].map(([id, rows]) => ({
      id: `people/${id}`, kind: 'people', versions: rows.map((row, index) => ({ from: index === 0 ? null : row.known_from ?? null, row })),
    })),
    devices: known('devices'), accounts: known('accounts'), places: known('places'), travel: known('travel'), allowed: known('allowed'),
    applications: known('applications'), institutions: known('institutions'), indicators: known('indicators'), catalogue: UNCHANGED,
  };
}
