import { DuckDBDataChunk, INTEGER, SQLNULL, UBIGINT } from '@duckdb/node-api';
import bindings, { type Vector } from '@duckdb/node-bindings';
import type { FieldName } from '../../core/event.ts';
import type { PackedColumn, PackedGroup } from '../../core/packed-events.ts';
import { columnOf } from './columns.ts';
import { startOf, writeTexts } from './texts.ts';
import { Validity, write } from './vectors.ts';

/** Packed events as the engine takes them: whole arrays instead of value by value, for this is where importing spends its time. */

/** A column to write: the position in the batch, the key, or a field. */
export type Target = '_ord' | '_key' | FieldName;

export interface Filling {
  /** From the code of a word in the batch to its code in the store; 0 stays 0. */
  readonly stored: Uint32Array;
  /** Key of each event, by its position in the batch. */
  readonly keys: BigUint64Array;
}

/** Rows in one chunk of columns: the engine's own measure. */
const CHUNK = 2_048;

/** Room in which every column of a chunk is put together, before the engine copies it. */
const CODES = new Uint32Array(CHUNK);
const VALUES = new Float64Array(CHUNK);
const KEYS = new BigUint64Array(CHUNK);
/** An entry of a list is the place of its first item and the number of items, 64 bits each; both fit into the lower 32. */
const LISTS = new Uint32Array(CHUNK * 4);

/**
 * The rows of a group, a chunk at a time; a chunk has to be taken before the next one is asked for, for it is filled anew.
 *
 * @param left positions of events that are left out, marked with 1
 */
export function* chunksOf(group: PackedGroup, targets: readonly Target[], filling: Filling, left?: Uint8Array): Generator<DuckDBDataChunk> {
  // A column of type NULL costs nothing to write; the engine gives it the type of the table.
  const types = targets.map((target) =>
    target === '_ord' ? INTEGER : target === '_key' ? UBIGINT : group.columns.has(target) ? columnOf(target).stagedType : SQLNULL);
  const chunk = DuckDBDataChunk.create(types);
  const room = new Uint32Array(CHUNK);
  for (let next = 0; next < group.count;) {
    const start = next;
    let count = 0;
    for (; next < group.count && count < CHUNK; next++) if (left?.[group.positions[next]!] !== 1) room[count++] = next;
    if (count === 0) return;
    const rows = room.subarray(0, count);
    if (start > 0) chunk.reset();
    chunk.rowCount = count;
    targets.forEach((target, index) => {
      if (types[index] === SQLNULL) return;
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index);
      if (target === '_ord') write(vector, picked(group.positions, rows, CODES));
      else if (target === '_key') write(vector, keysAt(group.positions, rows, filling.keys));
      else fill(vector, group.columns.get(target)!, filling.stored, rows);
    });
    yield chunk;
  }
}

function picked<T extends Uint32Array | Float64Array>(cells: T, rows: Uint32Array, into: T): T {
  for (let i = 0; i < rows.length; i++) into[i] = cells[rows[i]!]!;
  return into.subarray(0, rows.length) as T;
}

function keysAt(positions: Uint32Array, rows: Uint32Array, keys: BigUint64Array): BigUint64Array {
  for (let i = 0; i < rows.length; i++) KEYS[i] = keys[positions[rows[i]!]!]!;
  return KEYS.subarray(0, rows.length);
}

function fill(vector: Vector, column: PackedColumn, stored: Uint32Array, rows: Uint32Array): void {
  const validity = new Validity(rows.length);
  switch (column.kind) {
    case 'word':
      write(vector, storedAt(column.codes, stored, rows, validity));
      break;
    case 'number':
      write(vector, numbersAt(column.values, rows, validity));
      break;
    case 'text':
      writeTexts(vector, column, rows, validity);
      break;
    case 'words': case 'numbers':
      fillLists(vector, column, stored, rows, validity);
  }
  validity.write(vector);
}

function storedAt(codes: Uint32Array, stored: Uint32Array, rows: Uint32Array, validity: Validity): Uint32Array {
  for (let i = 0; i < rows.length; i++) {
    const code = stored[codes[rows[i]!]!]!;
    CODES[i] = code;
    if (code === 0) validity.miss(i);
  }
  return CODES.subarray(0, rows.length);
}

function numbersAt(values: Float64Array, rows: Uint32Array, validity: Validity): Float64Array {
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    VALUES[i] = value;
    if (Number.isNaN(value)) validity.miss(i);
  }
  return VALUES.subarray(0, rows.length);
}

/** The items go over in one stretch, those of rows in between as well: no entry points to these. */
function fillLists(vector: Vector, { kind, ends, items }: PackedColumn & { kind: 'words' | 'numbers' }, stored: Uint32Array, rows: Uint32Array, validity: Validity): void {
  const first = startOf(ends, rows[0]!);
  const last = ends[rows.at(-1)!]!;
  for (let i = 0; i < rows.length; i++) {
    const from = startOf(ends, rows[i]!);
    const end = ends[rows[i]!]!;
    LISTS[i * 4] = from - first;
    LISTS[i * 4 + 2] = end - from;
    // An empty list is a missing value.
    if (end === from) validity.miss(i);
  }
  bindings.list_vector_reserve(vector, last - first);
  bindings.list_vector_set_size(vector, last - first);
  const part = items.subarray(first, last);
  write(bindings.list_vector_get_child(vector), kind === 'numbers' ? part : Uint32Array.from(part, (code) => stored[code]!));
  write(vector, LISTS.subarray(0, rows.length * 4));
}
