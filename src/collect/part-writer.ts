import type { Event } from '../core/event.ts';
import { eventOf, textAt, type PackedEvents } from '../core/packed-events.ts';
import type { Instant } from '../core/time.ts';
import { identityOf, type Store } from '../store/store.ts';
import { enrichPacked } from './enrich-packed.ts';
import type { Enricher } from './enrich.ts';
import type { PackedPart } from './part-packer.ts';
import type { Rejects } from './rejects.ts';
import { packedWithScanPlaces } from './scan-places.ts';
import { addSpan, addTimes, countReason, noCounts, type Counts } from './tally.ts';

/** Events that are written at once: enough for the common topics to fill row groups of the embedded store, few enough to hold two or three of them in memory. */
export const BATCH = 105_000;

/** Why a copy is refused. */
export const CONFLICTING = 'conflicting copy: the same id with another @timestamp came before';

export interface EventImport {
  /** Without a store nothing is written: a dry run. */
  readonly store: Store | undefined;
  /** Or what opens it, which then happens while the first part is read. */
  readonly enricher: Enricher | (() => Promise<Enricher>);
  readonly rejects: Rejects | undefined;
  /** Rows without a stamp may not be later than this. */
  readonly latest?: Instant;
  /** Told after every batch. */
  readonly progress?: (read: number) => void;
  /** Where to count: who brings it keeps what was counted before a failure. */
  readonly counts?: Counts;
}

/** Writes parts to the store and counts what becomes of each line. */
export interface PartWriter {
  readonly counts: Counts;
  /** Resolves when the last part but one is written: one part is written while the next gets ready and another is read. */
  take(part: PackedPart): Promise<void>;
  /** Waits for all of it. */
  finish(): Promise<void>;
}

/** @param file named in rejected rows */
export function partWriter(file: string, into: EventImport & { readonly enricher: Enricher }): PartWriter {
  const { store, enricher, rejects, progress } = into;
  const counts = into.counts ?? noCounts();
  const reject = (line: number, reason: string, record?: unknown): void => {
    countReason(counts, reason);
    rejects?.note({ file, line, reason, record });
  };
  const write = async ({ events, lines }: PackedPart): Promise<void> => {
    if (!store || events.count === 0) return;
    const result = await store.events.append(enrichPacked(await packedWithScanPlaces(events), enricher));
    counts.added += result.added;
    counts.known += result.known;
    if (result.conflicting.length > 0) {
      const lineOf = linesOf(result.conflicting, events, lines);
      for (const event of result.conflicting) reject(lineOf(event), CONFLICTING, event);
    }
    progress?.(counts.read);
  };
  let before: Promise<void> = Promise.resolve();
  let writing: Promise<void> = Promise.resolve();
  return {
    counts,
    async take(part) {
      counts.read += part.read;
      counts.made += part.events.count;
      addSpan(counts, spanOf(part.events));
      addTimes(counts.unknownFields, part.unknownFields);
      addTimes(counts.unusedValues, part.unusedValues);
      for (const { line, reason, record } of part.rejected) reject(line, reason, record);
      await before;
      before = writing;
      writing = write(part);
      // A failure is met when a later part comes; until then it must not count as unhandled.
      writing.catch(() => {});
    },
    async finish() {
      const [first, second] = await Promise.allSettled([before, writing]);
      rejects?.flush();
      if (first.status === 'rejected') throw first.reason;
      if (second.status === 'rejected') throw second.reason;
    },
  };
}

/** Earliest and latest time of events. */
function spanOf({ groups }: PackedEvents): Counts['span'] {
  let [first, last] = [Infinity, -Infinity];
  for (const { columns } of groups) {
    const times = columns.get('@timestamp');
    if (times?.kind !== 'number') continue;
    for (const at of times.values) {
      if (at < first) first = at;
      if (at > last) last = at;
    }
  }
  return first > last ? undefined : { first, last };
}

/**
 * The line that brought each refused copy; of a stored row that made way, the line of the copy that counts now.
 *
 * All are found in one walk: a file may conflict in every line, and each id has to be decoded.
 */
function linesOf(conflicting: readonly Event[], { words, groups }: PackedEvents, lines: Uint32Array): (event: Event) => number {
  const wanted = new Set<string | undefined>(conflicting.map((event) => event['event.id']));
  const found = new Map<string, number>();
  for (const group of groups) {
    const ids = group.columns.get('event.id');
    if (ids?.kind !== 'text') continue;
    for (let row = 0; row < group.count; row++) {
      if (!wanted.has(textAt(ids, row))) continue;
      const copy = eventOf(words, group, row);
      const line = lines[group.positions[row]!]!;
      found.set(identityOf(copy), line);
      if (!found.has(copyOf(copy))) found.set(copyOf(copy), line);
    }
  }
  return (event) => found.get(copyOf(event)) ?? found.get(identityOf(event)) ?? 0;
}

/** Which of the copies with one identity. */
function copyOf(event: Event): string {
  return `${identityOf(event)}\0${event['@timestamp']}\0${event['event.ingested']}`;
}
