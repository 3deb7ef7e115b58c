import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Unzip, UnzipInflate } from 'fflate';
import { FarmwatchError, messageOf } from '../../../errors.ts';
import { KIND_BYTES } from '../../other-kinds.ts';
import { isZip as beginsZip } from '../../zip.ts';

/** Packed text may grow a thousandfold; this keeps one step under 64 MB. */
const PACKED_PIECE_BYTES = 64 * 1024;

/** True for a ZIP archive, by its first bytes; false also for a file that cannot be opened, its reader says why. */
export async function isZip(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(KIND_BYTES), 0, KIND_BYTES, 0);
      return beginsZip(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

interface Part { readonly entry: number; readonly name: string; readonly bytes: Buffer }

/**
 * The files in a ZIP archive, one after the other, unpacked step by step. Use up the pieces of one before the next.
 *
 * @throws FarmwatchError `file.unreadable` where the archive is torn or packed in a way we do not read
 */
export async function* zipEntries(file: string): AsyncGenerator<{ readonly name: string; readonly pieces: AsyncGenerator<Buffer> }> {
  const parts = unpack(file);
  let held: Part | undefined;
  const upcoming = async (): Promise<Part | undefined> => {
    if (held) return held;
    const next = await parts.next();
    held = next.done ? undefined : next.value;
    return held;
  };
  async function* piecesOf(entry: number): AsyncGenerator<Buffer> {
    for (let part = await upcoming(); part?.entry === entry; part = await upcoming()) {
      held = undefined;
      yield part.bytes;
    }
  }

  for (let part = await upcoming(); part; part = await upcoming()) {
    const pieces = piecesOf(part.entry);
    yield { name: part.name, pieces };
    for await (const _ of pieces) { /* what the reader left */ }
  }
}

async function* unpack(file: string): AsyncGenerator<Part> {
  const ready: Part[] = [];
  let entries = 0;
  let unfinished = 0;
  let trouble: string | undefined;
  const unzip = new Unzip((found) => {
    if (found.name.endsWith('/')) return;
    const entry = ++entries;
    unfinished++;
    found.ondata = (error, bytes, final) => {
      if (error) trouble ??= messageOf(error);
      else if (bytes.length > 0) ready.push({ entry, name: found.name, bytes: Buffer.from(bytes) });
      if (final) unfinished--;
    };
    found.start();
  });
  unzip.register(UnzipInflate);

  try {
    for await (const piece of createReadStream(file, { highWaterMark: PACKED_PIECE_BYTES })) {
      unzip.push(piece as Buffer);
      yield* ready.splice(0);
      if (trouble !== undefined) break;
    }
    if (trouble === undefined) unzip.push(new Uint8Array(0), true);
  } catch (error) {
    trouble ??= messageOf(error);
  }
  yield* ready.splice(0);
  if (trouble !== undefined || unfinished > 0) {
    throw new FarmwatchError('file.unreadable', {
      file, why: `the ZIP archive is torn or packed unusually${trouble === undefined ? '' : ` (${trouble.slice(0, 80)})`}`,
      cure: 'Copy it again, or unpack it and name the files inside; what was read before it is kept.',
    });
  }
}
