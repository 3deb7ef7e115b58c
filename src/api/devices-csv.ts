import { withMarksShownInLines } from '../core/marks.ts';
import { isoOf, type Instant } from '../core/time.ts';
import type { DeviceRow } from './contract.ts';

const iso = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : isoOf(at));
const range = (km: readonly [number, number] | undefined): string | undefined => km && `${km[0]} to ${km[1]}`;

/** Columns by name; the first ones are those of devices.csv. */
const COLUMNS: readonly (readonly [string, (row: DeviceRow) => string | number | undefined])[] = [
  ['serial', (row) => row.serial], ['asset_tag', (row) => row.assetTag], ['holder', (row) => row.holder], ['start_date', (row) => row.startsOn],
  ['verdict', (row) => row.verdict], ['why', (row) => row.why], ['shipped_to', (row) => row.shippedTo],
  ['shipped_at', (row) => iso(row.shippedAt)], ['delivered_at', (row) => iso(row.deliveredAt)], ['returned_at', (row) => iso(row.returnedAt)],
  ['first_contact', (row) => iso(row.firstContact)], ['last_contact', (row) => iso(row.lastContact)],
  ['seems_at', (row) => row.seemsAt?.city], ['radius_km', (row) => row.seemsAt?.radiusKm], ['level', (row) => row.seemsAt?.level], ['network', (row) => row.seemsAt?.network],
  ['km_from_home', (row) => range(row.kmFromHome)], ['km_from_address', (row) => range(row.kmFromShip)], ['days_with_data_of_7', (row) => row.daysThere],
];

/** The list as CSV (RFC 4180). */
export function devicesCsv(rows: readonly DeviceRow[]): string {
  return [COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, of]) => of(row)))].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * One cell that a spreadsheet shows and never computes: text that would begin a formula gets an apostrophe before it, and
 * marks that hide or turn words are shown.
 *
 * @example csvCell('=1+1') // => "'=1+1"
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // Some spreadsheets take full-width signs for the plain ones.
  const text = withMarksShownInLines(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
