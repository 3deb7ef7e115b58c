import { HOUR, type Instant } from '../../core/time.ts';
import type { Shelf, Store } from '../../store/store.ts';

/** That housekeeping is at work, so that whoever asks for a hold meanwhile learns which came first. */
interface UnderWay { readonly id: 'under-way'; readonly since: Instant }

/** No night of housekeeping takes longer; a note that is older was left by a crash. */
const LONGEST = 12 * HOUR;

const shelfOf = (store: Pick<Store, 'shelf'>): Shelf<UnderWay> => store.shelf<UnderWay>('housekeeping-turn');

/** Since when housekeeping is at work; undefined where it is not. */
export async function housekeepingSince(store: Pick<Store, 'shelf'>, now: Instant): Promise<Instant | undefined> {
  const since = (await shelfOf(store).get('under-way'))?.value.since;
  return since !== undefined && now - since < LONGEST ? since : undefined;
}

/** Says that housekeeping is at work for as long as it is. */
export async function underWay<T>(store: Pick<Store, 'shelf'>, now: Instant, work: () => Promise<T>): Promise<T> {
  await shelfOf(store).put({ id: 'under-way', since: now });
  try {
    return await work();
  } finally {
    await shelfOf(store).remove('under-way');
  }
}

/** That bytes of what was removed may be left on disk. Written first and taken back last, so that a crash in between costs a repetition. */
interface Unscrubbed { readonly id: 'unscrubbed'; readonly times: number }

const notes = (store: Pick<Store, 'shelf'>): Shelf<Unscrubbed> => store.shelf<Unscrubbed>('housekeeping-turn');

export async function noteUnscrubbed(store: Pick<Store, 'shelf'>): Promise<void> {
  const before = (await notes(store).get('unscrubbed'))?.value.times ?? 0;
  await notes(store).put({ id: 'unscrubbed', times: before + 1 });
}

/** True where a run before this one left bytes behind. */
export async function wasUnscrubbed(store: Pick<Store, 'shelf'>): Promise<boolean> {
  return ((await notes(store).get('unscrubbed'))?.value.times ?? 0) > 1;
}

export async function noteScrubbed(store: Pick<Store, 'shelf'>): Promise<void> {
  await notes(store).remove('unscrubbed');
}
