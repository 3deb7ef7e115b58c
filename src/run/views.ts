import type { Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';

/** One look at people, with the name of whoever looked. */
export interface Viewed {
  readonly at: Instant;
  readonly by: string;
  readonly what: 'case' | 'person' | 'timeline' | 'rows' | 'search' | 'screen' | 'export' | 'reveal';
  /** Of the case, the person, the finding; of a search the kinds that were asked for, never the value. */
  readonly id: string;
  /** By pseudonym; applicants who were not hired by a mark. */
  readonly people: readonly string[];
}

/** Every look at a person is kept, whichever way it took. */
export function viewJournal(store: Pick<Store, 'journal'>): Journal<Viewed> {
  return store.journal<Viewed>('views');
}
