import type { DuckDBDataChunk } from '@duckdb/node-api';
import bindings from '@duckdb/node-bindings';
import { packedTexts, type PackedColumn } from '../../core/packed-events.ts';
import type { AnswerColumn } from './translate.ts';
import { bytesOf } from './vectors.ts';

/** Rows of an answer, column by column, read as whole arrays. */
export async function readColumns(chunks: AsyncIterable<DuckDBDataChunk>, columns: readonly AnswerColumn[]): Promise<{ readonly count: number; readonly columns: readonly PackedColumn[] }> {
  const readers = columns.map(({ packing }) => readerOf(packing));
  let count = 0;
  for await (const chunk of chunks) {
    const rows = chunk.rowCount;
    readers.forEach((reader, index) => reader.take(chunk, index, count, rows));
    count += rows;
  }
  return { count, columns: readers.map((reader) => reader.done(count)) };
}

interface Reader {
  take(chunk: DuckDBDataChunk, column: number, from: number, rows: number): void;
  done(count: number): PackedColumn;
}

function readerOf(packing: AnswerColumn['packing']): Reader {
  switch (packing) {
    case 'word': {
      const into = growing((length) => new Uint32Array(length));
      return {
        take: (chunk, column, from, rows) => into.put(new Uint32Array(dataOf(chunk, column, rows * 4)), from),
        done: (count) => ({ kind: 'word', codes: into.all(count) }),
      };
    }
    case 'number': {
      const into = growing((length) => new Float64Array(length));
      return {
        take: (chunk, column, from, rows) => into.put(new Float64Array(dataOf(chunk, column, rows * 8)), from),
        done: (count) => ({ kind: 'number', values: into.all(count) }),
      };
    }
    case 'text': {
      const texts: string[] = [];
      return {
        take: (chunk, column) => texts.push(...chunk.getColumnValues(column) as string[]),
        done: () => packedTexts(texts),
      };
    }
  }
}

function dataOf(chunk: DuckDBDataChunk, column: number, bytes: number): ArrayBuffer {
  return bytesOf(bindings.data_chunk_get_vector(chunk.chunk, column), bytes);
}

interface Growing<T> { put(part: T, from: number): void; all(count: number): T }

function growing<T extends Uint32Array | Float64Array>(make: (length: number) => T): Growing<T> {
  let array = make(2_048);
  return {
    put(part, from) {
      if (from + part.length > array.length) {
        const longer = make(Math.max(array.length * 2, from + part.length));
        longer.set(array as never);
        array = longer;
      }
      array.set(part as never, from);
    },
    all: (count) => array.slice(0, count) as T,
  };
}
