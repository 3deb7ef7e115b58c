import { canonicalText, shortHash } from '../../core/canonical.ts';
import { gate } from '../../core/gate.ts';
import type { Directory } from '../../core/identity.ts';
import { isPlaceholderSerial } from '../../core/placeholder.ts';
import { DAY, daysBetween, floorTo, type Day, type Instant } from '../../core/time.ts';
import type { DayMark } from '../../store/store.ts';
import { EMPTY, dayCounts, rowsMark, type CountedStore, type DayCounts, type DayTable } from './day-counts.ts';
import type { Counted, EvidencePlan, Question } from '../detector.ts';
import { keptDays, type KeptDays } from './kept-days.ts';
import { MACHINES, MACHINE_DAYS, machineDay, machinesOf, type MachineDay, type MachineSight } from '../people/machines.ts';
import { NOTHING_PRESUMED, USES, isHardlyHeard, presumedOf, type Presumed, type Use, type UseDay } from '../people/presumed.ts';
import { rowViews, type Rows } from './row-views.ts';
import { whomKeeper, type DayWhom } from '../people/whom.ts';

/** Reads evidence day by day and keeps what it made of each day, so that a run costs new days and late rows, not history. */
export interface Gatherer {
  /** Evidence of every plan over `days` days up to `asOf`, with people and laptops resolved as known then. */
  gather(plans: readonly { readonly plan: Question; readonly days: number }[], asOf: Instant, directory: Directory): Promise<Gathered>;
}
/** Tells as well whose machines are taken for laptops, as in a run at that instant. */
export interface PresumingGatherer extends Gatherer { presumed(asOf: Instant, directory: Directory): Promise<Presumed> }
export interface Gathered {
  /**
   * Rows of the plan at this place, in the order of days: the same list for equal plans, as long as somebody holds it.
   * They are shared, so nobody changes them. Plans are counted in their order, so whoever asks in it waits for what is next.
   *
   * @typeParam R rows of that plan; whoever asks knows which plan it was
   */
  rowsOf<R extends object = Rows[number]>(place: number): Promise<readonly R[]>;
}

/** Rows held at once; some forty bytes each, and of what was made of a day a few hundred. */
const MOST_ROWS = 8_000_000;

/** Questions under way at once: while the store counts for one, rows are made of the answer to the other. */
const SIDE_BY_SIDE = 2;

/** What was made of one day, and what it rests on. */
interface Made { readonly size: number; readonly mark: string }
interface MadeRows extends Made { readonly whom: DayWhom; /** Of a digest what was made, else a view of each row, made anew for each run. */ readonly rows: () => Rows }
interface MadeMachines extends Made { readonly machines: MachineDay }
interface MadeUses extends Made { readonly uses: UseDay }

export function gatherer(store: CountedStore): PresumingGatherer {
  const counts = dayCounts(store);
  const whomOf = whomKeeper(counts.nameIn);
  const nameOf = questionNames();
  const viewsOf = rowViews(counts.nameIn);
  const keptRows = keptDays<MadeRows>(MOST_ROWS);
  const keptMachines = keptDays<MadeMachines>(MOST_ROWS);
  const keptUses = keptDays<MadeUses>(MOST_ROWS);
  let lastPresumed: { readonly key: string; readonly presumed: Presumed } | undefined;

  /** What was made of each day; the store is asked about days of which nothing is held that still holds. */
  async function made<T extends Made>(
    kept: KeptDays<T>, name: string, counted: Counted, { days, marks, asOf }: Stretch, holds: (one: T, day: Day) => boolean, make: (day: Day, table: DayTable, mark: string) => T,
  ): Promise<ReadonlyMap<Day, T>> {
    const markOf = (day: Day): string => rowsMark(marks.get(day)!);
    const found = new Map<Day, T | undefined>(days.map((day) => [day, kept.get(name, day, (one) => one.mark === markOf(day) && holds(one, day))]));
    const missing = days.filter((day) => found.get(day) === undefined);
    for await (const { tables, of } of counts.of(counted, missing, asOf)) {
      for (const day of of) {
        const one = make(day, tables.get(day) ?? EMPTY, markOf(day));
        found.set(day, one);
        kept.put(name, day, one);
      }
    }
    return found as ReadonlyMap<Day, T>;
  }

  /** Who carried which serial number, from what is known of these days. */
  async function machinesIn(stretch: Stretch): Promise<ReadonlyMap<Day, MachineDay>> {
    const found = await made(keptMachines, 'machines', MACHINES, stretch, () => true, (_day, table, mark) => {
      const machines = machineDay(sightsIn(table, counts));
      return { mark, machines, size: machines['host.id'].size + machines['host.name'].size };
    });
    return new Map([...found].map(([day, { machines }]) => [day, machines]));
  }

  /** Whose machines are taken for their laptops, where serial numbers are hardly ever told. A run asks several times for the same. */
  async function presumedIn(stretch: Stretch, machines: ReadonlyMap<Day, MachineDay>, directory: Directory): Promise<Presumed> {
    const key = [stretch.asOf, directory.key, ...stretch.days.map((day) => `${day} ${rowsMark(stretch.marks.get(day)!)}`)].join('\n');
    if (lastPresumed?.key !== key) lastPresumed = { key, presumed: await presume(stretch, machines, directory) };
    return lastPresumed.presumed;
  }

  async function presume(stretch: Stretch, machines: ReadonlyMap<Day, MachineDay>, directory: Directory): Promise<Presumed> {
    if (!isHardlyHeard(directory, machines)) return NOTHING_PRESUMED;
    const found = await made(keptUses, 'uses', USES, stretch, () => true, (_day, table, mark) => {
      const uses = [...usesIn(table, counts)];
      return { mark, uses, size: uses.length };
    });
    return presumedOf(new Map([...found].map(([day, { uses }]) => [day, uses])), machines, directory, stretch.asOf);
  }

  /** The rows of one question, day by day. */
  async function rowsOn(question: Question, stretch: Stretch, whomOn: (day: Day) => DayWhom): Promise<() => Rows> {
    const counted = 'of' in question ? question.of : question;
    const found = await made(keptRows, nameOf(question), counted, stretch, ({ whom }, day) => whom === whomOn(day), (day, table, mark) => {
      const whom = whomOn(day);
      const views = viewsOf(nameOf(question), day, table, counted, whom);
      if (!('of' in question) || table.count === 0) return { mark, whom, rows: views, size: table.count };
      const made = question.make(views() as never, day) as unknown as Rows;
      return { mark, whom, rows: () => made, size: made.length };
    });
    return () => ([] as Rows[number][]).concat(...[...found.values()].map(({ rows }) => rows()));
  }

  /** The same stretch for every question of a run, so that machines are told once. */
  async function stretchOf(asOf: Instant, days: number): Promise<{ readonly stretch: Stretch; readonly stretchFrom: (from: Instant) => Stretch }> {
    const to = floorTo(asOf, DAY) + DAY;
    const longest = MACHINE_DAYS + Math.max(LONGEST_PLAN_DAYS, days);
    const marks = new Map((await store.events.days({ from: to - (longest + 1) * DAY, to, asOf })).map((mark) => [mark.day, mark]));
    const stretchFrom = (from: Instant): Stretch => ({ days: daysBetween(from, to).filter((day) => marks.has(day)), marks, asOf });
    return { stretch: stretchFrom(to - longest * DAY), stretchFrom };
  }

  return {
    async presumed(asOf, directory) {
      const { stretch } = await stretchOf(asOf, 0);
      return presumedIn(stretch, await machinesIn(stretch), directory);
    },
    async gather(plans, asOf, directory) {
      const { stretch, stretchFrom } = await stretchOf(asOf, Math.max(0, ...plans.map(({ days }) => days)));
      const { marks } = stretch;
      const machines = await machinesIn(stretch);
      const whomOn = whomOf({ directory, marks, machines: machinesOf(machines), presumed: await presumedIn(stretch, machines, directory) });
      const nameAt = (place: number): string => `${plans[place]!.days} ${nameOf(plans[place]!.plan)}`;
      const asked = new Map(plans.map((one, place) => [nameAt(place), one]));
      const turn = gate(SIDE_BY_SIDE);
      const found = new Map([...asked].map(([name, { plan, days }]) => {
        const counted = turn(() => rowsOn(plan, stretchFrom(floorTo(asOf, DAY) - days * DAY), whomOn));
        // Heard of by who asks for it.
        counted.catch(() => {});
        return [name, counted] as const;
      }));
      // A list is as large as all that is kept of its days, so it goes when its last reader has read it.
      const lists = new Map<string, WeakRef<Rows>>();
      return {
        async rowsOf<R extends object>(place: number) {
          const name = nameAt(place);
          const listOf = await found.get(name)!;
          const known = lists.get(name)?.deref();
          if (known) return known as unknown as readonly R[];
          const rows = listOf();
          lists.set(name, new WeakRef(rows));
          return rows as unknown as readonly R[];
        },
      };
    },
  };
}

/** Days with rows, in order, with their marks. */
interface Stretch { readonly days: readonly Day[]; readonly marks: ReadonlyMap<Day, DayMark>; readonly asOf: Instant }

/** As far back as any detector looks; a longer plan is answered all the same. */
const LONGEST_PLAN_DAYS = 120;

/** All evidence a detector asked for, by name; a question with days of its own looks back so far. */
export function plansOf(evidence: EvidencePlan, days: number): readonly { readonly name: string; readonly plan: Question; readonly days: number }[] {
  return Object.entries(evidence).map(([name, plan]) => ({ name, plan, days: ownDaysOf('of' in plan ? plan.of : plan) ?? days }));
}

function ownDaysOf(counted: Counted): number | undefined {
  return 'days' in counted ? counted.days : undefined;
}

/** Equal names, equal questions, however far back they look. Code has no text to compare, so a function is known by itself. */
function questionNames(): (question: Question) => string {
  const numbers = new Map<unknown, number>();
  const numberOf = (code: unknown): number => {
    const number = numbers.get(code) ?? numbers.size;
    numbers.set(code, number);
    return number;
  };
  const textOf = (counted: Counted): string =>
    canonicalText('step' in counted ? { where: counted.where, fields: counted.fields, step: numberOf(counted.step) } : { where: counted.where, by: counted.by, measure: counted.measure });
  return (question) => shortHash('of' in question ? `${numberOf(question.make)} ${textOf(question.of)}` : textOf(question));
}

function* sightsIn({ count, names, columns }: DayTable, { nameIn }: DayCounts): Generator<MachineSight> {
  const last = columns.find(({ name }) => name === 'last');
  for (let i = 0; i < count; i++) {
    yield {
      last: last!.cell(i) as Instant, serial: nameIn(names[i]!, 'device.serial_number')!,
      'host.id': nameIn(names[i]!, 'host.id'), 'host.name': nameIn(names[i]!, 'host.name'),
    };
  }
}

function* usesIn({ count, names }: DayTable, { nameIn }: DayCounts): Generator<Use> {
  for (let i = 0; i < count; i++) {
    const [serial, host] = [nameIn(names[i]!, 'device.serial_number'), nameIn(names[i]!, 'host.name')!];
    const account = { 'user.email': nameIn(names[i]!, 'user.email'), 'user.id': nameIn(names[i]!, 'user.id'), 'user.name': nameIn(names[i]!, 'user.name') };
    if (serial !== undefined && isPlaceholderSerial(serial)) yield { host };
    else if (serial === undefined && Object.values(account).some((name) => name !== undefined)) yield { host, account };
  }
}
