import type { HireId, PersonRow } from '../../core/person.ts';
import { readHistory, registryAt, versionAt } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Journal, Store } from '../../store/store.ts';
import { sameName } from '../holds/hold.ts';
import { heldNow } from '../holds/hold-book.ts';
import type { HousekeepingCounts } from '../retention/counts.ts';
import type { HousekeepingParts } from '../retention/parts.ts';
import { eraseOne } from '../retention/erase-one.ts';
import { cleanedUp, rehearsed, type Rehearsed } from '../retention/letting-go.ts';
import { casesOf } from '../retention/old-cases.ts';
import { openCases } from '../retention/open-cases.ts';
import { PLACES, placeSaid, wouldGoFrom } from '../retention/places.ts';
import { underWay } from '../retention/under-way.ts';
import { readAsks, type RightsAsk } from '../rights-asks.ts';
import { GROUNDS, callings, evolveErasure, forbidden, namedIn, objections, type Decision, type Erasure, type ErasureEntry, type Ground, type Standing } from './erasure.ts';
import { theirMachines } from './their-machines.ts';
import { theirsIn } from './theirs.ts';

/** What somebody who lets a person go says about it. */
export interface ErasureWish { readonly ground: Ground; readonly reason: string; readonly decision?: Decision }

/** What letting go works with: the parts of housekeeping, and what lies beside the store. */
export interface ErasureParts extends HousekeepingParts {
  /** Rows that could not be used: whom they are about nobody can tell, so all of them go. */
  readonly rejects: { count(): number; remove(): void };
  /** What lies in the data folder to be read, by the name that the table of places has for it. */
  readonly waiting: Readonly<Record<string, Waiting>>;
}

/** Records that wait to be read: those that name somebody are counted, and taken out. */
export interface Waiting {
  count(isTheirs: (record: string) => boolean): Promise<number>;
  takeOut(isTheirs: (record: string) => boolean): Promise<void>;
}

/** Who asks to be let go, and what stands against it. */
export interface Weighed { readonly ask: RightsAsk; readonly forbidden: string | undefined; readonly objections: readonly string[] }
/** What would go, by place. */
export interface ErasureRehearsed extends Weighed, Rehearsed { readonly rejects: number; readonly waiting: Readonly<Record<string, number>> }

/** A place from which something would go, or in which something would be written anew without them. */
export interface PlaceTold { readonly place: string; /** The same in words: "findings, sums and cases of each run". */ readonly what: string; readonly goes: number; readonly changes: number }

/** The places of a rehearsal, as the table of places names them. */
export function placesOf({ wouldGo, rejects, waiting }: Pick<ErasureRehearsed, 'wouldGo' | 'rejects' | 'waiting'>): readonly PlaceTold[] {
  return PLACES.flatMap((place) => {
    const { goes, changes } = wouldGoFrom(place, wouldGo) ?? { goes: place.names.includes('rejects.ndjson') ? rejects : place.names.reduce((sum, name) => sum + (waiting[name] ?? 0), 0), changes: 0 };
    return goes + changes === 0 ? [] : [{ place: placeSaid(place), what: place.what.split(/[;:]/, 1)[0]!, goes, changes }];
  });
}

const MOST_LETTERS = 1_000;

export function erasureJournal(store: Pick<Store, 'journal'>): Journal<ErasureEntry> {
  return store.journal<ErasureEntry>('erasures');
}

/** All erasures there ever were, oldest first. */
export async function readErasures(store: Pick<Store, 'journal'>): Promise<readonly Erasure[]> {
  const found = new Map<string, Erasure>();
  for await (const { entry } of erasureJournal(store).read()) found.set(entry.ask, evolveErasure(found.get(entry.ask), entry));
  return [...found.values()];
}

/**
 * The ask for deletion, or what was done about it before.
 *
 * @throws FarmwatchError `not.found`
 */
export async function askOrErasure(store: Store, id: string): Promise<RightsAsk | Erasure> {
  const ask = (await readAsks(store)).find((one) => one.id === id);
  const erasure = (await readErasures(store)).find((one) => one.ask === id);
  if (erasure?.done) return erasure;
  if (ask) return ask;
  if (erasure) return erasure;
  throw new FarmwatchError('not.found', { what: `ask ${JSON.stringify(id)}`, cure: 'See "farmwatch rights list". Where whoever asked was let go, nothing is there any more, this ask included.' });
}

/** What would go from which place, and what stands against it; nothing is written. */
export async function rehearseErasure(parts: ErasureParts, ask: RightsAsk): Promise<ErasureRehearsed> {
  const standing = await standingOf(parts, ask);
  const isTheirs = await recordsOf(parts, ask.hire);
  const waiting: Record<string, number> = {};
  for (const [place, records] of Object.entries(parts.waiting)) waiting[place] = await records.count(isTheirs);
  return { ask, forbidden: forbidden(standing), objections: objections(standing), ...await rehearsed(parts, (over) => eraseOne(over, ask.hire)), rejects: parts.rejects.count(), waiting };
}

/**
 * Lets one person go on their request, before their time. What was begun is finished by the next night where it is cut off.
 *
 * @throws FarmwatchError `request.invalid` where something forbids it, nobody said why, or housekeeping or another erasure is under way
 */
export async function erase(parts: ErasureParts, ask: RightsAsk, wish: ErasureWish, by: string): Promise<Erasure> {
  const { store, now } = parts;
  await underWay(store, now, async () => {
    const cutOff = (await notes(store).get('erasing'))?.value;
    if (cutOff?.ask !== ask.id) await begin(parts, ask, wish, by);
    await cleanedUp(parts, async () => {
      if (cutOff && cutOff.ask !== ask.id) await finish(parts, cutOff);
      const counts = await finish(parts, { ask: ask.id, hire: ask.hire });
      if (counts) return counts;
      throw invalid('Somebody put their records on hold for the law meanwhile. What is still there stays.');
    });
  }, 'erasure');
  return (await readErasures(store)).find((one) => one.ask === ask.id)!;
}

/** Which records that wait are about somebody. */
async function recordsOf({ store, now }: ErasureParts, hire: HireId): Promise<(record: string) => boolean> {
  const history = await readHistory(store);
  return theirsIn(history, hire, now, await theirMachines(store, history, hire, now));
}

/** Writes down that and why they go, and then what is to be finished whatever happens. */
async function begin(parts: ErasureParts, ask: RightsAsk, wish: ErasureWish, by: string): Promise<void> {
  const { store, now } = parts;
  const standing = await standingOf(parts, ask);
  const why = forbidden(standing);
  if (why !== undefined) throw invalid(why);
  const said = await wordsOf(store, ask.hire, wish, by);
  const against = objections(standing);
  if (against.length > 0 && !said.decision) throw invalid(`${against.join(' ')} Somebody else may decide that they go all the same: then write why, and who decided it.`);
  await erasureJournal(store).append({ did: 'begun', at: now, ask: ask.id, by, ground: wish.ground, reason: said.reason, ...(said.decision && against.length > 0 ? { decision: said.decision } : {}) });
  parts.rejects.remove();
  // While the registry still tells how they are called.
  const isTheirs = await recordsOf(parts, ask.hire);
  for (const records of Object.values(parts.waiting)) await records.takeOut(isTheirs);
  await notes(store).putAll([{ id: 'erasing', ask: ask.id, hire: ask.hire }]);
}

/** Whom somebody began to let go. */
interface Erasing { readonly id: 'erasing'; readonly ask: string; readonly hire: HireId }
const notes = (store: Pick<Store, 'shelf'>) => store.shelf<Erasing>('housekeeping-turn');

/** Goes on with what was cut off. */
export async function finishErasure(parts: HousekeepingParts): Promise<void> {
  const note = (await notes(parts.store).get('erasing'))?.value;
  if (note) await finish(parts, note);
}

/** @returns undefined where a hold came in between, which keeps what is still there */
async function finish(parts: HousekeepingParts, { ask, hire }: Omit<Erasing, 'id'>): Promise<HousekeepingCounts | undefined> {
  const { store, pipeline, now } = parts;
  const isHeld = (await heldNow(store, pipeline, now)).hires.has(hire);
  const counts = isHeld ? undefined : await eraseOne(parts, hire);
  // The hold may also have come while rows were going.
  const isGone = counts !== undefined && !(await readHistory(store)).people.some((row) => versionAt(row, now).hire_id === hire);
  if (isGone) await erasureJournal(store).append({ did: 'done', at: now, ask, counts });
  await notes(store).remove('erasing');
  return isGone ? counts : undefined;
}

async function standingOf({ store, pipeline, scope, now }: HousekeepingParts, ask: RightsAsk): Promise<Standing> {
  const history = await readHistory(store);
  const row = history.people.find((one) => versionAt(one, now).hire_id === ask.hire);
  if (!row) throw new FarmwatchError('not.found', { what: `hire of ${ask.id}`, cure: 'Nothing is held under this id any more: that is the answer.' });
  const held = await heldNow(store, pipeline, now);
  const { cases } = await pipeline.cases();
  const mine = new Set(casesOf(ask.hire, cases).map(({ id }) => id));
  return {
    ask, person: versionAt(row, now), now, companyZone: scope.companyZone, held, open: await openCases(pipeline, held), cases: cases.filter(({ id }) => mine.has(id)),
    inScope: registryAt(history, now, scope).hires.get(ask.hire)?.inScope === true,
    unanswered: (await readAsks(store)).filter(({ hire, answered, right }) => hire === ask.hire && answered === undefined && right !== 'erasure'),
  };
}

/** Words that outlive the person, so they name nobody. @throws FarmwatchError `request.invalid` */
async function wordsOf(store: Store, hire: HireId, { ground, reason, decision }: ErasureWish, by: string): Promise<Pick<ErasureWish, 'reason' | 'decision'>> {
  if (!Object.hasOwn(GROUNDS, ground)) throw invalid(`The ground is one of ${Object.keys(GROUNDS).join(', ')}.`);
  const { people } = await readHistory(store);
  const rows: readonly PersonRow[] = people.filter(({ versions }) => versions.some(({ row }) => row.hire_id === hire)).flatMap(({ versions }) => versions.map(({ row }) => row));
  const names = callings(rows, hire);
  const sentence = (text: string, what: string): string => {
    const told = text.trim();
    if (told === '') throw invalid(`The ${what} is empty. Write it: it is kept, and somebody will read it.`);
    if (told.length > MOST_LETTERS) throw invalid(`The ${what} has ${told.length} letters; ${MOST_LETTERS} are the most.`);
    if (namedIn(told, names)) throw invalid(`The ${what} names the person. It is kept when they are gone, so write it without name, account, laptop or id.`);
    return told;
  };
  if (decision && sameName(decision.by, by)) throw invalid(`${by} lets them go, so somebody else decides that they go although something speaks against it.`);
  return { reason: sentence(reason, 'reason'), ...(decision ? { decision: { by: sentence(decision.by, 'name of who decided'), why: sentence(decision.why, 'decision') } } : {}) };
}

function invalid(why: string): FarmwatchError {
  return new FarmwatchError('request.invalid', { why });
}
