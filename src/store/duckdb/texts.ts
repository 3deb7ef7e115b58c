import bindings, { type Vector } from '@duckdb/node-bindings';
import type { PackedColumn } from '../../core/packed-events.ts';
import { bytesOf, write, type Validity } from './vectors.ts';

/** An entry of a vector of texts: the length, then all of a short text, or the first four bytes of a longer one and its address. */
const ENTRY_BYTES = 16;
const SHORT_BYTES = 12;

/**
 * Writes texts into a vector, two calls for all of them.
 *
 * They go over in one stretch, as the text of the first row; then every row gets an entry that points into the stretch.
 * @see duckdb_string_t in the header of DuckDB's C interface
 */
export function writeTexts(vector: Vector, { ends, bytes }: PackedColumn & { readonly kind: 'text' }, start: number, rows: number, validity: Validity): void {
  const first = start === 0 ? 0 : ends[start - 1]!;
  const stretch = bytes.subarray(first, ends[start + rows - 1]!);
  const address = handedOver(vector, stretch);
  const entries = new Uint8Array(rows * ENTRY_BYTES);
  const quarters = new Uint32Array(entries.buffer);
  for (let row = 0, from = 0; row < rows; row++) {
    const end = ends[start + row]! - first;
    const length = end - from;
    if (length === 0) validity.miss(row);
    quarters[row * 4] = length;
    const shown = length > SHORT_BYTES ? 4 : length;
    for (let i = 0; i < shown; i++) entries[row * ENTRY_BYTES + 4 + i] = stretch[from + i]!;
    if (length > SHORT_BYTES) {
      quarters[row * 4 + 2] = (address + from) % 2 ** 32;
      quarters[row * 4 + 3] = Math.floor((address + from) / 2 ** 32);
    }
    from = end;
  }
  write(vector, quarters);
}

/** Where the engine keeps a stretch of texts; 0 for one that is short, to which no entry points. Addresses of a process fit a whole number. */
function handedOver(vector: Vector, stretch: Uint8Array): number {
  if (stretch.length <= SHORT_BYTES) return 0;
  bindings.vector_assign_string_element_len(vector, 0, stretch);
  const entry = new DataView(bytesOf(vector, ENTRY_BYTES));
  if (entry.getUint32(0, true) !== stretch.length) throw new TypeError('texts of events are UTF-8');
  return Number(entry.getBigUint64(8, true));
}
