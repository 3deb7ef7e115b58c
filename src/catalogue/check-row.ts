import { closest } from 'fastest-levenshtein';
import { COLUMNS, LONGEST_TEXT, SIGNS, type ColumnSpec } from './columns.ts';
import type { List, ListRows } from './rows.ts';
import { tooBroad } from './too-broad.ts';

/**
 * What is wrong with a row, in half a sentence with its cure; undefined for one that may stand.
 *
 * A row that would match ordinary computers, every address or every name is wrong: it would turn everybody into evidence.
 *
 * @param row anything, as parsed from a file
 */
export function problemOf(list: List, row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'it is no row: write an object with the columns of its list';
  const cells = row as Readonly<Record<string, unknown>>;
  const columns = COLUMNS[list];
  for (const name of Object.keys(cells)) {
    if (!Object.hasOwn(columns, name)) return `the column ${JSON.stringify(name.slice(0, LONGEST_TEXT))} is not known; did you mean ${closest(name, Object.keys(columns))}?`;
  }
  for (const [name, spec] of Object.entries(columns)) {
    const problem = Object.hasOwn(cells, name) ? valueProblem(spec, cells[name]) : spec.optional ? undefined : 'is missing';
    if (problem !== undefined) return `${name} ${problem}`;
  }
  const signs = SIGNS[list];
  if (signs?.every((name) => ((cells[name] ?? []) as readonly unknown[]).length === 0)) return `nothing is named by which it would be recognised; fill one of ${signs.join(', ')}`;
  if (list === 'displays' && cells['manufacturer'] === '' && (cells['names'] as readonly unknown[]).length === 0) return 'codes and serials count for one maker only; fill manufacturer';
  if (list === 'periods' && cells['multiplesToo'] === true && (cells['everySeconds'] as number) < 60) return 'very many beats are multiples of so few seconds; set multiplesToo to false';
  if (list === 'devices' && cells['needs'] === 'nothing' && (cells['ids'] as readonly string[]).some((id) => !id.includes(':'))) return 'needs "nothing": all products of a vendor are very different things; give vendor:product, or say keyboard, pointer or absolute';
  const broad = tooBroad(list, cells as unknown as ListRows[List] as never);
  return broad === undefined ? undefined : `${broad}, which says nothing; name what only this one has`;
}

function valueProblem({ kind, values, mayBeEmpty, check }: ColumnSpec, value: unknown): string | undefined {
  const each = (one: string | number): string | undefined => {
    if (values) return values.includes(one as string) ? undefined : `${shown(one)}: write one of ${values.join(', ')}`;
    const problem = check?.(one as never);
    return problem === undefined ? undefined : `${shown(one)}: ${problem}`;
  };
  switch (kind) {
    case 'text':
      if (typeof value !== 'string') return 'takes a text';
      if (value.length > LONGEST_TEXT) return `is longer than ${LONGEST_TEXT} characters`;
      return value.trim() === '' && !mayBeEmpty ? 'is empty' : each(value);
    case 'number': return typeof value === 'number' && Number.isFinite(value) ? each(value) : 'takes a number';
    case 'flag': return typeof value === 'boolean' ? undefined : 'takes true or false';
    case 'list': return isTexts(value) ? value.map(each).find((problem) => problem !== undefined) : 'takes a list of texts';
    case 'commands': return commandsProblem(value);
  }
}

function commandsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'takes a list of {"pattern": […], "means": "…"}';
  for (const line of value as readonly unknown[]) {
    const { pattern, means, ...more } = (line ?? {}) as { readonly pattern?: unknown; readonly means?: unknown };
    if (!isTexts(pattern) || Object.keys(more).length > 0) return 'takes a list of {"pattern": […], "means": "…"}';
    if (!['present', 'unattended-setup', 'incoming-session'].includes(means as string)) return 'means one of present, unattended-setup, incoming-session';
    if (pattern.length === 0) return 'has a pattern without parts, which every command line fits';
    const odd = pattern.find((part) => part !== part.toLowerCase() || part.includes('"') || part.length < 2);
    if (odd !== undefined) return `${shown(odd)}: write parts in lower case, without quotes, of two characters at least`;
    if (pattern.join('').replace(/[^\p{L}\p{N}]/gu, '').length < 4) return `${shown(pattern)}: give at least four letters or digits; nearly every command line would fit`;
  }
  return undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && one.length <= LONGEST_TEXT);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
