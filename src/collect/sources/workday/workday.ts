import { quote } from '../../../core/parse-event.ts';
import { columnsOf, requiredColumns } from '../../../core/tables.ts';
import { defineSource } from '../../collector.ts';
import { isObject, textAt, textOf } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { nearestOf, strongestClaims, type Wanted } from '../../tables/columns.ts';
import { recordOf } from '../../tables/rows.ts';
import { pull } from './pull.ts';

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
  },
  recognises: (raw) => isWorker(raw, ''),
  read: (file, { columns = '' } = {}) => readRecords(file, {
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
  const claims = strongestClaims('people', Object.keys(raw), wantedIn(columns));
  return claims.has('hire_id') && (claims.has('email') || claims.has('start_date'));
}

/** A table says nowhere that it is Workday's: it has to have all that a row of people needs, or it may be anything. */
function hasColumns(names: readonly string[], columns: string): boolean {
  const claims = strongestClaims('people', names, wantedIn(columns));
  return requiredColumns('people').every((column) => claims.has(column));
}

function cellsOf(raw: unknown, columns: string): Readonly<Record<string, string>> {
  // Workday leaves out what is empty; a row needs these columns all the same.
  const cells: Record<string, string> = Object.fromEntries(requiredColumns('people').map((column) => [column, '']));
  if (!isObject(raw)) return cells;
  for (const [column, name] of strongestClaims('people', Object.keys(raw), wantedIn(columns))) {
    const text = textIn(raw[name]);
    if (text !== undefined) cells[column] = columnsOf('people')[column]!.type === 'day' ? dayOf(text) : text;
  }
  return cells;
}

/** A text, or what stands for an instance: its descriptor, alone or as the one entry of a list. */
function textIn(value: unknown): string | undefined {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return textOf(one) ?? textAt(one, 'descriptor');
}

/** Workday puts the zone of its servers behind a day: `2026-11-16-08:00`. */
function dayOf(text: string): string {
  return /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$/.exec(text)?.[1] ?? text;
}
