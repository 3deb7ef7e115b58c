import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Instant } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { filesIn } from '../files-in.ts';
import { bytesAt, endOfLines, filesBeside, goesOn, idOf, isCopyOf, isPacked, PIECE_BYTES, placeBehind, unpackedBehind, unreadPlace, type Place } from './rotated.ts';
import { lineOf } from './spool-line.ts';
import type { Spool } from './spool.ts';

/** How often files are looked at. */
const EVERY_MS = 2 * SECOND;

/** What is followed for one source: files, or folders with all their files. */
export interface Followed { readonly source: string; readonly paths: readonly string[] }

/** A file that cannot be followed, and why. */
export interface Unfollowed { readonly source: string; readonly path: string; readonly why: string }

export interface Follower {
  /** Looks every few seconds. */
  start(): void;
  /** Takes what was appended since the last time. Never throws: what cannot be read stands in `unread`. */
  look(): Promise<void>;
  readonly unread: readonly Unfollowed[];
  /** Ends after the file in hand. */
  stop(): Promise<void>;
}

export interface Following {
  readonly followed: readonly Followed[];
  readonly spool: Pick<Spool, 'append'>;
  readonly store: Pick<Store, 'shelf'>;
  readonly now: () => Instant;
}

/**
 * Follows files that grow. Whole lines go into the spool; when they are durable the place moves on, so a crash between the
 * two reads some lines twice, which adds nothing, and loses none.
 *
 * A rotated file is read to its end where it lies now: under another name in the same folder, as a copy beside the truncated
 * one, or packed with gzip.
 */
export function follower({ followed, spool, store, now }: Following): Follower {
  const shelf = store.shelf<Place>('followed');
  const stopping = new AbortController();
  /** Pieces of packed files for which there was no room, by place: nothing is unpacked again before there is. */
  const noRoom = new Map<string, Buffer>();
  let places: Map<string, Place> | undefined;
  let unread: readonly Unfollowed[] = [];
  let looking: Promise<void> | undefined;
  let loop: Promise<void> | undefined;

  /** Places that the spool is ahead of in the store, which was away. */
  const unwritten = new Map<string, Place>();

  const writeDown = async (): Promise<void> => {
    for (const place of [...unwritten.values()]) {
      await shelf.put(place);
      unwritten.delete(place.id);
    }
  };
  const move = async (place: Place): Promise<void> => {
    // What the spool has is not read again, whether the store takes the place or not.
    places!.set(place.id, place);
    unwritten.set(place.id, place);
    await writeDown();
  };
  const forget = async (place: Place): Promise<void> => {
    await shelf.remove(place.id);
    places!.delete(place.id);
    unwritten.delete(place.id);
  };
  /** @returns false where there is no room for them now */
  const take = async (source: string, bytes: Buffer, received: Instant | undefined): Promise<boolean> => {
    // Nothing more is read before it is written down what was: a crash would read all of it again.
    await writeDown();
    const lines = bytes.toString().split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
    return (await spool.append(source, lines.map((line) => lineOf(line, received)))) === 'kept';
  };

  /** Reads a file from its place on. */
  const readOn = async (source: string, path: string): Promise<void> => {
    const handle = await open(path, 'r');
    try {
      const id = idOf(source, await handle.stat({ bigint: true }));
      // Lines that came since the last look came now; of older ones nobody knows when.
      const wasRead = (places!.get(id)?.offset ?? 0) > 0;
      let place = places!.get(id) ?? unreadPlace(id, source, path);
      if (!(await goesOn(handle, place))) {
        // Truncated, or another file that got the number of one that is gone.
        if (!(await takeRest(place))) return;
        place = unreadPlace(id, source, path);
        await move(place);
      }
      const received = (): Instant | undefined => (wasRead && !place.isCopy ? now() : undefined);
      while (!stopping.signal.aborted) {
        const piece = await bytesAt(handle, place.offset, PIECE_BYTES);
        const end = place.isCopy && piece.length < PIECE_BYTES ? piece.length : endOfLines(piece);
        if (end === 0 || !(await take(source, piece.subarray(0, end), received()))) break;
        place = await placeBehind(place, end, handle);
        await move(place);
      }
    } finally {
      await handle.close();
    }
  };

  /**
   * Reads what a file still had when it was rotated away, where it can be found: in a file beside, plain or packed, that is
   * no place itself. Its last line may lack its end: nobody will write it any more.
   *
   * @returns false where there is no room for it now
   */
  const takeRest = async (from: Place): Promise<boolean> => {
    if (from.headBytes === 0) return true;
    const waits = noRoom.get(from.id);
    const place = waits ? await takePiece(from, waits) : from;
    if (!place) return false;
    for (const { path, id } of await filesBeside(place)) {
      if (places!.has(id)) continue;
      if (isPacked(path)) {
        const found = await takePacked(path, place);
        if (found !== 'other') return found === 'taken';
      } else if (await isCopyOf(path, place)) {
        // From here on it is read like any other file.
        await move({ ...place, id, path, isCopy: true });
        await readOn(place.source, path);
        return true;
      }
    }
    return true;
  };

  /** Takes what a packed file holds behind a place, which moves on with every piece. */
  const takePacked = async (path: string, from: Place): Promise<'taken' | 'full' | 'other'> => {
    let place: Place | undefined = from;
    let isOther = true;
    for await (const piece of unpackedBehind(path, from)) {
      isOther = false;
      place = await takePiece(place, piece);
      if (!place) return 'full';
    }
    return isOther ? 'other' : 'taken';
  };

  /** @returns the place behind the piece; undefined where there is no room for it now */
  const takePiece = async (place: Place, piece: Buffer): Promise<Place | undefined> => {
    if (stopping.signal.aborted || !(await take(place.source, piece, undefined))) {
      noRoom.set(place.id, Buffer.from(piece));
      return undefined;
    }
    noRoom.delete(place.id);
    const next = { ...place, offset: place.offset + piece.length };
    await move(next);
    return next;
  };

  const lookAt = async ({ source, paths }: Followed): Promise<readonly Unfollowed[]> => {
    const failed: Unfollowed[] = [];
    const seen = new Set<string>();
    const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        failed.push({ source, path, why: messageOf(error) });
      }
    };
    for (const path of paths) {
      await attempt(path, async () => {
        for (const file of (await filesIn([path])).filter((name) => !isPacked(name))) {
          await attempt(file, async () => {
            // Before it is read, because one that cannot be is not to be looked for below.
            seen.add(idOf(source, await stat(file, { bigint: true })));
            await readOn(source, file);
          });
        }
      });
    }
    const rest = [...places!.values()].filter((place) => place.source === source && !seen.has(place.id));
    for (const place of rest) {
      await attempt(place.path, async () => {
        // It may have been renamed, and whoever writes it may still do so for a while.
        const path = (await filesBeside(place)).find(({ id }) => id === place.id)?.path;
        if (path !== undefined) await readOn(source, path);
        else if (await takeRest(place)) await forget(place);
      });
    }
    return failed;
  };

  const lookAtAll = async (): Promise<void> => {
    try {
      places ??= new Map((await Array.fromAsync(shelf.list())).map(({ value }) => [value.id, value]));
      await writeDown();
      const failed: Unfollowed[] = [];
      for (const one of followed) if (!stopping.signal.aborted) failed.push(...await lookAt(one));
      unread = failed;
    } catch (error) {
      unread = followed.map(({ source, paths }) => ({ source, path: paths[0] ?? '', why: messageOf(error) }));
    }
  };
  const look = (): Promise<void> => (looking ??= lookAtAll().finally(() => { looking = undefined; }));
  return {
    start() {
      loop ??= (async () => {
        while (!stopping.signal.aborted) {
          await look();
          await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
        }
      })();
    },
    look,
    get unread() { return unread; },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
