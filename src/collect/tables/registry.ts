import { canonicalText, shortHash } from '../../core/canonical.ts';
import type { TableKind, TableRows, Versioned } from '../../core/person.ts';
import { TABLES } from '../../core/tables.ts';
import { spelledVersions } from '../../core/spelling.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Kept, Revision, Shelf, Store } from '../../store/store.ts';
import { breathe } from '../breath.ts';
import { keptApart } from './another-person.ts';
import { siftErased } from './erased-rows.ts';
import type { RegistryRow } from './registry-row.ts';
import { noteNewest, toldOn } from './told.ts';
import { mergeVersions, rowAt, type Incoming, type Merged } from './versions.ts';

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
  /** Lines of rows under whose key somebody else may have stood. */
  readonly doubtful: readonly number[];
  /** Rows about people who were let go on their request; they count as known. */
  readonly leftOut: number;
}

/** How rows are written. */
export interface Writing {
  /** False to find out only what would happen. */
  readonly write?: boolean;
  /** Whether the rows are those of a file, which tells whom the company still names. */
  readonly isFile?: boolean;
  /** Rows that would stand already, where other files that are only tried out go before this one. */
  readonly tried?: readonly TableRows[TableKind][];
}

/**
 * Writes rows to the registry, each once. Rows that the file no longer has stay.
 *
 * What somebody else writes meanwhile counts as if it had been there before: such rows are read and joined anew. Whoever is
 * let go meanwhile stays away.
 *
 * @param at    instant of the import: from then on a changed row without `known_from` holds
 * @throws FarmwatchError `record.stale` where others do not leave off writing the same rows
 */
export async function writeRows<K extends TableKind>(
  store: Pick<Store, 'shelf'>, kind: K, told: readonly Incoming<TableRows[K]>[], at: Instant, { write = true, isFile = false, tried: before = [] }: Writing = {},
): Promise<Written<TableRows[K]>> {
  const done = new Map<string, Joined<TableRows[K]>>();
  let leftOut = 0;
  let waiting = told;
  for (let tried = 0; ; tried++) {
    const held = withTried(kind, await keptRows(store, kind), before as readonly TableRows[K][], at);
    const sifted = await siftErased(store, kind, waiting);
    leftOut += sifted.leftOut;
    const joined: Joined<TableRows[K]>[] = [];
    for (const [nth, [key, incoming]] of [...await byId(kind, sifted.rows)].entries()) {
      await breathe(nth);
      joined.push(joinedRow(kind, key, held.get(key), incoming, at, isFile));
    }
    const again = write ? await writeJoined(store, kind, joined) : new Set<string>();
    for (const one of joined) if (!again.has(one.key)) done.set(one.key, one);
    if (again.size === 0) return summed(store, held, [...done.values()], leftOut, at, write && isFile);
    if (tried === TRIES) throw new FarmwatchError('record.stale', { id: [...again][0] });
    waiting = waiting.filter(({ row }) => again.has(idOf(kind, row)));
  }
}

/** What is held with what files tried out before would have written. */
function withTried<K extends TableKind>(kind: K, held: Map<string, Kept<Versioned<TableRows[K]>>>, rows: readonly TableRows[K][], at: Instant): Map<string, Kept<Versioned<TableRows[K]>>> {
  for (const row of rows) {
    const key = idOf(kind, row);
    const there = held.get(key);
    const { versions } = mergeVersions<TableRows[K] & object>(there?.value.versions ?? [], [{ line: 0, row }], at);
    if (versions !== there?.value.versions) held.set(key, { revision: there?.revision ?? '', value: { ...(there?.value ?? { learned: at }), id: there?.value.id ?? key, kind, versions } });
  }
  return held;
}

async function byId<K extends TableKind>(kind: K, rows: readonly Incoming<TableRows[K]>[]): Promise<Map<string, Incoming<TableRows[K]>[]>> {
  const groups = new Map<string, Incoming<TableRows[K]>[]>();
  for (const [nth, one] of rows.entries()) {
    await breathe(nth);
    const id = idOf(kind, one.row);
    const group = groups.get(id);
    if (group) group.push(one);
    else groups.set(id, [one]);
  }
  return groups;
}

/** Each try means that somebody else wrote the same rows in the moment before. */
const TRIES = 10;

/** What rows of a file with one key become together with what is held. */
interface Joined<T> {
  readonly key: string;
  readonly incoming: readonly Incoming<T>[];
  readonly row: Versioned<T>;
  /** What was read of it, '' where nothing was. */
  readonly revision: Revision;
  readonly isChanged: boolean;
  readonly merged: Merged<T>;
  readonly firstDated: number | undefined;
  readonly doubtful: readonly number[];
}

function joinedRow<K extends TableKind>(kind: K, key: string, kept: Kept<Versioned<TableRows[K]>> | undefined, told: readonly Incoming<TableRows[K]>[], at: Instant, isFile: boolean): Joined<TableRows[K]> {
  const before = kept?.value;
  const apart = keptApart(kind, before?.versions ?? [], told);
  const incoming = apart.rows;
  const joined = mergeVersions<TableRows[K] & object>(before?.versions ?? [], incoming, at);
  const merged = apart.refused.length === 0 ? joined : { ...joined, rejected: [...joined.rejected, ...apart.refused] };
  const merging: Versioned<TableRows[K]> = { ...(before ?? { learned: at }), id: before?.id ?? key, kind, versions: merged.versions };
  // A row of somebody else does not say that the company still names this one.
  const row = isFile && incoming.length > 0 ? toldOn(merging, at) : merging;
  return {
    key, incoming, row, merged, revision: kept?.revision ?? '',
    isChanged: merged.versions.length > 0 && (merged.versions !== before?.versions || row.told !== before?.told),
    firstDated: before === undefined && incoming.every(({ knownFrom }) => knownFrom !== undefined) ? Math.min(...incoming.map(({ line }) => line)) : undefined,
    doubtful: apart.doubtful,
  };
}

/** @returns keys of those that somebody else changed meanwhile, or whose person was let go: they are to be read anew */
async function writeJoined<K extends TableKind>(store: Pick<Store, 'shelf'>, kind: K, joined: readonly Joined<TableRows[K]>[]): Promise<ReadonlySet<string>> {
  const shelf = registryShelf(store);
  const changed = joined.filter(({ isChanged }) => isChanged);
  const stale = new Set<string>();
  for (let from = 0; from < changed.length; from += BATCH) {
    for (const id of await shelf.putEach(changed.slice(from, from + BATCH).map(({ row, revision }) => ({ value: row, revision })))) stale.add(id);
  }
  const again = new Set(changed.filter(({ row }) => stale.has(row.id)).map(({ key }) => key));
  // What is new was not there to be taken out by whoever let somebody go meanwhile. Their marks came first, so they are seen now.
  const fresh = changed.filter(({ key, revision }) => revision === '' && !again.has(key));
  const allowed = new Set((await siftErased(store, kind, fresh.flatMap(({ incoming }) => incoming))).rows);
  for (const { key, row, incoming } of fresh) {
    if (incoming.every((one) => allowed.has(one))) continue;
    await shelf.remove(row.id);
    again.add(key);
  }
  return again;
}

async function summed<T extends TableRows[TableKind]>(store: Pick<Store, 'shelf'>, held: ReadonlyMap<string, Kept<Versioned<T>>>, done: readonly Joined<T>[], leftOut: number, at: Instant, isNoted: boolean): Promise<Written<T>> {
  const rows = new Map([...held].map(([key, { value }]) => [key, value]));
  for (const { key, row, isChanged } of done) if (isChanged) rows.set(key, row);
  if (isNoted) await noteNewest(store, [...rows.values()], new Set(done.flatMap(({ incoming, row }) => (incoming.length > 0 ? row.id : []))), at);
  return {
    added: done.reduce((sum, { merged }) => sum + merged.added, 0), known: done.reduce((sum, { merged }) => sum + merged.known, leftOut), leftOut,
    rejected: done.flatMap(({ merged }) => merged.rejected).sort((a, b) => a.line - b.line),
    standing: [...rows.values()].map(({ versions }) => rowAt(versions, at) ?? versions[0]!.row),
    firstDated: done.flatMap(({ firstDated }) => firstDated ?? []).sort((a, b) => a - b),
    doubtful: done.flatMap(({ doubtful }) => doubtful).sort((a, b) => a - b),
  };
}

/** All rows of a kind by their ids, each with the revision that was read of it. */
export async function keptRows<K extends TableKind>(store: Pick<Store, 'shelf'>, kind: K): Promise<Map<string, Kept<Versioned<TableRows[K]>>>> {
  const held = new Map<string, Kept<Versioned<TableRows[K]>>>();
  // "0" is the character after "/", so this is every id of the kind.
  for await (const { value, revision } of registryShelf(store).list({ from: `${kind}/`, to: `${kind}0` })) {
    // A row that was stored under another spelling of its serial number is the row of that laptop, and keeps its id.
    const row = spelledVersions(value as Versioned<TableRows[K]>);
    const key = idOf(kind, row.versions.at(-1)!.row);
    if (row.id === key || !held.has(key)) held.set(key, { value: row, revision });
  }
  return held;
}

const BATCH = 1_000;
