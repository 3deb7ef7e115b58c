import { DAY, dayOf, type Day, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { NOT_OURS } from './take.ts';
import { repeatsIn, type Counts } from './tally.ts';

/** What one source brought on one UTC day: numbers alone. */
export interface ArrivalDay {
  readonly day: Day;
  readonly read: number;
  /** Events or rows made of them. */
  readonly made: number;
  /** Of these, repeats that were left out. */
  readonly repeats: number;
  readonly added: number;
  /** Not our business: left at the source by its kind. */
  readonly leftOut: number;
  /** Ours, and could not be used. */
  readonly refused: number;
}

/** What is known of one source's records as they came in. */
export interface ArrivalState {
  readonly id: string;
  /** The last days on which something came, in order. */
  readonly days: readonly ArrivalDay[];
  /** The last time something new came. */
  readonly newAt: Instant | null;
  /** Since when nothing could be used of what is ours, over how many records, and the most frequent reason. */
  readonly refusing: { readonly since: Instant; readonly records: number; readonly reason: string } | null;
}

/** What came in, by source and day; shared by every process on one store. It names nobody. */
export interface ArrivalBook {
  states(): Promise<readonly ArrivalState[]>;
  /** Notes what was read of a source at one time. */
  took(source: string, counts: Counts, at: Instant): Promise<void>;
}

const KEPT_DAYS = 14;

export function arrivalBook(store: Pick<Store, 'shelf'>): ArrivalBook {
  const shelf = store.shelf<ArrivalState>('arrivals');
  return {
    states: async () => (await Array.fromAsync(shelf.list())).map(({ value }) => value),
    async took(source, counts, at) {
      if (counts.read === 0) return;
      const before = (await shelf.get(source))?.value ?? { id: source, days: [], newAt: null, refusing: null };
      await shelf.put(afterTake(before, counts, at));
    },
  };
}

/** The state of a source after something was read of it. */
function afterTake(before: ArrivalState, counts: Counts, at: Instant): ArrivalState {
  const day = dayOf(at);
  const leftOut = [...counts.reasons].reduce((sum, [reason, times]) => sum + (reason.startsWith(NOT_OURS) ? times : 0), 0);
  const refused = counts.rejected - leftOut;
  const same = before.days.find((one) => one.day === day) ?? { day, read: 0, made: 0, repeats: 0, added: 0, leftOut: 0, refused: 0 };
  const today = { day, read: same.read + counts.read, made: same.made + counts.made, repeats: same.repeats + repeatsIn(counts), added: same.added + counts.added, leftOut: same.leftOut + leftOut, refused: same.refused + refused };
  return {
    id: before.id,
    days: [...before.days.filter((one) => one.day !== day && one.day >= dayOf(at - KEPT_DAYS * DAY)), today],
    newAt: counts.added > 0 ? at : before.newAt,
    refusing: counts.made > 0 ? null : refused === 0 ? before.refusing : {
      since: before.refusing?.since ?? at, records: (before.refusing?.records ?? 0) + refused, reason: mostFrequent(counts),
    },
  };
}

function mostFrequent({ reasons }: Counts): string {
  const [first] = [...reasons].filter(([reason]) => !reason.startsWith(NOT_OURS)).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first![0];
}
