import { isRejected, parseEvent } from '../core/parse-event.ts';
import type { Event } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import type { Enricher } from './enrich.ts';
import type { Rejects } from './rejects.ts';
import { countReason, noCounts, type Counts } from './tally.ts';

/** Events that are written at once: two row groups of the embedded store, which go to their place without a detour through its log. */
export const BATCH = 105_000;

/** Why a copy is refused. */
export const CONFLICTING = 'conflicting copy: the same id with another @timestamp came before';

export interface EventImport {
  /** Without a store nothing is written: a dry run. */
  readonly store: Store | undefined;
  readonly enricher: Enricher;
  readonly rejects: Rejects | undefined;
  /** Rows without a stamp may not be later than this. */
  readonly latest?: Instant;
  /** Told after every batch. */
  readonly progress?: (read: number) => void;
  /** Where to count, for who wants to know how far it came when it fails; otherwise a new one. */
  readonly counts?: Counts;
}

/** Takes documents one by one, writes them in batches, counts what becomes of each. */
export interface Intake {
  readonly counts: Counts;
  /** One document; undefined where the line could not even be read, with the reason. */
  take(line: number, raw: unknown): void;
  reject(line: number, reason: string, record?: unknown): void;
  /** True when a batch is full: time to wait for {@link flush}. */
  readonly full: boolean;
  flush(): Promise<void>;
  /** Writes the rest and waits for all of it. */
  finish(): Promise<void>;
}

/** @param file named in rejected rows */
export function intakeOf(file: string, into: EventImport): Intake {
  const counts = into.counts ?? noCounts();
  const context = {
    ...(into.latest === undefined ? {} : { latest: into.latest }),
    unknownField: (name: string) => counts.unknownFields.set(name, (counts.unknownFields.get(name) ?? 0) + 1),
  };
  let batch: Event[] = [];
  let lines: number[] = [];
  // One batch is written while the next one is read.
  let writing: Promise<void> = Promise.resolve();
  const write = async (events: readonly Event[], where: readonly number[]): Promise<void> => {
    if (events.length === 0 || !into.store) return;
    const result = await into.store.events.append(events);
    counts.added += result.added;
    counts.known += result.known;
    for (const event of result.conflicting) intake.reject(where[events.indexOf(event)] ?? 0, CONFLICTING, event);
    into.progress?.(counts.read);
  };
  const intake: Intake = {
    counts,
    get full() { return batch.length >= BATCH; },
    take(line, raw) {
      const event = parseEvent(raw, context);
      if (isRejected(event)) {
        intake.reject(line, event.rejected, raw);
        return;
      }
      counts.made++;
      batch.push(into.enricher.enrich(event));
      lines.push(line);
    },
    reject(line, reason, record) {
      countReason(counts, reason);
      into.rejects?.note({ file, line, reason, record });
    },
    async flush() {
      await writing;
      writing = write(batch, lines);
      batch = [];
      lines = [];
      // A failure is met at the next flush; until then it must not count as unhandled.
      writing.catch(() => {});
    },
    async finish() {
      await intake.flush();
      await writing;
      into.rejects?.flush();
    },
  };
  return intake;
}
