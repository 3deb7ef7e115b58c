import { shortHash } from '../core/canonical.ts';
import { AMBIGUOUS, type Directory } from '../core/identity.ts';
import { isPlaceholderSerial } from '../core/placeholder.ts';
import { DAY, HOUR, dayOf, floorTo, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { DayMark } from '../store/store.ts';
import { IDENTITY, dayCounts, rowsMark, type CountedStore, type DayCounts, type DayTable, type IdentityName, type Names } from './day-counts.ts';
import type { Evidence, EvidencePlan, Question, Whom } from './detector.ts';
import { MACHINES, MACHINE_DAYS, machinesOf, type MachineSight, type Machines } from './machines.ts';

/** One group of a tally with who it is about. */
export type RawRow = Readonly<Record<string, unknown>>;
export type Rows = readonly (Whom & RawRow)[];

/** What was seen of whom on which day: coverage and last contact. */
export const PRESENCE = {
  where: {},
  by: ['event.action'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** Reads evidence day by day and keeps what it read, so that a run costs new days and late rows, not history. */
export interface Gatherer {
  /** Evidence of every plan over `days` days up to `asOf`, with people and laptops resolved as known then. */
  gather(plans: readonly { readonly plan: Question; readonly days: number }[], asOf: Instant, directory: Directory): Promise<Gathered>;
}
export interface Gathered {
  /** Rows of the plan at this place, made anew at every call: there are very many of them, and they need not all live at once. */
  rowsOf(place: number): Rows;
}

export function gatherer(store: CountedStore): Gatherer {
  const counts = dayCounts(store);
  const people = whomKeeper(counts);
  let latest: { readonly key: string; readonly machines: Machines } | undefined;
  /** Who carried which serial number; a run asks several times over the same days. */
  const machinesUpTo = async (from: Instant, to: Instant, asOf: Instant, marks: ReadonlyMap<Day, DayMark>): Promise<Machines> => {
    const key = `${from} ${to} ${[...marks.values()].map(rowsMark).join(' ')}`;
    if (latest?.key !== key) latest = { key, machines: machinesOf(sightsIn(await counts.of({ plan: MACHINES, from, to, asOf, marks }), counts)) };
    return latest.machines;
  };
  return {
    async gather(plans, asOf, directory) {
      const to = floorTo(asOf, DAY) + DAY;
      // The same stretch for every question of a run, so that machines are told once.
      const longest = MACHINE_DAYS + Math.max(LONGEST_PLAN_DAYS, ...plans.map(({ days }) => days));
      const marks = new Map((await store.events.days({ from: to - (longest + 1) * DAY, to, asOf })).map((mark) => [mark.day, mark]));
      const machines = await machinesUpTo(to - longest * DAY, to, asOf, marks);
      const whomOn = people(directory, machines, resolutionKeys(directory, marks));
      const tables: ReadonlyMap<Day, DayTable>[] = [];
      for (const { plan, days } of plans) tables.push(await counts.of({ plan, from: floorTo(asOf, DAY) - days * DAY, to, asOf, marks }));
      return { rowsOf: (place) => rowsIn(tables[place]!, plans[place]!.plan, whomOn, counts) };
    },
  };
}

/** All evidence a detector asked for, by name. */
export function plansOf(evidence: EvidencePlan, days: number): readonly { readonly name: string; readonly plan: Question; readonly days: number }[] {
  return Object.entries(evidence).map(([name, plan]) => ({ name, plan, days }));
}

/** Rows as detectors read them, in the order of days. */
function rowsIn(tables: ReadonlyMap<Day, DayTable>, plan: Question, whomOn: (day: Day) => (names: Names) => Whom, counts: DayCounts): Rows {
  const named = 'by' in plan ? IDENTITY.filter((name) => (plan.by as readonly string[]).includes(name)) : [];
  const rows: (Whom & RawRow)[] = [];
  for (const [day, { count, names, columns }] of tables) {
    const whomOf = whomOn(day);
    for (let i = 0; i < count; i++) {
      const { person, laptop, holder, hire } = whomOf(names[i]!);
      const row: Whom & Record<string, unknown> = { person, laptop, holder, hire, day };
      for (const { name, cell } of columns) row[name] = cell(i);
      for (const name of named) row[name] = counts.nameIn(names[i]!, name);
      rows.push(row);
    }
  }
  return rows;
}

function* sightsIn(tables: ReadonlyMap<Day, DayTable>, counts: DayCounts): Generator<MachineSight> {
  for (const [day, { count, names, columns }] of tables) {
    const last = columns.find(({ name }) => name === 'last');
    for (let i = 0; i < count; i++) {
      yield {
        day, last: last!.cell(i) as Instant, serial: counts.nameIn(names[i]!, 'device.serial_number')!,
        'host.id': counts.nameIn(names[i]!, 'host.id'), 'host.name': counts.nameIn(names[i]!, 'host.name'),
      };
    }
  }
}

/** Who is meant on a day depends on the directory and on what was seen of machines up to that day. */
function resolutionKeys(directory: Directory, marks: ReadonlyMap<Day, DayMark>): (day: Day) => string {
  const order = [...marks.keys()].sort();
  const keys = new Map<Day, string>();
  return (day) => {
    let key = keys.get(day);
    if (key === undefined) {
      const since = dayOf(startOfDay(day) - MACHINE_DAYS * DAY);
      const seen = order.filter((one) => one >= since && one <= day).map((one) => rowsMark(marks.get(one)!));
      keys.set(day, (key = shortHash(`${directory.key}\n${seen.join('\n')}`)));
    }
    return key;
  };
}

/** As far back as any detector looks; a longer plan is answered all the same. */
const LONGEST_PLAN_DAYS = 120;

/** Days whose answers are held; a window and the days around it. */
const MOST_DAYS = 400;

/** Answers who is meant by a set of names on a day, and holds the answers while what they rest on stays. */
function whomKeeper(counts: DayCounts): (directory: Directory, machines: Machines, key: (day: Day) => string) => (day: Day) => (names: Names) => Whom {
  const held = new Map<Day, { readonly key: string; readonly answers: Map<Names, Whom> }>();
  return (directory, machines, key) => (day) => {
    let kept = held.get(day);
    if (kept?.key !== key(day)) {
      held.delete(day);
      held.set(day, (kept = { key: key(day), answers: new Map() }));
      if (held.size > MOST_DAYS) held.delete(held.keys().next().value!);
    }
    const { answers } = kept;
    return (names) => {
      let whom = answers.get(names);
      if (whom === undefined) answers.set(names, (whom = resolve(directory, machines, day, (field) => counts.nameIn(names, field))));
      return whom;
    };
  };
}

function resolve(directory: Directory, machines: Machines, day: Day, name: (field: IdentityName) => string | undefined): Whom {
  const serial = name('device.serial_number');
  const hostId = name('host.id');
  const hostName = name('host.name');
  const laptop = (serial && !isPlaceholderSerial(serial) ? serial : undefined)
    ?? (hostId ? machines.serialOf('host.id', hostId, day) : undefined)
    ?? (hostName ? machines.serialOf('host.name', hostName, day) ?? hostName : undefined);
  const account = { 'user.email': name('user.email'), 'user.id': name('user.id'), 'user.name': name('user.name') };
  const found = directory.personOf(account);
  const person = found === AMBIGUOUS ? undefined : found;
  const holder = laptop === undefined ? undefined : directory.holderOf(laptop, startOfDay(day) + 12 * HOUR);
  const named = account['user.email'] ?? account['user.id'] ?? account['user.name'];
  // A named stranger is not the holder; only an event without any person belongs to the holder.
  return { person, laptop, holder, hire: person ?? (named === undefined ? holder : undefined), day };
}
