/** Rows of columns of codes, equal ones under one number. */
export interface DistinctRows {
  /** For each row the number of its kind, from 0 in the order of first occurrence. */
  readonly kinds: Uint32Array;
  /** The first row of each kind. */
  readonly first: readonly number[];
}

/**
 * Tells which rows have the same codes in all columns.
 *
 * By a table of hashes over the columns as they are: a text or an object for each of a million rows would cost more than
 * whatever is done with them afterwards.
 *
 * @param columns at least as long as `count`
 */
export function distinctRows(columns: readonly Uint32Array[], count: number): DistinctRows {
  // At most half full, so that runs of taken places stay short. A place holds the number of a kind plus one.
  const places = 2 ** Math.ceil(Math.log2(Math.max(2, count * 2)));
  const table = new Uint32Array(places);
  const kinds = new Uint32Array(count);
  const first: number[] = [];
  const isSame = (a: number, b: number): boolean => columns.every((column) => column[a] === column[b]);
  for (let row = 0; row < count; row++) {
    let hash = 0;
    for (const column of columns) hash = Math.imul(hash ^ column[row]!, 0x9e37_79b1) ^ (hash >>> 15);
    let place = (hash ^ (hash >>> 13)) & (places - 1);
    while (table[place] !== 0 && !isSame(first[table[place]! - 1]!, row)) place = (place + 1) & (places - 1);
    if (table[place] === 0) table[place] = first.push(row);
    kinds[row] = table[place]! - 1;
  }
  return { kinds, first };
}
