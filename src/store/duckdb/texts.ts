import bindings, { type Vector } from '@duckdb/node-bindings';
import type { PackedColumn } from '../../core/packed-events.ts';
import { bytesOf, write, type Validity } from './vectors.ts';

/** An entry of a vector of texts: the length, then all of a short text, or the first four bytes of a longer one and its address. */
const ENTRY_BYTES = 16;
const SHORT_BYTES = 12;

/** Room for the entries of a chunk; it grows to the longest. */
let room = new Uint32Array(0);

/**
 * Writes the texts of some rows, in ascending order, into a vector: two calls for all of them.
 *
 * They go over in one stretch, as the text of the first row; then every row gets an entry that points into the stretch. It
 * may hold texts of rows in between: no entry points to these.
 * @see duckdb_string_t in the header of DuckDB's C interface
 */
export function writeTexts(vector: Vector, { ends, bytes }: PackedColumn & { readonly kind: 'text' }, rows: Uint32Array, validity: Validity): void {
  const first = startOf(ends, rows[0]!);
  const stretch = bytes.subarray(first, ends[rows.at(-1)!]!);
  const address = handedOver(vector, stretch);
  if (room.length < rows.length * QUARTERS) room = new Uint32Array(rows.length * QUARTERS);
  const entries = room.subarray(0, rows.length * QUARTERS);
  fillEntries(entries, ends, rows, stretch, first, address, validity);
  write(vector, entries);
}

/** An entry is written in quarters, the lower bytes first, as the machine has them. */
const QUARTERS = ENTRY_BYTES / 4;

function fillEntries(entries: Uint32Array, ends: Uint32Array, rows: Uint32Array, stretch: Uint8Array, first: number, address: number, validity: Validity): void {
  for (let i = 0; i < rows.length; i++) {
    const from = startOf(ends, rows[i]!) - first;
    const length = ends[rows[i]!]! - first - from;
    if (length === 0) validity.miss(i);
    const at = i * QUARTERS;
    entries[at] = length;
    entries[at + 1] = quarterAt(stretch, from, length);
    if (length > SHORT_BYTES) {
      entries[at + 2] = (address + from) % 2 ** 32;
      entries[at + 3] = Math.floor((address + from) / 2 ** 32);
    } else {
      entries[at + 2] = quarterAt(stretch, from + 4, length - 4);
      entries[at + 3] = quarterAt(stretch, from + 8, length - 8);
    }
  }
}

/** Four bytes of a text as one number; what lies behind its end is 0. */
function quarterAt(bytes: Uint8Array, from: number, length: number): number {
  let quarter = 0;
  for (let i = 0; i < 4 && i < length; i++) quarter |= bytes[from + i]! << (8 * i);
  return quarter;
}

/** Where the text or the list of a row begins. */
export function startOf(ends: Uint32Array, row: number): number {
  return row === 0 ? 0 : ends[row - 1]!;
}

/** Where the engine keeps a stretch of texts; 0 for one that is short, to which no entry points. Addresses of a process fit a whole number. */
function handedOver(vector: Vector, stretch: Uint8Array): number {
  if (stretch.length <= SHORT_BYTES) return 0;
  bindings.vector_assign_string_element_len(vector, 0, stretch);
  const entry = new DataView(bytesOf(vector, ENTRY_BYTES));
  if (entry.getUint32(0, true) !== stretch.length) throw new TypeError('texts of events are UTF-8');
  return Number(entry.getBigUint64(8, true));
}
