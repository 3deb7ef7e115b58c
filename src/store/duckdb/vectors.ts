import bindings, { type Vector } from '@duckdb/node-bindings';

/** What a vector of the engine holds, as whole arrays: a call for each value would take most of the time. */

/** The first bytes of a vector, in a buffer of their own. */
export function bytesOf(vector: Vector, bytes: number): ArrayBuffer {
  const data = bindings.vector_get_data(vector, bytes);
  return data.buffer.slice(data.byteOffset, data.byteOffset + bytes) as ArrayBuffer;
}

/** Writes values from the first row on. */
export function write(vector: Vector, values: Uint32Array | Float64Array | BigUint64Array): void {
  if (values.length > 0) bindings.copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
}

/** One bit a row, set where there is a value. */
export class Validity {
  private readonly bits: Uint32Array;
  private missing = false;
  constructor(rows: number) {
    this.bits = new Uint32Array(Math.ceil(rows / 64) * 2).fill(0xffff_ffff);
  }
  miss(row: number): void {
    this.bits[row >>> 5]! &= ~(1 << (row & 31));
    this.missing = true;
  }
  write(vector: Vector): void {
    if (!this.missing) return;
    bindings.vector_ensure_validity_writable(vector);
    bindings.copy_data_to_vector_validity(vector, 0, this.bits.buffer as ArrayBuffer, 0, this.bits.byteLength);
  }
}
