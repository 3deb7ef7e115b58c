import { defineSource } from '../../collector.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { cellsFrom } from '../../row.ts';
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
      is: 'number', doc: '`number`: people are known by their employee number, and by the id of BambooHR where they have none; `id`: always by that id.',
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

/** The list writes `jobTitleName` where a report writes `jobTitle`; both are read. */
function cellsOf(raw: unknown, key: string | undefined): Readonly<Record<string, string>> {
  const text = (...names: readonly string[]): string | undefined => names.map((name) => textAt(raw, name)).find((found) => found !== undefined);
  const start = dayOf(text('hiredate'));
  const place = text('locationname', 'location');
  return cellsFrom({
    hire_id: (key === 'id' ? undefined : numberOf(raw)) ?? idOf(raw),
    email: text('workemail'),
    start_date: start,
    end_date: endOf(dayOf(text('terminationdate')), start, text('status')),
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

/** Of somebody who came back, the last day of the first time stays in the record. */
function endOf(end: string | undefined, start: string | undefined, status: string | undefined): string | undefined {
  const isEarlier = status?.toLowerCase() === 'active' && end !== undefined && start !== undefined && end < start;
  return isEarlier ? undefined : end;
}

/** The status of the employment says how somebody is employed, until it says that they left. */
function employmentOf(status: string | undefined): string | undefined {
  return status === undefined || /terminat/i.test(status) ? undefined : status;
}
