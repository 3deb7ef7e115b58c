import type { Gatherer } from './gather.ts';
import type { Rows } from './row-views.ts';

/**
 * Evidence of two logs as if their rows lay in one; neither knows of the other, and each keeps what it read.
 *
 * Right where no account and no machine stands in both: rows are counted by account and machine, so nothing has to be added
 * up. What is made of a day's rows comes as two parts of that day, and a detector must make of them what it makes of one.
 */
export function gathererOfBoth(one: Gatherer, other: Gatherer): Gatherer {
  return {
    async gather(plans, asOf, directory) {
      const [a, b] = [await one.gather(plans, asOf, directory), await other.gather(plans, asOf, directory)];
      // Equal plans have one list, which tells detectors that they ask alike.
      const lists = new Map<Rows, Promise<Rows>>();
      return {
        async rowsOf<R extends object>(place: number) {
          const own = await a.rowsOf(place);
          return await lists.getOrInsertComputed(own, async () => [...own, ...await b.rowsOf(place)]) as unknown as readonly R[];
        },
      };
    },
  };
}
