import { canonicalText } from '../core/canonical.ts';
import type { Day, Instant } from '../core/time.ts';
import { catalogueOf, SHIPPED, type Catalogue } from './catalogue.ts';
import { CATALOGUE_NAMES, CATALOGUES, SHIPPED_ROWS, newestDate, rowId, type AnyRow, type CatalogueName, type List, type Rows } from './rows.ts';
import { isNewer } from './set-version.ts';

/** All rows of one catalogue as somebody published them. */
export interface CatalogueSet {
  readonly catalogue: CatalogueName;
  /** `2026-12-01`, or `2026-12-01.2` for a second one of that day. */
  readonly version: string;
  readonly date: Day;
  /** The lists of this catalogue. */
  readonly rows: Partial<Rows>;
}

/** A row of the company itself, with who answers for it and why. */
export interface OwnRow {
  readonly list: List;
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  readonly row: AnyRow;
}

/** Who changed the catalogues, when, and with which file. */
interface Signed {
  readonly at: Instant;
  readonly by: string;
  /** Name of the file, and the SHA-256 of its bytes in hex; of a removal neither. */
  readonly file?: string;
  readonly checksum?: string;
}
/** One change of the catalogues, as kept on the shelf `catalogues`: whole, so that it holds whole or not at all. */
export type CatalogueChange = Signed & { readonly id: string } & (
  | { readonly kind: 'sets'; readonly sets: readonly CatalogueSet[] }
  | { readonly kind: 'own'; readonly rows: readonly OwnRow[] }
  | { readonly kind: 'removed'; readonly rows: readonly Pick<OwnRow, 'list' | 'id'>[] }
);
export const CATALOGUE_SHELF = 'catalogues';

/** A set in force. Those that ship hold from the beginning. */
export interface StandingSet extends CatalogueSet { readonly since?: Signed }
/** A company's row in force. */
export interface StandingOwnRow extends OwnRow { readonly since: Signed }
/** What the catalogues rest on at one instant. */
export interface Standing {
  readonly sets: { readonly [C in CatalogueName]: StandingSet };
  /** In order of list and id. */
  readonly own: readonly StandingOwnRow[];
}

/** Everything that was known of the world outside, by when it was known. */
export interface CatalogueHistory {
  /** Instants at which something changed, in order. */
  readonly instants: readonly Instant[];
  /** What was known at an instant; the same answer for the same changes. */
  at(asOf: Instant): Catalogue;
  standingAt(asOf: Instant): Standing;
}

/** @param changes as they lie on the shelf, in any order */
export function catalogueHistory(changes: readonly CatalogueChange[]): CatalogueHistory {
  const inOrder = changes.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const known = new Map<number, Catalogue>();
  const before = (asOf: Instant): readonly CatalogueChange[] => inOrder.filter(({ at }) => at <= asOf);
  return {
    instants: [...new Set(inOrder.map(({ at }) => at))],
    standingAt: (asOf) => standing(before(asOf)),
    at(asOf) {
      const held = before(asOf);
      if (held.length === 0) return SHIPPED;
      let catalogue = known.get(held.length);
      if (!catalogue) known.set(held.length, (catalogue = catalogueOf(effective(standing(held)), sinceIn(held))));
      return catalogue;
    },
  };
}

/** The catalogues as they ship, for a company that changed nothing. */
export const UNCHANGED = catalogueHistory([]);

function standing(changes: readonly CatalogueChange[]): Standing {
  const sets = { ...SHIPPED_SETS };
  const own = new Map<string, StandingOwnRow>();
  for (const change of changes) {
    const { at, by, file, checksum } = change;
    const since: Signed = { at, by, ...(file === undefined ? {} : { file }), ...(checksum === undefined ? {} : { checksum }) };
    switch (change.kind) {
      case 'sets':
        // After an upgrade the product may bring what is newer than the set that was taken before.
        for (const set of change.sets) if (isNewer(set.version, sets[set.catalogue].version)) sets[set.catalogue] = { ...set, since };
        break;
      case 'own':
        for (const row of change.rows) own.set(keyOf(row), { ...row, since });
        break;
      case 'removed':
        for (const row of change.rows) own.delete(keyOf(row));
    }
  }
  return { sets, own: [...own.keys()].sort().map((key) => own.get(key)!) };
}

const SHIPPED_SETS = Object.fromEntries(CATALOGUE_NAMES.map((catalogue) => {
  const rows = Object.fromEntries(CATALOGUES[catalogue].map((list) => [list, SHIPPED_ROWS[list]])) as Partial<Rows>;
  return [catalogue, { catalogue, version: newestDate(rows), date: newestDate(rows), rows }];
})) as unknown as Standing['sets'];

function keyOf({ list, id }: Pick<OwnRow, 'list' | 'id'>): string {
  return `${list}/${id}`;
}

/** Rows of the sets in force, with the company's own before them and in the place of those with the same id. */
export function effective({ sets, own }: Standing): Rows {
  const ownIn = Map.groupBy(own, ({ list }) => list);
  return Object.fromEntries(CATALOGUE_NAMES.flatMap((catalogue) => CATALOGUES[catalogue].map((list: List) => {
    const mine = ownIn.get(list) ?? [];
    const ids = new Set(mine.map(({ id }) => id));
    const theirs = (sets[catalogue].rows[list] as readonly AnyRow[]).filter((row) => !ids.has(rowId(list, row as never)));
    return [list, [...mine.map(({ row }) => row), ...theirs]];
  }))) as unknown as Rows;
}

/** From when each row is known as it stands; what was known from the beginning, from −Infinity. */
function sinceIn(changes: readonly CatalogueChange[]): Catalogue['since'] {
  let since: Map<string, { readonly text: string; readonly at: Instant }> | undefined;
  const count = (): typeof since => {
    let known = textsOf(SHIPPED_ROWS, new Map(), -Infinity);
    changes.forEach((change, index) => (known = textsOf(effective(standing(changes.slice(0, index + 1))), known, change.at)));
    return known;
  };
  return (list, id) => (since ??= count()!).get(keyOf({ list, id }))?.at ?? -Infinity;
}

function textsOf(rows: Rows, before: ReadonlyMap<string, { readonly text: string; readonly at: Instant }>, at: Instant): Map<string, { readonly text: string; readonly at: Instant }> {
  return new Map((Object.entries(rows) as [List, readonly AnyRow[]][]).flatMap(([list, those]) => those.map((row) => {
    const key = keyOf({ list, id: rowId(list, row as never) });
    const text = canonicalText({ ...row });
    const known = before.get(key);
    return [key, known?.text === text ? known : { text, at }] as const;
  })));
}
