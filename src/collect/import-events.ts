import { partPacker } from './part-packer.ts';
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
  const writer = partWriter(file, into);
  try {
    for await (const part of partsOf(file, optionsOf(into))) await writer.take(part);
  } finally {
    // Also after a torn file: what could be read is kept.
    await writer.finish();
  }
  return writer.counts;
}

/** As {@link importEvents}, for documents that are in this process already. */
export async function importDocuments(name: string, documents: Iterable<unknown>, into: EventImport): Promise<Counts> {
  const packer = partPacker(optionsOf(into));
  const writer = partWriter(name, into);
  let line = 0;
  try {
    for (const document of documents) {
      packer.take(++line, document);
      if (packer.full) await writer.take(packer.part());
    }
    if (!packer.empty) await writer.take(packer.part());
  } finally {
    await writer.finish();
  }
  return writer.counts;
}

function optionsOf({ latest }: EventImport): { readonly batch: number; readonly latest?: number } {
  return { batch: BATCH, ...(latest === undefined ? {} : { latest }) };
}
