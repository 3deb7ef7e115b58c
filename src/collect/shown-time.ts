import { parseInstant, realDay, type Instant } from '../core/time.ts';
import { MONTHS } from './calendar-time.ts';
import type { OptionSpec } from './collector.ts';
import { DATES_OPTION, type DateOrder } from './tables/dates.ts';
import { utcTime } from './utc-time.ts';

/** The option of a source whose records a page or PowerShell may have dated. */
export const SHOWN_DATES: OptionSpec = { ...DATES_OPTION, doc: 'What 3/4/2025 means in downloads and in what PowerShell saved: month-first or day-first. Without it such a row is rejected.' };

const SLASHED = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?\s*(?:([AaPp])\.?[Mm]\.?)?(?: ?(Z|[+-]\d{2}:\d{2}))?$/;
const SPELLED = /^([A-Z][a-z]{2})[a-z]{0,6} (\d{1,2}), (\d{4}),? (\d{1,2}:\d{2}.*)$/;

/**
 * Reads a time of a service that logs in UTC, also as its pages and PowerShell show it: with strokes or hyphens, or a month by its name.
 *
 * @param order what 3/4/2025 means; without it such a date is read only where one number cannot be a month
 * @returns the instant, or a reason
 * @example shownTime('Nov 2, 2026 2:03:27 PM', undefined) // => Date.UTC(2026, 10, 2, 14, 3, 27)
 */
export function shownTime(text: string | undefined, order: DateOrder | undefined): Instant | { readonly rejected: string } {
  const at = utcTime(text);
  if (at !== undefined) return at;
  const [, name, day, year, rest] = SPELLED.exec(text ?? '') ?? [];
  const month = MONTHS.indexOf(name ?? '') + 1;
  const parts = SLASHED.exec(month === 0 ? text ?? '' : `${month}/${day}/${year} ${rest}`);
  return (parts && slashed(parts, month === 0 ? order : 'mdy')) ?? { rejected: 'no time that can be read' };
}

function slashed(parts: RegExpExecArray, order: DateOrder | undefined): Instant | { readonly rejected: string } | undefined {
  const [, first, mark, second, year, hour, minute, secondOfMinute = '00', half, zone] = parts as unknown as (string | undefined)[];
  const a = Number(first);
  const b = Number(second);
  // Dates with full stops put the day first wherever they are used.
  const dayFirst = mark === '.' || a > 12 || (b <= 12 && order === 'dmy');
  const isOpen = mark !== '.' && a <= 12 && b <= 12 && a !== b && order === undefined;
  if (isOpen) {
    return { rejected: 'the date can be read two ways; set the option dates to month-first or day-first, or save JSON' };
  }
  const [day, month] = dayFirst ? [a, b] : [b, a];
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (!realDay(date) || hours > 23) return undefined;
  return parseInstant(`${date}T${String(hours).padStart(2, '0')}:${minute}:${secondOfMinute}${zone ?? 'Z'}`);
}
