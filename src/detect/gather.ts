import { shortHash } from '../core/canonical.ts';
import { AMBIGUOUS, type Directory, type IdentityFields } from '../core/identity.ts';
import { isPlaceholderSerial } from '../core/placeholder.ts';
import { DAY, HOUR, dayOf, floorTo, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { DayMark } from '../store/store.ts';
import type { Evidence, EvidencePlan, Whom } from './detector.ts';
import { MACHINES, MACHINE_DAYS, machinesOf, type Machines } from './machines.ts';
import { IDENTITY, dayCounts, rowsMark, type CountedStore, type RawRow } from './day-counts.ts';

export type { RawRow } from './day-counts.ts';

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

export function gatherer(store: CountedStore): Gatherer {
  const counts = dayCounts(store);
  return {
    async gather(plans, asOf, directory) {
      const to = floorTo(asOf, DAY) + DAY;
      const longest = MACHINE_DAYS + Math.max(...plans.map(({ days }) => days));
      const marks = new Map((await store.events.days({ from: to - (longest + 1) * DAY, to, asOf })).map((mark) => [mark.day, mark]));
      const machines = machinesOf(await counts.of<RawRow>({
        plan: MACHINES, from: to - longest * DAY, to, asOf, marks, key: () => '', finish: (_day, counted) => counted,
      }));
      const key = resolutionKeys(directory, marks);
      const out: (readonly (Whom & RawRow)[])[] = [];
      for (const { plan, days } of plans) {
        const byDay = await counts.of<Whom & RawRow>({
          plan, from: floorTo(asOf, DAY) - days * DAY, to, asOf, marks, key,
          finish(day, counted) {
            const resolve = resolver(directory, machines, day);
            return counted.map((row) => ({ ...row, ...resolve(row as IdentityFields) }));
          },
        });
        const rows: (Whom & RawRow)[] = [];
        for (const ofDay of byDay.values()) for (const row of ofDay) rows.push(row);
        out.push(rows);
      }
      return out;
    },
  };
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
