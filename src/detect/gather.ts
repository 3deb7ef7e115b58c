import { canonicalText, shortHash } from '../core/canonical.ts';
import type { Directory } from '../core/identity.ts';
import { DAY, daysBetween, floorTo, type Day, type Instant } from '../core/time.ts';
import type { DayMark } from '../store/store.ts';
import { IDENTITY, dayCounts, rowsMark, type CountedStore, type DayCounts, type DayTable } from './day-counts.ts';
import type { Counted, Evidence, EvidencePlan, Question, Whom } from './detector.ts';
import { keptDays } from './kept-days.ts';
import { MACHINES, MACHINE_DAYS, machineDay, machinesOf, type MachineDay, type MachineSight, type Machines } from './machines.ts';
import { whomKeeper, type DayWhom } from './whom.ts';

/** One group of a tally with who it is about; or what was made of many. */
export type RawRow = Readonly<Record<string, unknown>>;
export type Rows = readonly (Whom & RawRow)[];

/** Reads evidence day by day and keeps what it made of each day, so that a run costs new days and late rows, not history. */
export interface Gatherer {
  /** Evidence of every plan over `days` days up to `asOf`, with people and laptops resolved as known then. */
  gather(plans: readonly { readonly plan: Question; readonly days: number }[], asOf: Instant, directory: Directory): Promise<Gathered>;
}
export interface Gathered {
  /** Rows of the plan at this place, in the order of days: the same list for equal plans. They are shared, so nobody changes them. */
  rowsOf(place: number): Rows;
}

/** Rows held at once; some two hundred bytes each. */
const MOST_ROWS = 4_000_000;

export function gatherer(store: CountedStore): Gatherer {
  const counts = dayCounts(store);
  const whomOf = whomKeeper(counts.nameIn);
  const nameOf = questionNames();
  const rows = keptDays<{ readonly size: number; readonly mark: string; readonly whom: DayWhom; readonly rows: Rows }>(MOST_ROWS);
  const machines = keptDays<{ readonly size: number; readonly mark: string; readonly day: MachineDay }>(MOST_ROWS);

  /** Who carried which serial number, from what is known of these days. */
  async function machinesIn(days: readonly Day[], marks: ReadonlyMap<Day, DayMark>, asOf: Instant): Promise<Machines> {
    const markOf = (day: Day): string => rowsMark(marks.get(day)!);
    const found = new Map<Day, MachineDay>();
    const missing: Day[] = [];
    for (const day of days) {
      const kept = machines.get('machines', day, ({ mark }) => mark === markOf(day));
      if (kept) found.set(day, kept.day);
      else missing.push(day);
    }
    for await (const tables of counts.of(MACHINES, missing, asOf)) {
      for (const [day, table] of tables) found.set(day, machineDay(sightsIn(table, counts)));
    }
    for (const day of missing) {
      const made = found.get(day) ?? machineDay([]);
      machines.put('machines', day, { mark: markOf(day), day: made, size: made['host.id'].size + made['host.name'].size });
    }
    return machinesOf(found);
  }

  /** The rows of one question, day by day. */
  async function rowsOn(question: Question, days: readonly Day[], marks: ReadonlyMap<Day, DayMark>, whomOn: (day: Day) => DayWhom, asOf: Instant): Promise<Rows> {
    const name = nameOf(question);
    const counted = 'of' in question ? question.of : question;
    const found = new Map<Day, Rows>();
    const missing: Day[] = [];
    for (const day of days) {
      const kept = rows.get(name, day, ({ mark, whom }) => mark === rowsMark(marks.get(day)!) && whom === whomOn(day));
      if (kept) found.set(day, kept.rows);
      else missing.push(day);
    }
    for await (const tables of counts.of(counted, missing, asOf)) {
      for (const [day, table] of tables) {
        const made = rowsIn(day, table, counted, whomOn(day), counts);
        found.set(day, 'of' in question ? question.make(made as never, day) as unknown as Rows : made);
      }
    }
    for (const day of missing) {
      const made = found.get(day) ?? [];
      rows.put(name, day, { mark: rowsMark(marks.get(day)!), whom: whomOn(day), rows: made, size: made.length });
    }
    return days.flatMap((day) => found.get(day) ?? []);
  }

  return {
    async gather(plans, asOf, directory) {
      const to = floorTo(asOf, DAY) + DAY;
      // The same stretch for every question of a run, so that machines are told once.
      const longest = MACHINE_DAYS + Math.max(LONGEST_PLAN_DAYS, ...plans.map(({ days }) => days));
      const marks = new Map((await store.events.days({ from: to - (longest + 1) * DAY, to, asOf })).map((mark) => [mark.day, mark]));
      const daysFrom = (from: Instant): readonly Day[] => daysBetween(from, to).filter((day) => marks.has(day));
      const known = await machinesIn(daysFrom(to - longest * DAY), marks, asOf);
      const whomOn = whomOf({ directory, machines: known, marks });
      const found = new Map<string, Rows>();
      const nameAt = (place: number): string => `${plans[place]!.days} ${nameOf(plans[place]!.plan)}`;
      for (const [place, { plan, days }] of plans.entries()) {
        if (!found.has(nameAt(place))) found.set(nameAt(place), await rowsOn(plan, daysFrom(floorTo(asOf, DAY) - days * DAY), marks, whomOn, asOf));
      }
      return { rowsOf: (place) => found.get(nameAt(place))! };
    },
  };
}

/** As far back as any detector looks; a longer plan is answered all the same. */
const LONGEST_PLAN_DAYS = 120;

/** All evidence a detector asked for, by name. */
export function plansOf(evidence: EvidencePlan, days: number): readonly { readonly name: string; readonly plan: Question; readonly days: number }[] {
  return Object.entries(evidence).map(([name, plan]) => ({ name, plan, days }));
}

/** Equal names, equal questions. Code has no text to compare, so a function is known by itself. */
function questionNames(): (question: Question) => string {
  const numbers = new Map<unknown, number>();
  const numberOf = (code: unknown): number => {
    const number = numbers.get(code) ?? numbers.size;
    numbers.set(code, number);
    return number;
  };
  const textOf = (counted: Counted): string =>
    canonicalText('step' in counted ? { where: counted.where, fields: counted.fields, step: numberOf(counted.step) } : { ...counted });
  return (question) => shortHash('of' in question ? `${numberOf(question.make)} ${textOf(question.of)}` : textOf(question));
}

/** The groups of a day as detectors read them. */
function rowsIn(day: Day, { count, names, columns }: DayTable, counted: Counted, whom: DayWhom, { nameIn }: DayCounts): Rows {
  const named = 'by' in counted ? IDENTITY.filter((name) => ((counted as Evidence).by as readonly string[]).includes(name)) : [];
  return Array.from({ length: count }, (_, i) => {
    const { person, laptop, holder, hire } = whom.of(names[i]!);
    const row: Whom & Record<string, unknown> = { person, laptop, holder, hire, day };
    for (const { name, cell } of columns) row[name] = cell(i);
    for (const name of named) row[name] = nameIn(names[i]!, name);
    return row;
  });
}

function* sightsIn({ count, names, columns }: DayTable, { nameIn }: DayCounts): Generator<MachineSight> {
  const last = columns.find(({ name }) => name === 'last')!;
  for (let i = 0; i < count; i++) {
    yield {
      last: last.cell(i) as Instant, serial: nameIn(names[i]!, 'device.serial_number')!,
      'host.id': nameIn(names[i]!, 'host.id'), 'host.name': nameIn(names[i]!, 'host.name'),
    };
  }
}
