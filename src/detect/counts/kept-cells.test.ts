import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberCells, textCells, wordCells, type CellOf } from './kept-cells.ts';

const cellsOf = <T>(cell: CellOf<T>, rows: number): readonly (T | undefined)[] => Array.from({ length: rows }, (_, row) => cell(row));

/** Counts, times of a day, half hours as bits, coordinates, and few values told often. */
const NUMBERS = fc.oneof(
  fc.nat(300), fc.integer({ min: Date.UTC(2026, 10, 9), max: Date.UTC(2026, 10, 10) }), fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(2 ** 53 + 2, 2 ** 53 + 4, -(2 ** 53) - 2, 1e300, 2 ** 32, 2 ** 32 - 1, -1, 0, 0.5, 41.8781, 256, 65_535, 65_536),
);

describe('cells that are kept', () => {
  it('tell numbers as they were, and where there was none', () => {
    fc.assert(fc.property(fc.array(fc.option(NUMBERS, { nil: undefined }), { maxLength: 600 }), (told) => {
      const kept = numberCells(Float64Array.from(told, (value) => value ?? NaN), (value) => value);
      // Of two zeros there is one.
      expect(cellsOf(kept, told.length).map((value) => value === 0 ? 0 : value)).toEqual(told.map((value) => value === 0 ? 0 : value));
    }));
  });

  it('tell many numbers that lie close, and many that lie far apart', () => {
    for (const step of [1, 1_000, 0.25, 2 ** 33]) {
      const told = Float64Array.from({ length: 70_000 }, (_, row) => row * step);
      expect(cellsOf(numberCells(told, (value) => value), told.length)).toEqual([...told]);
    }
  });

  it('tell numbers that are too large to be counted with', () => {
    for (const told of [[2 ** 53 + 2, 2 ** 53 + 4], [-(2 ** 53) - 2], [Number.MAX_SAFE_INTEGER, 2 ** 53], [Number.MIN_SAFE_INTEGER]]) {
      expect(cellsOf(numberCells(Float64Array.from(told), (value) => value), told.length)).toEqual(told);
    }
  });

  it('tell what a number stands for', () => {
    expect(cellsOf(numberCells(Float64Array.of(1, NaN, 0), (value) => value === 1), 3)).toEqual([true, undefined, false]);
  });

  it('tell words and texts, and where there was none', () => {
    fc.assert(fc.property(fc.array(fc.nat(2 ** 32 - 1), { maxLength: 600 }), (codes) => {
      expect(cellsOf(wordCells(Uint32Array.from(codes), (code) => `word ${code}`), codes.length)).toEqual(codes.map((code) => (code === 0 ? undefined : `word ${code}`)));
    }));
    expect(cellsOf(textCells(['a', undefined]), 2)).toEqual(['a', undefined]);
  });
});
