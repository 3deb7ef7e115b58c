import { counted, wordFor } from '../core/counted.ts';
import { AMBIGUOUS, IDENTITY, type Directory, type IdentityFields } from '../core/identity.ts';
import type { PersonRow, Serial } from '../core/person.ts';
import { serialFinder } from '../core/spelling.ts';
import { DAY, HOUR, dayOf, floorTo, type Instant } from '../core/time.ts';
import { gatherer } from '../detect/counts/gather.ts';
import { NOTHING_PRESUMED, type Presumed } from '../detect/people/presumed.ts';
import { directoryAt, readHistory, type History } from '../detect/people/registry.ts';
import type { Store, TallyRow } from '../store/store.ts';
import { rowsHeld, sayUnmet, unmetIn, type UnmetRows } from './unmet.ts';

/** Events, and the names most of them carry. */
export interface Unjoined {
  readonly events: number; readonly names: readonly string[];
  /** Of machines: one of these names with the laptop on record that is written otherwise, sign by sign, and may be meant. */
  readonly alike?: readonly [name: string, serial: Serial];
  /** Of machines: all of these are names, and no serial number was told with them. */
  readonly areNames?: boolean;
}

/** What could not be joined, and what would mend it. */
export interface Joins {
  readonly strangers: Unjoined;
  /** Accounts that two hires list for the same time. */
  readonly contested: Unjoined;
  readonly machines: Unjoined;
  /** Events of laptops on record from days on which nobody held them. */
  readonly idle: Unjoined;
  /** Events that name nobody, of laptops on record that no file gives to anybody. */
  readonly shared: Unjoined;
  /** Badge-ins at places that are in no file. */
  readonly places: Unjoined;
  /** Events of known people on machines that are no issued laptop: they count for the person alone. */
  readonly unissued: Unjoined;
  readonly silentHires: readonly string[];
  readonly spareLaptops: readonly string[];
  readonly rows: UnmetRows;
}

const FOREVER = { from: 0, to: 8_640_000_000_000_000, asOf: 8_640_000_000_000_000 };
const MACHINE_NAMES = ['device.serial_number', 'host.id', 'host.name'] as const;
const BY_NAMES = { where: {}, by: IDENTITY, measure: { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' } } } as const;
type NamesRow = TallyRow<typeof BY_NAMES>;

/**
 * Looks over everything held: which events name nobody known, and who and what was never heard of.
 *
 * Whoever is meant is asked for the days of the events, as runs do: a laptop changes hands, and people are hired again.
 */
export async function joinsOf(store: Store, at: Instant): Promise<Joins> {
  const history = await readHistory(store);
  const directory = directoryAt(history, Infinity);
  const rows = await store.events.tally(BY_NAMES, FOREVER);
  const machineOf = machineReader(directory, rows);
  const names = namesSeen(rows, directory, machineOf, await presumedIn(store, rows, directory, machineOf, at));

  const [idle, shared] = [counter(), counter()];
  const held = everHeld(history);
  for (const { laptop, times } of await unheldDays(store, names.changing, directory, (row) => machineOf(row).laptop!)) (held.has(laptop) ? idle : shared).add(laptop, times);

  const machinesAs = spelledAlike(directory, names.toldNames);
  const since = dayOf(rows.reduce((earliest, { first }) => Math.min(earliest, first!), at));
  const people = history.people.map(({ versions }): PersonRow => versions.at(-1)!.row);
  return {
    strangers: names.strangers.most(), contested: names.contested.most(), machines: machinesAs(names.machines.most()), idle: idle.most(), shared: shared.most(), places: await strangePlaces(store, history), unissued: machinesAs(names.unissued.most()),
    // Who left before the first event that is held cannot be heard of.
    silentHires: people.filter(({ hire_id: id, end_date: end }) => !names.heard.has(id) && (end === undefined || end >= since)).map(({ hire_id: id }) => id).sort(),
    spareLaptops: [...directory.serials].filter((serial) => directory.holderOf(serial, at) === undefined).sort(),
    rows: unmetIn(rowsHeld(history, Infinity), at),
  };
}

/** The machine that an event names. */
interface MachineNamed {
  readonly serial: string | undefined;
  /** By its serial number, else by its name, as far as a laptop on record bears it. */
  readonly laptop: string | undefined;
  /** Told by a name that no laptop on record bears, and by nothing else. */
  readonly isNamedAlone: boolean;
}
type MachineOf = (row: IdentityFields) => MachineNamed;

function machineReader(directory: Directory, rows: readonly NamesRow[]): MachineOf {
  const serialOf = serialFinder(rows);
  return (row) => {
    const [serial, name] = [serialOf(row), row['host.name']];
    const known = name === undefined ? undefined : directory.laptopNamed(name);
    return { serial, laptop: serial ?? known ?? name, isNamedAlone: serial === undefined && name !== undefined && known === undefined };
  };
}

/** Whose machines are taken for laptops: of old records, as in a run when they were new. */
async function presumedIn(store: Store, rows: readonly NamesRow[], directory: Directory, machineOf: MachineOf, at: Instant): Promise<Presumed> {
  if (!rows.some((row) => machineOf(row).isNamedAlone)) return NOTHING_PRESUMED;
  const newest = rows.reduce((latest, { last }) => Math.max(latest, last!), -Infinity);
  return gatherer(store).presumed(Math.min(at, newest + DAY), directory);
}

type Counter = ReturnType<typeof counter>;
/** Names that met nobody, and who was heard of. */
interface NamesSeen {
  readonly strangers: Counter;
  readonly contested: Counter;
  readonly machines: Counter;
  readonly unissued: Counter;
  readonly heard: ReadonlySet<string>;
  /** Machines that told no serial number. */
  readonly toldNames: ReadonlySet<string>;
  /** Rows that name nobody, of laptops on record that were not held all along. */
  readonly changing: readonly NamesRow[];
}

function namesSeen(rows: readonly NamesRow[], directory: Directory, machineOf: MachineOf, presumed: Presumed): NamesSeen {
  const [strangers, contested, machines, unissued] = [counter(), counter(), counter(), counter()];
  const [heard, toldNames] = [new Set<string>(), new Set<string>()];
  const changing: NamesRow[] = [];
  for (const row of rows) {
    const [first, last] = [noonOf(row.first!), noonOf(row.last!)];
    const persons = [directory.personOf(row, dayOf(first)), directory.personOf(row, dayOf(last))];
    const { serial, laptop, isNamedAlone } = machineOf(row);
    const taken = isNamedAlone ? presumed.of(row['host.name']!) : undefined;
    const holders = taken ? [taken.holder, taken.holder] : laptop === undefined ? [undefined, undefined] : [directory.holderOf(laptop, first), directory.holderOf(laptop, last)];
    for (const one of [...persons, ...holders]) if (typeof one === 'string') heard.add(one);
    const machine = laptop ?? row['host.id'];
    if (machine !== undefined && serial === undefined) toldNames.add(machine);
    const named = row['user.email'] ?? row['user.name'] ?? row['user.id'];
    if (named !== undefined && persons[1] === AMBIGUOUS) contested.add(named, row.times);
    else if (named !== undefined && persons[1] === undefined) strangers.add(named, row.times);
    else if (named !== undefined) {
      if (machine !== undefined && !taken && !directory.serials.has(machine)) unissued.add(machine, row.times);
    } else if (laptop !== undefined && directory.serials.has(laptop) && !taken) {
      if (holders.includes(undefined)) changing.push(row);
    } else if (holders[1] === undefined) machines.add(machine ?? row['device.serial_number'] ?? 'no machine named', row.times);
  }
  return { strangers, contested, machines, unissued, heard, toldNames, changing };
}

/** Adds to machines which laptop on record one of them may mean, and whether all of them told names alone. */
function spelledAlike({ serials }: Directory, toldNames: ReadonlySet<string>): (unjoined: Unjoined) => Unjoined {
  const onRecord = new Map([...serials].map((serial) => [signsOf(serial), serial]));
  return (unjoined) => {
    const alike = unjoined.names.flatMap((name) => { const serial = onRecord.get(signsOf(name)); return serial === undefined ? [] : [[name, serial] as const]; })[0];
    return { ...unjoined, areNames: unjoined.names.every((name) => toldNames.has(name)), ...(alike === undefined ? {} : { alike }) };
  };
}

/** Laptops that somebody held at some time, by any version of a row. */
function everHeld({ people, devices }: History): ReadonlySet<Serial> {
  return new Set([
    ...devices.flatMap(({ versions }) => versions.flatMap(({ row }) => (row.hire_id === undefined ? [] : [row.serial]))),
    ...people.flatMap(({ versions }) => versions.flatMap(({ row }) => row.device_serials)),
  ]);
}

async function strangePlaces(store: Store, { places }: History): Promise<Unjoined> {
  const known = new Set(places.flatMap(({ versions }) => versions.map(({ row }) => row.place_id)));
  const found = counter();
  for (const row of await store.events.tally({ where: { 'event.action': 'badge-in' }, by: ['farmwatch.place.id'], measure: { times: 'count' } }, FOREVER)) {
    const place = row['farmwatch.place.id'];
    if (place !== undefined && !known.has(place)) found.add(place, row.times);
  }
  return found.most();
}

/** Letters and digits alone, with which inventories and agents agree where signs between them differ. */
const signsOf = (name: string): string => name.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '');
const noonOf = (at: Instant): Instant => floorTo(at, DAY) + 12 * HOUR;

/** Of events that name nobody, from laptops that were not held all along: those of days on which nobody held them. */
async function unheldDays(store: Store, changing: readonly NamesRow[], directory: Directory, laptopOf: (row: IdentityFields) => string): Promise<readonly { readonly laptop: string; readonly times: number }[]> {
  const keyOf = (row: IdentityFields): string => JSON.stringify(MACHINE_NAMES.map((name) => row[name] ?? null));
  const asked = new Set(changing.map(keyOf));
  const byFirstName = Map.groupBy(changing, (row) => MACHINE_NAMES.find((name) => row[name] !== undefined)!);
  const found = await Promise.all([...byFirstName].map(([name, rows]) =>
    store.events.tally({ where: { [name]: [...new Set(rows.map((row) => row[name]!))] }, by: [...IDENTITY, 'event.action', 'day'], measure: { times: 'count' } }, FOREVER)));
  // A parcel is scanned before its laptop is handed out, as it should be.
  const days = found.flat().filter((row) => row['event.action'] !== 'shipment-updated' && asked.has(keyOf(row)) && (row['user.email'] ?? row['user.name'] ?? row['user.id']) === undefined);
  return days.map((row) => ({ laptop: laptopOf(row), times: row.times, day: row.day })).filter(({ laptop, day }) => directory.holderOf(laptop, day + 12 * HOUR) === undefined);
}

/** Counts events by name. */
function counter(): { add(name: string, times: number): void; most(): Unjoined } {
  const counts = new Map<string, number>();
  return {
    add: (name, times) => void counts.set(name, (counts.get(name) ?? 0) + times),
    most: () => ({
      events: [...counts.values()].reduce((total, times) => total + times, 0),
      names: [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3).map(([name]) => name),
    }),
  };
}

/** Blanks, case and domain make no difference any more; other signs do. */
function alikeSaid({ alike }: Unjoined): string {
  return alike === undefined ? '' : ` ${JSON.stringify(alike[0])} differs from ${JSON.stringify(alike[1])} on record only in signs between letters and digits: write it in one way.`;
}

/** The same as sentences, each with its likely cure; nothing where all is joined. */
export function sayJoins(joins: Joins): readonly string[] {
  const some = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
  const said: string[] = [];
  if (joins.strangers.events > 0) said.push(`${counted(joins.strangers.events, 'event names an account', 'events name accounts')} nobody has (most: ${some(joins.strangers.names)}): import accounts.csv, or add these to user_names in people.csv.`);
  if (joins.contested.events > 0) said.push(`${counted(joins.contested.events, 'event names an account', 'events name accounts')} that two hires list for the same time (most: ${some(joins.contested.names)}), and ${wordFor(joins.contested.events, 'counts', 'count')} for neither: take the name from one of them in people.csv, or write the end_date of whoever left.`);
  if (joins.machines.events > 0) said.push(`${counted(joins.machines.events, 'event comes from a machine', 'events come from machines')} nobody holds (most: ${some(joins.machines.names)}): ${joins.machines.areNames ? 'no serial number was told with these names. Import records that name host and serial number together, or list the names in device_serials in people.csv' : 'import devices.csv, or add serials to device_serials in people.csv'}.${alikeSaid(joins.machines)}`);
  const isSaid = joins.machines.events > 0 && joins.unissued.names.every((name) => joins.machines.names.includes(name));
  if (joins.unissued.events > 0 && isSaid) said.push(`${counted(joins.unissued.events, 'event of known people comes', 'events of known people come')} from these machines too: ${wordFor(joins.unissued.events, 'it counts', 'they count')} for the person and for no laptop.`);
  else if (joins.unissued.events > 0) said.push(`${counted(joins.unissued.events, 'event of known people comes from a machine', 'events of known people come from machines')} nobody holds (most: ${some(joins.unissued.names)}): ${wordFor(joins.unissued.events, 'it counts', 'they count')} for the person and for no laptop. Import devices.csv, and records that name host and serial number together; devices of their own need nothing.${alikeSaid(joins.unissued)}`);
  if (joins.idle.events > 0) said.push(`${counted(joins.idle.events, 'event comes', 'events come')} from laptops on record on days when nobody held them (most: ${some(joins.idle.names)}), before they were handed out or after they were given back: ${wordFor(joins.idle.events, 'it counts', 'they count')} for nobody. Where that is wrong, mend assigned_from, assigned_to and returned_at in devices.csv.`);
  if (joins.shared.events > 0) said.push(`${counted(joins.shared.events, 'event that names nobody comes', 'events that name nobody come')} from laptops on record that no file gives to anybody (most: ${some(joins.shared.names)}), such as shared workstations: what happens on them counts for the person who is signed in only, and ${wordFor(joins.shared.events, 'this event', 'these events')} for nobody. Where somebody holds one, write their hire_id in devices.csv.`);
  if (joins.places.events > 0) said.push(`${counted(joins.places.events, 'badge-in names a place', 'badge-ins name places')} that no places file has (most: ${some(joins.places.names)}), and ${wordFor(joins.places.events, 'does', 'do')} not count as being seen there: add these place_id to places.csv, or write those that it has.`);
  if (joins.silentHires.length > 0) said.push(`${counted(joins.silentHires.length, 'hire')} without any event (${joins.silentHires.slice(0, 3).join(', ')}${joins.silentHires.length > 3 ? ', …' : ''}): they have not started, or their accounts are named differently in the logs.`);
  if (joins.spareLaptops.length > 0) said.push(`${counted(joins.spareLaptops.length, 'laptop')} without a holder (${joins.spareLaptops.slice(0, 3).join(', ')}${joins.spareLaptops.length > 3 ? ', …' : ''}): spare, given back, or two people list the same serial.`);
  return [...said, ...sayUnmet(joins.rows)];
}
