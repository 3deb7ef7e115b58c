/** `01-Feb-2027`, `1 February 2027`: the month as an English word says which number is the day. */
const DAY_FIRST = /^(\d{1,2})[- .]([A-Za-z]{3,9})[- .,]+(\d{4})(?=$|[ T])/;
/** `Feb 1, 2027`. */
const MONTH_FIRST = /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?=$|[ T])/;

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

/**
 * A date whose month is an English word, as Workday and Oracle write it, with numbers; what follows it stays. Other texts stay as they are.
 *
 * @example monthAsNumber('01-Feb-2027') // => '2027-02-01'
 */
export function monthAsNumber(text: string): string {
  const dayFirst = DAY_FIRST.exec(text);
  const monthFirst = dayFirst ? null : MONTH_FIRST.exec(text);
  const [whole, day, word, year] = dayFirst ?? (monthFirst ? [monthFirst[0], monthFirst[2], monthFirst[1], monthFirst[3]] : []);
  if (whole === undefined) return text;
  const lower = word!.toLowerCase();
  const month = MONTHS.findIndex((name) => name === lower || name.slice(0, 3) === lower || (name === 'september' && lower === 'sept'));
  return month < 0 ? text : `${year}-${String(month + 1).padStart(2, '0')}-${day!.padStart(2, '0')}${text.slice(whole.length)}`;
}
