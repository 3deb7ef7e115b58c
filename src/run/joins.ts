import { directoryOf } from '../core/identity.ts';
import { isPlaceholderSerial } from '../core/placeholder.ts';
import type { Versioned, AccountRow, DeviceRow, PersonRow, TableKind } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { readHistory } from '../detect/registry.ts';
import type { Store } from '../store/store.ts';

/** What could not be joined, and what would mend it. */
export interface Joins {
  readonly strangers: { readonly events: number; readonly names: readonly string[] };
  readonly machines: { readonly events: number; readonly names: readonly string[] };
  /** Events of known people on machines that are no issued laptop: they count for the person alone. */
  readonly unissued: { readonly events: number; readonly names: readonly string[] };
  readonly silentHires: readonly string[];
  readonly spareLaptops: readonly string[];
}

const FOREVER = { from: 0, to: 8_640_000_000_000_000, asOf: 8_640_000_000_000_000 };

/** Looks over everything held: which events name nobody known, and who and what was never heard of. */
export async function joinsOf(store: Store, at: Instant): Promise<Joins> {
  const history = await readHistory(store);
  const latest = <T>(kind: TableKind): T[] => (history[kind] as readonly Versioned<unknown>[]).map(({ versions }) => versions.at(-1)!.row as T);
  const people = latest<PersonRow>('people');
  const directory = directoryOf(people, latest<AccountRow>('accounts'), latest<DeviceRow>('devices'));
  const rows = await store.events.tally({
    where: {}, by: ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.id', 'host.name'], measure: { times: 'count' },
  }, FOREVER);
  const serialOf = new Map<string, string>();
  for (const row of rows) {
    const serial = row['device.serial_number'];
    if (serial === undefined || isPlaceholderSerial(serial)) continue;
    for (const host of [row['host.id'], row['host.name']]) if (host !== undefined) serialOf.set(host, serial);
  }
  const heard = new Set<string>();
  const strangers = new Map<string, number>();
  const machines = new Map<string, number>();
  const unissued = new Map<string, number>();
  const add = (into: Map<string, number>, name: string, times: number): void => void into.set(name, (into.get(name) ?? 0) + times);
  for (const row of rows) {
    const person = directory.personOf(row);
    const serial = row['device.serial_number'] ?? serialOf.get(row['host.id'] ?? '') ?? serialOf.get(row['host.name'] ?? '');
    const holder = serial === undefined ? undefined : directory.holderOf(serial, at);
    if (typeof person === 'string') heard.add(person);
    if (holder !== undefined) heard.add(holder);
    const machine = serial ?? row['host.name'] ?? row['host.id'];
    const named = row['user.email'] ?? row['user.name'] ?? row['user.id'];
    if (named !== undefined && typeof person !== 'string') add(strangers, named, row.times);
    else if (named !== undefined && machine !== undefined && !directory.serials.has(machine) && !isPlaceholderSerial(machine)) add(unissued, machine, row.times);
    else if (named === undefined && holder === undefined) add(machines, machine ?? 'no machine named', row.times);
  }
  const most = (counts: Map<string, number>): readonly string[] => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3).map(([name]) => name);
  const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((total, times) => total + times, 0);
  const issued = [...directory.serials];
  return {
    strangers: { events: sum(strangers), names: most(strangers) },
    machines: { events: sum(machines), names: most(machines) },
    unissued: { events: sum(unissued), names: most(unissued) },
    silentHires: people.map(({ hire_id: id }) => id).filter((id) => !heard.has(id)).sort(),
    spareLaptops: issued.filter((serial) => directory.holderOf(serial, at) === undefined).sort(),
  };
}

/** The same as sentences, each with its likely cure; nothing where all is joined. */
export function sayJoins(joins: Joins): readonly string[] {
  const some = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
  const said: string[] = [];
  if (joins.strangers.events > 0) said.push(`${joins.strangers.events} events name accounts nobody has (most: ${some(joins.strangers.names)}): import accounts.csv, or add these to user_names in people.csv.`);
  if (joins.machines.events > 0) said.push(`${joins.machines.events} events come from machines nobody holds (most: ${some(joins.machines.names)}): import devices.csv, or add serials to device_serials in people.csv.`);
  if (joins.unissued.events > 0) said.push(`${joins.unissued.events} events of known people come from machines nobody holds (most: ${some(joins.unissued.names)}): they count for the person and for no laptop. Import devices.csv, and records that name host and serial number together; devices of their own need nothing.`);
  if (joins.silentHires.length > 0) said.push(`${joins.silentHires.length} hires without any event (${joins.silentHires.slice(0, 3).join(', ')}${joins.silentHires.length > 3 ? ', …' : ''}): they have not started, or their accounts are named differently in the logs.`);
  if (joins.spareLaptops.length > 0) said.push(`${joins.spareLaptops.length} laptops without a holder (${joins.spareLaptops.slice(0, 3).join(', ')}${joins.spareLaptops.length > 3 ? ', …' : ''}): spare, or two people list the same serial.`);
  return said;
}
