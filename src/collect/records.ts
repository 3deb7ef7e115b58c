import { messageOf } from '../errors.ts';
import { TITLE_LINES, csvRows, cellsOf, delimiterOf, rowsAtHead } from './csv.ts';
import { readBytes } from './bytes.ts';
import type { ReadRecord } from './collector.ts';
import { unwrap } from './undo/unwrap.ts';
import { jsonValues } from './json-values.ts';
import { beginsJson, parseJson } from './json.ts';
import { LONGEST_LINE_BYTES, linesOf, type FileLine } from './lines.ts';
import { isWorkspaceHeader, workspaceRow } from './undo/workspace-csv.ts';

/** As much of an unreadable record as is worth keeping. */
const SHOWN_CHARACTERS = 8_000;

export interface Reading {
  /** True for a record of this source, wanted or not; envelopes around it are opened until it is met. */
  readonly recognises: (raw: unknown) => boolean;
  /** True for the header of this source's CSV; any other is known by a row below it that the source recognises, or lines stay text. */
  readonly isHeader?: (columns: readonly string[]) => boolean;
  /** True where the source reads times as the portal of a workspace shows them by itself. */
  readonly readsShown?: boolean;
  /** Longer lines and values are rejected. */
  readonly longestBytes?: number;
}

/**
 * The records of a saved file, one at a time and never all in memory: a JSON value a line, one value over many lines, a
 * list or a page of values, CSV below a header of the source's, of Splunk's or of a workspace of Log Analytics or with the
 * source's records in its rows, or lines of text. Envelopes are opened (see `undo/`).
 *
 * @throws FarmwatchError `file.missing`, or `file.unreadable` where the file as a whole is torn, after what could be read
 */
export async function* readRecords(file: string, reading: Reading): AsyncGenerator<ReadRecord> {
  const longestBytes = reading.longestBytes ?? LONGEST_LINE_BYTES;
  const pieces = readBytes(file);
  const { head, all } = await headOf(pieces);
  if (head === undefined) {
    yield { file, line: 1, rejected: 'the file is empty' };
    return;
  }
  const { shape, header } = shapeOf(head, reading);
  if (shape === 'csv') {
    for await (const rows of csvRows(from(header, linesOf(all, longestBytes)))) {
      for (const found of rows) {
        if ('rejected' in found) yield { file, ...found };
        else yield* rowsIn(file, found.line, found.row, reading);
      }
    }
    return;
  }
  const texts = shape === 'json' ? jsonValues(file, all, longestBytes) : linesOf(all, longestBytes);
  for await (const batch of texts) {
    for (const found of batch) yield* recordsIn(file, found, shape === 'json', reading);
  }
}

/** A row as the source itself asked for it, or with what an export made of the record undone. */
function* rowsIn(file: string, line: number, row: Readonly<Record<string, string>>, { recognises, readsShown }: Reading): Generator<ReadRecord> {
  const saved = !readsShown && isWorkspaceHeader(Object.keys(row)) ? workspaceRow(row) : undefined;
  // Which cells are private only the source knows, which never sees this row; so it is not shown.
  if (saved !== undefined && 'rejected' in saved) yield { file, line, rejected: saved.rejected };
  else for (const raw of unwrap(saved?.row ?? row, recognises)) yield { file, line, raw };
}

/** The first piece with something in it, and the whole again. */
async function headOf(pieces: AsyncGenerator<Buffer>): Promise<{ head: string | undefined; all: AsyncGenerator<Buffer> }> {
  const seen: Buffer[] = [];
  let head: string | undefined;
  while (head === undefined) {
    const next = await pieces.next();
    if (next.done) break;
    seen.push(next.value);
    const text = next.value.toString();
    if (text.trim() !== '') head = text;
  }
  return { head, all: chain(seen, pieces) };
}

async function* chain(first: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  yield* rest;
}

/** How the records of a file lie in it. */
interface Shape {
  /** `lines` are JSON or text each, `json` are values that do not care for lines. */
  readonly shape: 'csv' | 'json' | 'lines';
  /** The line of the header of CSV, from 1. */
  readonly header: number;
}

/** @param head the beginning of the file */
function shapeOf(head: string, reading: Reading): Shape {
  const lines = head.split(/\r\n|\n|\r/);
  const at = lines.findIndex((line) => line.trim() !== '');
  const first = lines[at]!.trim();
  if (isSplunkExport(first)) return { shape: 'csv', header: at + 1 };
  if (looksLikeJson(first)) {
    if (parses(first)) return { shape: 'lines', header: 0 };
    // A value goes on where the line ends open, or the next one cannot start a value.
    const next = lines.slice(at + 1).find((line) => line.trim() !== '')?.trimStart() ?? '';
    return { shape: at + 1 === lines.length || /[[{,:]$/.test(first) || /^[\]},:"]/.test(next) ? 'json' : 'lines', header: 0 };
  }
  const isKnown = (columns: readonly string[]): boolean => reading.isHeader?.(columns) === true || isWorkspaceHeader(columns);
  const header = lines.slice(0, TITLE_LINES).findIndex((line) => isKnown(cellsOf(line.trim(), delimiterOf(line))));
  if (header >= 0) return { shape: 'csv', header: header + 1 };
  return hasRows(lines.slice(at + (SEPARATOR.test(first) ? 1 : 0)), reading) ? { shape: 'csv', header: at + 1 } : { shape: 'lines', header: 0 };
}

/** The hint that spreadsheets leave above the header. */
const SEPARATOR = /^sep=.$/i;

/** The lines of a file from one of them on. */
async function* from(first: number, batches: AsyncIterable<readonly FileLine[]>): AsyncGenerator<readonly FileLine[]> {
  for await (const batch of batches) yield batch.filter(({ line }) => line >= first);
}

/** A look at so many rows: not every one that was saved need be of the source. */
const LOOKED_AT = 20;

/** True where rows below a header are records of the source, or hold some; a header is no record itself, and whoever takes any object cannot tell. */
function hasRows(lines: readonly string[], { recognises }: Reading): boolean {
  const first = lines[0]?.trim() ?? '';
  if (cellsOf(first, delimiterOf(first)).length < 2 || recognises(first) || recognises({})) return false;
  return rowsAtHead(lines.join('\n')).slice(0, LOOKED_AT).some((row) => unwrap(row, recognises).some(recognises));
}

/** True for what Splunk exports as CSV: the text of each event stands in a column `_raw`, and may hold many lines. @param head how the file begins */
export function isSplunkExport(head: string): boolean {
  const header = head.split('\n', 1)[0]!.trim();
  // Its other answers name their columns in JSON, whose commas look like those between cells.
  return !/^[[{]/.test(header) && cellsOf(header, delimiterOf(header)).includes('_raw');
}

function looksLikeJson(text: string): boolean {
  return beginsJson(text) || (text.startsWith('"') && parses(text));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function* recordsIn(file: string, found: FileLine, isJson: boolean, reading: Reading): Generator<ReadRecord> {
  if ('rejected' in found) {
    yield { file, ...found };
    return;
  }
  const { line, text } = found;
  let raw: unknown = text;
  if (isJson || looksLikeJson(text)) {
    try {
      raw = parseJson(text);
    } catch (error) {
      yield { file, line, rejected: `not JSON: ${oneLine(messageOf(error))}`, raw: text.slice(0, SHOWN_CHARACTERS) };
      return;
    }
  }
  for (const record of unwrap(raw, reading.recognises)) yield { file, line, raw: record };
}

/** A parser's complaint as it may stand in a message: short and without what a terminal obeys. */
function oneLine(text: string): string {
  const plain = text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ');
  return plain.length > 120 ? `${plain.slice(0, 117)}…` : plain;
}
