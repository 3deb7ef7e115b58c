import type { Rows } from '../../src/detect/gather.ts';

/** Rows with all their fields, to be compared: a row as detectors read it holds none of its own. */
export function plainRows(rows: Rows): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((row) => {
    const plain: Record<string, unknown> = {};
    for (const name in row) plain[name] = row[name];
    return plain;
  });
}
