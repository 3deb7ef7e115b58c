import type { DeviceRow, HireId, Serial, Versioned } from '../../core/person.ts';
import { DAY, isZone, startOfLocalDay, type Instant } from '../../core/time.ts';
import { readHistory, versionAt, type History, type ScopeRule } from '../../detect/people/registry.ts';
import type { Identified, Store } from '../../store/store.ts';
import type { Held } from '../holds/hold.ts';
import { leavingNote } from './leaving.ts';
import { rewriteAll } from './rewriting.ts';

/** People whose last day lies before an instant. */
export function leavers(history: Pick<History, 'people'>, rule: ScopeRule, before: Instant, now: Instant): readonly HireId[] {
  return history.people.map((row) => versionAt(row, now)).filter(({ end_date: end, time_zone: zone }) =>
    end !== undefined && startOfLocalDay(end, zone && isZone(zone) ? zone : rule.companyZone) + DAY <= before).map(({ hire_id: hire }) => hire);
}

/**
 * Takes people out of the registry, with their laptops' assignments, accounts, travel and applications, and their
 * pseudonym. One person goes whole before the next: a hold that comes in between finds each of them whole or gone.
 *
 * @param held asked before each of them
 * @returns who went
 */
export async function forgetPeople(store: Store, going: readonly HireId[], now: Instant, held: () => Promise<Held>): Promise<readonly HireId[]> {
  let history = await readHistory(store);
  const gone: HireId[] = [];
  await leavingNote(store).add(namesOf(history, going, now));
  for (const hire of going) {
    if ((await held()).hires.has(hire)) continue;
    const shelf = store.shelf<Identified>('registry');
    for (const id of rowsOf(history, hire, now)) await shelf.remove(id);
    await blankShared(store, history, hire);
    await forgetPseudonym(store, hire);
    // The person last: cut off in between, the next night finds them again.
    for (const { id } of ownRows(history, hire, now)) await shelf.remove(id);
    history = historyWithout(history, hire, now);
    gone.push(hire);
  }
  return gone;
}

const ownRows = (history: Pick<History, 'people'>, hire: HireId, now: Instant): History['people'] => history.people.filter((row) => versionAt(row, now).hire_id === hire);

const holders = ({ versions }: Versioned<DeviceRow>): ReadonlySet<HireId> => new Set(versions.flatMap(({ row: { hire_id: hire } }) => hire ?? []));

const isShared = (row: Versioned<DeviceRow>, hire: HireId): boolean => holders(row).size > 1 && holders(row).has(hire);

/** A row of a laptop without what it said of this person: that version is nobody's then, and not the other's again. */
function blanked<R extends Versioned<DeviceRow>>(row: R, hire: HireId): R {
  return { ...row, versions: row.versions.map((version) => (version.row.hire_id === hire ? { ...version, row: { serial: version.row.serial, ...(version.row.assigned_from === undefined ? {} : { assigned_from: version.row.assigned_from }) } } : version)) };
}

/** Laptops that somebody else had before or after stay, without this person. */
async function blankShared(store: Pick<Store, 'shelf'>, history: Pick<History, 'devices'>, hire: HireId): Promise<void> {
  // Each as it lies there now: the one who went before may have had it too, and files may come in meanwhile.
  const ids = history.devices.filter((row) => isShared(row, hire)).map(({ id }) => id);
  await rewriteAll(store.shelf<Versioned<DeviceRow>>('registry'), ids, (row) => blanked(row, hire));
}

/** The registry as it is when one person has gone: whoever goes after them may be the last who had a laptop. */
function historyWithout(history: History, hire: HireId, now: Instant): History {
  const going = new Set([...rowsOf(history, hire, now), ...ownRows(history, hire, now).map(({ id }) => id)]);
  const staying = <R extends { readonly id: string }>(rows: readonly R[]): readonly R[] => rows.filter(({ id }) => !going.has(id));
  return {
    ...history, people: staying(history.people), accounts: staying(history.accounts), travel: staying(history.travel), applications: staying(history.applications), allowed: staying(history.allowed),
    devices: staying(history.devices).map((row) => (isShared(row, hire) ? blanked(row, hire) : row)),
  };
}

/** What stands for these people: applications, laptops of theirs, and accounts that are nobody else's. */
export function namesOf(history: History, going: readonly HireId[], now: Instant): { readonly hires: readonly HireId[]; readonly applications: readonly string[]; readonly serials: readonly Serial[]; readonly accounts: readonly string[] } {
  const ids = new Set<string>();
  let left = history;
  for (const hire of going) {
    for (const id of rowsOf(left, hire, now)) ids.add(id);
    left = historyWithout(left, hire, now);
  }
  const isGoing = (row: History['people'][number]): boolean => going.includes(versionAt(row, now).hire_id);
  const serialsOf = (rows: History['people'], devices: History['devices']): ReadonlySet<Serial> =>
    new Set([...rows.flatMap(({ versions }) => versions.flatMap(({ row }) => row.device_serials)), ...devices.map(({ versions }) => versions[0]!.row.serial)]);
  const [mine, others] = [history.people.filter(isGoing), history.people.filter((row) => !isGoing(row))];
  const named = (rows: History['people']): ReadonlySet<string> => new Set(rows.flatMap(({ versions }) => versions.flatMap(({ row }) => [row.email, ...row.user_names])));
  return {
    hires: going,
    applications: history.applications.filter(({ id }) => ids.has(id)).map(({ versions }) => versions.at(-1)!.row.application_id),
    serials: [...serialsOf(mine, history.devices.filter(({ id }) => ids.has(id))).difference(serialsOf(others, history.devices.filter(({ id }) => !ids.has(id))))],
    accounts: [...named(mine).difference(named(others))],
  };
}

/** Ids of the rows of the registry that are about one person, besides the person's own. */
export function rowsOf(history: History, hire: HireId, now: Instant): readonly string[] {
  const [person] = ownRows(history, hire, now);
  const emails = new Set(person?.versions.map(({ row }) => row.email) ?? []);
  const serials = new Set<Serial>(person?.versions.flatMap(({ row }) => row.device_serials) ?? []);
  const others = new Set(history.people.filter((row) => row !== person).flatMap((row) => versionAt(row, now).device_serials));
  const ids = <T>(rows: readonly Versioned<T>[], isTheirs: (row: T) => boolean): readonly string[] => rows.filter(({ versions }) => versions.every(({ row }) => isTheirs(row))).map(({ id }) => id);
  return [
    ...history.devices.filter((row) => {
      const [names, { serial }] = [holders(row), row.versions[0]!.row];
      return names.size === 0 ? serials.has(serial) && !others.has(serial) : names.size === 1 && names.has(hire);
    }).map(({ id }) => id),
    ...ids(history.accounts, ({ email }) => emails.has(email)),
    ...ids(history.travel, (row) => row.hire_id === hire),
    // An application comes in before anybody knows whose hire it becomes.
    ...history.applications.filter(({ versions }) => versions.at(-1)!.row.hire_id === hire).map(({ id }) => id),
    ...ids(history.allowed, ({ scope }) => scope === `hire:${hire}`),
  ];
}

interface Pseudonym { readonly id: string; readonly name: string }
interface Batch { readonly id: 'newest'; readonly given: readonly Pseudonym[] }

/** The name stays taken, so that nobody gets it anew; whom it stood for is known no more. */
async function forgetPseudonym(store: Store, hire: HireId): Promise<void> {
  const shelf = store.shelf<Pseudonym>('pseudonyms', { name: (row) => row.name });
  const name = (await shelf.get(hire))?.value.name;
  const batches = store.shelf<Batch>('pseudonyms-newest');
  const newest = await batches.get('newest');
  if (newest?.value.given.some(({ id }) => id === hire)) await batches.put({ id: 'newest', given: newest.value.given.map((one) => (one.id === hire ? { id: `gone/${one.name}`, name: one.name } : one)) }, newest.revision);
  if (name === undefined) return;
  await shelf.putAll([{ id: `gone/${name}`, name }]);
  await shelf.remove(hire);
}
