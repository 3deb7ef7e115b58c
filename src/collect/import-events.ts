import { isRejected, parseEvent } from '../core/parse-event.ts';
import type { Event } from '../core/event.ts';
import type { Store } from '../store/store.ts';
import type { Enricher } from './enrich.ts';
import { readLines } from './lines.ts';
import type { Rejects } from './rejects.ts';
import { countReason, noCounts, type Counts } from './tally.ts';

/** Events that are written at once: large enough that a commit to disk costs little of the time. */
export const BATCH = 50_000;

export interface EventImport {
  readonly store: Store | undefined;
  readonly enricher: Enricher;
  readonly rejects: Rejects | undefined;
  /** Told after every batch. */
  readonly progress?: (read: number) => void;
}

/**
 * Reads a file of ECS documents, one a line, into the store.
 *
 * Without a store nothing is written: a dry run. What was appended before a failure stays.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable` (a torn file, after what could be read was kept), `store.away`
 */
export async function importEvents(file: string, into: EventImport): Promise<Counts> {
  const counts = noCounts();
  let batch: Event[] = [];
  const lines: { readonly line: number; readonly event: Event }[] = [];
  const context = { unknownField: (name: string) => counts.unknownFields.set(name, (counts.unknownFields.get(name) ?? 0) + 1) };
  const reject = (line: number, reason: string, record?: unknown): void => {
    countReason(counts, reason);
    into.rejects?.note({ file, line, reason, record });
  };
  // One batch is written while the next one is read.
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    const events = batch;
    const where = new Map(lines.splice(0).map(({ line, event }) => [event, line]));
    batch = [];
    writing = write(events, where);
    // A failure is met at the next flush; until then it must not count as unhandled.
    writing.catch(() => {});
  };
  const write = async (events: readonly Event[], where: ReadonlyMap<Event, number>): Promise<void> => {
    if (events.length === 0 || !into.store) return;
    const result = await into.store.events.append(events);
    counts.added += result.added;
    counts.known += result.known;
    for (const event of result.conflicting) {
      reject(where.get(event) ?? 0, 'conflicting copy: the same id with another @timestamp came before', event);
    }
    into.progress?.(counts.read);
  };

  try {
    for await (const found of readLines(file)) {
      for (const one of found) {
        counts.read++;
        if ('rejected' in one) {
          reject(one.line, one.rejected);
          continue;
        }
        let raw: unknown;
        try {
          raw = JSON.parse(one.text);
        } catch {
          reject(one.line, 'not JSON', one.text);
          continue;
        }
        const event = parseEvent(raw, context);
        if (isRejected(event)) {
          reject(one.line, event.rejected, raw);
          continue;
        }
        counts.made++;
        const rich = into.enricher.enrich(event);
        batch.push(rich);
        lines.push({ line: one.line, event: rich });
      }
      if (batch.length >= BATCH) await flush();
    }
  } finally {
    // Also after a torn file: what could be read is kept.
    await flush();
    await writing;
    into.rejects?.flush();
  }
  return counts;
}
