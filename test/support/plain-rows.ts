import type { Rows } from '../../src/detect/counts/row-views.ts';

/** Rows with all their fields, to be compared: a row as detectors read it holds none of its own. */
export function plainRows(rows: Rows): readonly Readonly<Record<string, unknown>>[] {
  return rows.map((row) => Object.fromEntries(fieldsOf(row).map((name) => [name, row[name]])));
}

function fieldsOf(row: object): readonly string[] {
  const names: string[] = [];
  for (let at = row; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) names.push(...Object.getOwnPropertyNames(at));
  return [...new Set(names)].filter((name) => name !== 'constructor');
}
