import type { TableKind } from '../../core/person.ts';
import { TABLE_KINDS } from '../../core/tables.ts';
import type { Shelf, Store } from '../../store/store.ts';
import { headerHash, type Wanted } from './columns.ts';

/** What was asked with `--map` for a header, kept so that next week's file needs no asking. */
export interface KeptMapping {
  /** `people/` and the hash of the header. */
  readonly id: string;
  readonly kind: TableKind;
  /** Header → column; an empty column leaves the header out. */
  readonly columns: Readonly<Record<string, string>>;
}

export function mappingShelf(store: Pick<Store, 'shelf'>): Shelf<KeptMapping> {
  return store.shelf<KeptMapping>('mappings');
}

/** The mapping accepted for this header before; empty where there is none. */
export async function keptMapping(store: Pick<Store, 'shelf'>, kind: TableKind, header: readonly string[]): Promise<Wanted> {
  const kept = await mappingShelf(store).get(idOf(kind, header));
  return new Map(Object.entries(kept?.value.columns ?? {}));
}

/** The kind as which a file with this header was accepted before, with a mapping of its own. */
export async function keptKind(store: Pick<Store, 'shelf'>, header: readonly string[]): Promise<TableKind | undefined> {
  for (const kind of TABLE_KINDS) if (await mappingShelf(store).get(idOf(kind, header))) return kind;
  return undefined;
}

/** Keeps what was asked for headers of this file, over what was kept for them before. */
export async function keepMapping(store: Pick<Store, 'shelf'>, kind: TableKind, header: readonly string[], asked: Wanted): Promise<void> {
  const columns = Object.fromEntries([...await keptMapping(store, kind, header), ...asked]);
  await mappingShelf(store).put({ id: idOf(kind, header), kind, columns });
}

function idOf(kind: TableKind, header: readonly string[]): string {
  return `${kind}/${headerHash(header)}`;
}
