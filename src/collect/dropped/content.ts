import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { unzipSync } from 'fflate';
import { FarmwatchError } from '../../errors.ts';

/** What a file is by its first bytes; `text` holds a table, JSON, XML or lines of a log, packed or not. */
export type Content = 'text' | 'workbook' | 'event-log';

const START_BYTES = 4 * 1024;

/** Kinds that can be named, so that whoever chose the wrong file sees which one it was. */
const OTHERS: readonly { readonly magic: string; readonly name: string; readonly cure: string }[] = [
  { magic: '25504446', name: 'a PDF', cure: 'Save the table behind it as CSV or XLSX.' },
  { magic: 'd0cf11e0', name: 'an old XLS workbook or one with a password', cure: 'Save it as XLSX or CSV.' },
  { magic: '89504e47', name: 'a picture', cure: 'Take the table itself.' },
  { magic: 'ffd8ff', name: 'a picture', cure: 'Take the table itself.' },
  { magic: '7f454c46', name: 'a program', cure: 'Take the records it writes.' },
  { magic: '4d5a', name: 'a program', cure: 'Take the records it writes.' },
  { magic: '28b52ffd', name: 'packed with zstd', cure: 'Unpack it, or pack it with gzip.' },
  { magic: 'fd377a58', name: 'packed with xz', cure: 'Unpack it, or pack it with gzip.' },
  { magic: '425a68', name: 'packed with bzip2', cure: 'Unpack it, or pack it with gzip.' },
  { magic: '377abcaf', name: 'packed with 7-Zip', cure: 'Unpack it, or pack it with gzip.' },
];

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
  const hex = start.toString('hex', 0, 8);
  if (hex.startsWith('504b0304')) return workbookOr(path, name, workbookMb);
  if (start.toString('latin1', 0, 7) === 'ElfFile') return 'event-log';
  const inside = hex.startsWith('1f8b') ? await unpackedStart(path) : start;
  const insideHex = inside.toString('hex', 0, 8);
  const other = OTHERS.find(({ magic }) => insideHex.startsWith(magic));
  if (other) throw refused(name, `it is ${other.name}`, other.cure);
  if (!isText(inside)) throw refused(name, 'it is no table, no JSON and no lines of text', 'Choose a CSV, XLSX, NDJSON, JSON, XML or EVTX file, packed with gzip or not.');
  return 'text';
}

/**
 * How many bytes a file has when it is unpacked, as far as `most`: a small gzip or workbook may grow a thousandfold.
 *
 * @returns more than `most` as soon as that is known
 */
export async function unpackedBytes(path: string, content: Content, most: number): Promise<number> {
  if (content === 'workbook') return entriesOf(await readFile(path)).reduce((sum, { size }) => sum + size, 0);
  if (!(await startOf(path)).toString('hex', 0, 2).startsWith('1f8b')) return (await stat(path)).size;
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
  const names = entriesOf(await readFile(path)).map((entry) => entry.name);
  if (names.length > MOST_WORKBOOK_PARTS) throw refused(name, `as a workbook or ZIP archive it may have ${MOST_WORKBOOK_PARTS} parts`, 'Save the sheet as CSV.');
  if (names.includes('xl/workbook.xml')) return 'workbook';
  throw refused(name, 'it is a ZIP archive', 'Unpack it and choose the files inside.');
}

/** What is in a ZIP archive by its directory; nothing is unpacked. */
function entriesOf(bytes: Buffer): readonly { readonly name: string; readonly size: number }[] {
  const entries: { name: string; size: number }[] = [];
  try {
    unzipSync(bytes, { filter: ({ name, originalSize: size }) => (entries.push({ name, size }), false) });
  } catch {
    // Torn: then it is no workbook either.
  }
  return entries;
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
