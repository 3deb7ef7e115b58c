import { columnsOf, requiredColumns } from '../../../core/tables.ts';
import { messageOf } from '../../../errors.ts';
import { defineSource } from '../../collector.ts';
import { isObject, textAt, textOf } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { parseMaps, strongestClaims, type Wanted } from '../../tables/columns.ts';
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
      problem: (text) => {
        try {
          wantedIn(text);
          return undefined;
        } catch (error) {
          return messageOf(error);
        }
      },
    },
  },
  read: (file, { columns = '' } = {}) => readRecords(file, { recognises: (raw) => isWorker(raw, columns) }),
  map: () => ({ rejected: 'a row of people, no event' }),
  kept: (raw, { columns = '' }) => recordOf('people', cellsOf(raw, columns)),
  tableOf: () => 'people',
  rowOf: (raw, { options: { columns = '' } }) => (isWorker(raw, columns) ? cellsOf(raw, columns) : { rejected: 'not a worker of a Workday report' }),
  pull,
});

const wantedOf = new Map<string, Wanted>();

/** @throws FarmwatchError for a column that people do not have */
function wantedIn(text: string): Wanted {
  let wanted = wantedOf.get(text);
  if (!wanted) wantedOf.set(text, (wanted = parseMaps(text.split(',').map((part) => part.trim()).filter((part) => part !== ''), ['people'])));
  return wanted;
}

function isWorker(raw: unknown, columns: string): boolean {
  if (!isObject(raw)) return false;
  const claims = strongestClaims('people', Object.keys(raw), wantedIn(columns));
  return claims.has('hire_id') && (claims.has('email') || claims.has('start_date'));
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
