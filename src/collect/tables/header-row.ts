import { TITLE_LINES } from '../csv.ts';
import { asSheet } from './csv.ts';
import type { Sheet, Sheets } from './text-table.ts';

/** The table of a file that is meant, and what was passed over to get to it. */
export interface Found { readonly sheet: Sheet; readonly passed: readonly string[] }

/**
 * The first table of a file that has the header which is wanted: worksheet by worksheet, each from the top. What stands above
 * a header is no row.
 *
 * @param isHeader whether names are those of a header that is wanted
 * @returns the first table as it is where none has such a header, so that whoever reads on can say what it lacks
 */
export async function tableIn(sheets: Sheets, file: string, isHeader: (names: readonly string[]) => boolean | Promise<boolean>): Promise<Found> {
  for (const [nth, sheet] of sheets.entries()) {
    const below = await fromHeader(sheet, file, isHeader);
    if (below) return { sheet: below.sheet, passed: [...(nth === 0 ? [] : [`worksheet "${sheet.name}" was read, number ${nth + 1} of ${sheets.length}: those before it hold no such table.`]), ...below.passed] };
  }
  return { sheet: sheets[0], passed: [] };
}

async function fromHeader(sheet: Sheet, file: string, isHeader: (names: readonly string[]) => boolean | Promise<boolean>): Promise<Found | undefined> {
  if (await isHeader(sheet.header)) return { sheet, passed: [] };
  for (const [nth, { line }] of sheet.rows.slice(0, TITLE_LINES).entries()) {
    const below = asSheet(sheet.rows.slice(nth), file);
    if (await isHeader(below.header)) return { sheet: { ...sheet, ...below }, passed: [`the header is line ${line}; what stands above it was passed over.`] };
  }
  return undefined;
}
