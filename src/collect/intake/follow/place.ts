import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** A file is known again by its beginning, up to here. */
const HEAD_BYTES = 1024;

/** How far a file was read. It is known by its place on disk and by its beginning, not by its name, which rotation changes. */
export interface Place {
  /** Source, device and inode. */
  readonly id: string;
  readonly source: string;
  /** The name it was first met under. */
  readonly path: string;
  /** SHA-256 of the first `headBytes`. */
  readonly head: string;
  /** How much of the beginning is known: 0 of a file of which nothing was read. */
  readonly headBytes: number;
  /** How many bytes were read; of a file that was packed meanwhile, how many of what it holds. */
  readonly offset: number;
  /** A copy that a rotation made: nobody writes it any more. */
  readonly isCopy?: boolean;
}

/** Under which id a file is known to a source. */
export function idOf(source: string, { dev, ino }: BigIntStats): string {
  return `${source}/${dev}:${ino}`;
}

/** A file of which nothing was read. */
export function unreadPlace(id: string, source: string, path: string): Place {
  return { id, source, path, head: hashOf(Buffer.alloc(0)), headBytes: 0, offset: 0 };
}

/** The place as the rest of a file that a rotation copied before it truncated the original. */
export function inCopy(place: Place, copy: { readonly id: string; readonly path: string }): Place {
  return { ...place, ...copy, isCopy: true };
}

/** A place after so many bytes more; the beginning of its file is learned as it is read. */
export async function placeBehind(place: Place, bytes: number, handle: FileHandle): Promise<Place> {
  const offset = place.offset + bytes;
  if (place.headBytes >= HEAD_BYTES) return { ...place, offset };
  const head = await bytesAt(handle, 0, Math.min(HEAD_BYTES, offset));
  return { ...place, offset, head: hashOf(head), headBytes: head.length };
}

/** True where a file begins like the one of a place; `head` are its first `headBytes`. */
export function beginsAlike(place: Place, head: Buffer): boolean {
  return hashOf(head) === place.head;
}

/** True where a file goes on from a place: it was neither truncated, nor is it another file that got the number of one that is gone. */
export async function goesOn(handle: FileHandle, place: Place): Promise<boolean> {
  return (await handle.stat()).size >= place.offset && beginsAlike(place, await bytesAt(handle, 0, place.headBytes));
}

/** Fewer than `length` bytes at the end of a file, none behind it. */
export async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
