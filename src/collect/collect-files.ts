import { isRejected, parseEvent } from '../core/parse-event.ts';
import type { Event } from '../core/event.ts';
import type { Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import type { MapContext, Source } from './collector.ts';
import type { Enricher } from './enrich.ts';
import { BATCH, CONFLICTING } from './part-writer.ts';
import type { Rejects } from './rejects.ts';
import { addCounts, countReason, noCounts, type Counts } from './tally.ts';

/** How the reason for a record begins that we do not want. */
export const NOT_OURS = 'not our business';

export interface Collecting {
  readonly store: Store | undefined;
  readonly enricher: Enricher;
  readonly rejects: Rejects | undefined;
  /** Stamp of everything collected now. */
  readonly stamp: Instant;
  readonly context: MapContext;
  readonly progress?: (file: string, read: number) => void;
  /** Told after every file, also after one that is torn. */
  readonly done?: (file: string, counts: Counts) => void;
}

/** What became of some files; `torn` says why some could not be read to their end. */
export interface Collected { readonly counts: Counts; readonly torn: readonly FarmwatchError[] }

/** Reads saved files of a vendor through its source. One that is torn keeps nobody from reading the others. */
export async function collectFiles(source: Source, files: readonly string[], into: Collecting): Promise<Collected> {
  const total = noCounts();
  const torn: FarmwatchError[] = [];
  for (const file of files) {
    const counts = noCounts();
    try {
      await collectFile(source, file, into, counts);
    } catch (error) {
      if (!isTorn(error)) throw error;
      torn.push(error);
    }
    addCounts(total, counts);
    into.done?.(file, counts);
  }
  return { counts: total, torn };
}

/** True for a file that could not be read to its end; what came before is kept. */
export function isTorn(error: unknown): error is FarmwatchError {
  return error instanceof FarmwatchError && error.code === 'file.unreadable';
}

/** A record becomes events, or is rejected with a reason. What was counted before a failure stands in `counts`. */
async function collectFile(source: Source, file: string, into: Collecting, counts: Counts): Promise<void> {
  let batch: Event[] = [];
  const lines = new Map<Event, number>();
  const reject = (line: number, reason: string, record: unknown): void => {
    countReason(counts, reason);
    // What is none of our business is counted and not kept: it may hold anything.
    if (!reason.startsWith(NOT_OURS)) into.rejects?.note({ file, line, reason, record });
  };
  const kept = (raw: unknown): unknown => (source.kept ? source.kept(raw, into.context.options) : raw);
  const flush = async (): Promise<void> => {
    if (into.store && batch.length > 0) {
      const result = await into.store.events.append(batch);
      counts.added += result.added;
      counts.known += result.known;
      for (const event of result.conflicting) reject(lines.get(event) ?? 0, CONFLICTING, event);
    }
    batch = [];
    lines.clear();
    into.progress?.(file, counts.read);
  };
  try {
    for await (const record of source.read(file, into.context.options)) {
      counts.read++;
      if ('rejected' in record) {
        reject(record.line, record.rejected, record.raw);
        continue;
      }
      const drafts = source.map(record.raw, into.context);
      if (isRejected(drafts)) {
        reject(record.line, drafts.rejected, kept(record.raw));
        continue;
      }
      const events = drafts.map((draft) => parseEvent(draft, { stamp: into.stamp }));
      const refused = events.find(isRejected);
      if (refused) {
        reject(record.line, refused.rejected, kept(record.raw));
        continue;
      }
      counts.made += events.length;
      for (const event of events as Event[]) {
        const rich = into.enricher.enrich(event);
        batch.push(rich);
        lines.set(rich, record.line);
      }
      if (batch.length >= BATCH) await flush();
    }
  } finally {
    await flush();
    into.rejects?.flush();
  }
}
