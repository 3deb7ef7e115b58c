import { DAY, type Instant } from '../../core/time.ts';

/** What came of half an hour: when its first row was known, and by how many whole half hours that was late, 0 within minutes; undefined where it lies between two. */
export interface Slot { readonly known: Instant; readonly halfHours: number | undefined }

/** Since when rows come whole half hours after the time they tell, or before it where that is below 0. */
export interface Shift { readonly halfHours: number; readonly since: Instant }

/** Half an hour is how often some systems hand over; zones that are mistaken for each other are an hour or more apart. */
const FEWEST_HALF_HOURS = 2;
/** Before and after, so many half hours brought rows. */
const FEWEST_SLOTS = 20;
/** An outage is over sooner, and what was held back then comes with all kinds of delays. */
const SHORTEST = DAY;
/** Of the half hours, this share agrees, before and after. */
const AGREEING = 0.95;
/** What holds now is told by so much. */
const LATELY = 3 * DAY;

/**
 * Finds the instant from which on nearly everything comes the same whole half hours late, where nearly everything came
 * within minutes before: a source that is held back since, or whose zone was changed.
 *
 * @param slots in any order
 * @returns undefined where it was so always, is so for less than a day, is over, or where delays differ
 */
export function shiftIn(slots: readonly Slot[]): Shift | undefined {
  const inOrder = slots.toSorted((a, b) => a.known - b.known);
  const newest = inOrder.at(-1)?.known;
  if (newest === undefined) return undefined;
  const lately = inOrder.filter(({ known }) => known > newest - LATELY).map(({ halfHours }) => halfHours);
  const [halfHours] = [...Map.groupBy(lately, (one) => one)].sort((a, b) => b[1].length - a[1].length)[0]!;
  if (halfHours === undefined || Math.abs(halfHours) < FEWEST_HALF_HOURS) return undefined;
  const split = splitOf(inOrder, halfHours);
  const [before, after] = [inOrder.slice(0, split), inOrder.slice(split)];
  const since = after[0]?.known;
  if (since === undefined || newest - since < SHORTEST || !agree(before, 0) || !agree(after, halfHours)) return undefined;
  return { halfHours, since };
}

/** Where in order most is on time before and late after. */
function splitOf(inOrder: readonly Slot[], late: number): number {
  let right = inOrder.filter(({ halfHours }) => halfHours === late).length;
  let [best, most] = [0, right];
  inOrder.forEach(({ halfHours }, index) => {
    right += Number(halfHours === 0) - Number(halfHours === late);
    if (right > most) [best, most] = [index + 1, right];
  });
  return best;
}

function agree(slots: readonly Slot[], halfHours: number): boolean {
  return slots.length >= FEWEST_SLOTS && slots.filter((slot) => slot.halfHours === halfHours).length >= AGREEING * slots.length;
}
