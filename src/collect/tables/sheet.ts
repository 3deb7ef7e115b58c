import { readFile } from 'node:fs/promises';
import readWorkbook from 'read-excel-file/node';
import { SECOND, isoOf } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { beginsJson } from '../json.ts';
import { isParquet } from '../parquet.ts';
import { isZip, whyNoWorkbook, zipEntries } from '../zip.ts';
import { asSheet, parseCsv } from './csv.ts';
import { textOf } from './text.ts';
import type { Sheet, Sheets } from './text-table.ts';

/**
 * Reads tables: CSV in any of its dialects, or the worksheets of an XLSX workbook. Known by content, not by name.
 *
 * @throws FarmwatchError `file.missing`, or `file.unreadable` for a file that is empty, torn or of another kind
 */
export async function readSheets(file: string): Promise<Sheets> {
  return parseSheets(await readWhole(file), file);
}

/**
 * The first table in the bytes of a file.
 *
 * @param file name for messages
 * @throws FarmwatchError `file.unreadable`
 */
export async function parseSheet(bytes: Buffer, file: string): Promise<Sheet> {
  return (await parseSheets(bytes, file))[0];
}

/** All of them; see {@link parseSheet}. */
export async function parseSheets(bytes: Buffer, file: string): Promise<Sheets> {
  if (isZip(bytes)) return parseWorkbook(bytes, file);
  if (isParquet(bytes)) throw new FarmwatchError('file.unreadable', { file, why: 'it is Parquet, which is read for events and records', cure: 'Save the table as CSV or XLSX.' });
  const text = textOf(bytes, file);
  if (beginsJson(text)) throw new FarmwatchError('file.unreadable', { file, why: 'it holds JSON, not a table', cure: 'Name it with --events, or save the table as CSV.' });
  return [parseCsv(text, file)];
}

async function parseWorkbook(bytes: Buffer, file: string): Promise<Sheets> {
  const other = whyNoWorkbook(zipEntries(bytes).map(({ name }) => name));
  if (other) throw new FarmwatchError('file.unreadable', { file, ...other });
  let found: readonly { readonly sheet: string; readonly data: readonly (readonly unknown[])[] }[];
  try {
    found = await readWorkbook(bytes);
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: `the workbook is torn (${messageOf(cause)})`, cure: 'Save it as XLSX or CSV again and name the result.' }, { cause });
  }
  const [first, ...more] = found.map(({ sheet: name, data }) => ({
    name, rows: data.map((cells, at) => ({ line: at + 1, cells: cells.map(cellText) })).filter(({ cells }) => cells.some((cell) => cell !== '')),
  })).filter(({ rows }) => rows.length > 0);
  return [{ ...asSheet(first?.rows ?? [], file), ...(first ? { name: first.name } : {}) }, ...more.map(({ name, rows }) => ({ ...asSheet(rows, file), name }))];
}

/** What a worksheet cell says; dates have no zone there and are taken for UTC, as the columns say. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    // Worksheets keep times as fractions of a day, which miss the second by a hair.
    return Number.isNaN(cell.getTime()) ? '' : isoOf(Math.round(cell.getTime() / SECOND) * SECOND).replace('T00:00:00Z', '');
  }
  return String(cell).trim();
}

/** The bytes of a file. @throws FarmwatchError `file.missing`, `file.unreadable` */
export async function readWhole(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw fileError(file, cause);
  }
}

/** What went wrong on opening a file, with what to do about it. */
export function fileError(file: string, cause: unknown): FarmwatchError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FarmwatchError('file.missing', { file }, { cause });
  if (code === 'EISDIR') return new FarmwatchError('file.unreadable', { file, why: 'it is a folder', cure: 'Name the files inside.' }, { cause });
  return new FarmwatchError('file.unreadable', { file, why: messageOf(cause) }, { cause });
}
