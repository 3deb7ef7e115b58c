import { isRejected } from '../../../core/parse-event.ts';
import { readBytes } from '../../bytes.ts';
import type { ReadRecord } from '../../collector.ts';
import { readRecords, type Reading } from '../../records.ts';
import { asTree, xmlReader } from '../../xml.ts';
import { elementsInXml } from '../../xml-elements.ts';

const parseXml = xmlReader([]);

/** The rows of a saved report: its XML, JSON or CSV. */
export async function* readReport(file: string, reading: Reading): AsyncGenerator<ReadRecord> {
  if (!(await isXml(file))) {
    yield* readRecords(file, reading);
    return;
  }
  for await (const found of elementsInXml(file, readBytes(file), 'Report_Entry')) {
    if ('rejected' in found || typeof found.raw !== 'string') {
      yield found;
      continue;
    }
    const tree = parseXml(found.raw);
    if (isRejected(tree)) yield { ...found, rejected: tree.rejected };
    else yield { ...found, raw: asTree(tree['Report_Entry']) ?? {} };
  }
}

async function isXml(file: string): Promise<boolean> {
  for await (const piece of readBytes(file)) return /^\uFEFF?\s*<[?!a-z_]/i.test(piece.toString('utf8', 0, 4_096));
  return false;
}
