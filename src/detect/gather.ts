import { canonicalText, shortHash } from '../core/canonical.ts';
import { AMBIGUOUS, type Directory, type IdentityFields } from '../core/identity.ts';
import { isPlaceholderSerial } from '../core/placeholder.ts';
import { DAY, HOUR, dayOf, daysBetween, floorTo, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { DayMark, GroupBy, Period, Store, Tally } from '../store/store.ts';
import type { Evidence, EvidencePlan, Whom } from './detector.ts';

/**
 * Counts of one day for one plan, before anybody is named. People and places are applied after reading them,
 * so a new HR row rebuilds nothing.
 */
export type RawRow = Readonly<Record<string, unknown>>;
interface Partial { readonly id: string; readonly mark: string; readonly rows: readonly RawRow[] }

const IDENTITY = ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.id', 'host.name'] as const;

/** Which machine carried which serial number on which day. */
const MACHINES = {
  where: { 'device.serial_number': { exists: true } },
  by: ['device.serial_number', 'host.id', 'host.name'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** What was seen of whom on which day: coverage and last contact. */
export const PRESENCE = {
  where: {},
  by: ['event.action'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** Reads evidence day by day and keeps what it read, so that a run costs new days and late rows, not history. */
export interface Gatherer {
  /** Rows of every plan over `days` days up to `asOf`, with people and laptops resolved as known then. */
  gather(plans: readonly { readonly plan: Evidence; readonly days: number }[], asOf: Instant, directory: Directory): Promise<readonly (readonly (Whom & RawRow)[])[]>;
}

/** Days of partials held in memory; a day of a thousand people is about a megabyte a plan. */
const HELD_IN_MEMORY = 4_000;
/** A machine's serial number is looked for this far back. */
const MACHINE_DAYS = 120;

export function gatherer(store: Store): Gatherer {
  const shelf = store.shelf<Partial>('partials');
  const held = new Map<string, Partial>();

  async function partials(plan: Evidence, from: Instant, to: Instant, asOf: Instant, marks: ReadonlyMap<Day, DayMark>): Promise<Map<Day, readonly RawRow[]>> {
    const planId = shortHash(canonicalText({ ...plan })).slice(0, 16);
    const found = new Map<Day, readonly RawRow[]>();
    const missing: Day[] = [];
    const days = daysBetween(from, to).filter((day) => marks.has(day));
    const asked = days.filter((day) => held.get(`${planId}/${day}`)?.mark !== markOf(marks.get(day)!));
    if (asked.length > 0) {
      // One bounded listing instead of a question a day.
      for await (const { value } of shelf.list({ from: `${planId}/${asked[0]!}`, to: `${planId}/${asked.at(-1)!}~` })) {
        if (!held.has(value.id)) held.set(value.id, value);
      }
    }
    for (const day of days) {
      const kept = held.get(`${planId}/${day}`);
      if (kept && kept.mark === markOf(marks.get(day)!)) found.set(day, kept.rows);
      else missing.push(day);
    }
    const fresh: Partial[] = [];
    for (const [first, last] of stretches(missing)) {
      const period: Period = { from: startOfDay(first), to: startOfDay(last) + DAY, asOf };
      const tally: Tally = { where: plan.where, by: [...new Set<GroupBy>([...IDENTITY, ...plan.by, 'day'])], measure: plan.measure };
      const byDay = Map.groupBy(await store.events.tally(tally, period), (row) => dayOf((row as unknown as { day: Instant }).day));
      for (const day of daysBetween(period.from, period.to)) {
        const mark = marks.get(day);
        if (!mark) continue;
        const rows = (byDay.get(day) ?? []) as unknown as readonly RawRow[];
        const partial = { id: `${planId}/${day}`, mark: markOf(mark), rows };
        fresh.push(partial);
        held.set(partial.id, partial);
        found.set(day, rows);
      }
    }
    // The day that is still going on changes with every batch; keeping it would only wear the disk.
    await shelf.putAll(fresh.filter((partial) => startOfDay(partial.id.slice(-10)) + DAY <= asOf));
    while (held.size > HELD_IN_MEMORY) held.delete(held.keys().next().value!);
    return found;
  }

  return {
    async gather(plans, asOf, directory) {
      const to = floorTo(asOf, DAY) + DAY;
      const longest = Math.max(MACHINE_DAYS, ...plans.map(({ days }) => days));
      const marks = new Map((await store.events.days({ from: to - (longest + 1) * DAY, to, asOf })).map((mark) => [mark.day, mark]));
      const machines = machinesOf(await partials(MACHINES, to - MACHINE_DAYS * DAY, to, asOf, marks));
      const out: (Whom & RawRow)[][] = [];
      for (const { plan, days } of plans) {
        const rows: (Whom & RawRow)[] = [];
        for (const [day, raw] of await partials(plan, floorTo(asOf, DAY) - days * DAY, to, asOf, marks)) {
          const resolve = resolver(directory, machines, day);
          for (const row of raw) rows.push({ ...row, ...resolve(row as IdentityFields) });
        }
        out.push(rows);
      }
      return out;
    },
  };
}

function markOf(mark: DayMark): string {
  return `${mark.rows}/${mark.latestIngested}`;
}

/** Neighbouring days as pairs of first and last: one query reads a stretch. */
function stretches(days: readonly Day[]): readonly (readonly [Day, Day])[] {
  const runs: [Day, Day][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && startOfDay(day) - startOfDay(last[1]) <= DAY) last[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

/** Serial numbers by machine id and by machine name, each with the days on which they were seen. */
interface Machines { serialOf(kind: 'host.id' | 'host.name', name: string, day: Day): string | undefined }

function machinesOf(partials: ReadonlyMap<Day, readonly RawRow[]>): Machines {
  const seen = new Map<string, { day: Day; last: Instant; serial: string }[]>();
  for (const day of [...partials.keys()].sort()) {
    for (const row of partials.get(day)!) {
      const serial = row['device.serial_number'] as string;
      if (isPlaceholderSerial(serial)) continue;
      for (const kind of ['host.id', 'host.name'] as const) {
        const name = row[kind];
        if (typeof name !== 'string') continue;
        const list = seen.get(`${kind}|${name}`);
        const entry = { day, last: row['last'] as Instant, serial };
        if (list) list.push(entry);
        else seen.set(`${kind}|${name}`, [entry]);
      }
    }
  }
  for (const list of seen.values()) list.sort((a, b) => a.last - b.last || (a.serial < b.serial ? -1 : 1));
  return {
    serialOf(kind, name, day) {
      const list = seen.get(`${kind}|${name}`);
      if (!list) return undefined;
      let serial: string | undefined;
      for (const entry of list) {
        if (entry.day > day) break;
        serial = entry.serial;
      }
      return serial;
    },
  };
}

/** Names who and which laptop; neighbouring rows mostly share their identity fields, so the last answer is kept. */
function resolver(directory: Directory, machines: Machines, day: Day): (fields: IdentityFields) => Whom {
  const noon = startOfDay(day) + 12 * HOUR;
  const answers = new Map<string, Whom>();
  return (fields) => {
    const key = IDENTITY.map((name) => fields[name] ?? '').join('\0');
    const known = answers.get(key);
    if (known) return known;
    const serial = fields['device.serial_number'];
    const laptop = (serial && !isPlaceholderSerial(serial) ? serial : undefined)
      ?? (fields['host.id'] ? machines.serialOf('host.id', fields['host.id'], day) : undefined)
      ?? (fields['host.name'] ? machines.serialOf('host.name', fields['host.name'], day) ?? fields['host.name'] : undefined);
    const found = directory.personOf(fields);
    const person = found === AMBIGUOUS ? undefined : found;
    const holder = laptop === undefined ? undefined : directory.holderOf(laptop, noon);
    const named = fields['user.email'] ?? fields['user.id'] ?? fields['user.name'];
    // A named stranger is not the holder; only an event without any person belongs to the holder.
    const whom = { person, laptop, holder, hire: person ?? (named === undefined ? holder : undefined), day };
    answers.set(key, whom);
    return whom;
  };
}

/** All evidence a detector asked for, by name. */
export function plansOf(evidence: EvidencePlan, days: number): readonly { readonly name: string; readonly plan: Evidence; readonly days: number }[] {
  return Object.entries(evidence).map(([name, plan]) => ({ name, plan, days }));
}
