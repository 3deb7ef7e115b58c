import { quote } from '../../../core/parse-event.ts';
import { columnsOf, requiredColumns } from '../../../core/tables.ts';
import { defineSource } from '../../collector.ts';
import { isObject, textAt, textOf } from '../../loose.ts';
import { DATES_OPTION } from '../../tables/dates.ts';
import { nearestOf, strongestClaims, type Wanted } from '../../tables/columns.ts';
import { lastDayOf } from '../../row.ts';
import { recordOf } from '../../tables/rows.ts';
import { pull } from './pull.ts';
import { readReport } from './read.ts';
import { REPORT_NAMES } from './report-names.ts';

/** Workday: a report of workers, whose columns a company names as it likes. See the page beside. */
export const workday = defineSource({
  id: 'workday',
  title: 'Workday report of workers',
  settings: {},
  options: {
    columns: {
      is: '', doc: 'columns of the report that bear other names than people.csv and its aliases: `CF_Mail=email,Office_Country=`, with commas between; nothing behind the sign leaves a column out.',
      problem: (text) => [...wantedIn(text).values()].map(columnProblem).find((why) => why !== undefined),
    },
    dates: DATES_OPTION,
  },
  recognises: (raw) => isWorker(raw, ''),
  read: (file, { columns = '' } = {}) => readReport(file, {
    recognises: (raw) => isWorker(raw, columns),
    isHeader: (names) => hasColumns(names, columns),
  }),
  map: () => ({ rejected: 'a row of people, no event' }),
  kept: (raw, { columns = '' }) => recordOf('people', cellsOf(raw, columns)),
  tableOf: () => 'people',
  rowOf: (raw, { options: { columns = '' } }) => (isWorker(raw, columns) ? cellsOf(raw, columns) : { rejected: 'not a worker of a Workday report' }),
  pull,
});

/** Column of the report → our column, empty for one that is left out. */
function wantedIn(text: string): Wanted {
  return new Map(text.split(',').map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const [name = '', column = NO_COLUMN] = part.split('=', 2).map((side) => side.trim());
    return [name, column];
  }));
}

/** Stands for a part without a sign, which is no name of a column. */
const NO_COLUMN = '=';

function columnProblem(column: string): string | undefined {
  const known = columnsOf('people');
  if (column === '' || Object.hasOwn(known, column)) return undefined;
  if (column === NO_COLUMN) return 'write the column of the report, "=" and the column of people.csv: CF_Mail=email';
  const near = nearestOf(column, Object.keys(known));
  return `people.csv has no column ${quote(column)}${near === undefined ? '' : `; did you mean ${near}?`}`;
}

function isWorker(raw: unknown, columns: string): boolean {
  if (!isObject(raw)) return false;
  const claims = claimsOf(Object.keys(flat(raw)), columns);
  return claims.has('hire_id') && (claims.has('email') || claims.has('start_date'));
}

/** A table says nowhere that it is Workday's: it has to have all that a row of people needs, or it may be anything. */
function hasColumns(names: readonly string[], columns: string): boolean {
  const claims = claimsOf(names, columns);
  return requiredColumns('people').every((column) => claims.has(column));
}

function cellsOf(raw: unknown, columns: string): Readonly<Record<string, string>> {
  // Workday leaves out what is empty; a row needs these columns all the same.
  const cells: Record<string, string> = Object.fromEntries(requiredColumns('people').map((column) => [column, '']));
  if (!isObject(raw)) return cells;
  const row = flat(raw);
  for (const [column, name] of claimsOf(Object.keys(row), columns)) {
    const text = textIn(row[name]);
    if (text !== undefined) cells[column] = columnsOf('people')[column]!.type === 'day' ? dayOf(text) : text;
  }
  const { end_date: end, ...others } = cells;
  return lastDayOf(end, cells['start_date']) === undefined ? others : cells;
}

/** Which field of the report is which column: what was told, then what people.csv knows, then Workday's own names. */
function claimsOf(names: readonly string[], columns: string): ReadonlyMap<string, string> {
  const told = wantedIn(columns);
  const known = strongestClaims('people', names, told);
  const delivered = strongestClaims('people', names, new Map([...REPORT_NAMES, ...told]));
  return new Map([...delivered, ...known]);
}

/** Fields of a related business object stand in a group of their own; of several nothing is taken. */
function flat(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const groups = Object.entries(row).filter(([name]) => /_group$/i.test(name)).map(([, value]) => (Array.isArray(value) && value.length === 1 ? value[0] : value));
  return Object.assign({}, ...groups.filter(isObject), row);
}

/** A text, or what stands for an instance: its descriptor, alone or as the one entry of a list. */
function textIn(value: unknown): string | undefined {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return textOf(one) ?? textAt(one, 'descriptor');
}

/** Workday puts the zone of its servers behind a day: `2026-11-16-08:00`, and midnight where the day is an instant. */
function dayOf(text: string): string {
  return /^(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[1] ?? text;
}
