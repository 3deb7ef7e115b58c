import { messageOf } from '../../../errors.ts';
import { readBytes } from '../../bytes.ts';
import type { ReadRecord } from '../../collector.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { jsonValues } from '../../json-values.ts';
import { LONGEST_LINE_BYTES, linesOf } from '../../lines.ts';
import { isSplunkExport, readRecords } from '../../records.ts';
import { elementsInXml } from '../../xml-elements.ts';
import { EVTX_MAGIC, evtxRecords } from './evtx.ts';
import { isFlatHeader } from './shape-flat.ts';
import { isWindowsEvent } from './shapes.ts';
import { isTextEvent, textEvents } from './text.ts';
import { isZip, zipEntries } from './zip.ts';

/** The records of a saved file: a binary log, XML, Splunk text, JSON in any wrapping, or a ZIP of those. */
export async function* readWindows(file: string): AsyncGenerator<ReadRecord> {
  if (!(await isZip(file))) {
    yield* recordsIn(file, readBytes(file), () => readRecords(file, { recognises: isWindowsEvent, isHeader: isFlatHeader }));
    return;
  }
  for await (const { name, pieces } of zipEntries(file)) {
    const inside = `${file}/${name}`;
    yield* recordsIn(inside, pieces, (all) => jsonRecords(inside, all));
  }
}

type Otherwise = (pieces: AsyncGenerator<Buffer>) => AsyncIterable<ReadRecord>;

async function* recordsIn(file: string, pieces: AsyncGenerator<Buffer>, otherwise: Otherwise): AsyncGenerator<ReadRecord> {
  try {
    const next = await pieces.next();
    const first = next.done ? Buffer.alloc(0) : next.value;
    const all = startingWith(first, pieces);
    const head = first.toString('utf8', 0, 4_096).trimStart();
    if (first.subarray(0, EVTX_MAGIC.length).equals(EVTX_MAGIC)) yield* evtxRecords(file, all);
    // Syslog starts with a number in such brackets. What is copied from Event Viewer keeps the dash that folds an element.
    else if (/^(?:- *)?<[?!a-z_]/i.test(head)) yield* elementsInXml(file, all, 'Event');
    else if (isTextEvent(head) && !isSplunkExport(head)) yield* textEvents(file, linesOf(all, LONGEST_LINE_BYTES));
    else yield* otherwise(all);
  } finally {
    // Where the file is read afresh, this reading of it is over.
    await pieces.return(undefined);
  }
}

async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function* jsonRecords(file: string, pieces: AsyncGenerator<Buffer>): AsyncGenerator<ReadRecord> {
  for await (const batch of jsonValues(file, pieces, LONGEST_LINE_BYTES)) {
    for (const found of batch) {
      if ('rejected' in found) {
        yield { file, ...found };
        continue;
      }
      try {
        for (const raw of unwrap(JSON.parse(found.text), isWindowsEvent)) yield { file, line: found.line, raw };
      } catch (error) {
        yield { file, line: found.line, rejected: `not JSON: ${messageOf(error).slice(0, 120)}` };
      }
    }
  }
}
