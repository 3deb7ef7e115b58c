import type { TableKind, TableRows, Versioned } from '../../core/person.ts';

/** Any row of any kind with its history. */
export type RegistryRow = Versioned<TableRows[TableKind]>;
