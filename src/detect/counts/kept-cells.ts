/**
 * Cells of a day in as few bytes as tell them, because a run holds millions.
 *
 * Each reader is made by a function that knows nothing else: it would hold all that was in sight where it was made.
 */

/** A cell of a column; undefined where it is missing. */
export type CellOf<T> = (row: number) => T | undefined;

const MISSING = (): undefined => undefined;

/** @param codes of words, 0 where there is none */
export function wordCells(codes: Uint32Array, textOf: (code: number) => string): CellOf<string> {
  const { all, places } = placesOf(codes, (code) => code === 0);
  return all.length === 0 ? MISSING : readPlaces([undefined, ...all.map(textOf)], places);
}

/** @param values numbers, NaN where there is none; `of` is what a number stands for */
export function numberCells<T>(values: Float64Array, of: (value: number) => T): CellOf<T> {
  let [least, most, whole] = [Infinity, -Infinity, true];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
    // Beyond these a sum of two whole numbers is another one.
    whole &&= Number.isSafeInteger(value);
  }
  if (least > most) return MISSING;
  // 0 is left for a missing one.
  const room = most - least + 2;
  if (whole && room <= 2 ** 32) return readOffsets(least - 1, narrow(room, values.map((value) => (Number.isNaN(value) ? 0 : value - least + 1))), of);
  const { all, places } = placesOf(values, Number.isNaN);
  return all.length * 2 > values.length ? readNumbers(values, of) : readPlaces([undefined, ...all.map(of)], places);
}

export function textCells(texts: readonly (string | undefined)[]): CellOf<string> {
  return (row) => texts[row];
}

/** Each value once, and for each row its place among them, from 1; 0 for a missing one. */
function placesOf(values: Uint32Array | Float64Array, isMissing: (value: number) => boolean): { readonly all: readonly number[]; readonly places: Codes } {
  const known = new Map<number, number>();
  const places = new Uint32Array(values.length);
  values.forEach((value, row) => { if (!isMissing(value)) places[row] = known.getOrInsertComputed(value, () => known.size + 1); });
  return { all: [...known.keys()], places: narrow(known.size + 1, places) };
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Codes below `room` in as few bytes as hold them. */
function narrow(room: number, codes: Uint32Array | Float64Array): Codes {
  return room <= 2 ** 8 ? new Uint8Array(codes) : room <= 2 ** 16 ? new Uint16Array(codes) : new Uint32Array(codes);
}

function readOffsets<T>(before: number, codes: Codes, of: (value: number) => T): CellOf<T> {
  return (row) => (codes[row] === 0 ? undefined : of(before + codes[row]!));
}

function readPlaces<T>(all: readonly (T | undefined)[], codes: Codes): CellOf<T> {
  return (row) => all[codes[row]!];
}

function readNumbers<T>(values: Float64Array, of: (value: number) => T): CellOf<T> {
  return (row) => (Number.isNaN(values[row]) ? undefined : of(values[row]!));
}
