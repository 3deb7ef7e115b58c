import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../core/time.ts';
import type { Source } from '../collector.ts';
import type { Taker } from '../take.ts';
import type { Counts } from '../tally.ts';
import type { PullBook } from './book.ts';
import type { PullIo } from './pull.ts';

export interface Pulling {
  /** Under which the book keeps where to go on. */
  readonly name: string;
  readonly io: PullIo;
  readonly book: PullBook;
  readonly counts: Counts;
  readonly taker: Taker;
  /** Takes the first page only, and leaves the place where to go on as it is. */
  readonly dryRun?: boolean;
  /** Where others wait: from then on it ends as soon as its place moves, and the next pull goes on there. */
  readonly until?: Instant;
  readonly progress?: (read: number) => void;
}

/**
 * Fetches what is new. The place where to go on moves only once everything before it is durable, so whatever fails is
 * asked for again, and what comes twice adds nothing.
 *
 * @throws FarmwatchError of the vendor or the store; earlier pages are kept
 */
export async function collectPull(source: Source, { name, io, book, counts, taker, dryRun = false, until = Infinity, progress }: Pulling): Promise<void> {
  const kept = await book.cursorOf(name);
  let line = 0;
  let before = kept ?? {};
  for await (const { records, cursor } of source.pull!.pages(kept, io)) {
    for (const raw of records) await taker.take({ file: name, line: ++line, raw });
    await taker.flush();
    if (dryRun) return;
    await book.moved(name, cursor);
    progress?.(counts.read);
    // Between two moves it would have to be asked for again what was just had.
    if (io.now() >= until && !isDeepStrictEqual(cursor, before)) return;
    before = cursor;
  }
}
