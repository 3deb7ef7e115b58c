import type { FileLine } from './lines.ts';

/** A quoted cell may span lines, but one that spans more is a quote that was never closed. */
const LONGEST_ROW_LINES = 500;

/** A report may begin with its title, its date and an empty line; a header is looked for in so many lines. */
export const TITLE_LINES = 20;

export type Delimiter = ',' | ';' | '\t';

/** The delimiter that a header line uses most. */
export function delimiterOf(header: string): Delimiter {
  const count = (delimiter: Delimiter): number => cellsOf(header, delimiter).length;
  return ([',', ';', '\t'] as const).reduce((best, next) => (count(next) > count(best) ? next : best), ',');
}

/**
 * The cells of one row, which may hold line ends inside quotes. Blanks around a cell go; a quote inside a bare cell stays.
 *
 * Written out because a log line is one row, and setting up a general parser for each costs twenty times the reading.
 *
 * @example cellsOf('1, "a ""b"", c" ,5" screen', ',') // => ['1', 'a "b", c', '5" screen']
 */
export function cellsOf(row: string, delimiter: Delimiter): readonly string[] {
  const cells: string[] = [];
  let from = 0;
  while (from <= row.length) {
    let start = from;
    while (row[start] === ' ') start++;
    if (row[start] === '"') {
      const close = closingQuote(row, start);
      const end = delimiterAfter(row, close, delimiter);
      // What stands between quote and delimiter is a slip of the writer, and is kept.
      cells.push(row.slice(start + 1, close).replaceAll('""', '"') + row.slice(close + 1, end).trimEnd());
      from = end + 1;
    } else {
      const end = delimiterAfter(row, start, delimiter);
      cells.push(row.slice(start, end).trimEnd());
      from = end + 1;
    }
  }
  return cells;
}

/** Where a quoted cell ends; at the end of the row where nobody closes it. */
function closingQuote(row: string, open: number): number {
  let at = row.indexOf('"', open + 1);
  while (at >= 0 && row[at + 1] === '"') at = row.indexOf('"', at + 2);
  return at < 0 ? row.length : at;
}

function delimiterAfter(row: string, from: number, delimiter: Delimiter): number {
  const at = row.indexOf(delimiter, from);
  return at < 0 ? row.length : at;
}

/** A row as `{ column: cell }` with its first line. */
export type CsvRow =
  | { readonly line: number; readonly row: Readonly<Record<string, string>> }
  | { readonly line: number; readonly rejected: string };

/**
 * The rows below a header. Missing cells are left out, surplus ones ignored; of columns with one name the first filled one counts.
 *
 * @param lines lines of the file from the header on; a cell may span several
 */
export async function* csvRows(lines: AsyncIterable<readonly FileLine[]>): AsyncGenerator<readonly CsvRow[]> {
  let columns: readonly string[] | undefined;
  let delimiter: Delimiter = ',';
  let open: Line[] = [];
  const rows: CsvRow[] = [];
  let whole: Line[] = [];
  const take = (next: Line): void => {
    open.push(next);
    if (!endsInQuotes(next.text, open.length > 1, delimiter)) {
      whole.push(open.length === 1 ? next : { line: open[0]!.line, text: open.map(({ text }) => text).join('\n') });
      open = [];
    } else if (open.length > LONGEST_ROW_LINES) {
      giveUp();
    }
  };
  // Only the line with the stray quote is lost; those below it are read afresh.
  const giveUp = (): void => {
    const [first, ...below] = open;
    open = [];
    if (first) rows.push({ line: first.line, rejected: 'a quote is opened and not closed' });
    below.forEach(take);
  };
  const takeWhole = (): void => {
    // One by one: a piece of short lines has more than the stack holds.
    if (columns) for (const row of rowsUnder(columns, whole, delimiter)) rows.push(row);
    whole = [];
  };

  for await (const batch of lines) {
    for (const found of batch) {
      if ('rejected' in found) rows.push(found);
      else if (columns !== undefined) take(found);
      else if (!/^sep=.$/i.test(found.text)) {
        delimiter = delimiterOf(found.text);
        columns = cellsOf(found.text, delimiter);
      }
    }
    takeWhole();
    if (rows.length > 0) yield rows.splice(0);
  }
  while (open.length > 0) giveUp();
  takeWhole();
  if (rows.length > 0) yield rows;
}

/**
 * The first rows below a header, as far as a text has them whole; for a look at what a file holds.
 *
 * @param text how the file begins, the header first
 */
export function rowsAtHead(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = text.split(/\r?\n/, LONGEST_ROW_LINES);
  const delimiter = delimiterOf(header);
  const whole: Line[] = [];
  let open = '';
  // The last line may have been cut off.
  for (const line of text.endsWith('\n') ? lines : lines.slice(0, Math.max(1, lines.length - 1))) {
    open = open === '' ? line : `${open}\n${line}`;
    if (endsInQuotes(open, false, delimiter)) continue;
    if (open.trim() !== '') whole.push({ line: 0, text: open });
    open = '';
  }
  return rowsUnder(cellsOf(header, delimiter), whole, delimiter).flatMap((found) => ('row' in found ? [found.row] : []));
}

interface Line { readonly line: number; readonly text: string }

/** True where a quoted cell goes on in the next line. A quote inside a bare cell opens nothing: `5" screen`. */
function endsInQuotes(text: string, beginsInQuotes: boolean, delimiter: Delimiter): boolean {
  let inside = beginsInQuotes;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (!inside) inside = at === 0 || text[at - 1] === delimiter || text.slice(0, at).trimEnd().endsWith(delimiter);
    else if (text[at + 1] === '"') at++;
    else inside = false;
  }
  return inside;
}

function rowsUnder(columns: readonly string[], whole: readonly Line[], delimiter: Delimiter): CsvRow[] {
  return whole.map(({ line, text }) => {
    const cells = cellsOf(text, delimiter);
    const row: Record<string, string> = {};
    columns.forEach((column, place) => {
      const cell = cells[place];
      if (cell !== undefined && cell !== '' && column !== '' && row[column] === undefined) row[column] = cell;
    });
    return { line, row };
  });
}
