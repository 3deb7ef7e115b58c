/** A number with the command or query that gives it again. */
export interface Figure { readonly value: number; readonly query: string }
/** A share with its exact 95 % interval; `of` people or days were looked at. */
export interface Share { readonly hits: number; readonly of: number; readonly atLeast: number; readonly atMost: number; readonly query: string }
/** Exact 95 % interval of a share of so many hits in n. */
export type Interval = (hits: number, n: number) => readonly [number, number];

/** Makes shares that one query gives. */
export function shareIn(interval: Interval, query: string): (hits: number, of: number) => Share {
  return (hits, of) => {
    const [atLeast, atMost] = interval(hits, of);
    return { hits, of, atLeast, atMost, query };
  };
}
