import { NOT_OURS, isTorn, type Collected } from './collect-files.ts';
import type { Source } from './collector.ts';
import type { Rejects } from './rejects.ts';
import { mapColumns } from './tables/columns.ts';
import { importSheet, type TableContext, type TableResult } from './tables/import-table.ts';
import { addCounts, countReason, noCounts, type Counts } from './tally.ts';
import type { FarmwatchError } from '../errors.ts';
import type { Instant } from '../core/time.ts';
import type { TableKind } from '../core/person.ts';

export interface CollectingRows {
  readonly kind: TableKind;
  readonly options: Readonly<Record<string, string>>;
  readonly context: TableContext;
  /** Undefined in a dry run, which writes nothing. */
  readonly rejects: Rejects | undefined;
  /** Instant of the import, from which changed rows hold. */
  readonly at: Instant;
  /** Told after every file, also after one that is torn; `result` is missing for that. */
  readonly done?: (file: string, counts: Counts, result: TableResult | undefined) => void;
}

/** Reads saved files whose records are rows of a table into the registry. One that is torn keeps nobody from reading the others. */
export async function collectRows(source: Source, files: readonly string[], into: CollectingRows): Promise<Collected> {
  const total = noCounts();
  const torn: FarmwatchError[] = [];
  for (const file of files) {
    const counts = noCounts();
    let result: TableResult | undefined;
    try {
      result = await collectTable(source, file, into, counts);
    } catch (error) {
      if (!isTorn(error)) throw error;
      torn.push(error);
    }
    addCounts(total, counts);
    into.done?.(file, counts, result);
  }
  return { counts: total, torn };
}

async function collectTable(source: Source, file: string, { kind, options, context, rejects, at }: CollectingRows, counts: Counts): Promise<TableResult> {
  const { sheet, rejected } = await source.readTable!(file, options);
  // Columns have our names already.
  const result = await importSheet({ file, kind, sheet, mapping: mapColumns(file, kind, sheet.header), at, dryRun: rejects === undefined }, context);
  counts.read += sheet.rows.length + rejected.length;
  counts.made += result.added + result.known;
  counts.added += result.added;
  counts.known += result.known;
  for (const { line, reason, record } of [...rejected, ...result.rejected]) {
    countReason(counts, reason);
    if (!reason.startsWith(NOT_OURS)) rejects?.note({ file, line, reason, record });
  }
  rejects?.flush();
  return result;
}
