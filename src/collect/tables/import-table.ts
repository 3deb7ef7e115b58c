import { inTurn } from '../../core/identity.ts';
import { isRejected, quote } from '../../core/parse-event.ts';
import type { AllowedRow, AppliedFrom, ApplicationRow, HireId, PersonRow, PlaceRow, TableKind, TableRows } from '../../core/person.ts';
import { TABLES, TABLE_KINDS } from '../../core/tables.ts';
import { DAY, dayOf, type Instant } from '../../core/time.ts';
import type { TokenKey } from '../../core/token.ts';
import type { Store } from '../../store/store.ts';
import { ABOUT_YOURSELF, isAbout, type Called } from './about-own.ts';
import { breathe } from '../breath.ts';
import { bundleIn } from './bundle-file.ts';
import { placedByTown } from './by-town.ts';
import { below, mapColumns, parseMaps, type MappedColumn, type Mapping, type MissingColumn, type UnknownColumn, type Wanted } from './columns.ts';
import { datesIn, type DateOrder, type FileDates } from './dates.ts';
import { namedByMail } from './holder-by-mail.ts';
import { tableOf } from './kind-of-file.ts';
import { keepMapping, keptMapping } from './mappings.ts';
import { writeRows } from './registry.ts';
import { withdrawRows, type Withdrawn } from './withdraw.ts';
import { readRow, recordOf, type Cells, type Note } from './rows.ts';
import { readSheets } from './sheet.ts';
import type { Sheet, SheetRow } from './text-table.ts';
import type { Bundle } from './stix.ts';
import type { Incoming } from './versions.ts';

export interface TableRequest {
  readonly file: string;
  /** Known by the header where it is not given. */
  readonly kind?: TableKind;
  /** `--map` arguments: `Work Email=email`; `Notes=` leaves a column out. */
  readonly map?: readonly string[];
  /** What stands first in dates such as 03/04/2026, for columns that do not show it. */
  readonly dates?: DateOrder;
  /** Tells what would happen and writes nothing. */
  readonly dryRun?: boolean;
  /** Rows of the same kind that files tried out before this one would have written; of a dry run only. */
  readonly tried?: readonly TableRows[TableKind][];
  /** Instant of the import, from which changed rows hold. */
  readonly at: Instant;
}

export interface TableContext {
  readonly store: Pick<Store, 'shelf'>;
  readonly key: TokenKey;
  /** Digits of the country meant by phone numbers without one, `1` or `49`. */
  readonly callingCode?: string;
  /** Where an applicant's address is; without it nothing is known of that. */
  readonly placeOf?: (address: string) => AppliedFrom | undefined;
  /** Who brings the table, where nobody brings what is about themselves: such rows are rejected. */
  readonly own?: Called;
}

export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  /** The columns we know, without what is private. */
  readonly record: Readonly<Record<string, string>>;
}

export interface TableResult {
  readonly file: string;
  readonly kind: TableKind;
  /** Always added + known + rejected. */
  readonly read: number;
  readonly added: number;
  readonly known: number;
  readonly rejected: readonly RejectedRow[];
  readonly mapping: readonly MappedColumn[];
  readonly unknownColumns: readonly UnknownColumn[];
  readonly missing: readonly MissingColumn[];
  /** Sentences about rows that were taken and deserve a look. */
  readonly warnings: readonly string[];
  /** The first three rows as understood; only of a dry run. */
  readonly sample?: readonly TableRows[TableKind][];
  /** All rows of the kind as they would stand; only of a dry run. */
  readonly standing?: readonly TableRows[TableKind][];
}

const SAMPLE_ROWS = 3;

/**
 * Reads one file of people, devices, accounts, places, travel, permissions, applications, institutions or indicators
 * into the registry.
 *
 * The same file again adds nothing. A row that cannot be read is returned with its reason and stops nobody else.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable`, `file.kind`, `file.columns`, or `usage` for a mapping that does not fit
 */
export async function importTable(request: TableRequest, context: TableContext): Promise<TableResult> {
  const { dryRun = false } = request;
  const { meant, passed } = await meantBy(request, context);
  const { kind, sheet, mapping } = meant;
  const result = await importSheet(meant, context);
  const used = answered(mapping);
  if (!dryRun && used.size > 0) await keepMapping(context.store, kind, sheet.header, used);
  return { ...result, warnings: [...passed, ...result.warnings] };
}

/** What became of the rows of a file that was taken back. */
export interface TakenBack extends Pick<TableResult, 'file' | 'kind' | 'read' | 'rejected' | 'warnings'>, Withdrawn {}

/**
 * Takes back what a file told, as if it had not been brought: rows that stand as it told them go, and what stood before
 * them stands again. What another file told since stays. A row that this file and another told alike goes as well.
 *
 * @param keep people whose rows stay, because cases rest on them
 * @throws FarmwatchError as {@link importTable}
 */
export async function takeBackTable(request: TableRequest, context: TableContext, keep: ReadonlySet<HireId>): Promise<TakenBack> {
  const { meant: { file, kind, sheet, mapping, dates, dryRun = false }, passed } = await meantBy(request, context);
  const { rows, rejected, said } = await rowsOf({ kind, sheet, mapping, ...(dates ? { dates } : {}) }, context);
  const withdrawn = await withdrawRows(context.store, kind, rows.map(({ row }) => row), { write: !dryRun, keep });
  return { file, kind, read: sheet.rows.length, rejected, warnings: [...passed, ...said], ...withdrawn };
}

/** What a request means: which table of the file, of which kind, by which columns. */
async function meantBy({ file, at, map, dates, dryRun, tried, ...request }: TableRequest, { store }: TableContext): Promise<{ readonly meant: SheetRequest; readonly passed: readonly string[] }> {
  const asked = parseMaps(map ?? [], TABLE_KINDS);
  const bundle = request.kind === undefined || request.kind === 'indicators' ? await bundleIn(file) : undefined;
  const { kind, sheet, passed } = bundle ? { kind: 'indicators' as const, sheet: bundle.sheet, passed: passedOver(bundle) } : await tableOf(await readSheets(file), file, request.kind, asked, store);
  const mapping = mapColumns(file, kind, sheet.header, asked, await keptMapping(store, kind, sheet.header), below(sheet));
  return { meant: { file, kind, sheet, mapping, at, ...(dryRun ? { dryRun } : {}), ...(dates ? { dates } : {}), ...(tried ? { tried } : {}) }, passed };
}

/** A table that was read already, with what its columns mean. */
export interface SheetRequest extends Pick<TableRequest, 'file' | 'dryRun' | 'at' | 'dates' | 'tried'> {
  readonly kind: TableKind;
  readonly sheet: Sheet;
  readonly mapping: Mapping;
}

/** Rows of a table into the registry; see {@link importTable}. */
export async function importSheet({ file, kind, sheet, mapping, at, dates, tried = [], dryRun = false }: SheetRequest, context: TableContext): Promise<TableResult> {
  const { rows, notes, rejected, said: ofAll } = await rowsOf({ kind, sheet, mapping, ...(dates ? { dates } : {}) }, context);
  const written = await writeRows(context.store, kind, rows, at, { write: !dryRun, isFile: true, tried });

  const lines = new Map(written.rejected.length === 0 ? [] : sheet.rows.map((row) => [row.line, row]));
  // What is refused beside what is held is no row any more of which anything is told.
  const refusedLines = new Set(written.rejected.map(({ line }) => line));
  const said = refusedLines.size === 0 ? ofAll : (await rowsOf({ kind, sheet: { ...sheet, rows: sheet.rows.filter(({ line }) => !refusedLines.has(line)) }, mapping, ...(dates ? { dates } : {}) }, context)).said;
  const refused = written.rejected.map(({ line, reason }) => {
    const row = lines.get(line);
    return { line, reason, record: recordOf(kind, row === undefined ? {} : cellsOf(row, mapping)) };
  });
  return {
    file, kind, read: sheet.rows.length, added: written.added, known: written.known,
    rejected: [...rejected, ...refused].sort((a, b) => a.line - b.line),
    mapping: mapping.columns, unknownColumns: mapping.unknown, missing: mapping.missing,
    warnings: [...leftOutSaid(written.leftOut), ...said, ...sentences([...notes.filter(({ line }) => !refusedLines.has(line)), ...(kind === 'people' ? [...written.firstDated.map((line) => ({ ...FIRST_DATED, line })), ...written.doubtful.map((line) => ({ ...DOUBTFUL, line }))] : [])]), ...(kind === 'people' ? sharedMail(written.standing as readonly PersonRow[], rows as readonly Incoming<PersonRow>[]) : []), ...(kind === 'people' ? aheadSaid((rows as readonly Incoming<PersonRow>[]).filter(({ line }) => !refusedLines.has(line)), at) : []), ...(kind === 'allowed' ? endedSaid(rows as readonly Incoming<AllowedRow>[], at) : []), ...(kind === 'places' ? blocklessSaid(rows as readonly Incoming<PlaceRow>[]) : [])],
    ...(dryRun ? { sample: rows.slice(0, SAMPLE_ROWS).map(({ row }) => row), standing: written.standing } : {}),
  };
}

function leftOutSaid(count: number): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? 'row is' : 'rows are'} about people who were let go on their request, and left out. Whoever comes back has a row of people with a first day after that.`];
}

/** The rows of a sheet as they would stand, with what there is to say of them. */
async function rowsOf<K extends TableKind>({ kind, sheet, mapping, dates: asked }: Pick<SheetRequest, 'sheet' | 'mapping' | 'dates'> & { readonly kind: K }, context: TableContext): Promise<ReadRows<K> & { readonly said: readonly string[] }> {
  const told: Cells[] = [];
  for (const [nth, row] of sheet.rows.entries()) {
    await breathe(nth);
    told.push(cellsOf(row, mapping));
  }
  const dates = datesIn(kind, told, asked);
  const { rows: read, notes, rejected } = await readRows(kind, sheet, mapping, context, dates);
  const named = await namedByMail(kind, read, context.store);
  const { rows, said } = await placedByTown(kind, named.rows);
  return { rows, notes: [...notes, ...named.notes], rejected, said: [...dates.said, ...said] };
}

function passedOver(bundle: Bundle): readonly string[] {
  if (bundle.passedOver.size === 0) return [];
  return [`${[...bundle.passedOver].map(([what, count]) => `${count} × ${what}`).join(', ')} of the bundle passed over; only indicators that name a value are taken.`];
}

interface ReadRows<K extends TableKind> {
  readonly rows: readonly Incoming<TableRows[K]>[];
  readonly notes: readonly (Note & { readonly line: number })[];
  readonly rejected: readonly RejectedRow[];
}

async function readRows<K extends TableKind>(kind: K, sheet: Sheet, mapping: Mapping, context: TableContext, dates: FileDates): Promise<ReadRows<K>> {
  const rows: Incoming<TableRows[K]>[] = [];
  const notes: (Note & { line: number })[] = [];
  const rejected: RejectedRow[] = [];
  for (const [nth, sheetRow] of sheet.rows.entries()) {
    await breathe(nth);
    const { line } = sheetRow;
    const cells = cellsOf(sheetRow, mapping);
    const surplus = sheetRow.cells.slice(sheet.header.length).some((cell) => cell.trim() !== '');
    if (surplus) {
      // Its cells may stand under wrong names, private ones too; the key is all that is shown.
      const key = Object.fromEntries(Object.entries(cells).filter(([column]) => (TABLES[kind].key as readonly string[]).slice(0, 1).includes(column)));
      rejected.push({ line, reason: `has ${sheetRow.cells.length} cells under ${sheet.header.length} columns; put quotes around cells that hold the separator`, record: recordOf(kind, key) });
      continue;
    }
    const typed = readRow(kind, dates.read(cells), context);
    if (isRejected(typed)) {
      rejected.push({ line, reason: [typed.rejected, ...dates.whyNot(cells)].join('; '), record: recordOf(kind, cells) });
      continue;
    }
    if (context.own && isAbout(context.own, kind, typed.row)) {
      rejected.push({ line, reason: ABOUT_YOURSELF, record: recordOf(kind, cells) });
      continue;
    }
    const row = kind === 'applications' ? placed(typed.row as ApplicationRow, context) as TableRows[K] : typed.row;
    rows.push({ line, row, ...(typed.knownFrom === undefined ? {} : { knownFrom: typed.knownFrom }) });
    notes.push(...typed.notes.map((note) => ({ ...note, line })));
  }
  return { rows, notes, rejected };
}

/** The application with what its address says. */
function placed(row: ApplicationRow, { placeOf }: TableContext): ApplicationRow {
  const from = row.applied_from_ip === undefined ? undefined : placeOf?.(row.applied_from_ip);
  return from === undefined ? row : { ...row, applied_from: from };
}

/** The cells that mean something, under our names. Others, whatever they hold, end here. */
export function cellsOf(row: SheetRow, mapping: Mapping): Cells {
  const cells: Record<string, string> = {};
  for (const { column, index } of mapping.columns) {
    const text = (row.cells[index] ?? '').replaceAll('\0', '').trim().toWellFormed();
    if (text !== '') cells[column] = text;
  }
  return cells;
}

/** The requests that this file's header answered to. */
function answered(mapping: Mapping): Wanted {
  const named = mapping.columns.filter((column) => column.ground === 'map').map(({ header, column }) => [header, column] as const);
  return new Map([...named, ...mapping.leftOut.map((header) => [header, ''] as const)]);
}

/** Somebody who keeps moves in a file of their own may have brought it before the people. */
const FIRST_DATED: Note = {
  column: 'known_from',
  said: 'of the first row of a hire does not count, it holds from the beginning; if another file has what was before, give its rows a known_from as well, such as the first day of work, import it and then this one again',
};

/** It may be one person who began later, or came back, under another address. */
const DOUBTFUL: Note = {
  column: 'hire_id',
  said: 'stood for another email and start_date, and neither name nor account stays: if another firm counts from the same ids, take this file back (farmwatch take-back), give its ids a prefix such as b- in all its files, and import it again',
};

/** One sentence for each thing there is to know, with how often and where first. */
function sentences(notes: readonly (Note & { readonly line: number })[]): string[] {
  return [...Map.groupBy(notes, (note) => `${note.column} ${note.said}`)].map(([said, group]) => {
    const { line, found } = group[0]!;
    const times = group.length === 1 ? `line ${line}` : `${group.length} rows, first in line ${line}`;
    return `${said} (${times}${found === undefined ? '' : `: ${quote(found)}`}).`;
  });
}

/** Hires of this file that share a mail address with another hire at the same time, of this file or an earlier one. */
function sharedMail(standing: readonly PersonRow[], rows: readonly Incoming<PersonRow>[]): string[] {
  const here = new Set(rows.map(({ row }) => row.hire_id));
  return [...Map.groupBy(standing, (person) => person.email.toLowerCase())].flatMap(([email, people]) => {
    const ids = people.map((person) => person.hire_id).sort();
    if (ids.length < 2 || !ids.some((id) => here.has(id)) || inTurn(people)) return [];
    return [`email ${quote(email)} stands for ${ids.length} hires (${ids.slice(0, 5).join(', ')}); events that name it belong to nobody until each has an address of their own.`];
  });
}

/** Nobody is hired so long before the first day; a mistyped year looks like it. */
const FAR_AHEAD = 366 * DAY;

function aheadSaid(rows: readonly Incoming<PersonRow>[], at: Instant): string[] {
  const latest = dayOf(at + FAR_AHEAD);
  const [first, ...more] = rows.filter(({ row: { start_date: start } }) => start > latest);
  if (first === undefined) return [];
  return [`start_date is more than a year ahead (${more.length === 0 ? '' : `${more.length + 1} rows, first in `}line ${first.line}: ${quote(first.row.start_date)}): nobody is watched before the weeks in which they begin. Look for a mistyped year.`];
}

/** Permissions that are over already: somebody forgot them, or mistyped a year. */
function endedSaid(rows: readonly Incoming<AllowedRow>[], at: Instant): string[] {
  const [first, ...more] = rows.filter(({ row: { until } }) => until !== undefined && until < dayOf(at));
  if (first === undefined) return [];
  return [`until is over (${more.length === 0 ? '' : `${more.length + 1} rows, first in `}line ${first.line}: ${quote(first.row.until)}): what ${more.length === 0 ? 'this row permits' : 'these rows permit'} is permitted no more. Write a day to come where it is still needed.`];
}

/** Kinds of places that have a point; an exit, a cloud desktop and a carrier's address are lists of addresses only. */
const WHERE_PEOPLE_SIT: ReadonlySet<string> = new Set(['office', 'cowork', 'campus']);

/** Places without address blocks: what is known of them by their point, or nothing. */
function blocklessSaid(rows: readonly Incoming<PlaceRow>[]): string[] {
  const blockless = rows.filter(({ row: { cidr } }) => cidr.length === 0);
  const byPoint = blockless.filter(({ row }) => row.at !== undefined && WHERE_PEOPLE_SIT.has(row.kind));
  const said = (some: readonly Incoming<PlaceRow>[], what: string): string[] => (some.length === 0 ? [] : [`cidr is empty (${some.length === 1 ? '' : `${some.length} rows, first in `}line ${some[0]!.line}: ${quote(some[0]!.row.place_id)}): ${what}`]);
  return [
    ...said(byPoint, 'only laptops that report where they are, to within 1 km of its point, and those behind the same lines are taken to be there. Write its public address blocks where laptops do not report it.'),
    ...said(blockless.filter((one) => !byPoint.includes(one)), 'such a place vouches for nobody. Write its public address blocks, or, of an office, a co-working floor or a campus, lat and lon.'),
  ];
}
