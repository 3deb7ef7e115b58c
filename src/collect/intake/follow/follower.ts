import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND, type Instant } from '../../../core/time.ts';
import { messageOf } from '../../../errors.ts';
import type { Store } from '../../../store/store.ts';
import { filesIn } from '../../files-in.ts';
import type { Spool } from '../spool.ts';
import { renamedTo } from './beside.ts';
import { isPacked } from './packed.ts';
import { placeBook } from './place-book.ts';
import { idOf, type Place } from './place.ts';
import { fileReader } from './reader.ts';

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
  const stopping = new AbortController();
  const places = placeBook(store.shelf<Place>('followed'));
  const { readOn, takeRest } = fileReader({ places, spool, now, stopping: stopping.signal });
  let unread: readonly Unfollowed[] = [];
  let looking: Promise<void> | undefined;
  let loop: Promise<void> | undefined;

  /** A file that is under none of the followed names: renamed, in which case whoever writes it may do so for a while, or rotated away. */
  const readGone = async (place: Place): Promise<void> => {
    const path = await renamedTo(place);
    if (path !== undefined) await readOn(place.source, path);
    else if (await takeRest(place)) await places.forget(place);
  };

  /** Looks at the files of one source; one that cannot be read keeps nobody from reading the others. */
  const lookAt = async ({ source, paths }: Followed): Promise<readonly Unfollowed[]> => {
    const failed: Unfollowed[] = [];
    const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
      await work().catch((error: unknown) => { failed.push({ source, path, why: messageOf(error) }); });
    };
    const seen = new Set<string>();
    const readSeen = async (file: string): Promise<void> => {
      // Before it is read, because one that cannot be read is not gone.
      seen.add(idOf(source, await stat(file, { bigint: true })));
      await readOn(source, file);
    };
    for (const path of paths) {
      await attempt(path, async () => {
        const files = (await filesIn([path])).filter((name) => !isPacked(name));
        for (const file of files) await attempt(file, () => readSeen(file));
      });
    }
    const gone = places.of(source).filter(({ id }) => !seen.has(id));
    for (const place of gone) await attempt(place.path, () => readGone(place));
    return failed;
  };

  const lookAtAll = async (): Promise<void> => {
    try {
      await places.load();
      await places.writeDown();
      const failed: Unfollowed[] = [];
      for (const one of followed) if (!stopping.signal.aborted) failed.push(...await lookAt(one));
      unread = failed;
    } catch (error) {
      // Without the store nothing is read at all.
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
