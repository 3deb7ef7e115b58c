import type { Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import type { Cursor } from './pull.ts';

/** What is known of one source that is pulled. */
export interface PullState {
  readonly id: string;
  readonly cursor: Cursor | null;
  /** The last pull that came to its end. */
  readonly goodAt: Instant | null;
  /** The last pull, and why it failed. */
  readonly triedAt: Instant | null;
  readonly failed: string | null;
}

/** Where each pull goes on, and how the last one ended; shared by every process on one store. */
export interface PullBook {
  states(): Promise<readonly PullState[]>;
  cursorOf(source: string): Promise<Cursor | undefined>;
  moved(source: string, cursor: Cursor): Promise<void>;
  ended(source: string, at: Instant, failed: string | null): Promise<void>;
  /** The next pull begins anew. */
  forget(source: string): Promise<void>;
}

export function pullBook(store: Pick<Store, 'shelf'>): PullBook {
  const shelf = store.shelf<PullState>('pulls');
  const state = async (id: string): Promise<PullState> => (await shelf.get(id))?.value ?? { id, cursor: null, goodAt: null, triedAt: null, failed: null };
  return {
    states: async () => (await Array.fromAsync(shelf.list())).map(({ value }) => value),
    cursorOf: async (source) => (await state(source)).cursor ?? undefined,
    async moved(source, cursor) {
      await shelf.put({ ...await state(source), cursor });
    },
    async ended(source, at, failed) {
      const before = await state(source);
      await shelf.put({ ...before, triedAt: at, failed, goodAt: failed === null ? at : before.goodAt });
    },
    forget: (source) => shelf.remove(source),
  };
}
