import { randomUUID } from 'node:crypto';
import { HOUR, MINUTE, isoOf, type Instant } from '../../core/time.ts';
import { FarmwatchError, isStale } from '../../errors.ts';
import type { Shelf, Store } from '../../store/store.ts';

/** What lets go: one at a time, because each writes down whom it lets go and takes that back at its end. */
export type LettingGo = 'housekeeping' | 'erasure';

/** That one of them is at work: so that no other begins, and whoever asks for a hold meanwhile learns which came first. */
interface UnderWay {
  readonly id: 'under-way';
  readonly since: Instant;
  readonly work?: LettingGo;
  /** Who is at work, and until when nobody else may be. Notes from before these were kept lack both. */
  readonly owner?: string;
  readonly until?: Instant;
}

/** A note outlives a crash by this much at most, where other processes work on the store; who is at work renews it. */
const LEASE = 10 * MINUTE;
const RENEWAL = LEASE / 4;
/** No night of housekeeping takes longer, for notes that tell no end. */
const LONGEST = 12 * HOUR;

/** This process, and what is at work in it now. */
const SELF = randomUUID();
const atWork = new Set<string>();
let begun = 0;

/** A store that only one process holds at a time can be copied by nobody else. */
type Shared = Pick<Store, 'shelf' | 'copyTo'>;
const shelfOf = (store: Pick<Store, 'shelf'>): Shelf<UnderWay> => store.shelf<UnderWay>('housekeeping-turn');

/** False for what a process left that died. */
function isAtWork({ since, owner = '', until = since + LONGEST }: UnderWay, store: Shared, now: Instant): boolean {
  if (atWork.has(owner)) return true;
  const isOfOthers = store.copyTo === undefined && !owner.startsWith(SELF);
  return isOfOthers && now < until;
}

/** Since when something lets go; undefined where nothing does. */
export async function housekeepingSince(store: Shared, now: Instant): Promise<Instant | undefined> {
  const note = (await shelfOf(store).get('under-way'))?.value;
  return note && isAtWork(note, store, now) ? note.since : undefined;
}

/**
 * Lets go alone, and says so for as long as it does.
 *
 * @throws FarmwatchError `request.invalid` while another one is at work
 */
export async function underWay<T>(store: Shared, now: Instant, work: () => Promise<T>, what: LettingGo = 'housekeeping'): Promise<T> {
  const owner = `${SELF} ${++begun}`;
  atWork.add(owner);
  try {
    const note = { id: 'under-way', since: now, work: what, owner, until: now + LEASE } as const;
    await begin(store, note);
    const renewing = renewed(store, note);
    try {
      return await work();
    } finally {
      await renewing.stop();
      if ((await shelfOf(store).get('under-way'))?.value.owner === owner) await shelfOf(store).remove('under-way');
    }
  } finally {
    atWork.delete(owner);
  }
}

async function begin(store: Shared, note: UnderWay): Promise<void> {
  const before = await shelfOf(store).get('under-way');
  if (before && isAtWork(before.value, store, note.since)) throw new FarmwatchError('request.invalid', { why: refusal(before.value) });
  try {
    await shelfOf(store).put(note, before?.revision ?? '');
  } catch (error) {
    if (!isStale(error)) throw error;
    // Somebody else began in between, and says so now.
    await begin(store, note);
  }
}

function refusal({ since, work }: UnderWay): string {
  return work === 'erasure' ? `Letting somebody go has been under way since ${isoOf(since)}. Ask again when it is done.` : `Housekeeping has been under way since ${isoOf(since)}. Ask again when it is done.`;
}

/** Puts the end off while the work goes on. Where that fails for a while the end comes, and the work goes on all the same. */
function renewed(store: Shared, note: UnderWay & { readonly until: Instant }): { stop(): Promise<void> } {
  let until = note.until;
  let writing: Promise<unknown> = Promise.resolve();
  const renew = async (): Promise<void> => {
    const kept = await shelfOf(store).get('under-way');
    if (kept?.value.owner === note.owner) await shelfOf(store).put({ ...note, until }, kept!.revision);
  };
  const timer = setInterval(() => {
    until += RENEWAL;
    writing = writing.then(renew).catch(() => {});
  }, RENEWAL);
  timer.unref();
  return { async stop() { clearInterval(timer); await writing; } };
}

/** That bytes of what was removed may be left on disk. Written first and taken back last, so that a crash in between costs a repetition. */
interface Unscrubbed { readonly id: 'unscrubbed'; readonly times: number }

const notes = (store: Pick<Store, 'shelf'>): Shelf<Unscrubbed> => store.shelf<Unscrubbed>('housekeeping-turn');

/** Counts a run that has begun to remove and has not cleaned up behind itself yet. */
export async function noteUnscrubbed(store: Pick<Store, 'shelf'>): Promise<void> {
  const before = (await notes(store).get('unscrubbed'))?.value.times ?? 0;
  await notes(store).put({ id: 'unscrubbed', times: before + 1 });
}

/** True where a run before this one left bytes behind. */
export async function wasUnscrubbed(store: Pick<Store, 'shelf'>): Promise<boolean> {
  return ((await notes(store).get('unscrubbed'))?.value.times ?? 0) > 1;
}

/** Nothing is left behind on disk any more. */
export async function noteScrubbed(store: Pick<Store, 'shelf'>): Promise<void> {
  await notes(store).remove('unscrubbed');
}
