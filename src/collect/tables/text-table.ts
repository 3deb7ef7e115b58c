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
  /** Name of the worksheet, in a workbook. */
  readonly name?: string;
}

/** The tables of a file, one at least. */
export type Sheets = readonly [Sheet, ...Sheet[]];
