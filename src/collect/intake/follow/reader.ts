import { open } from 'node:fs/promises';
import type { Instant } from '../../../core/time.ts';
import { lineOf } from '../spool-line.ts';
import type { Spool } from '../spool.ts';
import { filesBeside, isCopyOf } from './beside.ts';
import { isPacked, packedPiecesBehind } from './packed.ts';
import { linesOf, piecesBehind, type Piece } from './pieces.ts';
import type { PlaceBook } from './place-book.ts';
import { goesOn, idOf, inCopy, unreadPlace, type Place } from './place.ts';

export interface FileReader {
  /** Takes what a file holds behind its place, as far as there is room; before it, what was left of a file that stood there earlier. */
  readOn(source: string, path: string): Promise<void>;
  /**
   * Takes what a file still had when it was rotated away, where it can be found: in a file beside, plain or packed, that is
   * no place itself. Its last line may lack its end: nobody will write it any more.
   *
   * @returns false where there is no room for it now
   */
  takeRest(place: Place): Promise<boolean>;
}

export interface ReaderParts {
  readonly places: PlaceBook;
  readonly spool: Pick<Spool, 'append'>;
  readonly now: () => Instant;
  /** Once it is aborted, nothing more is taken. */
  readonly stopping: AbortSignal;
}

/** Takes files into the spool piece by piece. When a piece is durable its place moves on: a crash between the two takes it twice, and loses none. */
export function fileReader({ places, spool, now, stopping }: ReaderParts): FileReader {
  /** Pieces of packed files for which there was no room, by place: nothing is unpacked again before there is. */
  const noRoom = new Map<string, Piece>();

  /** @returns false where there is no room for it now */
  const take = async ({ bytes, behind }: Piece, received: Instant | undefined): Promise<boolean> => {
    if (stopping.aborted) return false;
    // Nothing more is read before it is written down what was: a crash would read all of it again.
    await places.writeDown();
    if (await spool.append(behind.source, linesOf(bytes).map((line) => lineOf(line, received))) !== 'kept') return false;
    await places.move(behind);
    return true;
  };

  const readOn = async (source: string, path: string): Promise<void> => {
    const handle = await open(path, 'r');
    try {
      const id = idOf(source, await handle.stat({ bigint: true }));
      const known = places.get(id);
      let place = known ?? unreadPlace(id, source, path);
      if (!(await goesOn(handle, place))) {
        if (!(await takeRest(place))) return;
        place = unreadPlace(id, source, path);
        await places.move(place);
      }
      // Lines that came since the last look came now; of older ones nobody knows when.
      const isSinceLastLook = (known?.offset ?? 0) > 0 && !place.isCopy;
      for await (const piece of piecesBehind(handle, place)) {
        if (!(await take(piece, isSinceLastLook ? now() : undefined))) return;
      }
    } finally {
      await handle.close();
    }
  };

  const takeRest = async (place: Place): Promise<boolean> => {
    if (place.headBytes === 0) return true;
    const waiting = noRoom.get(place.id);
    if (waiting && !(await take(waiting, undefined))) return false;
    noRoom.delete(place.id);
    const from = waiting?.behind ?? place;
    for (const beside of await filesBeside(from)) {
      if (places.has(beside.id)) continue;
      if (isPacked(beside.path)) {
        const found = await takePacked(beside.path, from);
        if (found !== 'other') return found === 'taken';
      } else if (await isCopyOf(beside.path, from)) {
        // From here on it is read like any other file.
        await places.move(inCopy(from, beside));
        await readOn(from.source, beside.path);
        return true;
      }
    }
    return true;
  };

  /** Takes what a packed file holds behind a place; `other` where it was packed of another file. */
  const takePacked = async (path: string, from: Place): Promise<'taken' | 'full' | 'other'> => {
    let found: 'taken' | 'other' = 'other';
    for await (const piece of packedPiecesBehind(path, from)) {
      found = 'taken';
      if (await take(piece, undefined)) continue;
      // A copy, because what was unpacked beside it would stay in memory with it.
      noRoom.set(from.id, { ...piece, bytes: Buffer.from(piece.bytes) });
      return 'full';
    }
    return found;
  };

  return { readOn, takeRest };
}
