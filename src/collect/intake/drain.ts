import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, SECOND, type Instant } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import type { Spool } from './spool.ts';

/** After lines were kept so long is waited for more, because a store takes a hundred lines like one. */
const GATHER_MS = SECOND;
const LONGEST_WAIT_MS = MINUTE;

/** Why the spool is not emptied, and since when. */
export interface DrainTrouble { readonly since: Instant; readonly why: string }

/** Moves what waits in the spool into the store: one segment at a time, in order. */
export interface Drainer {
  /** Empties the spool whenever something is in it. */
  start(): void;
  /** Empties it now. @throws what kept a source from being emptied, after the others were */
  drain(): Promise<void>;
  readonly trouble: DrainTrouble | undefined;
  /** Drains what is there for up to so long, then ends; the rest stays for the next start. */
  stop(withinMs: number): Promise<void>;
}

export interface Draining {
  readonly spool: Pick<Spool, 'sources' | 'next' | 'done' | 'onKept'>;
  /** Stores what is in a segment; once it resolves the segment is removed. */
  readonly store: (source: string, segment: string) => Promise<void>;
  readonly now: () => Instant;
}

export function drainer({ spool, store, now }: Draining): Drainer {
  const stopping = new AbortController();
  let ended = false;
  let trouble: DrainTrouble | undefined;
  let running: Promise<void> | undefined;
  let loop: Promise<void> | undefined;
  let wake = (): void => {};
  const drainAll = async (): Promise<void> => {
    const failed: unknown[] = [];
    for (const source of spool.sources()) {
      try {
        for (let segment; !ended && (segment = await spool.next(source)) !== undefined;) {
          await store(source, segment);
          await spool.done(segment);
        }
      } catch (error) {
        // A source that is configured wrongly keeps nobody from storing the others.
        failed.push(error);
      }
    }
    if (failed.length > 0) throw failed[0];
  };
  /** Whoever asks while it runs waits for that run. */
  const drain = (): Promise<void> => (running ??= drainAll().then(
    () => { trouble = undefined; },
    (error: unknown) => {
      trouble = { since: trouble?.since ?? now(), why: messageOf(error) };
      throw error;
    },
  ).finally(() => { running = undefined; }));
  const wait = (ms: number): Promise<void> => sleep(ms, undefined, { signal: stopping.signal }).catch(() => {});
  const follow = async (): Promise<void> => {
    for (let backoff = GATHER_MS; !stopping.signal.aborted;) {
      const woken = new Promise<void>((resolve) => { wake = resolve; });
      if (spool.sources().length === 0) await woken;
      await wait(backoff);
      if (stopping.signal.aborted) return;
      backoff = await drain().then(() => GATHER_MS, () => Math.min(backoff * 2, LONGEST_WAIT_MS));
    }
  };
  return {
    start() {
      spool.onKept(() => wake());
      loop ??= follow();
    },
    drain,
    get trouble() { return trouble; },
    async stop(withinMs) {
      stopping.abort();
      wake();
      const late = new AbortController();
      await Promise.race([
        Promise.resolve(loop).then(drain).catch(() => {}).finally(() => late.abort()),
        sleep(withinMs, undefined, { signal: late.signal }).catch(() => {}),
      ]);
      ended = true;
    },
  };
}
