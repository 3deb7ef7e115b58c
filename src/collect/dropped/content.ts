import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { FarmwatchError } from '../../errors.ts';
import { otherKind } from '../other-kinds.ts';
import { isParquet } from '../parquet.ts';
import { isGzip, isZip, whyNoWorkbook, zipEntries } from '../zip.ts';

/** What a file is by its first bytes; `text` holds a table, JSON, XML or lines of a log, packed or not, and Parquet is read as one. */
export type Content = 'text' | 'workbook' | 'event-log';

const START_BYTES = 4 * 1024;

/**
 * What a file holds.
 *
 * @param name for messages
 * @param workbookMb the most that a workbook may have, in MB; it is read whole
 * @throws FarmwatchError `file.unreadable` for what no reader understands
 */
export async function contentOf(path: string, name: string, workbookMb: number): Promise<Content> {
  const start = await startOf(path);
  if (start.length === 0) throw refused(name, 'it is empty', 'Choose another file.');
  if (isZip(start)) return workbookOr(path, name, workbookMb);
  if (start.toString('latin1', 0, 7) === 'ElfFile') return 'event-log';
  const inside = isGzip(start) ? await unpackedStart(path) : start;
  const other = otherKind(inside);
  if (other) throw refused(name, `it is ${other.name}`, other.cure);
  if (!isText(inside) && !isParquet(start)) throw refused(name, 'it is no table, no JSON and no lines of text', 'Choose a CSV, XLSX, NDJSON, JSON, XML, Parquet or EVTX file, packed with gzip or not.');
  return 'text';
}

/**
 * How many bytes a file has when it is unpacked, as far as `most`: a small gzip or workbook may grow a thousandfold.
 *
 * @returns more than `most` as soon as that is known
 */
export async function unpackedBytes(path: string, content: Content, most: number): Promise<number> {
  if (content === 'workbook') return zipEntries(await readFile(path)).reduce((sum, { size }) => sum + size, 0);
  if (!isGzip(await startOf(path))) return (await stat(path)).size;
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path).pipe(createGunzip())) if ((bytes += (piece as Buffer).length) > most) break;
  } catch {
    // A torn one is told as such by whoever reads it.
  }
  return bytes;
}

async function startOf(path: string): Promise<Buffer> {
  await using handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

async function unpackedStart(path: string): Promise<Buffer> {
  try {
    for await (const piece of createReadStream(path).pipe(createGunzip())) return (piece as Buffer).subarray(0, START_BYTES);
  } catch {
    // A torn one is told as such by whoever reads it.
  }
  return Buffer.alloc(0);
}

/** A workbook has some dozen parts, and one or two for each sheet and picture. */
const MOST_WORKBOOK_PARTS = 5_000;

async function workbookOr(path: string, name: string, mostMb: number): Promise<Content> {
  if ((await stat(path)).size > mostMb * 1024 * 1024) throw refused(name, `as a workbook or ZIP archive it may have ${mostMb} MB`, 'Save the sheet as CSV.');
  const names = zipEntries(await readFile(path)).map((entry) => entry.name);
  if (names.length > MOST_WORKBOOK_PARTS) throw refused(name, `as a workbook or ZIP archive it may have ${MOST_WORKBOOK_PARTS} parts`, 'Save the sheet as CSV.');
  const other = whyNoWorkbook(names);
  if (other) throw refused(name, other.why, other.cure);
  return 'workbook';
}

/** True for text of any encoding: zeros come in UTF-16 alone, there in every other place. */
function isText(start: Buffer): boolean {
  if (!start.includes(0)) return true;
  if (start.readUInt16BE(0) === 0xfffe || start.readUInt16BE(0) === 0xfeff) return true;
  const zeros = [0, 1].map((odd) => start.subarray(0, 64).filter((byte, at) => at % 2 === odd && byte === 0).length);
  return Math.min(...zeros) === 0 && Math.max(...zeros) * 2 >= Math.min(start.length, 64) - 1;
}

function refused(file: string, why: string, cure: string): FarmwatchError {
  return new FarmwatchError('file.unreadable', { file, why, cure });
}
