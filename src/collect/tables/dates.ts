import type { SheetKind } from '../../core/person.ts';
import { columnsOf } from '../../core/tables.ts';
import type { OptionSpec } from '../collector.ts';

/** What stands first in dates with slashes, dots or hyphens and the year last: the month, as in the United States, or the day. */
export const DATE_ORDERS = ['mdy', 'dmy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];
const ORDER_SAID: Readonly<Record<DateOrder, string>> = { mdy: 'month/day/year', dmy: 'day/month/year' };

/** What options of sources call the two. */
export const DATE_WORDS: Readonly<Record<DateOrder, string>> = { mdy: 'month-first', dmy: 'day-first' };

/** The option of a source whose rows may come out of a table that somebody saved. */
export const DATES_OPTION: OptionSpec = {
  is: '', doc: 'How 03/04/2026 is meant, month-first or day-first, where no date of a column shows it; without it such a row is rejected.',
  problem: (text) => (orderNamed(text) === undefined ? 'takes month-first or day-first' : undefined),
};

/** The order that such an option names, undefined where it names none. */
export function orderNamed(word: string | undefined): DateOrder | undefined {
  return DATE_ORDERS.find((order) => DATE_WORDS[order] === word);
}

/** How the dates of one file are read. */
export interface FileDates {
  /** The cells with such dates as year, month and day; those of which the order is not known stay as they are. */
  read(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** Why a date of this row was not read, with the cure. */
  whyNot(cells: Readonly<Record<string, string>>): readonly string[];
  /** For whoever brought the file: which order was taken, and what shows it. */
  readonly said: readonly string[];
}

/** Two numbers, and the year with four digits; then nothing, or a time of day. */
const TWO_NUMBERS = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:$|(?=[ T,]))/;
const CLOCK = /^[,T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

/**
 * Finds out in which order the dates of each column stand.
 *
 * It is never guessed at: a column says so itself where one of its dates has a number over 12 in one place, or whoever
 * brings the file does. A column whose dates say both is not read.
 *
 * @param rows the cells of every row, by our names of the columns
 * @param asked what whoever brings the file says; it holds for all columns
 */
export function datesIn(kind: SheetKind, rows: readonly Readonly<Record<string, string>>[], asked?: DateOrder): FileDates {
  const columns = Object.entries(columnsOf(kind)).filter(([, { type }]) => type === 'day' || type === 'instant').map(([column]) => column);
  const orders = new Map<string, DateOrder>();
  const reasons = new Map<string, string>();
  const said: string[] = [];
  for (const column of columns) {
    const told = rows.flatMap((cells) => (TWO_NUMBERS.test(cells[column] ?? '') ? [cells[column]!] : []));
    if (told.length === 0) continue;
    const shows = (order: DateOrder): string | undefined => told.find((text) => orderShown(text) === order);
    const [monthFirst, dayFirst] = [shows('mdy'), shows('dmy')];
    const order = asked ?? (monthFirst !== undefined ? 'mdy' : dayFirst !== undefined ? 'dmy' : undefined);
    if (asked === undefined && monthFirst !== undefined && dayFirst !== undefined) {
      reasons.set(column, `dates of ${column} stand in both orders, as ${dayPart(monthFirst)} and ${dayPart(dayFirst)} show: write all of them in one`);
    } else if (order === undefined) {
      reasons.set(column, `no date of ${column} has a number over 12 that would show the order: say --dates mdy where the month stands first, --dates dmy where the day does`);
    } else {
      orders.set(column, order);
      const shown = order === 'mdy' ? monthFirst : dayFirst;
      said.push(`${column} read as ${ORDER_SAID[order]}, ${asked === undefined ? `as ${dayPart(shown!)} shows` : `as --dates ${order} says`}.`);
      // One that cannot be so stays as it is.
      if (asked !== undefined) reasons.set(column, `with --dates ${asked} the ${asked === 'mdy' ? 'first' : 'second'} number of a date of ${column} is its month`);
    }
  }
  const writtenIn = (cells: Readonly<Record<string, string>>): readonly (readonly [string, string])[] => [...new Set([...orders.keys(), ...reasons.keys()])].flatMap((column) => {
    const text = cells[column];
    return text !== undefined && TWO_NUMBERS.test(text) ? [[column, text] as const] : [];
  });
  return {
    said,
    read: (cells) => ({ ...cells, ...Object.fromEntries(writtenIn(cells).flatMap(([column, text]) => (orders.has(column) ? [[column, isoText(text, orders.get(column)!) ?? text]] : []))) }),
    whyNot: (cells) => writtenIn(cells).flatMap(([column, text]) => {
      const order = orders.get(column);
      const reason = reasons.get(column);
      return reason === undefined || (order !== undefined && isoText(text, order) !== undefined) ? [] : [reason];
    }),
  };
}

/** The order that a date shows by itself. */
function orderShown(text: string): DateOrder | undefined {
  const [, first, , second] = TWO_NUMBERS.exec(text)!;
  const [a, b] = [Number(first), Number(second)];
  return a <= 12 && b > 12 && b <= 31 ? 'mdy' : a > 12 && a <= 31 && b <= 12 ? 'dmy' : undefined;
}

const dayPart = (text: string): string => TWO_NUMBERS.exec(text)![0];

/** `2026-09-28`, with the time of day behind it where there is one; undefined for what cannot stand in this order. */
function isoText(text: string, order: DateOrder): string | undefined {
  const [whole, first, , second, year] = TWO_NUMBERS.exec(text)!;
  const [month, day] = order === 'mdy' ? [first!, second!] : [second!, first!];
  if (Number(month) > 12 || Number(month) < 1) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const rest = text.slice(whole.length);
  if (rest === '') return date;
  const [, hour, minute, seconds = '00', half, zone = ''] = CLOCK.exec(rest) ?? [];
  if (hour === undefined) return undefined;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return `${date}T${String(hours).padStart(2, '0')}:${minute}:${seconds}${zone.toUpperCase() === 'UTC' ? 'Z' : zone}`;
}
