import type { FileAs } from '../../api/contract.ts';
import { needsOnlyAFile } from '../../collect/dropped/likely-sources.ts';
import type { ImportedKind } from '../../collect/import-file.ts';
import { settleOptions } from '../../collect/options.ts';
import { sourceById } from '../../collect/sources/index.ts';
import type { TableKind } from '../../core/person.ts';
import { TABLE_KINDS } from '../../core/tables.ts';

/*
 * What a file is taken for: `events`, a table by its kind, or records of a system as `source:okta`.
 */

const OF_SOURCE = 'source:';

/** A file of a system, by the id of its source. */
export function asSource(id: string): FileAs {
  return `${OF_SOURCE}${id}`;
}

/** Whose records a file is taken for; undefined where it is taken for events or a table. */
export function sourceIn(as: FileAs): string | undefined {
  return as.startsWith(OF_SOURCE) ? as.slice(OF_SOURCE.length) : undefined;
}

/** True for a table of the public contract. */
export function isTableKind(as: string): as is TableKind {
  return (TABLE_KINDS as readonly string[]).includes(as);
}

/** True for what a file may be taken for on a page: of the systems only those that need nothing but a file. */
export function isFileAs(as: string): as is FileAs {
  const id = sourceIn(as);
  if (id === undefined) return as === 'events' || isTableKind(as);
  const source = sourceById(id);
  return source !== undefined && needsOnlyAFile(source);
}

/** What the file tells, by which imports are put in order: systems that tell of people and laptops come before events, as their tables do. */
export function kindTold(as: FileAs = 'events'): ImportedKind {
  const id = sourceIn(as);
  const source = id === undefined ? undefined : sourceById(id);
  return source ? source.tableOf?.(settleOptions(source).texts) ?? 'events' : as as ImportedKind;
}
