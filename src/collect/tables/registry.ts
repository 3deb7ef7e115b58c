import { canonicalText, shortHash } from '../../core/canonical.ts';
import type { TableKind, TableRows, Versioned } from '../../core/person.ts';
import { TABLES } from '../../core/tables.ts';
import { spelledVersions } from '../../core/spelling.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import type { Shelf, Store } from '../../store/store.ts';
import { siftErased } from './erased-rows.ts';
import { noteNewest, toldOn } from './told.ts';
import { mergeVersions, rowAt, type Incoming } from './versions.ts';

/** Any row of any kind with its history. */
export type RegistryRow = Versioned<TableRows[TableKind]>;

/** The shelf on which all rows of all files stand, `people/h-17` and so on. */
export function registryShelf(store: Pick<Store, 'shelf'>): Shelf<RegistryRow> {
  return store.shelf<RegistryRow>('registry');
}

/**
 * The id of a row: kind and key, `people/h-17`, `travel/h-17|2026-03-07|2026-03-12`.
 *
 * Missing parts at the end are left out. Account rows are all key, so theirs is a hash; so is a key too long for a store.
 */
export function idOf<K extends TableKind>(kind: K, row: TableRows[K]): string {
  const parts = TABLES[kind].key.map((column) => partOf(column, (row as unknown as Readonly<Record<string, unknown>>)[column]));
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  const key = parts.map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|');
  return `${kind}/${kind === 'accounts' || Buffer.byteLength(key) > LONGEST_KEY_BYTES ? shortHash(canonicalText({ key })) : key}`;
}

/** Elasticsearch takes ids of up to 512 bytes; a prefix and the kind must fit as well. */
const LONGEST_KEY_BYTES = 300;

function partOf(column: string, value: unknown): string {
  if (value === undefined) return '';
  return column === 'assigned_from' && typeof value === 'number' ? isoOf(value) : String(value);
}

export interface Written<T> {
  readonly added: number;
  readonly known: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  /** All rows of the kind as they hold at the instant of the import, or from later on where they begin later. */
  readonly standing: readonly T[];
  /** Lines of rows that are the first of their key though they have a `known_from`, which then does not count. */
  readonly firstDated: readonly number[];
  /** Rows about people who were let go on their request; they count as known. */
  readonly leftOut: number;
}

/** How rows are written. */
export interface Writing {
  /** False to find out only what would happen. */
  readonly write?: boolean;
  /** Whether the rows are those of a file, which tells whom the company still names. */
  readonly isFile?: boolean;
}

/**
 * Writes rows to the registry, each once. Rows that the file no longer has stay.
 *
 * @param at    instant of the import: from then on a changed row without `known_from` holds
 */
export async function writeRows<K extends TableKind>(
  store: Pick<Store, 'shelf'>, kind: K, told: readonly Incoming<TableRows[K]>[], at: Instant, { write = true, isFile = false }: Writing = {},
): Promise<Written<TableRows[K]>> {
  const shelf = registryShelf(store);
  const held = await heldRows(store, kind);
  const { rows, leftOut } = await siftErased(store, kind, told);
  const changed: RegistryRow[] = [];
  const rejected: { line: number; reason: string }[] = [];
  const firstDated: number[] = [];
  let added = 0;
  let known = leftOut;
  const named = new Set<string>();
  for (const [id, incoming] of Map.groupBy(rows, (item) => idOf(kind, item.row))) {
    if (!held.has(id) && incoming.every(({ knownFrom }) => knownFrom !== undefined)) firstDated.push(Math.min(...incoming.map(({ line }) => line)));
    const merged = mergeVersions<TableRows[K] & object>(held.get(id)?.versions ?? [], incoming, at);
    added += merged.added;
    known += merged.known;
    rejected.push(...merged.rejected);
    const before = held.get(id);
    const merging: Versioned<TableRows[K]> = { learned: at, ...before, id: before?.id ?? id, kind, versions: merged.versions };
    const row = isFile ? toldOn(merging, at) : merging;
    named.add(row.id);
    if (merged.versions.length === 0 || (merged.versions === before?.versions && row.told === before?.told)) continue;
    held.set(id, row);
    changed.push(row);
  }
  if (write) for (let from = 0; from < changed.length; from += BATCH) await shelf.putAll(changed.slice(from, from + BATCH));
  if (write && isFile) await noteNewest(store, [...held.values()], named, at);
  const standing = [...held.values()].map(({ versions }) => rowAt(versions, at) ?? versions[0]!.row);
  return { added, known, rejected: rejected.sort((a, b) => a.line - b.line), standing, firstDated: firstDated.sort((a, b) => a - b), leftOut };
}

/** All rows of a kind by their ids. */
export async function heldRows<K extends TableKind>(store: Pick<Store, 'shelf'>, kind: K): Promise<Map<string, Versioned<TableRows[K]>>> {
  const held = new Map<string, Versioned<TableRows[K]>>();
  // "0" is the character after "/", so this is every id of the kind.
  for await (const { value } of registryShelf(store).list({ from: `${kind}/`, to: `${kind}0` })) {
    // A row that was stored under another spelling of its serial number is the row of that laptop, and keeps its id.
    const row = spelledVersions(value as Versioned<TableRows[K]>);
    const key = idOf(kind, row.versions.at(-1)!.row);
    if (row.id === key || !held.has(key)) held.set(key, row);
  }
  return held;
}

const BATCH = 1_000;
