import type { Event } from '../core/event.ts';
import { textAt, type PackedEvents } from '../core/packed-events.ts';
import { enrichPacked } from './enrich-packed.ts';
import { BATCH, CONFLICTING, type EventImport } from './intake.ts';
import type { PackedPart } from './packed-lines.ts';
import { partsOf } from './reading-thread.ts';
import { addTimes, countReason, noCounts, type Counts } from './tally.ts';

/**
 * Reads a file of ECS documents, one a line, into the store.
 *
 * Without a store nothing is written: a dry run. What was appended before a failure stays.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable` (a torn file, after what could be read was kept), `store.away`
 */
export async function importEvents(file: string, into: EventImport): Promise<Counts> {
  const { store, enricher, rejects, latest, progress } = into;
  const counts = noCounts();
  const reject = (line: number, reason: string, record?: unknown): void => {
    countReason(counts, reason);
    rejects?.note({ file, line, reason, record });
  };
  const keep = async ({ events, lines }: PackedPart): Promise<void> => {
    if (!store || events.count === 0) return;
    const result = await store.events.append(enrichPacked(events, enricher));
    counts.added += result.added;
    counts.known += result.known;
    for (const event of result.conflicting) reject(lineOf(event, events, lines), CONFLICTING, event);
    progress?.(counts.read);
  };
  // One part is written while the next one is read.
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const part of partsOf(file, { batch: BATCH, ...(latest === undefined ? {} : { latest }) })) {
      counts.read += part.read;
      counts.made += part.events.count;
      addTimes(counts.unknownFields, part.unknownFields);
      for (const { line, reason, record } of part.rejected) reject(line, reason, record);
      await writing;
      writing = keep(part);
      // A failure is met when the next part comes; until then it must not count as unhandled.
      writing.catch(() => {});
    }
  } finally {
    // Also after a torn file: what could be read is kept.
    await writing.finally(() => rejects?.flush());
  }
  return counts;
}

/** The line that brought a refused copy; of a stored row that made way, the line of the copy that counts now. */
function lineOf(event: Event, { words, groups }: PackedEvents, lines: Uint32Array): number {
  for (const { positions, columns } of groups) {
    const ids = columns.get('event.id');
    const modules = columns.get('event.module');
    const datasets = columns.get('event.dataset');
    if (ids?.kind !== 'text') continue;
    const says = (column: typeof modules, row: number): string | undefined => column?.kind === 'word' ? words[column.codes[row]! - 1] : undefined;
    const row = positions.findIndex((_, index) => textAt(ids, index) === event['event.id'] && says(modules, index) === event['event.module'] && says(datasets, index) === event['event.dataset']);
    if (row >= 0) return lines[positions[row]!]!;
  }
  return 0;
}
