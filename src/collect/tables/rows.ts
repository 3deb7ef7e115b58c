import { callingCodeOf } from '../../core/calling-codes.ts';
import { quote, type Rejected } from '../../core/parse-event.ts';
import type { SheetKind, SheetRows } from '../../core/person.ts';
import { canonicalPostal } from '../../core/postal.ts';
import { TABLES, columnsOf, requiredColumns, type ColumnSpec } from '../../core/tables.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { tokenOfSpelling } from '../../core/token.ts';
import { readCell, type CellContext } from './cells.ts';
import { aKind } from './columns.ts';
import { countryCode } from './countries.ts';
import { mayBeIn } from './in-country.ts';
import { isPlainKind, readIndicator, whyTooBroad } from './indicators.ts';

/** The cells of one row under our names; empty ones are left out. */
export type Cells = Readonly<Record<string, string>>;

/** Something about a row that was taken and should be known. */
export interface Note {
  readonly column: string;
  /** Completes "device_serials …". */
  readonly said: string;
  /** The text it is about; left out for what is private. */
  readonly found?: string;
}

export interface TypedRow<K extends SheetKind> {
  readonly row: SheetRows[K];
  /** From when it holds, where the file says so. */
  readonly knownFrom?: Instant;
  readonly notes: readonly Note[];
}

/** How private text is shown where a row has to be shown. */
export const NOT_KEPT = '(not kept)';

/**
 * Reads the cells of one row.
 *
 * Required and exact columns decide over the row; in others a value that does not fit is left out with a note, because
 * the hire is worth more than the spelling of his work mode. Plain phones, accounts and addresses become tokens here.
 *
 * @returns the row, or every reason against it in sentences that say what was found and what fits
 */
export function readRow<K extends SheetKind>(kind: K, cells: Cells, context: Omit<CellContext, 'kind'>): TypedRow<K> | Rejected {
  const problems = requiredColumns(kind).filter((column) => !cells[column]).map((column) => `${column} is empty; ${aKind(kind)} row needs it`);
  const notes: Note[] = [];
  const values: Record<string, unknown> = {};
  const ofRow = { ...context, kind, ...callingCodeIn(kind, cells) };
  for (const [column, spec] of Object.entries(columnsOf(kind))) {
    const text = cells[column];
    if (!text) continue;
    const cell = readCell(spec, text, ofRow);
    const found = spec.type === 'private' || spec.type === 'shingles' || cell.hidden ? {} : { found: text };
    if (cell.wrong !== undefined && spec.lenient) notes.push({ column, said: `${cell.wrong}; it is left out`, ...found });
    else if (cell.wrong !== undefined) problems.push(`${column} ${quote(text)} ${cell.wrong}`);
    if (cell.note !== undefined) notes.push({ column, said: cell.note, ...found });
    if (cell.value !== undefined) values[column] = cell.value;
  }
  if (problems.length > 0) return { rejected: problems.join('; ') };

  const row = shape(kind, values, context, notes);
  const misfit = MISFITS[kind]?.(row) ?? (kind === 'indicators' ? takeIndicator(row, context) : undefined);
  if (misfit !== undefined) return { rejected: misfit };
  if (kind === 'people' || kind === 'devices') notes.push(...oddDates(row));
  if (kind === 'places') row['name'] ??= row['place_id'];
  const knownFrom = values['known_from'] as Instant | undefined;
  return { row: row as unknown as SheetRows[K], notes, ...(knownFrom === undefined ? {} : { knownFrom }) };
}

/** Where somebody lives, there is their phone: numbers without a country are of that of the row, else of the company's. */
const COUNTRY_OF_PHONES: { readonly [K in SheetKind]?: string } = { people: 'home_country', applications: 'claimed_country' };

function callingCodeIn(kind: SheetKind, cells: Cells): Pick<CellContext, 'callingCode'> {
  const country = cells[COUNTRY_OF_PHONES[kind] ?? ''];
  const callingCode = country === undefined ? undefined : callingCodeOf(countryCode(country));
  return callingCode === undefined ? {} : { callingCode };
}

/**
 * The cells of a row as they may be kept where it is refused: without private columns.
 */
export function recordOf(kind: SheetKind, cells: Cells): Readonly<Record<string, string>> {
  const columns = columnsOf(kind);
  const hidden = (column: string): boolean => MAY_BE_PRIVATE.has(columns[column]?.type ?? '')
    || (kind === 'indicators' && column === 'value' && !isPlainKind(cells['kind'] ?? ''));
  return Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, hidden(column) ? NOT_KEPT : text]));
}

/** People put the plain number where a token should stand, so token columns are not shown either. */
export const MAY_BE_PRIVATE: ReadonlySet<string> = new Set(['private', 'shingles', 'token', 'tokens']);

type Shaped = Record<string, unknown>;

function shape(kind: SheetKind, values: Shaped, context: Omit<CellContext, 'kind'>, notes: Note[]): Shaped {
  const row: Shaped = {};
  for (const [column, spec] of Object.entries(columnsOf(kind))) {
    if (LISTS.has(spec.type)) row[column] = values[column] ?? [];
    else if (PLAIN(spec) && column !== 'known_from' && values[column] !== undefined) row[column] = values[column];
  }
  completeRegions(kind, row);
  for (const [column, spec] of Object.entries(columnsOf(kind))) {
    if (spec.type === 'latitude') takePoint(column, spec, values, row, notes);
    if ((spec.type === 'private' || spec.type === 'shingles') && spec.part === undefined && values[column] !== undefined) row[spec.into ?? column] = values[column];
    if (spec.part === 'street' && values[column] !== undefined) takeAddress(column, spec, values, row, context, notes);
  }
  return row;
}

const LISTS: ReadonlySet<string> = new Set(['list', 'serials', 'blocks', 'months', 'tokens']);
const PLAIN = (spec: ColumnSpec): boolean => !LISTS.has(spec.type) && spec.type !== 'latitude' && spec.type !== 'longitude' && spec.type !== 'private' && spec.type !== 'shingles';

/** `TX` beside `US` is `US-TX`. */
function completeRegions(kind: SheetKind, row: Shaped): void {
  for (const [column, spec] of Object.entries(columnsOf(kind))) {
    const region = row[column];
    const country = row[column.replace('region', 'country')];
    if (spec.type === 'region' && typeof region === 'string' && typeof country === 'string' && /^[a-z0-9]{1,3}$/i.test(region)) row[column] = `${country}-${region.toUpperCase()}`;
  }
}

function takePoint(column: string, spec: ColumnSpec, values: Shaped, row: Shaped, notes: Note[]): void {
  const other = column.replace(/lat$/, 'lon');
  const country = row[column.replace(/lat$/, 'country')];
  const lat = values[column];
  const lon = values[other];
  // Half a place is no place; the empty cell says unknown, and the rest of the row is as good as ever.
  if (lat === undefined && lon !== undefined) notes.push({ column: other, said: `stands without ${column} and is left out; write both or neither`, found: String(lon) });
  if (lat !== undefined && lon === undefined) notes.push({ column, said: `stands without ${other} and is left out; write both or neither`, found: String(lat) });
  if (lat === undefined || lon === undefined) return;
  // Nobody lives in the Gulf of Guinea at 0, 0; it is what programs write when they know no place.
  if (lat === 0 && lon === 0) notes.push({ column, said: 'and its longitude are both 0, which is no place; they are left out', found: '0' });
  else if (typeof country === 'string' && !mayBeIn(country, { lat: lat as number, lon: lon as number })) {
    notes.push({ column, said: `and ${other} lie outside ${country}, the country of the row; they are left out: look for a lost minus sign, or for the two in each other's place`, found: `${String(lat)}, ${String(lon)}` });
  } else row[spec.into ?? column] = { lat, lon };
}

function takeAddress(column: string, spec: ColumnSpec, values: Shaped, row: Shaped, context: Omit<CellContext, 'kind'>, notes: Note[]): void {
  const prefix = column.replace(/street$/, '');
  const spelling = canonicalPostal({
    street: String(values[column]), unit: values[`${prefix}unit`] as string | undefined, postcode: values[`${prefix}postcode`] as string | undefined,
    city: row[`${prefix}city`] as string | undefined, region: row[`${prefix}region`] as string | undefined,
  });
  if (spelling === undefined) notes.push({ column, said: 'needs a postcode or a city beside it to name a door; it is left out' });
  else row[spec.into ?? column] = tokenOfSpelling(context.key, 'address', spelling);
}

/** What two columns of one row say against each other. */
const MISFITS: { readonly [K in SheetKind]?: (row: Shaped) => string | undefined } = {
  travel: (row) => (before(row, 'to', 'from') ? `to ${quote(row['to'])} is before from ${quote(row['from'])}; write the first day away, then the last` : undefined),
  devices: (row) => (before(row, 'assigned_to', 'assigned_from') ? 'assigned_to is before assigned_from; write when the holder got it, then when it was given back' : undefined),
  accounts: (row) => (TABLES.accounts.key.some((column) => column !== 'email' && row[column] !== undefined) ? undefined : 'names no account; write user_name, sid or object_id'),
};

/** No offer is withdrawn so long before the first day: such an end is that of an earlier employment, of somebody who came back. */
const EARLIER = 366 * DAY;

function oddDates(row: Shaped): Note[] {
  // Somebody who never came has an end before the start, and carriers' clocks differ: told, and taken.
  const odd: Note[] = [];
  if (before(row, 'end_date', 'start_date')) {
    const found = String(row['end_date']);
    const isEarlier = Date.parse(String(row['start_date'])) - Date.parse(found) > EARLIER;
    if (isEarlier) delete row['end_date'];
    odd.push({ column: 'end_date', said: isEarlier ? 'is more than a year before start_date; it is left out as the end of an earlier employment' : 'is before start_date; the hire counts as never started', found });
  }
  if (before(row, 'delivered_at', 'shipped_at')) odd.push({ column: 'delivered_at', said: 'is before shipped_at' });
  return odd;
}

function before(row: Shaped, later: string, earlier: string): boolean {
  const [a, b] = [row[later], row[earlier]];
  return (typeof a === 'string' && typeof b === 'string' && a < b) || (typeof a === 'number' && typeof b === 'number' && a < b);
}

function takeIndicator(row: Shaped, context: Omit<CellContext, 'kind'>): string | undefined {
  const read = readIndicator(row['kind'] as string, row['value'] as string, context);
  if ('rejected' in read) return read.rejected;
  row['value'] = read.value;
  return whyTooBroad(row['kind'] as string, read.value);
}
