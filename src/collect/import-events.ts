import { LONGEST_LINE_BYTES } from './lines.ts';
import { partsOfLines } from './packed-lines.ts';
import type { PackedPart, PackingOptions } from './part-packer.ts';
import { BATCH, partWriter, type EventImport } from './part-writer.ts';
import { partsOf } from './reading-thread.ts';
import type { Counts } from './tally.ts';

/**
 * Reads a file of ECS documents, one a line, into the store.
 *
 * Without a store nothing is written: a dry run. What was appended before a failure stays.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable` (a torn file, after what could be read was kept), `store.away`
 */
export async function importEvents(file: string, into: EventImport): Promise<Counts> {
  return written(file, partsOf(file, optionsOf(into)), into);
}

/** As {@link importEvents}, for documents that are made in this process: they are read as the lines of a file would be. */
export async function importDocuments(name: string, documents: Iterable<unknown>, into: EventImport): Promise<Counts> {
  return written(name, partsOfLines(linesOf(documents), LONGEST_LINE_BYTES, optionsOf(into)), into);
}

async function written(name: string, parts: AsyncGenerator<PackedPart>, into: EventImport): Promise<Counts> {
  const first = parts.next();
  // A failure is met when its turn comes; until then it must not count as unhandled.
  first.catch(() => {});
  try {
    const enricher = typeof into.enricher === 'function' ? await into.enricher() : into.enricher;
    const writer = partWriter(name, { ...into, enricher });
    try {
      for (let part = await first; part.done !== true; part = await parts.next()) await writer.take(part.value);
    } finally {
      // Also after a torn file: what could be read is kept.
      await writer.finish();
    }
    return writer.counts;
  } finally {
    await parts.return(undefined);
  }
}

/** About so much text is handed over at once. */
const PIECE_CHARACTERS = 256 * 1024;

async function* linesOf(documents: Iterable<unknown>): AsyncGenerator<Buffer> {
  let piece = '';
  for (const document of documents) {
    piece += `${JSON.stringify(document)}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

function optionsOf({ latest }: EventImport): PackingOptions {
  return { batch: BATCH, ...(latest === undefined ? {} : { latest }) };
}
