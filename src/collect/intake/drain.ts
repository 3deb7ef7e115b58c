import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND, type Instant } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import type { Spool } from './spool.ts';

/** After lines were kept so long is waited for more, because a store takes a hundred lines like one. */
const GATHER_MS = SECOND;
/** A source that could not be stored is left alone for twice as long each time, and no longer than this. */
const LONGEST_WAIT_MS = MINUTE;

/** Which source is not stored, why, and since when; older servers did not say which. */
export interface DrainTrouble { readonly source?: string; readonly since: Instant; readonly why: string }

/** Moves what waits in the spool into the store: a segment of each source in turn, those of one source in order. */
export interface Drainer {
  /** Empties the spool whenever something is in it. */
  start(): void;
  /** Empties it now. @throws what kept a source from being emptied, after the others were */
  drain(): Promise<void>;
  /** Of the source that could not be stored for the longest time. */
  readonly trouble: DrainTrouble | undefined;
  /** Drains what is there for up to so long, then ends; the rest stays for the next start. */
  stop(withinMs: number): Promise<void>;
}

export interface Draining {
  readonly spool: Pick<Spool, 'sources' | 'hasFull' | 'next' | 'done' | 'onKept'>;
  /** Stores what is in a segment; once it resolves the segment is removed. */
  readonly store: (source: string, segment: string) => Promise<void>;
  readonly now: () => Instant;
  /** Waits so long, or until it is told to stop; the clock of the system where left out. */
  readonly wait?: (ms: number, stop: AbortSignal) => Promise<void>;
}

/** A source that could not be stored: since when and why, and until when it is left alone. */
interface Held extends DrainTrouble { readonly waitMs: number; readonly until: Instant }

export function drainer({ spool, store, now, wait = waited }: Draining): Drainer {
  const stopping = new AbortController();
  let ended = false;
  /** The one that is held longest comes first. */
  const held = new Map<string, Held>();
  let turn: Promise<unknown> = Promise.resolve();
  let loop: Promise<void> | undefined;
  let wake = (): void => {};
  const hold = (source: string, error: unknown): void => {
    const before = held.get(source);
    const waitMs = Math.min((before?.waitMs ?? GATHER_MS) * 2, LONGEST_WAIT_MS);
    held.set(source, { since: before?.since ?? now(), why: messageOf(error), waitMs, until: now() + waitMs });
  };
  /** Stores one segment of each source: one of which more comes all the time has its turn like the others. @returns what failed, by source */
  const storeOneEach = async (sources: readonly string[]): Promise<ReadonlyMap<string, unknown>> => {
    const failed = new Map<string, unknown>();
    for (const source of sources) {
      try {
        const segment = ended ? undefined : await spool.next(source);
        if (segment === undefined) continue;
        await store(source, segment);
        await spool.done(segment);
        held.delete(source);
      } catch (error) {
        // A source that is configured wrongly keeps nobody from storing the others, nor has them wait.
        hold(source, error);
        failed.set(source, error);
      }
    }
    return failed;
  };
  const storeAll = async (): Promise<void> => {
    const failed = new Map<string, unknown>();
    for (let left; !ended && (left = spool.sources().filter((source) => !failed.has(source))).length > 0;) {
      for (const [source, error] of await storeOneEach(left)) failed.set(source, error);
    }
    for (const error of failed.values()) throw error;
  };
  /** Two at once would store the same segment. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };
  const drain = (): Promise<void> => inTurn(storeAll);
  const due = (): readonly string[] => spool.sources().filter((source) => now() >= (held.get(source)?.until ?? -Infinity));
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => { wake = resolve; });
      if (spool.sources().length === 0) await woken;
      // A full segment gathers nothing more, and while it is stored the others do.
      if (!due().some((source) => spool.hasFull(source))) await wait(GATHER_MS, stopping.signal);
      // Why it failed stands in `trouble`.
      if (!stopping.signal.aborted) await inTurn(() => storeOneEach(due()));
    }
  };
  return {
    start() {
      spool.onKept(() => wake());
      loop ??= follow();
    },
    drain,
    get trouble() {
      const [longest] = held;
      return longest && { source: longest[0], since: longest[1].since, why: longest[1].why };
    },
    async stop(withinMs) {
      stopping.abort();
      wake();
      const late = new AbortController();
      await Promise.race([
        Promise.resolve(loop).then(drain).catch(() => {}).finally(() => late.abort()),
        waited(withinMs, late.signal),
      ]);
      ended = true;
    },
  };
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {});
}
