import type { Serial } from '../../../core/person.ts';
import { isPlaceholderSerial } from '../../../core/placeholder.ts';
import { cellsOf, delimiterOf } from '../../csv.ts';
import { strongestClaims } from '../../tables/columns.ts';

const read = new Map<string, ReadonlyMap<string, readonly Serial[]>>();

/** Number of a parcel → the laptops in it, from a table of laptops such as devices.csv. */
export function parcelsOf(text: string): ReadonlyMap<string, readonly Serial[]> {
  let found = read.get(text);
  if (!found) {
    // One file at a time is in use; a changed one is read anew.
    read.clear();
    read.set(text, (found = pairsIn(text) ?? new Map()));
  }
  return found;
}

/** What is wrong with such a table. */
export function parcelsProblem(text: string): string | undefined {
  return pairsIn(text) === undefined ? 'its header lacks serial or tracking' : undefined;
}

function pairsIn(text: string): ReadonlyMap<string, readonly Serial[]> | undefined {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const delimiter = delimiterOf(header);
  const names = cellsOf(header, delimiter);
  const claims = strongestClaims('devices', names);
  const [serialAt, trackingAt] = ['serial', 'tracking'].map((column) => names.indexOf(claims.get(column) ?? ''));
  if (serialAt! < 0 || trackingAt! < 0) return undefined;
  const pairs = new Map<string, Serial[]>();
  for (const line of lines) {
    const cells = cellsOf(line, delimiter).map((cell) => cell.trim());
    const serial = cells[serialAt!] ?? '';
    const tracking = cells[trackingAt!] ?? '';
    if (tracking === '' || serial === '' || isPlaceholderSerial(serial)) continue;
    const held = pairs.get(tracking);
    if (!held) pairs.set(tracking, [serial]);
    else if (!held.includes(serial)) held.push(serial);
  }
  return pairs;
}
