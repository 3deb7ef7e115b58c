import { shortHash } from '../../core/canonical.ts';
import type { HireId } from '../../core/person.ts';
import { DAY, dayOf, isoOf, realDay, startOfDay, type Instant } from '../../core/time.ts';
import { readHistory, versionAt } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Journal, Store } from '../../store/store.ts';
import type { Pipeline } from '../pipeline.ts';
import { housekeepingSince } from '../retention/under-way.ts';
import { confirmRefusal, evolveHold, heldAt, keeps, releaseRefusal, type Held, type Hold, type HoldEntry } from './hold.ts';

/** The most ids of one hold: whoever lists more means everybody, and a hold is never of everybody. */
export const MOST_HELD = 200;
/** A hold is looked at again within two years. */
const MOST_REVIEW_DAYS = 731;
const MOST_LETTERS = 1_000;

export interface HoldWish { readonly hires: readonly HireId[]; readonly cases: readonly string[]; readonly matter: string; readonly reason: string; readonly review: string }

export function holdJournal(store: Pick<Store, 'journal'>): Journal<HoldEntry> {
  return store.journal<HoldEntry>('holds');
}

/** All holds there ever were, oldest first. */
export async function readHolds(store: Pick<Store, 'journal'>): Promise<readonly Hold[]> {
  const holds = new Map<string, Hold>();
  for await (const { entry } of holdJournal(store).read()) holds.set(entry.id, evolveHold(holds.get(entry.id), entry));
  return [...holds.values()];
}

/** What is held now. */
export async function heldNow(store: Pick<Store, 'journal'>, pipeline: Pick<Pipeline, 'cases'>, now: Instant): Promise<Held> {
  const holds = await readHolds(store);
  return heldAt(holds, holds.some(({ cases }) => cases.length > 0) ? (await pipeline.cases()).cases : [], now);
}

/** Holds by cases that are gone, of older versions, which wrote nobody's name down with them: by these cases they hold nobody. */
export async function holdingNobody(store: Pick<Store, 'journal'>, pipeline: Pick<Pipeline, 'cases'>, now: Instant): Promise<readonly Pick<Hold, 'id' | 'cases'>[]> {
  const doubtful = (await readHolds(store)).filter((hold) => keeps(hold, now) && hold.cases.length > 0 && hold.people.length === 0);
  const there = new Set(doubtful.length === 0 ? [] : (await pipeline.cases()).cases.map(({ id }) => id));
  return doubtful.map(({ id, cases }) => ({ id, cases: cases.filter((one) => !there.has(one)) })).filter(({ cases }) => cases.length > 0);
}

/**
 * Asks for a hold. It keeps from now on, and lapses where no second person confirms it.
 *
 * @throws FarmwatchError `request.invalid` where it does not list whom it holds, `not.found` for an id of which nothing is held any more
 */
export async function askHold(store: Store, pipeline: Pipeline, wish: HoldWish, by: string, now: Instant): Promise<Hold> {
  const [hires, cases] = [unique(wish.hires), unique(wish.cases)];
  const [matter, reason, review] = [sentence(wish.matter, 'matter'), sentence(wish.reason, 'reason'), wish.review];
  if (hires.length + cases.length === 0) throw invalid('A hold lists whom it holds: name hires or cases. There is none of everybody.');
  if (hires.length + cases.length > MOST_HELD) throw invalid(`A hold lists ${MOST_HELD} ids at most. Make several, each for its own matter.`);
  if (!realDay(review) || review < dayOf(now) || startOfDay(review) > now + MOST_REVIEW_DAYS * DAY) throw invalid('The review is a day such as 2027-05-31, from today on and within two years.');
  const people = await peopleThere(store, pipeline, { hires, cases }, 'Either the id is mistyped, or housekeeping came first and nothing of it is left to be held. Nothing was put on hold; name those that are there.', now);
  const during = await housekeepingSince(store, now);
  const entry: HoldEntry = {
    did: 'asked', at: now, by, id: `hold-${shortHash(JSON.stringify([now, by, hires, cases, matter])).slice(0, 8)}`, hires, cases, ...(cases.length === 0 ? {} : { people }), matter, reason, review, ...(during === undefined ? {} : { during }),
  };
  await holdJournal(store).append(entry);
  return evolveHold(undefined, entry);
}

/** Confirms a hold, or its release, as a second person. What it holds has to be there, or nothing would be held. @throws FarmwatchError `not.found`, `request.invalid` */
export async function confirmHold(store: Store, pipeline: Pipeline, id: string, by: string, now: Instant): Promise<Hold> {
  const hold = await holdOf(store, id);
  const why = confirmRefusal(hold, by, now);
  if (why !== undefined) throw invalid(why);
  const entry: HoldEntry = hold.releaseAsked ? { did: 'released', at: now, by, id } : {
    did: 'confirmed', at: now, by, id,
    ...(hold.cases.length === 0 ? {} : { people: await peopleThere(store, pipeline, hold, `${hold.id} names it, so confirming it would hold less than it says. Nothing was confirmed; ask for a hold of ${hold.people.length > 0 ? `its people: ${hold.people.join(', ')}` : 'those that are there'}.`, now) }),
  };
  await holdJournal(store).append(entry);
  return evolveHold(hold, entry);
}

/** Asks that a hold be released; a second person confirms it. @throws FarmwatchError `not.found`, `request.invalid` */
export async function askRelease(store: Store, id: string, reason: string, by: string, now: Instant): Promise<Hold> {
  const hold = await holdOf(store, id);
  const why = releaseRefusal(hold, now);
  if (why !== undefined) throw invalid(why);
  const entry: HoldEntry = { did: 'release-asked', at: now, by, id, reason: sentence(reason, 'reason') };
  await holdJournal(store).append(entry);
  return evolveHold(hold, entry);
}

/** What whoever asked for a hold is told of what came first. */
export function sayDuring(hold: Hold): string {
  return hold.during === undefined
    ? 'It keeps from now on: nothing of what is held goes.'
    : `Housekeeping has been under way since ${isoOf(hold.during)}. What it let go before now came first and is gone; whoever is still listed when it is done is held whole. Look with "farmwatch hold list" afterwards.`;
}

async function holdOf(store: Store, id: string): Promise<Hold> {
  const hold = (await readHolds(store)).find((one) => one.id === id);
  if (!hold) throw new FarmwatchError('not.found', { what: `hold ${JSON.stringify(id)}`, cure: 'See "farmwatch hold list".' });
  return hold;
}

/**
 * The people of the cases that a hold names. Whatever went before it came is not held, and is said so.
 *
 * @throws FarmwatchError `not.found` for an id of which nothing is there
 */
async function peopleThere(store: Store, pipeline: Pipeline, { hires, cases }: Pick<Hold, 'hires' | 'cases'>, cure: string, now: Instant): Promise<readonly HireId[]> {
  const { people } = await readHistory(store);
  const known = new Set(people.map((row) => versionAt(row, now).hire_id));
  const told = new Map(cases.length === 0 ? [] : (await pipeline.cases()).cases.map(({ id, hires: theirs }) => [id, theirs]));
  const lost = [...hires.filter((hire) => !known.has(hire)), ...cases.filter((id) => !told.has(id))];
  if (lost.length > 0) {
    throw new FarmwatchError('not.found', { what: `record of ${lost.map((id) => JSON.stringify(id)).join(', ')}`, cure });
  }
  return unique(cases.flatMap((id) => told.get(id) ?? []));
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ''))].sort();
}

function sentence(text: string, what: string): string {
  const told = text.trim();
  if (told === '') throw invalid(`The ${what} is empty. Write it: it is kept, and somebody will read it.`);
  if (told.length > MOST_LETTERS) throw invalid(`The ${what} has ${told.length} letters; ${MOST_LETTERS} are the most.`);
  return told;
}

function invalid(why: string): FarmwatchError {
  return new FarmwatchError('request.invalid', { why });
}
