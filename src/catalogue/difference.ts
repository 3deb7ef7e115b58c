import { canonicalText, compareBytes } from '../core/canonical.ts';
import { CATALOGUES, CATALOGUE_NAMES, rowId, type AnyRow, type CatalogueName, type List, type Rows } from './rows.ts';

/** One row that is new, gone, or says something else. */
export interface RowChange {
  readonly catalogue: CatalogueName;
  readonly list: List;
  readonly id: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Columns that differ, of a changed row. */
  readonly columns: readonly { readonly column: string; readonly before: unknown; readonly after: unknown }[];
}

/** What differs between two states of the catalogues, in order of catalogue, list and id. Lists that one state lacks are passed over. */
export function differenceOf(before: Partial<Rows>, after: Partial<Rows>): readonly RowChange[] {
  return CATALOGUE_NAMES.flatMap((catalogue) => CATALOGUES[catalogue].flatMap((list: List): readonly RowChange[] => {
    const [was, is] = [before[list], after[list]].map((rows) => rows && new Map((rows as readonly AnyRow[]).map((row) => [rowId(list, row as never), row])));
    if (!was || !is) return [];
    return [...new Set([...was.keys(), ...is.keys()])].sort(compareBytes).flatMap((id): readonly RowChange[] => {
      const [old, now] = [was.get(id), is.get(id)];
      if (old && now && canonicalText({ ...old }) === canonicalText({ ...now })) return [];
      return [{ catalogue, list, id, change: !old ? 'added' : !now ? 'removed' : 'changed', columns: old && now ? columnsOf({ ...old }, { ...now }) : [] }];
    });
  }));
}

function columnsOf(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): RowChange['columns'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    .filter((column) => canonicalText({ value: before[column] }) !== canonicalText({ value: after[column] }))
    .map((column) => ({ column, before: before[column], after: after[column] }));
}
