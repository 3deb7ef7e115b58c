import { stat } from 'node:fs/promises';
import { FarmwatchError } from '../../../errors.ts';
import { readWhole, parseSheet } from '../../tables/sheet.ts';
import { startOf } from '../../tables/kind-of-file.ts';
import { kindOfContent } from '../../tables/kind.ts';
import type { ReadRecord } from '../../collector.ts';
import { isObject } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { memberAt } from './cells.ts';
import { extendedRow, startsExtended } from './extended.ts';
import { lineRow, type LineForm } from './line-rows.ts';

/** The header of a table and its rows by column, or records of JSON, which have no header. */
export interface Opened {
  readonly header?: readonly string[];
  readonly records: AsyncIterable<ReadRecord>;
}

/** What a mapping says of the file: the member of JSON that holds the records, how lines are taken apart, or what the columns of a table without a header are. */
export interface Shape {
  readonly records?: string | undefined;
  readonly lines?: LineForm | undefined;
  readonly header?: readonly string[] | undefined;
}

/** More would not fit into the memory of a small machine: cells take many times their bytes. */
const LARGEST_TABLE_MB = 200;

/**
 * Opens a file of rows: CSV in any dialect or XLSX, which are read whole, or JSON a line, a list, or a page with a list in it, or
 * lines in CEF, LEEF or with named values, which are read piece by piece.
 *
 * What cannot be read at all is not repeated: it may hold anything.
 *
 * @param shape what the mapping says of the file; without `records` a list or a line of JSON is one record each
 * @throws FarmwatchError `file.missing`, `file.unreadable`
 */
export async function openRecords(file: string, shape: Shape): Promise<Opened> {
  const start = await startOf(file);
  const isTable = kindOfContent(file, start) === 'table' && shape.lines === undefined && !startsExtended(start);
  if (!isTable) return { records: fromJson(file, shape) };
  const { size } = await stat(file);
  if (size > LARGEST_TABLE_MB * 1024 * 1024) {
    throw new FarmwatchError('file.unreadable', {
      file, why: `it has ${Math.round(size / 1024 / 1024)} MB, and a table is read whole, up to ${LARGEST_TABLE_MB} MB`,
      cure: 'Export it in parts, such as by day, or as JSON, a record a line.',
    });
  }
  const { header, rows } = await parseSheet(await readWhole(file), file);
  // What the reader takes for a header is the first row of such a table.
  if (shape.header) return { header: shape.header, records: fromRows(file, shape.header, [{ line: 1, cells: header }, ...rows].map(({ line, cells }) => ({ line, cells: cells.slice(0, shape.header!.length) }))) };
  return { header, records: fromRows(file, header, rows) };
}

async function* fromRows(file: string, header: readonly string[], rows: readonly { readonly line: number; readonly cells: readonly string[] }[]): AsyncGenerator<ReadRecord> {
  for (const { line, cells } of rows) {
    if (cells.slice(header.length).some((cell) => cell.trim() !== '')) {
      yield { file, line, rejected: `has ${cells.length} cells under ${header.length} columns; put quotes around cells that hold the separator` };
      continue;
    }
    // Without a prototype, so that a column may be called whatever it likes.
    const raw = Object.create(null) as Record<string, string>;
    header.forEach((column, at) => {
      const cell = (cells[at] ?? '').replaceAll('\0', '').trim().toWellFormed();
      // Of columns with one name the first filled one counts.
      if (cell !== '') raw[column] ??= cell;
    });
    yield { file, line, raw };
  }
}

/** Objects as they stand, and lines in CEF or LEEF, in whatever a shipper put around them. */
const isRecord = (raw: unknown): boolean => isObject(raw) || (typeof raw === 'string' && extendedRow(raw) !== undefined);

async function* fromJson(file: string, { records: list, lines }: Shape): AsyncGenerator<ReadRecord> {
  for await (const found of readRecords(file, { recognises: isRecord })) {
    if ('rejected' in found) {
      yield { file, line: found.line, rejected: found.rejected };
      continue;
    }
    const row = lines !== undefined ? lineRow(found.raw, lines) : list === undefined ? extendedRow(found.raw) : undefined;
    if (row) {
      yield { file, line: found.line, raw: row };
      continue;
    }
    const items = list === undefined ? undefined : memberAt(found.raw, list);
    if (Array.isArray(items)) for (const raw of items as readonly unknown[]) yield { file, line: found.line, raw };
    else yield found;
  }
}
