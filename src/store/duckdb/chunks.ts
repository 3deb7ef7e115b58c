import { DuckDBDataChunk, INTEGER, SQLNULL, UBIGINT } from '@duckdb/node-api';
import bindings, { type Vector } from '@duckdb/node-bindings';
import type { FieldName } from '../../core/event.ts';
import type { PackedColumn, PackedGroup } from '../../core/packed-events.ts';
import { columnOf } from './columns.ts';
import { writeTexts } from './texts.ts';
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

/** The rows of a group, a chunk at a time. */
export function* chunksOf(group: PackedGroup, targets: readonly Target[], filling: Filling): Generator<DuckDBDataChunk> {
  // A column of type NULL costs nothing to write; the engine gives it the type of the table.
  const types = targets.map((target) =>
    target === '_ord' ? INTEGER : target === '_key' ? UBIGINT : group.columns.has(target) ? columnOf(target).stagedType : SQLNULL);
  for (let start = 0; start < group.count; start += CHUNK) {
    const rows = Math.min(CHUNK, group.count - start);
    const chunk = DuckDBDataChunk.create(types, rows);
    const positions = group.positions.subarray(start, start + rows);
    targets.forEach((target, index) => {
      if (types[index] === SQLNULL) return;
      const vector = bindings.data_chunk_get_vector(chunk.chunk, index);
      if (target === '_ord') write(vector, positions);
      else if (target === '_key') write(vector, keysAt(positions, filling.keys));
      else fill(vector, group.columns.get(target)!, filling.stored, start, rows);
    });
    yield chunk;
  }
}

function keysAt(positions: Uint32Array, keys: BigUint64Array): BigUint64Array {
  const found = new BigUint64Array(positions.length);
  for (let i = 0; i < positions.length; i++) found[i] = keys[positions[i]!]!;
  return found;
}

function fill(vector: Vector, column: PackedColumn, stored: Uint32Array, start: number, rows: number): void {
  const validity = new Validity(rows);
  switch (column.kind) {
    case 'word': {
      const codes = new Uint32Array(rows);
      for (let i = 0; i < rows; i++) {
        codes[i] = stored[column.codes[start + i]!]!;
        if (codes[i] === 0) validity.miss(i);
      }
      write(vector, codes);
      break;
    }
    case 'number': {
      const values = column.values.subarray(start, start + rows);
      for (let i = 0; i < rows; i++) if (Number.isNaN(values[i])) validity.miss(i);
      write(vector, values);
      break;
    }
    case 'text':
      writeTexts(vector, column, start, rows, validity);
      break;
    case 'words': case 'numbers':
      fillLists(vector, column, stored, start, rows, validity);
  }
  validity.write(vector);
}

function fillLists(vector: Vector, { kind, ends, items }: PackedColumn & { kind: 'words' | 'numbers' }, stored: Uint32Array, start: number, rows: number, validity: Validity): void {
  const first = start === 0 ? 0 : ends[start - 1]!;
  const last = ends[start + rows - 1]!;
  // An entry of a list is the place of its first item and the number of items, 64 bits each; both fit into the lower 32.
  const entries = new Uint32Array(rows * 4);
  let from = first;
  for (let i = 0; i < rows; i++) {
    const end = ends[start + i]!;
    entries[i * 4] = from - first;
    entries[i * 4 + 2] = end - from;
    // An empty list is a missing value.
    if (end === from) validity.miss(i);
    from = end;
  }
  bindings.list_vector_reserve(vector, last - first);
  bindings.list_vector_set_size(vector, last - first);
  const part = items.subarray(first, last);
  write(bindings.list_vector_get_child(vector), kind === 'numbers' ? part : Uint32Array.from(part, (code) => stored[code]!));
  write(vector, entries);
}
