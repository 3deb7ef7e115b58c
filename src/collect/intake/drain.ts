import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND, type Instant } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import type { Spool } from './spool.ts';

/** After lines were kept so long is waited for more, because a store takes a hundred lines like one. */
const GATHER_MS = SECOND;
/** A source that could not be stored is left alone for twice as long each time, and no longer than this. */
const LONGEST_WAIT_MS = MINUTE;

/** Why a source is not stored, and since when. */
export interface DrainTrouble { readonly since: Instant; readonly why: string }

/** Moves what waits in the spool into the store: one segment at a time, in order. */
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
  readonly spool: Pick<Spool, 'sources' | 'next' | 'done' | 'onKept'>;
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
  let running: Promise<void> | undefined;
  let loop: Promise<void> | undefined;
  let wake = (): void => {};
  const hold = (source: string, error: unknown): void => {
    const before = held.get(source);
    const waitMs = Math.min((before?.waitMs ?? GATHER_MS) * 2, LONGEST_WAIT_MS);
    held.set(source, { since: before?.since ?? now(), why: messageOf(error), waitMs, until: now() + waitMs });
  };
  const drainThese = async (sources: readonly string[]): Promise<void> => {
    const failed: unknown[] = [];
    for (const source of sources) {
      try {
        for (let segment; !ended && (segment = await spool.next(source)) !== undefined;) {
          await store(source, segment);
          await spool.done(segment);
        }
        held.delete(source);
      } catch (error) {
        // A source that is configured wrongly keeps nobody from storing the others, nor has them wait.
        hold(source, error);
        failed.push(error);
      }
    }
    if (failed.length > 0) throw failed[0];
  };
  /** Whoever asks while it runs waits for that run. */
  const inOneRun = (sources: () => readonly string[]): Promise<void> => (running ??= drainThese(sources()).finally(() => { running = undefined; }));
  const drain = (): Promise<void> => inOneRun(() => spool.sources());
  const due = (): readonly string[] => spool.sources().filter((source) => now() >= (held.get(source)?.until ?? -Infinity));
  const follow = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => { wake = resolve; });
      if (spool.sources().length === 0) await woken;
      await wait(GATHER_MS, stopping.signal);
      // Why it failed stands in `trouble`.
      if (!stopping.signal.aborted) await inOneRun(due).catch(() => {});
    }
  };
  return {
    start() {
      spool.onKept(() => wake());
      loop ??= follow();
    },
    drain,
    get trouble() {
      const [longest] = held.values();
      return longest && { since: longest.since, why: longest.why };
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
