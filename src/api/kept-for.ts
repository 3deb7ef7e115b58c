import type { Instant } from '../core/time.ts';

/** Gives the same answer for a while, however often it is asked for. One that failed is made again. */
export function keptFor<T>(ms: number, now: () => Instant, make: (at: Instant) => Promise<T>): () => Promise<T> {
  let last: { readonly at: Instant; readonly answer: Promise<T> } | undefined;
  return () => {
    const at = now();
    if (last === undefined || at - last.at >= ms) {
      const answer = make(at);
      last = { at, answer };
      void answer.catch(() => { last = undefined; });
    }
    return last.answer;
  };
}
