import type { FileHandle } from 'node:fs/promises';
import { bytesAt, placeBehind, type Place } from './place.ts';

/** Read at once. A line that is longer is taken in parts, which its source then refuses. */
export const PIECE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** A part of a file, and how far the file was read once it is taken. */
export interface Piece { readonly bytes: Buffer; readonly behind: Place }

/**
 * What a file holds behind a place, in pieces of whole lines. A line that lacks its end waits for it; in a copy, which nobody
 * writes any more, it comes as it is.
 */
export async function* piecesBehind(handle: FileHandle, from: Place): AsyncGenerator<Piece> {
  let behind = from;
  for (;;) {
    const read = await bytesAt(handle, behind.offset, PIECE_BYTES);
    const isLast = read.length < PIECE_BYTES;
    const end = from.isCopy && isLast ? read.length : endOfLines(read);
    if (end === 0) return;
    behind = await placeBehind(behind, end, handle);
    yield { bytes: read.subarray(0, end), behind };
  }
}

/** Up to where a piece has whole lines, or a part of one that is longer than a piece; 0 where its only line lacks its end. */
export function endOfLines(piece: Buffer): number {
  return piece.length === PIECE_BYTES && !piece.includes(NEWLINE) ? piece.length : piece.lastIndexOf(NEWLINE) + 1;
}

/** The lines of a piece, without blanks at their ends and without empty ones. */
export function linesOf(bytes: Buffer): readonly string[] {
  return bytes.toString().split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
}
