import type { Day } from '../../core/time.ts';
import type { Identified, Shelf, Store } from '../../store/store.ts';

/** What detectors counted by day and name lies on this shelf under `plan/day`; it can always be made again from the rows. */
function partialShelf(store: Store): Shelf<Identified> {
  return store.shelf<Identified>('partials');
}

/** Every plan that kept something, one look at each instead of a walk over all of their days. */
async function plansOf(shelf: Shelf<Identified>): Promise<readonly string[]> {
  const plans: string[] = [];
  for (let from: string | undefined = ''; from !== undefined;) {
    let plan: string | undefined;
    for await (const { value } of shelf.list({ from, limit: 1 })) plan = value.id.slice(0, value.id.lastIndexOf('/'));
    if (plan !== undefined) plans.push(plan);
    // "0" is the character after "/".
    from = plan === undefined ? undefined : `${plan}0`;
  }
  return plans;
}

/** Removes what was counted of one day. */
export async function removePartialsOf(store: Store, day: Day): Promise<void> {
  const shelf = partialShelf(store);
  for (const plan of await plansOf(shelf)) await shelf.remove(`${plan}/${day}`);
}

/** Removes what was counted of days before one. */
export async function removePartialsBefore(store: Store, day: Day): Promise<number> {
  const shelf = partialShelf(store);
  let removed = 0;
  for (const plan of await plansOf(shelf)) {
    const old: string[] = [];
    for await (const { value } of shelf.list({ from: `${plan}/`, to: `${plan}/${day}` })) old.push(value.id);
    for (const id of old) await shelf.remove(id);
    removed += old.length;
  }
  return removed;
}
