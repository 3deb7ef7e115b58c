import type { FieldName } from '../../core/event.ts';
import { AMBIGUOUS, type IdentityFields } from '../../core/identity.ts';
import type { Directory } from '../../core/identity.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { CrowdPlan } from '../../detect/detector.ts';
import type { Registry } from '../../detect/people/registry.ts';
import { STAFF } from '../../detect/places/shared-exits.ts';
import type { Row, Store, Where } from '../../store/store.ts';
import { PLACE_FIELDS, PLACE_KINDS, crowdTally, keepCrowd, type CrowdTally } from './crowd.ts';
import { linkShelf, linksOf } from './machine-links.ts';
import type { OutsideAt } from './scope-time.ts';
import { FOREVER, IDENTITY, walkDays, type WalkedDay, type Whose } from './walk-days.ts';

export interface Reduced { readonly days: number; readonly events: number; readonly counts: number }

/**
 * Of people outside scope keeps how many devices they had at each place on each day, and how many of them bore the marks
 * that detectors look for, and forgets the rest.
 *
 * A day is looked at as long as it holds rows of such people, so that late rows and corrected people are dealt with
 * alike and a run that was cut off is finished by the next one. Rows that name somebody unknown wait for a people.csv.
 *
 * @param goes which rows go; of {@link goesAt} those of people who are all out of scope
 * @param plans what detectors want to be counted besides, by what the catalogue knows now
 * @param before days that end after this instant are left alone: their rows may still be on their way
 */
export async function reduceDays(store: Store, directory: Directory, goes: GoesAt, plans: readonly CrowdPlan[], catalogue: Registry['catalogue'], before: Instant): Promise<Reduced> {
  const links = linkShelf(store);
  let [days, events, counts] = [0, 0, 0];
  for await (const day of walkDays(store, directory, await links.all(), before)) {
    const due = day.spellings.filter((row) => {
      const whose = day.whose(row);
      return goes(whose, row.first) || goes(whose, row.last);
    });
    if (due.length === 0) continue;
    const leaving = await leavingRows(store, day, goes, plans, catalogue);
    if (leaving.events === 0) continue;
    // First what stays, then what goes: cut off in between, the same rows are counted once more to the same numbers.
    await links.keep(due.flatMap((row) => linksOf(row, row.last)));
    counts += await keepCrowd(store, day.day, leaving.crowd.counts(day.day));
    for (const where of wheresOf(leaving)) events += (await store.events.forget({ before: day.to, where }, 'out of scope')).forgotten;
    days++;
  }
  return { days, events, counts };
}

/** Whether a row goes, by whose it is and when it was. Somebody known has to be behind each that does. */
export type GoesAt = (whose: Whose, at: Instant) => boolean;

/** True for a row about people who are all known and all out of scope at that instant. */
export const goesAt = (outside: OutsideAt): GoesAt => (whose, at) => {
  if (whose.person === AMBIGUOUS || (whose.named && whose.person === undefined)) return false;
  const people = peopleAt(whose, at);
  return people.length > 0 && people.every((hire) => outside(hire, at));
};

/** True for what an account of this person did, and for what a laptop told that was theirs then, but for what somebody else who is known did there. */
export const isOf = (hire: HireId): GoesAt => (whose, at) => whose.person === hire || (typeof whose.person !== 'string' && whose.holderAt(at) === hire);

/** Account and holder, as far as they are known. */
function peopleAt({ person, holderAt }: Whose, at: Instant): readonly HireId[] {
  const holder = holderAt(at);
  return [...(typeof person === 'string' ? [person] : []), ...(holder === undefined || holder === person ? [] : [holder])];
}

/** Rows of one day that go: their ids by log, and what is counted of them. */
interface Leaving { readonly crowd: CrowdTally; readonly logs: Map<string, { readonly module: string | undefined; readonly dataset: string | undefined; readonly ids: string[] }>; events: number }

async function leavingRows(store: Store, day: WalkedDay, goes: GoesAt, plans: readonly CrowdPlan[], catalogue: Registry['catalogue']): Promise<Leaving> {
  const marks = plans.map((plan) => marksOnce(plan, catalogue));
  const [found] = await store.events.fold<Leaving>({
    where: {}, key: [],
    fields: [...new Set<FieldName>(['@timestamp', 'event.ingested', 'event.id', 'event.module', 'event.dataset', ...IDENTITY, ...Object.values(PLACE_FIELDS), ...plans.flatMap(({ fields }) => fields)])],
    start: () => ({ crowd: crowdTally(), logs: new Map(), events: 0 }),
    step: (leaving, row) => {
      const at = row['@timestamp'] as Instant;
      const whose = day.whose(row as IdentityFields);
      if (!goes(whose, at)) return leaving;
      note(leaving, row, whose.laptop, peopleAt(whose, at));
      const owner = whose.holderAt(at) ?? (whose.person as HireId);
      const placed = PLACE_KINDS.some((kind) => row[PLACE_FIELDS[kind]] !== undefined) ? [STAFF] : [];
      for (const line of [...placed, ...marks.flatMap((marksOf) => marksOf(row))]) leaving.crowd.add({ kind: 'mark', line, laptop: undefined, people: [owner], learned: row['event.ingested'] as Instant });
      return leaving;
    },
  }, { from: day.from, to: day.to, asOf: FOREVER });
  return found?.state ?? { crowd: crowdTally(), logs: new Map(), events: 0 };
}

function note(leaving: Leaving, row: Row, laptop: string | undefined, people: readonly HireId[]): void {
  leaving.events++;
  const [module, dataset] = [row['event.module'] as string | undefined, row['event.dataset'] as string | undefined];
  const key = JSON.stringify([module, dataset]);
  const log = leaving.logs.get(key) ?? { module, dataset, ids: [] };
  leaving.logs.set(key, log);
  log.ids.push(row['event.id'] as string);
  for (const kind of PLACE_KINDS) {
    const line = row[PLACE_FIELDS[kind]] as string | undefined;
    if (line !== undefined) leaving.crowd.add({ kind, line, laptop, people, learned: row['event.ingested'] as Instant });
  }
}

/** Marks of rows: the same few programs run on every laptop, so each is looked at once. */
function marksOnce({ fields, marks }: CrowdPlan, catalogue: Registry['catalogue']): (row: Row) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (row) => {
    const key = fields.map((field) => row[field] ?? '').join('\0');
    const found = known.get(key) ?? marks(row, catalogue);
    known.set(key, found);
    return found;
  };
}

/** Rows forgotten by one question; each question reads the log once. */
const IDS_AT_ONCE = 50_000;

/** Exactly these rows, and none of the same people at another time. */
function* wheresOf({ logs }: Leaving): Iterable<Where> {
  for (const { module, dataset, ids } of logs.values()) {
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
      yield { 'event.module': module ?? { exists: false }, 'event.dataset': dataset ?? { exists: false }, 'event.id': ids.slice(from, from + IDS_AT_ONCE) };
    }
  }
}
