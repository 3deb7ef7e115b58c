import { parse } from 'csv-parse/sync';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { TITLE_LINES } from '../csv.ts';
import type { Sheet, SheetRow } from './text-table.ts';

/**
 * Reads comma-, semicolon- or tab-separated text with a header.
 *
 * Cells are text and nothing else: `=1+1` is four characters, never a sum. Rows with fewer cells than the header lack
 * the last ones.
 *
 * @param file name for messages
 * @throws FarmwatchError `file.unreadable` where a quoted cell never ends, or nothing is in the file
 */
export function parseCsv(text: string, file: string): Sheet {
  const { body, skipped, delimiter } = opening(text.replace(/^\ufeff/, ''));
  const rows = records(body, delimiter, file)
    .map(({ line, cells }) => ({ line: line + skipped, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return asSheet(rows, file);
}

/** No table has as many; each is compared with every name that is known. */
const MOST_COLUMNS = 2_000;

/** The first row that says something is the header. */
export function asSheet(rows: readonly SheetRow[], file: string): Sheet {
  const [first, ...rest] = rows;
  if (!first) throw new FarmwatchError('file.unreadable', { file, why: 'the file is empty', cure: 'Write it again with a header line and one line for each row.' });
  const header = first.cells.map((cell) => cell.trim());
  while (header.at(-1) === '') header.pop();
  if (header.length > MOST_COLUMNS) throw new FarmwatchError('file.unreadable', { file, why: `its header has ${header.length} columns, and ${MOST_COLUMNS} are the most: that is no table of ours`, cure: 'Save the columns that are wanted as CSV, a row for each line; nothing of it was taken.' });
  return { header, rows: rest };
}

const DELIMITERS = [',', ';', '\t'] as const;

/** The delimiter of the header line; a spreadsheet's own `sep=;` line names it outright. */
function opening(text: string): { readonly body: string; readonly skipped: number; readonly delimiter: string } {
  const named = /^sep=(.)\r?\n/.exec(text);
  if (named) return { body: text.slice(named[0].length), skipped: 1, delimiter: named[1]! };
  // Above the header of a report there may be a title, in which nothing stands between two cells.
  const lines = text.slice(0, HEADER_LIMIT).replace(/"(?:[^"]|"")*"/g, '').split(/\r\n|\n|\r/).slice(0, TITLE_LINES);
  const told = lines.map((line) => DELIMITERS.map((delimiter) => ({ delimiter, times: line.split(delimiter).length - 1 })).reduce((a, b) => (b.times > a.times ? b : a)));
  return { body: text, skipped: 0, delimiter: told.find(({ times }) => times > 0)?.delimiter ?? DELIMITERS[0] };
}

const HEADER_LIMIT = 100_000;

function records(text: string, delimiter: string, file: string): SheetRow[] {
  let last = 0;
  try {
    let before = 0;
    const found = parse(text, {
      delimiter, info: true, relax_column_count: true, relax_quotes: true, record_delimiter: ['\r\n', '\n', '\r'],
      on_record: (record: unknown, { lines }) => {
        last = lines;
        return record as never;
      },
    }) as unknown as { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
    return found.map(({ info, record }) => {
      // A row is where it begins; the parser tells where it ends.
      const line = before + 1;
      before = info.lines;
      return { line, cells: record };
    });
  } catch (cause) {
    throw new FarmwatchError('file.unreadable', { file, why: `the file is torn: ${reason(cause, last + 1)}`, cure: 'Write the file again, with every quote closed, and repeat the command; nothing of it was taken.' }, { cause });
  }
}

function reason(cause: unknown, row: number): string {
  const { code } = cause as { readonly code?: string };
  return code === 'CSV_QUOTE_NOT_CLOSED' ? `a quoted cell of the row in line ${row} never ends` : messageOf(cause);
}
