/** Months as C's `ctime`, and with it most logs, write them. */
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CALENDAR = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: UTC)?$/;

/**
 * What C's `ctime` writes, in the order of ISO 8601. It says no zone.
 *
 * @returns undefined for text in any other form
 * @example calendarTime('Mon Nov  2 14:03:27 2026') // => '2026-11-02T14:03:27'
 */
export function calendarTime(text: string | undefined): string | undefined {
  const found = CALENDAR.exec(text ?? '');
  const month = MONTHS.indexOf(found?.[1] ?? '') + 1;
  return month === 0 ? undefined : `${found![4]}-${String(month).padStart(2, '0')}-${found![2]!.padStart(2, '0')}T${found![3]}`;
}

const YEARLESS = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)$/;

/**
 * What the old form of syslog writes, which leaves the year out, in the order of ISO 8601. It says no zone.
 *
 * @returns undefined for text in any other form, and without a year
 * @example yearlessTime('Nov  2 14:03:27', '2026') // => '2026-11-02T14:03:27'
 */
export function yearlessTime(text: string | undefined, year: string | undefined): string | undefined {
  return text === undefined || !YEARLESS.test(text) || !year ? undefined : calendarTime(`Mon ${text} ${year}`);
}

/** What is wrong with an option `year`. */
export function yearProblem(text: string): string | undefined {
  return text === '' || /^20\d\d$/.test(text) ? undefined : 'takes a year such as 2026';
}
