import { readFile } from 'node:fs/promises';
import { readSheet as readWorkbook } from 'read-excel-file/node';
import { SECOND, isoOf } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { asSheet, parseCsv } from './csv.ts';
import { textOf } from './text.ts';

/** One row of a file as text. */
export interface SheetRow {
  /** Line in the file, or row of the worksheet, where it begins; from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table as text: the first line names the columns. */
export interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly SheetRow[];
}

/**
 * Reads a table: CSV in any of its dialects, or the first worksheet of an XLSX workbook. Known by content, not by name.
 *
 * @throws FarmwatchError `file.missing`, or `file.unreadable` for a file that is empty, torn or of another kind
 */
export async function readSheet(file: string): Promise<Sheet> {
  return parseSheet(await readWhole(file), file);
}

/**
 * The table in the bytes of a file.
 *
 * @param file name for messages
 * @throws FarmwatchError `file.unreadable`
 */
export async function parseSheet(bytes: Buffer, file: string): Promise<Sheet> {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return parseWorkbook(bytes, file);
  const other = OTHERS.find(({ magic }) => startsWith(bytes, ...magic));
  if (other) throw new FarmwatchError('file.unreadable', { file, why: `it is ${other.name}`, cure: 'Save it as XLSX or CSV and name the result.' });
  const text = textOf(bytes, file);
  if (/^\ufeff?\s*(?:\{|\[\s*[{\]])/.test(text)) throw new FarmwatchError('file.unreadable', { file, why: 'it holds JSON, not a table', cure: 'Name it with --events, or save the table as CSV.' });
  return parseCsv(text, file);
}

const OTHERS = [
  { magic: [0xd0, 0xcf, 0x11, 0xe0], name: 'an old XLS workbook or one with a password' },
  { magic: [0x25, 0x50, 0x44, 0x46], name: 'a PDF' },
] as const;

function startsWith(bytes: Uint8Array, ...magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}

async function parseWorkbook(bytes: Buffer, file: string): Promise<Sheet> {
  let data: readonly (readonly unknown[])[];
  try {
    data = await readWorkbook(bytes);
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: `the workbook is torn or none (${messageOf(cause)})`, cure: 'Save it as XLSX or CSV again and name the result.' }, { cause });
  }
  const rows = data.map((cells, at) => ({ line: at + 1, cells: cells.map(cellText) })).filter(({ cells }) => cells.some((cell) => cell !== ''));
  return asSheet(rows, file);
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
