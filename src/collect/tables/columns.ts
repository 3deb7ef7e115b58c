import { distance } from 'fastest-levenshtein';
import { canonicalText, shortHash } from '../../core/canonical.ts';
import { quote } from '../../core/parse-event.ts';
import type { SheetKind } from '../../core/person.ts';
import { columnsOf, requiredColumns, type ColumnSpec } from '../../core/tables.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Sheet } from './text-table.ts';

/** Why a header is taken for a column: asked for, kept from last time, its own name, another name of it, or what stands below it. */
export type Ground = 'map' | 'kept' | 'name' | 'alias' | 'values';
const GROUNDS: readonly Ground[] = ['map', 'kept', 'name', 'alias', 'values'];

export interface MappedColumn {
  /** As the file calls it. */
  readonly header: string;
  /** As we call it. */
  readonly column: string;
  /** Where it stands, from 0. */
  readonly index: number;
  readonly ground: Ground;
}

export interface UnknownColumn {
  readonly name: string;
  /** The known name most like it, where one is near. */
  readonly nearest?: string;
}

export interface MissingColumn {
  readonly column: string;
  /** What cannot be told without it, in plain words. */
  readonly cost: string;
}

export interface Mapping {
  readonly columns: readonly MappedColumn[];
  readonly unknown: readonly UnknownColumn[];
  /** Headers left out on request. */
  readonly leftOut: readonly string[];
  readonly missing: readonly MissingColumn[];
}

/** Header → column, asked for with `--map` or kept from last time. An empty column leaves the header out. */
export type Wanted = ReadonlyMap<string, string>;

/** All cells that stand below a header, by its place from 0. */
export type Below = (index: number) => readonly string[];

/** What stands below the headers of a table. */
export function below({ rows }: Pick<Sheet, 'rows'>): Below {
  return (index) => rows.map(({ cells }) => cells[index] ?? '');
}

/**
 * Reads `--map` arguments, `Work Email=email`. What stands before the last `=` is the header.
 *
 * @throws FarmwatchError `usage` for an argument without `=`, or a column no file has
 */
export function parseMaps(args: readonly string[], kinds: readonly SheetKind[]): Wanted {
  const known = new Set(kinds.flatMap((kind) => Object.keys(columnsOf(kind))));
  const wanted = new Map<string, string>();
  for (const arg of args) {
    const at = arg.lastIndexOf('=');
    const header = arg.slice(0, at).trim();
    const column = arg.slice(at + 1).trim();
    if (at < 1 || header === '') throw new FarmwatchError('usage', { why: `--map ${quote(arg)} does not fit. Write the header, "=" and the column: --map 'Work Email=email'.` });
    if (column !== '' && !known.has(column)) {
      const near = nearestOf(column, [...known]);
      throw new FarmwatchError('usage', { why: `--map ${quote(arg)}: no file has a column ${quote(column)}.${near ? ` Did you mean ${near}?` : ''}` });
    }
    wanted.set(header, column);
  }
  return wanted;
}

/**
 * Proposes which column each header is.
 *
 * A request beats a kept mapping, that beats the exact name, that beats an alias; the loser is left out and named among
 * the unknown. Two headers with equal claims are an error, because taking either would be a guess.
 *
 * @param asked from the command line; entries for other files do no harm
 * @param kept  accepted for a file with this header before
 * @param cells the cells of a column, for headers that mean one thing or another by what stands below them
 * @throws FarmwatchError `file.columns` for a column that stands twice, or a required one that is missing
 */
export function mapColumns(file: string, kind: SheetKind, header: readonly string[], asked: Wanted = new Map(), kept: Wanted = new Map(), cells: Below = () => []): Mapping {
  const specs = columnsOf(kind);
  const claims = claimsOf(kind, header, asked, kept, cells);
  const columns: MappedColumn[] = [];
  const unknown: UnknownColumn[] = [];
  const losers = new Map<number, string>();
  for (const [column, rivals] of Map.groupBy(claims, (claim) => claim.column)) {
    const strength = Math.min(...rivals.map((claim) => GROUNDS.indexOf(claim.ground)));
    const strongest = rivals.filter((claim) => claim.ground === GROUNDS[strength]);
    if (strongest.length > 1) throw twice(file, column, strongest);
    columns.push(strongest[0]!);
    for (const claim of rivals) if (claim !== strongest[0]) losers.set(claim.index, column);
  }
  columns.sort((a, b) => a.index - b.index);

  const found = new Set(columns.map((column) => column.column));
  const taken = new Set(columns.map((column) => column.index));
  const [askedFor, keptFor] = [wantedIn(asked), wantedIn(kept)];
  const leftOut = new Set(header.filter((name) => (askedFor(name) ?? keptFor(name)) === ''));
  header.forEach((name, index) => {
    if (taken.has(index) || leftOut.has(name)) return;
    const nearest = losers.get(index) ?? meantBy(kind, name, found);
    unknown.push({ name: name === '' ? `(no name, column ${index + 1})` : name, ...(nearest === undefined ? {} : { nearest }) });
  });
  const lacking = requiredColumns(kind).filter((column) => !found.has(column));
  if (lacking.length > 0) throw required(file, kind, lacking, withoutRivals(unknown));
  return { columns, unknown: withoutRivals(unknown), leftOut: [...leftOut], missing: missingOf(specs, found) };
}

/**
 * The columns of a header by name and alias alone, without complaint; for telling kinds of files apart.
 */
export function recognised(kind: SheetKind, header: readonly string[], asked: Wanted = new Map()): ReadonlySet<string> {
  return new Set(claimsOf(kind, header, asked, new Map()).map((claim) => claim.column));
}

/** What each header of a table would be taken for, without complaint; for showing it to whoever decides. */
export function proposedColumns(kind: SheetKind, { header, rows }: Sheet, asked: Wanted, kept: Wanted): readonly MappedColumn[] {
  return claimsOf(kind, header, asked, kept, below({ rows }));
}

/**
 * Which header stands for each column, where names come one record at a time: the strongest claim, of equal ones the first.
 *
 * @returns column → header
 */
export function strongestClaims(kind: SheetKind, header: readonly string[], asked: Wanted = new Map()): ReadonlyMap<string, string> {
  const ranked = claimsOf(kind, header, asked, new Map()).sort((a, b) => GROUNDS.indexOf(b.ground) - GROUNDS.indexOf(a.ground) || b.index - a.index);
  return new Map(ranked.map(({ column, header: name }) => [column, name]));
}

/** A hash of a header that does not mind the order of columns. */
export function headerHash(header: readonly string[]): string {
  return shortHash(canonicalText(Object.fromEntries(header.map((name) => [folded(name), true]))));
}

function claimsOf(kind: SheetKind, header: readonly string[], asked: Wanted, kept: Wanted, cells: Below = () => []): MappedColumn[] {
  const names = namesOf(kind);
  const [askedFor, keptFor] = [wantedIn(asked), wantedIn(kept)];
  return header.flatMap((name, index): MappedColumn[] => {
    const wanted = askedFor(name);
    if (wanted === '') return [];
    // A request for a column this kind of file lacks is meant for another file of the same command.
    if (wanted !== undefined && Object.hasOwn(columnsOf(kind), wanted)) return [{ header: name, column: wanted, index, ground: 'map' }];
    const before = keptFor(name);
    if (before === '') return [];
    if (before !== undefined && Object.hasOwn(columnsOf(kind), before)) return [{ header: name, column: before, index, ground: 'kept' }];
    const known = names.get(folded(name));
    if (known === undefined) return [];
    // In lists of assets this header is over the person, in ours over the day on which they gave the laptop back.
    if (kind === 'devices' && known.column === 'assigned_to' && namesPeople(cells(index))) return [{ header: name, index, column: 'hire_id', ground: 'values' }];
    return [{ header: name, index, ...known }];
  });
}

/** Anything but dates. */
function namesPeople(cells: readonly string[]): boolean {
  const told = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  return told.length > 0 && !told.some((cell) => BEGINS_AS_DATE.test(cell));
}

const BEGINS_AS_DATE = /^\d{1,4}[-/. ](?:\d{1,2}|\p{L}{3,9})[-/. ]\d{1,4}|^\p{L}{3,9}\.? \d{1,2},? \d{4}|^\d{10,13}$/u;

/** What is wanted of a header: under its very name, else under the first that is written otherwise. */
function wantedIn(wanted: Wanted): (header: string) => string | undefined {
  if (wanted.size === 0) return () => undefined;
  const byName = new Map([...wanted].reverse().map(([name, column]) => [folded(name), column]));
  return (header) => wanted.get(header) ?? byName.get(folded(header));
}

/** Headers that were given a column with `--map`, and stand in none of these files. */
export function askedInVain(asked: Wanted, headers: readonly string[]): readonly string[] {
  const there = new Set(headers.map(folded));
  return [...asked].flatMap(([name, column]) => (column === '' || there.has(folded(name)) ? [] : [name]));
}

/** Case, accents, spaces and punctuation do not count: `E-Mail`, `e_mail` and `Email` are one name. */
function folded(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

const nameTables = new Map<SheetKind, ReadonlyMap<string, { readonly column: string; readonly ground: Ground }>>();

function namesOf(kind: SheetKind): ReadonlyMap<string, { readonly column: string; readonly ground: Ground }> {
  const made = nameTables.get(kind);
  if (made) return made;
  const names = new Map<string, { column: string; ground: Ground }>();
  for (const [column, spec] of Object.entries(columnsOf(kind))) for (const alias of spec.aliases) names.set(folded(alias), { column, ground: 'alias' });
  for (const column of Object.keys(columnsOf(kind))) names.set(folded(column), { column, ground: 'name' });
  nameTables.set(kind, names);
  return names;
}

/**
 * The column that a header most likely means, of those that are still open: a slip of the pen in its name or in one of its
 * other names, else the last word of one. Letters that happen to be alike are no meaning, and whoever follows a suggestion believes it.
 */
function meantBy(kind: SheetKind, header: string, found: ReadonlySet<string>): string | undefined {
  const wanted = folded(header);
  if (wanted === '' || header.length > LONGEST_MEANT) return undefined;
  const ranked = [...namesOf(kind)].filter(([, { column }]) => !found.has(column)).map(([name, { column }]) => ({ column, far: isSwapped(wanted, name) ? 0 : distance(wanted, name) / Math.max(wanted.length, name.length) }));
  const best = ranked.reduce<{ readonly column: string; readonly far: number } | undefined>((a, b) => (a === undefined || b.far < a.far ? b : a), undefined);
  if (best !== undefined && best.far <= SLIP) return best.column;
  // `City` in a list of laptops may be the one they were sent to.
  const longer = [...namesOf(kind)].find(([name, { column }]) => wanted.length >= LEAST_WORD && !found.has(column) && name.endsWith(wanted));
  return longer?.[1].column;
}

/** Letters of a word by whose end a longer name is suggested. */
const LEAST_WORD = 4;

/** Longer headers are sentences, and mean no column by a slip of the pen. */
const LONGEST_MEANT = 60;

/** Share of letters that may differ in a slip of the pen: `First Name` and `first day` differ in a third. */
const SLIP = 0.25;

/** Two letters in each other's place. */
function isSwapped(a: string, b: string): boolean {
  return a.length === b.length && distance(a, b) === 2 && [...a].sort().join('') === [...b].sort().join('');
}

/** No two headers can be one column; which of them is meant, nobody knows. */
function withoutRivals(unknown: readonly UnknownColumn[]): UnknownColumn[] {
  const times = Map.groupBy(unknown, ({ nearest }) => nearest);
  return unknown.map(({ name, nearest }) => (nearest === undefined || times.get(nearest)!.length > 1 ? { name } : { name, nearest }));
}

/** The nearest known name, unless it is so far that naming it would mislead. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  const wanted = folded(name);
  if (wanted === '' || name.length > LONGEST_MEANT) return undefined;
  const ranked = known.map((column) => {
    const name = folded(column);
    return { column, far: distance(wanted, name) / Math.max(wanted.length, name.length) };
  });
  const best = ranked.reduce((a, b) => (b.far < a.far ? b : a));
  return best.far <= TOO_FAR ? best.column : undefined;
}

/** Share of letters that may differ. */
const TOO_FAR = 0.7;

function missingOf(specs: Readonly<Record<string, ColumnSpec>>, found: ReadonlySet<string>): MissingColumn[] {
  const filled = new Set([...found].map((column) => specs[column]?.into ?? column));
  return Object.entries(specs).flatMap(([column, spec]) => {
    // A token made from a plain column is as good as one the file brings.
    const replaced = spec.type === 'token' && filled.has(column);
    return found.has(column) || replaced || spec.cost === undefined ? [] : [{ column, cost: `without ${column}: ${spec.cost}` }];
  });
}

/** How a header is understood where nobody types a command: by its name. */
export const RENAME = 'Rename headers in the first line:';

function twice(file: string, column: string, rivals: readonly MappedColumn[]): FarmwatchError {
  const names = rivals.map((claim) => quote(claim.header)).join(' and ');
  const same = rivals.every((claim) => claim.header === rivals[0]!.header);
  return new FarmwatchError('file.columns', {
    file, column, why: `the column ${column} stands twice (${names}, columns ${rivals.map((claim) => claim.index + 1).join(' and ')})`,
    cure: same ? 'Remove or rename one of them.' : `Say which one counts: --map ${shellQuoted(`${rivals[0]!.header}=${column}`)}.`,
    cureOnPage: 'Remove or rename one of them.',
  });
}

function required(file: string, kind: SheetKind, lacking: readonly string[], unknown: readonly UnknownColumn[]): FarmwatchError {
  const candidates = unknown.map(({ name }) => name);
  const first = lacking[0]!;
  const candidate = unknown.find(({ nearest }) => nearest === first)?.name ?? 'Your Header';
  const found = candidates.length > 0 ? `; not understood are ${candidates.slice(0, 12).map(quote).join(', ')}` : '';
  return new FarmwatchError('file.columns', {
    file, missing: lacking, why: `${aKind(kind)} file needs ${lacking.join(', ')}, and the header lacks ${lacking.length > 1 ? 'them' : 'it'}${found}`,
    cure: `Add the column, or name the header that holds it: --map ${shellQuoted(`${candidate}=${first}`)}.`,
    cureOnPage: `Add the column, or rename the header that holds it to ${first}.`,
  });
}

/** A kind of file with its article. @example aKind('allowed') // => 'an allowed' */
export function aKind(kind: SheetKind): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
