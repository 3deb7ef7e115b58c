import type { Instant } from '../../core/time.ts';
import { FarmwatchError, type ErrorCode } from '../../errors.ts';
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
  /** The same in its parts, where it is a failure of ours. */
  readonly failure?: PullFailure;
  /** The first failure since the last good pull. */
  readonly failingSince?: Instant;
  /** So far our clock is ahead of the vendor's, by its last answer; below 0 where it is behind. */
  readonly clockAheadMs?: number;
}

/** Why a pull failed, and what to do about it. */
export interface PullFailure { readonly code: ErrorCode; readonly why: string; readonly cure?: string }

/** What else is known when a pull ends. */
export interface PullEnd { readonly error?: unknown; readonly clockAheadMs?: number }

/** Where each pull goes on, and how the last one ended; shared by every process on one store. */
export interface PullBook {
  states(): Promise<readonly PullState[]>;
  cursorOf(source: string): Promise<Cursor | undefined>;
  moved(source: string, cursor: Cursor): Promise<void>;
  ended(source: string, at: Instant, failed: string | null, more?: PullEnd): Promise<void>;
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
    async ended(source, at, failed, { error, clockAheadMs } = {}) {
      const { id, cursor, goodAt, failingSince } = await state(source);
      const failure = failureOf(error);
      await shelf.put({
        id, cursor, triedAt: at, failed, goodAt: failed === null ? at : goodAt,
        ...(failed === null ? {} : { failingSince: failingSince ?? at }), ...(failure ? { failure } : {}), ...(clockAheadMs === undefined ? {} : { clockAheadMs }),
      });
    },
    forget: (source) => shelf.remove(source),
  };
}

function failureOf(error: unknown): PullFailure | undefined {
  if (!(error instanceof FarmwatchError)) return undefined;
  const { why, cure } = error.details;
  return { code: error.code, why: typeof why === 'string' ? why : error.message, ...(typeof cure === 'string' ? { cure } : {}) };
}
