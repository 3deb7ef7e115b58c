import { readBytes } from '../../bytes.ts';
import { endOfLines, PIECE_BYTES, type Piece } from './pieces.ts';
import { beginsAlike, type Place } from './place.ts';

/** What a rotation packed was followed before it was packed. */
const PACKED = /\.(gz|bz2|xz|zst|zip)$/i;

/** True for the name of a packed file. */
export function isPacked(path: string): boolean {
  return PACKED.test(path);
}

/**
 * What a packed file holds behind a place, unpacked, in pieces of whole lines; the last one may lack its end, and is empty
 * where the file ends at the place. No piece at all comes where the file begins otherwise or is shorter.
 */
export async function* packedPiecesBehind(path: string, from: Place): AsyncGenerator<Piece> {
  let behind = from;
  const piece = (bytes: Buffer): Piece => {
    behind = { ...behind, offset: behind.offset + bytes.length };
    return { bytes, behind };
  };
  let rest: Buffer | undefined;
  for await (const bytes of bytesBehind(path, from)) {
    rest = Buffer.concat([rest ?? bytes.subarray(0, 0), bytes]);
    while (rest.length > PIECE_BYTES) {
      const end = endOfLines(rest.subarray(0, PIECE_BYTES));
      yield piece(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  }
  if (rest) yield piece(rest);
}

async function* bytesBehind(path: string, place: Place): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  let at = 0;
  try {
    for await (const bytes of readBytes(path)) {
      if (head.length < place.headBytes) {
        head = Buffer.concat([head, bytes.subarray(0, place.headBytes - head.length)]);
        if (head.length === place.headBytes && !beginsAlike(place, head)) return;
      }
      at += bytes.length;
      if (at >= place.offset) yield bytes.subarray(Math.max(0, bytes.length - (at - place.offset)));
    }
  } catch {
    // A torn file ends where it is torn: nobody will mend it.
  }
}
