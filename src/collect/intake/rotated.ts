import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readBytes } from '../bytes.ts';

/** Read at once. A line that is longer is taken in parts, which its source then refuses. */
export const PIECE_BYTES = 1024 * 1024;
/** A file is known again by its beginning, up to here. */
const HEAD_BYTES = 1024;
const NEWLINE = 0x0a;
/** What a rotation packed was followed before it was packed. */
const PACKED = /\.(gz|bz2|xz|zst|zip)$/i;

/** How far a file was read. It is known by its place on disk and by its beginning, not by its name, which rotation changes. */
export interface Place {
  /** Source, device and inode. */
  readonly id: string;
  readonly source: string;
  /** The name it was first met under. */
  readonly path: string;
  /** SHA-256 of the first `headBytes`. */
  readonly head: string;
  readonly headBytes: number;
  readonly offset: number;
  /** A copy that a rotation made: nobody writes it any more. */
  readonly isCopy?: boolean;
}

/** A file of which nothing was read. */
export function unreadPlace(id: string, source: string, path: string): Place {
  return { id, source, path, head: hashOf(Buffer.alloc(0)), headBytes: 0, offset: 0 };
}

/** A place after so many bytes more; the beginning of its file is learned as it is read. */
export async function placeBehind(place: Place, bytes: number, handle: FileHandle): Promise<Place> {
  const offset = place.offset + bytes;
  if (place.headBytes >= HEAD_BYTES) return { ...place, offset };
  const head = await bytesAt(handle, 0, Math.min(HEAD_BYTES, offset));
  return { ...place, offset, head: hashOf(head), headBytes: head.length };
}

/** True for the name of a packed file. */
export function isPacked(path: string): boolean {
  return PACKED.test(path);
}

/** Under which id a file is known to a source. */
export function idOf(source: string, { dev, ino }: BigIntStats): string {
  return `${source}/${dev}:${ino}`;
}

/** The files in the folder where a file was first met; none where the folder is gone. */
export async function filesBeside({ source, path }: Place): Promise<readonly { readonly path: string; readonly id: string }[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files: { readonly path: string; readonly id: string }[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (found?.isFile()) files.push({ path, id: idOf(source, found) });
  }
  return files;
}

/** True where a file goes on from a place. */
export async function goesOn(handle: FileHandle, place: Place): Promise<boolean> {
  return (await handle.stat()).size >= place.offset && hashOf(await bytesAt(handle, 0, place.headBytes)) === place.head;
}

/** True where a file beside goes on from a place; false also for one that cannot be read. */
export async function isCopyOf(path: string, place: Place): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined);
  try {
    return handle !== undefined && await goesOn(handle, place);
  } finally {
    await handle?.close();
  }
}

/** Up to where a piece has whole lines, or a part of one that is longer than a piece. */
export function endOfLines(piece: Buffer): number {
  return piece.length === PIECE_BYTES && !piece.includes(NEWLINE) ? piece.length : piece.lastIndexOf(NEWLINE) + 1;
}

export async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

/**
 * What a packed file holds behind a place, unpacked, in pieces of whole lines; the last one may lack its end, and is empty
 * where the file ends at the place. No piece at all comes where the file begins otherwise or is shorter.
 */
export async function* unpackedBehind(path: string, place: Place): AsyncGenerator<Buffer> {
  let rest: Buffer | undefined;
  for await (const bytes of bytesBehind(path, place)) {
    rest = Buffer.concat([rest ?? bytes.subarray(0, 0), bytes]);
    while (rest.length > PIECE_BYTES) {
      const end = endOfLines(rest.subarray(0, PIECE_BYTES));
      yield rest.subarray(0, end);
      rest = rest.subarray(end);
    }
  }
  if (rest) yield rest;
}

async function* bytesBehind(path: string, place: Place): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  let at = 0;
  try {
    for await (const piece of readBytes(path)) {
      if (head.length < place.headBytes) {
        head = Buffer.concat([head, piece.subarray(0, place.headBytes - head.length)]);
        if (head.length === place.headBytes && hashOf(head) !== place.head) return;
      }
      at += piece.length;
      if (at >= place.offset) yield piece.subarray(Math.max(0, piece.length - (at - place.offset)));
    }
  } catch {
    // A torn file ends where it is torn: nobody will mend it.
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
