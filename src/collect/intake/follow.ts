import { createHash } from 'node:crypto';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Instant } from '../../core/time.ts';
import { messageOf } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { readBytes } from '../bytes.ts';
import { filesIn } from '../files-in.ts';
import { lineOf } from './spool-line.ts';
import type { Spool } from './spool.ts';

/** How often files are looked at. */
const EVERY_MS = 2 * SECOND;
/** Read at once. A line that is longer is taken in parts, which its source then refuses. */
const PIECE_BYTES = 1024 * 1024;
/** A file is known again by its beginning, up to here. */
const HEAD_BYTES = 1024;
const NEWLINE = 0x0a;
/** What a rotation packed was followed before it was packed. */
const PACKED = /\.(gz|bz2|xz|zst|zip)$/i;

/** How far a file was read. It is known by its place on disk and by its beginning, not by its name, which rotation changes. */
interface Place {
  /** Source, device and inode. */
  readonly id: string;
  readonly source: string;
  /** The name it was first met under. */
  readonly path: string;
  /** SHA-256 of the first `headBytes`. */
  readonly head: string;
  readonly headBytes: number;
  readonly offset: number;
}

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
  let places: Map<string, Place> | undefined;
  let unread: readonly Unfollowed[] = [];
  let looking: Promise<void> | undefined;
  let loop: Promise<void> | undefined;

  const move = async (place: Place): Promise<void> => {
    await shelf.put(place);
    places!.set(place.id, place);
  };
  const forget = async (place: Place): Promise<void> => {
    await shelf.remove(place.id);
    places!.delete(place.id);
  };
  /** @returns false where there is no room for them now */
  const take = async (source: string, bytes: Buffer, received: Instant | undefined): Promise<boolean> => {
    const lines = bytes.toString().split('\n').map((line) => line.trimEnd()).filter((line) => line !== '');
    return (await spool.append(source, lines.map((line) => lineOf(line, received)))) === 'kept';
  };

  /** Reads a file from its place on. @returns its id */
  const readOn = async (source: string, path: string): Promise<string> => {
    const handle = await open(path, 'r');
    try {
      const { dev, ino, size } = await handle.stat({ bigint: true });
      const id = idOf(source, dev, ino);
      let place: Place = places!.get(id) ?? { id, source, path, head: hashOf(Buffer.alloc(0)), headBytes: 0, offset: 0 };
      // Lines that came since the last look came now; of older ones nobody knows when.
      const wasKnown = places!.has(id) && place.offset > 0;
      if (!(await isSame(handle, place, Number(size)))) {
        // Truncated, or another file that got the number of one that is gone.
        if (!(await takeRest(place))) return id;
        place = { ...place, path, head: hashOf(Buffer.alloc(0)), headBytes: 0, offset: 0 };
        await move(place);
      }
      while (!stopping.signal.aborted) {
        const piece = await bytesAt(handle, place.offset, PIECE_BYTES);
        const end = piece.length === PIECE_BYTES && !piece.includes(NEWLINE) ? piece.length : piece.lastIndexOf(NEWLINE) + 1;
        if (end === 0 || !(await take(source, piece.subarray(0, end), wasKnown ? now() : undefined))) break;
        const offset = place.offset + end;
        const head = place.headBytes < HEAD_BYTES ? await bytesAt(handle, 0, Math.min(HEAD_BYTES, offset)) : undefined;
        place = { ...place, offset, ...(head ? { head: hashOf(head), headBytes: head.length } : {}) };
        await move(place);
      }
      return id;
    } finally {
      await handle.close();
    }
  };

  /**
   * Reads what a file still had when it was rotated away, where it can be found. Its last line may lack its end: nobody
   * will write it any more.
   *
   * @returns false where there is no room for it now
   */
  const takeRest = async (place: Place): Promise<boolean> => {
    if (place.headBytes === 0) return true;
    const found = await copyOf(place);
    if (!found) return true;
    if (!(await take(place.source, found.rest, undefined))) return false;
    if (found.id !== undefined) await move({ ...place, id: found.id, path: found.path, offset: place.offset + found.rest.length });
    return true;
  };

  /** A file beside, plain or packed, that begins as the place says and is no place itself. */
  const copyOf = async (place: Place): Promise<{ readonly path: string; readonly rest: Buffer; readonly id: string | undefined } | undefined> => {
    for (const name of await readdir(dirname(place.path))) {
      const path = join(dirname(place.path), name);
      const found = await stat(path, { bigint: true }).catch(() => undefined);
      const id = found?.isFile() ? idOf(place.source, found.dev, found.ino) : undefined;
      if (id === undefined || id === place.id || places!.has(id)) continue;
      const rest = await restOf(path, place).catch(() => undefined);
      if (rest) return { path, rest, id: PACKED.test(name) ? undefined : id };
    }
    return undefined;
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
        for (const file of (await filesIn([path])).filter((name) => !PACKED.test(name))) {
          await attempt(file, async () => void seen.add(await readOn(source, file)));
        }
      });
    }
    const rest = [...places!.values()].filter((place) => place.source === source && !seen.has(place.id));
    for (const place of rest) {
      await attempt(place.path, async () => {
        // It may have been renamed, and whoever writes it may still do so for a while.
        const path = await pathOf(place);
        if (path !== undefined) await readOn(source, path);
        else if (await takeRest(place)) await forget(place);
      });
    }
    return failed;
  };

  const lookAtAll = async (): Promise<void> => {
    try {
      places ??= new Map((await Array.fromAsync(shelf.list())).map(({ value }) => [value.id, value]));
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

function idOf(source: string, device: bigint, inode: bigint): string {
  return `${source}/${device}:${inode}`;
}

/** The name that a file has now, in the folder where it was first met; undefined where it is gone. */
async function pathOf(place: Place): Promise<string | undefined> {
  const folder = dirname(place.path);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (found?.isFile() && idOf(place.source, found.dev, found.ino) === place.id) return path;
  }
  return undefined;
}

/** True where a file goes on from a place. */
async function isSame(handle: FileHandle, place: Place, size: number): Promise<boolean> {
  return size >= place.offset && hashOf(await bytesAt(handle, 0, place.headBytes)) === place.head;
}

/** What a file holds behind a place, unpacked; undefined where it begins otherwise or is shorter. */
async function restOf(path: string, place: Place): Promise<Buffer | undefined> {
  let head = Buffer.alloc(0);
  const rest: Buffer[] = [];
  let at = 0;
  for await (const piece of readBytes(path)) {
    if (head.length < place.headBytes) {
      head = Buffer.concat([head, piece.subarray(0, place.headBytes - head.length)]);
      if (head.length === place.headBytes && hashOf(head) !== place.head) return undefined;
    }
    if (at + piece.length > place.offset) rest.push(Buffer.from(piece.subarray(Math.max(0, place.offset - at))));
    at += piece.length;
  }
  return head.length < place.headBytes || at < place.offset ? undefined : Buffer.concat(rest);
}

async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.subarray(0, bytesRead);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
