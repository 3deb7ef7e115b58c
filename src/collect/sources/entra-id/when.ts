import { parseInstant, realDay, type Instant } from '../../../core/time.ts';

/** How dates such as 3/4/2025 are meant. */
export type DateOrder = 'month-first' | 'day-first' | undefined;

const NAIVE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d{1,9})?$/;
const SLASHED = /^(\d{1,2})([/.])(\d{1,2})\2(\d{4}),?\s+(\d{1,2}):(\d{2}):(\d{2})(?:\.\d{1,7})?\s*([AaPp])?\.?[Mm]?\.?(?: ?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads a time as Entra ID and its exports write it. A time without a zone is UTC: the service logs nothing else.
 *
 * @param order what 3/4/2025 means; without it such a date is read only where one number cannot be a month
 * @returns the instant, or a reason
 */
export function entraTime(text: string | undefined, order: DateOrder): Instant | { readonly rejected: string } {
  if (text === undefined) return { rejected: 'no time' };
  const naive = NAIVE.exec(text);
  const at = parseInstant(naive ? `${naive[1]}T${naive[2]}${naive[3] ?? ''}Z` : text);
  if (at !== undefined) return at;
  const parts = SLASHED.exec(text);
  return (parts && slashed(parts, order)) ?? { rejected: 'cannot read the time' };
}

function slashed(parts: RegExpExecArray, order: DateOrder): Instant | { readonly rejected: string } | undefined {
  const [, first, mark, second, year, hour, minute, secondOfMinute, half, zone] = parts as unknown as (string | undefined)[];
  const a = Number(first);
  const b = Number(second);
  // Dates with full stops put the day first wherever they are used.
  const dayFirst = mark === '.' || a > 12 || (b <= 12 && order === 'day-first');
  const isOpen = mark === '/' && a <= 12 && b <= 12 && a !== b && order === undefined;
  if (isOpen) {
    return { rejected: 'the date can be read two ways; set the option dates to month-first or day-first, or download JSON' };
  }
  const [day, month] = dayFirst ? [a, b] : [b, a];
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  if (!realDay(date) || hours > 23) return undefined;
  return parseInstant(`${date}T${String(hours).padStart(2, '0')}:${minute}:${secondOfMinute}${zone ?? 'Z'}`);
}
