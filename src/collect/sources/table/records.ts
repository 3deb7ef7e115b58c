import { stat } from 'node:fs/promises';
import { greatestOf } from '../../../core/extremes.ts';
import { FarmwatchError } from '../../../errors.ts';
import { tableIn } from '../../tables/header-row.ts';
import { readSheets } from '../../tables/sheet.ts';
import { startOf } from '../../tables/kind-of-file.ts';
import { kindOfContent } from '../../tables/kind.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { readBytes } from '../../bytes.ts';
import type { ReadRecord } from '../../collector.ts';
import { cellsOf, delimiterOf } from '../../csv.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { isObject, textAt } from '../../loose.ts';
import { isSplunkExport, readRecords } from '../../records.ts';
import { restoredDocument } from '../../undo/integrations/index.ts';
import { isWorkspaceHeader } from '../../undo/workspace-csv.ts';
import { asTree, xmlReader } from '../../xml.ts';
import { elementsInXml } from '../../xml-elements.ts';
import { memberAt } from './cells.ts';
import { extendedRow, lineIn, startsExtended } from './extended.ts';
import { lineRow, type LineForm } from './line-rows.ts';

/** The header of a table and its rows by column, or records of JSON, which have no header. */
export interface Opened {
  readonly header?: readonly string[];
  readonly records: AsyncIterable<ReadRecord>;
}

/** What a mapping says of the file: the member of JSON that holds the records, how lines are taken apart, which element of XML is a row, or what the columns of a table without a header are. */
export interface Shape {
  readonly records?: string | undefined;
  readonly lines?: LineForm | undefined;
  readonly element?: string | undefined;
  readonly header?: readonly string[] | undefined;
  /** What the mapping looks at. */
  readonly columns: readonly string[];
}

/** More would not fit into the memory of a small machine: cells take many times their bytes. */
const LARGEST_TABLE_MB = 200;

/**
 * Opens a file of rows: CSV in any dialect or XLSX, which are read whole, or JSON a line, a list, or a page with a list in it, or
 * lines in CEF, LEEF or with named values, or XML, which are read piece by piece.
 *
 * What cannot be read at all is not repeated: it may hold anything.
 *
 * @param shape what the mapping says of the file; without `records` a list or a line of JSON is one record each
 * @throws FarmwatchError `file.missing`, `file.unreadable`
 */
export async function openRecords(file: string, shape: Shape): Promise<Opened> {
  const start = await startOf(file);
  const content = kindOfContent(file, start);
  // Sent records lie in JSON, a line each, whatever they are.
  if (shape.element !== undefined) return { records: content === 'table' ? fromXml(file, shape.element) : xmlInJson(file, shape.element) };
  // The rows of Splunk's export hold the record in one cell, unless a search took it apart.
  const isSplunk = isSplunkExport(start) && shape.header === undefined && !hasColumns(start, shape.columns);
  // Nor are those of a workspace as they are shown, unless the mapping names the columns so.
  const isWorkspace = shape.header === undefined && isWorkspaceHeader(headerOf(start)) && !hasColumns(start, shape.columns);
  const isTable = content === 'table' && shape.lines === undefined && !startsExtended(start) && !isSplunk && !isWorkspace;
  if (!isTable) return { records: fromJson(file, shape) };
  const { size } = await stat(file);
  if (size > LARGEST_TABLE_MB * 1024 * 1024) {
    throw new FarmwatchError('file.unreadable', {
      file, why: `it has ${Math.round(size / 1024 / 1024)} MB, and a table is read whole, up to ${LARGEST_TABLE_MB} MB`,
      cure: 'Export it in parts, such as by day, or as JSON, a record a line.',
    });
  }
  const sheets = await readSheets(file);
  if (shape.header) {
    const [{ header, rows }] = sheets;
    // What the reader takes for a header is the first row of such a table.
    return { header: shape.header, records: fromRows(file, shape.header, [{ line: 1, cells: header }, ...rows].map(({ line, cells }) => ({ line, cells: cells.slice(0, shape.header!.length) }))) };
  }
  const { sheet: { header, rows } } = await tableIn(sheets, file, (names) => shape.columns.filter((name) => names.includes(name)).length * 2 > shape.columns.length);
  return { header, records: fromRows(file, header, rows) };
}

function headerOf(start: string): readonly string[] {
  const header = start.split('\n', 1)[0]!.trim();
  return cellsOf(header, delimiterOf(header));
}

function hasColumns(start: string, columns: readonly string[]): boolean {
  const found = new Set(headerOf(start));
  return columns.every((name) => found.has(name));
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

const xml = xmlReader([]);

/** Elements by their name, wherever they stand. */
async function* fromXml(file: string, element: string): AsyncGenerator<ReadRecord> {
  for await (const found of elementsInXml(file, readBytes(file), element)) {
    if ('rejected' in found) {
      yield { file, line: found.line, rejected: found.rejected };
      continue;
    }
    yield { file, line: found.line, ...elementIn(found.raw as string, element) };
  }
}

/** An element that is the whole text of a record. */
async function* xmlInJson(file: string, element: string): AsyncGenerator<ReadRecord> {
  for await (const found of readRecords(file, { recognises: isRecord })) {
    if ('rejected' in found) yield { file, line: found.line, rejected: found.rejected };
    else yield { file, line: found.line, ...elementIn(lineIn(found.raw)?.text ?? '', element) };
  }
}

function elementIn(text: string, element: string): { readonly raw: unknown } | Rejected {
  const tree = xml(text);
  if (isRejected(tree)) return tree;
  return tree[element] === undefined ? { rejected: `no <${element}> in this record` } : { raw: asTree(tree[element]) ?? { '#text': tree[element] } };
}

/** Objects as they stand, and lines in CEF or LEEF, in whatever a shipper put around them. */
const isRecord = (raw: unknown): boolean => isObject(raw) || (typeof raw === 'string' && extendedRow(raw) !== undefined);

async function* fromJson(file: string, shape: Shape): AsyncGenerator<ReadRecord> {
  for await (const found of readRecords(file, { recognises: isRecord })) {
    if ('rejected' in found) yield { file, line: found.line, rejected: found.rejected };
    else for (const raw of rowsIn(found.raw, shape)) yield { ...found, raw };
  }
}

/** The rows of a record, also where a shipper or an export put something around it. */
function rowsIn(raw: unknown, shape: Shape): readonly unknown[] {
  const plain = plainRows(raw, shape);
  const said = Math.max(0, greatestOf(plain.map((row) => filled(row, shape))));
  if (typeof raw !== 'object' || raw === null || said === shape.columns.length) return plain;
  // What an integration of Elastic took apart has members of its own under the names of envelopes.
  const restored = (inner: unknown): readonly unknown[] => (textAt(inner, 'event', 'original') === undefined ? restoredDocument(inner).filter((row) => filled(row, shape) > said) : []);
  const whole = unwrap(raw, (inner) => restored(inner).length > 0).flatMap(restored);
  if (whole.length > 0) return whole;
  // An envelope is opened only where what is inside says more of what the mapping asks for than it does itself.
  const says = (inner: unknown): boolean => plainRows(inner, shape).some((row) => filled(row, shape) > said);
  const inside = unwrap(raw, says);
  return inside.some(says) ? inside.flatMap((inner) => plainRows(inner, shape)) : plain;
}

/** How many of the columns that the mapping looks at a row has. */
function filled(row: unknown, { columns }: Shape): number {
  return isObject(row) ? columns.filter((name) => memberAt(row, name) !== undefined).length : 0;
}

function plainRows(raw: unknown, { records: list, lines }: Shape): readonly unknown[] {
  const row = lines !== undefined ? lineRow(raw, lines) : list === undefined ? extendedRow(raw) : undefined;
  if (row) return [row];
  const items = list === undefined ? undefined : memberAt(raw, list);
  return Array.isArray(items) ? items as readonly unknown[] : [raw];
}
