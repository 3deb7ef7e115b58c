import type { TableKind } from '../core/person.ts';
import { TOO_DEEP, isTooDeep } from '../core/depth.ts';
import { isRejected } from '../core/parse-event.ts';
import type { Instant } from '../core/time.ts';
import type { MapContext, Source } from './collector.ts';
import type { Rejects } from './rejects.ts';
import { mapColumns } from './tables/columns.ts';
import { orderNamed } from './tables/dates.ts';
import { importSheet, type TableContext, type TableResult } from './tables/import-table.ts';
import { NOT_OURS, type Taker } from './take.ts';
import { countReason, type Counts } from './tally.ts';

export interface CollectingRows {
  readonly kind: TableKind;
  readonly context: MapContext;
  readonly registry: TableContext;
  /** Undefined in a dry run, which writes nothing. */
  readonly rejects: Rejects | undefined;
  /** Instant of the import, from which changed rows hold. */
  readonly at: Instant;
  /** Told what became of the rows, whenever they are written. */
  readonly told?: (result: TableResult) => void;
}

/** Turns records into rows of a table of the registry; they are written by `flush`. */
export function takeRowsInto(source: Source, { kind, context, registry, rejects, at, told }: CollectingRows, counts: Counts): Taker {
  let rows: { readonly line: number; readonly row: Readonly<Record<string, string>> }[] = [];
  let from = source.id;
  const reject = (file: string, line: number, reason: string, record: unknown): void => {
    countReason(counts, reason);
    if (!reason.startsWith(NOT_OURS)) rejects?.note({ file, line, reason, record });
  };
  return {
    async take(record) {
      counts.read++;
      from = record.file;
      if ('rejected' in record) return reject(record.file, record.line, record.rejected, record.raw);
      if (isTooDeep(record.raw)) return reject(record.file, record.line, TOO_DEEP, undefined);
      const row = source.rowOf!(record.raw, context);
      if (isRejected(row)) return reject(record.file, record.line, row.rejected, source.kept?.(record.raw, context.options));
      rows.push({ line: record.line, row });
    },
    async flush() {
      if (rows.length > 0) {
        const header = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))];
        const sheet = { header, rows: rows.map(({ line, row }) => ({ line, cells: header.map((column) => row[column] ?? '') })) };
        const dates = orderNamed(context.options['dates']);
        // Columns have our names already.
        const result = await importSheet({ file: from, kind, sheet, mapping: mapColumns(from, kind, header), at, dryRun: rejects === undefined, ...(dates ? { dates } : {}) }, registry);
        counts.made += result.added + result.known;
        counts.added += result.added;
        counts.known += result.known;
        for (const { line, reason, record } of result.rejected) reject(from, line, reason, record);
        told?.(result);
      }
      rows = [];
      rejects?.flush();
    },
  };
}
