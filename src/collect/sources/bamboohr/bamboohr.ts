import { defineSource } from '../../collector.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { cellsFrom, lastDayOf } from '../../row.ts';
import { DATES_OPTION } from '../../tables/dates.ts';
import { recordOf } from '../../tables/rows.ts';
import { pull } from './pull.ts';

/** BambooHR: who is employed, from when, and where they say they live. See the page beside. */
export const bamboohr = defineSource({
  id: 'bamboohr',
  title: 'BambooHR employees',
  settings: {},
  options: {
    key: {
      is: 'number', doc: '`number`: people are known by their employee number, and where they have none by `id-` and the id of BambooHR; `id`: always by that id.',
      problem: (text) => (KEYS.has(text) ? undefined : 'this is neither number nor id'),
    },
    dates: DATES_OPTION,
  },
  recognises: isEmployee,
  read: (file) => readRecords(file, { recognises: isEmployee, isHeader: isReport }),
  map: () => ({ rejected: 'a row of people, no event' }),
  kept: (raw, { key }) => recordOf('people', cellsOf(raw, key)),
  tableOf: () => 'people',
  rowOf(raw, { options }) {
    if (!isEmployee(raw)) return { rejected: 'not an employee of BambooHR' };
    const hidden = listOf(memberOf(raw, 'restrictedfields')).find((name) => name === 'workEmail' || name === 'hireDate');
    return hidden === undefined ? cellsOf(raw, options['key']) : { rejected: `the account may not read ${hidden === 'workEmail' ? 'workEmail' : 'hireDate'}` };
  },
  pull,
});

const KEYS: ReadonlySet<string> = new Set(['number', 'id']);

/** True for a line of the list of employees, and of a report with the columns that a row needs. */
function isEmployee(raw: unknown): boolean {
  return isObject(raw) && (idOf(raw) ?? numberOf(raw)) !== undefined && ['hiredate', 'workemail'].some((name) => memberOf(raw, name) !== undefined);
}

/** True for the columns of a report that was saved as a table; with fewer it may be anybody's. */
function isReport(columns: readonly string[]): boolean {
  const row = Object.fromEntries(columns.map((column) => [column, column]));
  return isEmployee(row) && ['hiredate', 'workemail'].every((name) => memberOf(row, name) !== undefined);
}

function idOf(raw: unknown): string | undefined {
  return textAt(raw, 'employeeid') ?? textAt(raw, 'id');
}

/** The employee number; a report saved as a table calls it `Employee #`. */
function numberOf(raw: unknown): string | undefined {
  return textAt(raw, 'employeenumber') ?? textAt(raw, 'employee');
}

/** Whoever has no number is known by the id, marked as one: it may be the number of somebody else. */
function unnumbered(id: string | undefined): string | undefined {
  return id === undefined ? undefined : `id-${id}`;
}

/** The list writes `jobTitleName` where a report writes `jobTitle`; both are read. */
function cellsOf(raw: unknown, key: string | undefined): Readonly<Record<string, string>> {
  const text = (...names: readonly string[]): string | undefined => names.map((name) => textAt(raw, name)).find((found) => found !== undefined);
  const start = dayOf(text('hiredate'));
  const end = dayOf(text('terminationdate'));
  const place = text('locationname', 'location');
  return cellsFrom({
    hire_id: key === 'id' ? idOf(raw) : numberOf(raw) ?? unnumbered(idOf(raw)),
    email: text('workemail'),
    start_date: start,
    // Who never came is not active, and has an end before the start.
    end_date: text('status')?.toLowerCase() === 'active' ? lastDayOf(end, start) : end,
    display_name: text('displayname'),
    employment: employmentOf(text('employmentstatusname', 'employmenthistorystatus')),
    role: text('jobtitlename', 'jobtitle'),
    team: text('departmentname', 'department'),
    manager_email: text('supervisoremail'),
    work_mode: place !== undefined && /\bremote\b/i.test(place) ? 'remote' : undefined,
    home_city: text('city'),
    home_region: text('state'),
    home_country: text('country'),
    phone: text('mobilephone'),
  });
}

/** BambooHR writes zeros for no day. */
function dayOf(text: string | undefined): string | undefined {
  return text === undefined || text.startsWith('0000') ? undefined : text;
}

/** The status of the employment says how somebody is employed, until it says that they left. */
function employmentOf(status: string | undefined): string | undefined {
  return status === undefined || /terminat/i.test(status) ? undefined : status;
}
