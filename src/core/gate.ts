/** Lets some in and makes the others wait, first come first served. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** @param most how many may be inside at once, 1 or more */
export function gate(most: number): Gate {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
