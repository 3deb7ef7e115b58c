import { close, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { FarmwatchError, messageOf } from '../errors.ts';
import { KIND_BYTES, otherKind, type OtherKind } from './other-kinds.ts';
import { isParquet, parquetRows } from './parquet.ts';
import { isGzip, isZip } from './zip.ts';

const ZIP: OtherKind = { name: 'a ZIP archive or a workbook', cure: 'Unpack it, or save the sheet as CSV, and name the files inside.' };
/** Large enough that work per piece does not show, small enough to forget soon. */
const PIECE_BYTES = 512 * 1024;
/** A gzip piece may grow a thousandfold; this keeps one step under 64 MB. */
const PACKED_PIECE_BYTES = 64 * 1024;

/**
 * The text of a file as UTF-8 bytes, piece by piece: unpacked where it is gzip (known by its first bytes, whatever its
 * name), turned from UTF-16 where it is that, without a byte-order mark. A Parquet file is read as JSON, a row a line.
 *
 * @param reuse a piece is overwritten once the next one is asked for; spares the memory of a large file being made and collected
 * @throws FarmwatchError `file.missing`, or `file.unreadable` where the file is torn, after every piece that could be read
 */
export async function* readBytes(file: string, reuse = false): AsyncGenerator<Buffer> {
  const raw = pieces(file, reuse);
  try {
    const { first, all } = await peek(raw, KIND_BYTES);
    if (isParquet(first)) for await (const rows of parquetRows(file)) yield Buffer.from(rows.map((row) => `${row}\n`).join(''));
    else yield* unpacked(file, all);
  } finally {
    // Also where nothing more of it was wanted.
    await raw.return(undefined);
  }
}

/**
 * The same of a file whose bytes come from elsewhere.
 *
 * @param file its name, for messages
 * @throws FarmwatchError `file.unreadable`
 */
export async function* unpacked(file: string, packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    const { first, all } = await peek(packed, KIND_BYTES);
    if (isGzip(first)) {
      const inside = await peek(gunzip(file, all), KIND_BYTES);
      refuseOther(file, inside.first);
      yield* asUtf8(inside.all);
    } else {
      refuseOther(file, first);
      yield* asUtf8(all);
    }
  } finally {
    // Also where only the beginning was wanted.
    await packed.return(undefined);
  }
}

/** @throws FarmwatchError `file.unreadable` for an archive, a picture and the like */
function refuseOther(file: string, first: Buffer): void {
  const other = isZip(first) ? ZIP : otherKind(first);
  if (other) throw new FarmwatchError('file.unreadable', { file, why: `it is ${other.name}`, cure: other.cure });
}

const opened = promisify(open);
const closed = promisify(close);
const filled = promisify(read);

/** The bytes of a file; the next piece is read while one is looked at. */
async function* pieces(file: string, reuse: boolean): AsyncGenerator<Buffer> {
  try {
    const descriptor = await opened(file, 'r');
    const fill = (piece: Buffer) => filled(descriptor, piece, 0, piece.length, null);
    let reading = fill(room());
    try {
      let spare: Buffer | undefined;
      for (;;) {
        const { bytesRead, buffer } = await reading;
        if (bytesRead === 0) return;
        reading = fill(spare ?? room());
        // A failure is met when its turn comes; until then it must not count as unhandled.
        reading.catch(() => {});
        yield buffer.subarray(0, bytesRead);
        if (reuse) spare = buffer;
      }
    } finally {
      await reading.catch(() => {});
      await closed(descriptor);
    }
  } catch (error) {
    throw asFileError(file, error);
  }
}

function room(): Buffer {
  return Buffer.allocUnsafeSlow(PIECE_BYTES);
}

function asFileError(file: string, cause: unknown): FarmwatchError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FarmwatchError('file.missing', { file }, { cause });
  if (code === 'EISDIR') return new FarmwatchError('file.unreadable', { file, why: 'it is a folder', cure: 'Name the files inside.' }, { cause });
  if (code === 'EACCES' || code === 'EPERM') {
    return new FarmwatchError('file.unreadable', { file, why: 'this account may not read it', cure: 'Give it permission to read and repeat the command.' }, { cause });
  }
  return new FarmwatchError('file.unreadable', { file, why: messageOf(cause) }, { cause });
}

/** The first bytes of a stream, at least `wanted` of them where it has so many, and the whole stream again. */
async function peek(stream: AsyncGenerator<Buffer>, wanted: number): Promise<{ first: Buffer; all: AsyncGenerator<Buffer> }> {
  let first: Buffer = Buffer.alloc(0);
  while (first.length < wanted) {
    const next = await stream.next();
    if (next.done) break;
    // What is too short is copied: it may be overwritten.
    first = first.length === 0 && next.value.length >= wanted ? next.value : Buffer.concat([first, next.value]);
  }
  return { first, all: chain(first, stream) };
}

async function* chain(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** Unpacks step by step, so that all that could be unpacked of a torn file has been handed over before the error. */
async function* gunzip(file: string, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: PIECE_BYTES });
  const ready: Buffer[] = [];
  let torn: Error | undefined;
  unzip.on('data', (piece: Buffer) => ready.push(piece));
  let goOn = (): void => {};
  unzip.on('error', (error) => {
    torn = error;
    // Of bytes that are no gzip it never says that it has taken them.
    goOn();
  });
  try {
    for await (const piece of packed) {
      for (let from = 0; from < piece.length && !torn; from += PACKED_PIECE_BYTES) {
        await new Promise<void>((resolve) => {
          goOn = resolve;
          unzip.write(piece.subarray(from, from + PACKED_PIECE_BYTES), () => resolve());
        });
        // The stream may hand over what it has one turn later.
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (ready.length > 0) yield joined(ready);
      }
      if (torn) break;
    }
    if (!torn) {
      await new Promise<void>((resolve) => {
        unzip.once('error', () => resolve());
        unzip.once('end', () => resolve());
        unzip.end();
      });
    }
    if (ready.length > 0) yield joined(ready);
    if (torn) throw new FarmwatchError('file.unreadable', { file, why: `the gzip file is torn (${messageOf(torn)})` }, { cause: torn });
  } finally {
    unzip.destroy();
  }
}

function joined(ready: Buffer[]): Buffer {
  const pieces = ready.splice(0);
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}

async function* asUtf8(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const { first, all } = await peek(bytes, 4);
  const encoding = encodingOf(first);
  if (encoding !== 'utf-8') {
    const decoder = new TextDecoder(encoding);
    for await (const piece of all) yield Buffer.from(decoder.decode(piece, { stream: true }));
    yield Buffer.from(decoder.decode());
    return;
  }
  let skip = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
  for await (const piece of all) {
    yield skip > 0 ? piece.subarray(skip) : piece;
    skip = 0;
  }
}

/** By the byte-order mark, else by the zero that every other byte of Latin text is in UTF-16. */
export function encodingOf(first: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [a, b, c, d] = first;
  if ((a === 0xff && b === 0xfe) || (a && b === 0 && c && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b && c === 0 && d)) return 'utf-16be';
  return 'utf-8';
}
