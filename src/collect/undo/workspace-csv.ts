import { parseInstant, realDay } from '../../core/time.ts';
import { parseJson } from '../json.ts';
import { TYPE } from './flattened.ts';

/*
 * Rows of Log Analytics and Microsoft Sentinel as its portal saves them: columns of times have their zone behind the name,
 * times stand as the browser writes them, and objects as JSON in a cell.
 */

const GENERATED = /^TimeGenerated(?: \[(?:UTC|Local Time)\])?$/;
const ZONE = / \[(UTC|Local Time)\]$/;
/** `11/2/2026, 2:03:27.441 PM`. */
const SHOWN = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(,?) (\d{1,2}):(\d\d):(\d\d(?:\.\d{1,9})?)(?:[ \u00a0\u202f]([AaPp])\.?([Mm])\.?)?$/;

/** True for the header of such an export. */
export function isWorkspaceHeader(columns: readonly string[]): boolean {
  return columns.some((name) => GENERATED.test(name));
}

/**
 * A row as the workspace itself gives it: columns under their own names, times with a zone, objects as objects.
 *
 * @returns the row, or a reason where times cannot be told: in the clock of whoever saved the file, or with day and month in an order that nobody knows
 * @example workspaceRow({ 'TimeGenerated [UTC]': '11/2/2026, 2:03:27 PM' }) // => { row: { TimeGenerated: '2026-11-02T14:03:27Z' } }
 */
export function workspaceRow(row: Readonly<Record<string, string>>): { readonly row: Readonly<Record<string, unknown>> } | { readonly rejected: string } {
  const found = new Map<string, unknown>();
  const isCustom = row['Type']?.endsWith('_CL') ?? false;
  for (const [name, cell] of Object.entries(row)) {
    const zone = ZONE.exec(name)?.[1];
    if (zone === 'Local Time') return { rejected: 'times are in the zone of whoever saved the file; set the time zone of the portal to UTC and save it again' };
    const value = zone === 'UTC' ? instantText(cell) : cell;
    if (value === undefined) return { rejected: 'the order of day and month in the times is not known; save the file with the regional format set to English (United States), or as JSON' };
    const bare = name.replace(ZONE, '');
    found.set(bare, zone === undefined ? opened(cell) : value);
    // Columns of a custom table say their type; some tables have both kinds.
    const plain = bare.replace(TYPE, '');
    if (isCustom && plain !== bare && !Object.hasOwn(row, plain)) found.set(plain, found.get(bare));
  }
  return { row: Object.fromEntries(found) };
}

/** A time of the portal in the form in which the workspace keeps it; text that is none stays, undefined where it can be read two ways. */
function instantText(cell: string): string | undefined {
  const [, first, second, year, comma, hour, minute, seconds, half, letter] = SHOWN.exec(cell) ?? [];
  if (year === undefined) return cell;
  // A comma, capitals and no zero in front: browsers write so only where the month comes first.
  const isMonthFirst = comma === ',' && letter === 'M' && ![first, second].some((digits) => digits?.startsWith('0'));
  const [a, b] = [Number(first), Number(second)];
  if (!isMonthFirst && a <= 12 && b <= 12 && a !== b) return undefined;
  const [month, day] = isMonthFirst || b > 12 ? [a, b] : [b, a];
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  const text = `${date}T${String(hours).padStart(2, '0')}:${minute}:${seconds}Z`;
  return realDay(date) && hours < 24 && parseInstant(text) !== undefined ? text : cell;
}

function opened(cell: string): unknown {
  if (!/^\s*[{[]/.test(cell)) return cell;
  try {
    return parseJson(cell);
  } catch {
    return cell;
  }
}
