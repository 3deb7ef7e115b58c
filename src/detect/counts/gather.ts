import { gate } from '../../core/gate.ts';
import type { Directory } from '../../core/identity.ts';
import { DAY, floorTo, type Instant } from '../../core/time.ts';
import type { Counted, EvidencePlan, Question } from '../detector.ts';
import { machinesOf } from '../people/machines.ts';
import type { Presumed } from '../people/presumed.ts';
import { whomKeeper } from '../people/whom.ts';
import { dayCounts, type CountedStore } from './day-counts.ts';
import { machineDays } from './machine-days.ts';
import { questionRows } from './question-rows.ts';
import type { Rows } from './row-views.ts';
import { stretchOf } from './stretch.ts';

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

/** Questions under way at once: while the store counts for one, rows are made of the answer to the other. */
const SIDE_BY_SIDE = 2;

export function gatherer(store: CountedStore): PresumingGatherer {
  const counts = dayCounts(store);
  const whomOf = whomKeeper(counts.nameIn);
  const { nameOf, rowsOn } = questionRows(counts);
  const { machinesIn, presumedIn } = machineDays(counts);
  return {
    async presumed(asOf, directory) {
      const { stretch } = await stretchOf(store, asOf, 0);
      return presumedIn(stretch, await machinesIn(stretch), directory);
    },
    async gather(plans, asOf, directory) {
      const { stretch, stretchFrom } = await stretchOf(store, asOf, Math.max(0, ...plans.map(({ days }) => days)));
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
      return gatheredOf(found, nameAt);
    },
  };
}

/** A list is as large as all that is kept of its days, so it goes when its last reader has read it. */
function gatheredOf(found: ReadonlyMap<string, Promise<() => Rows>>, nameAt: (place: number) => string): Gathered {
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
}

/** All evidence a detector asked for, by name; a question with days of its own looks back so far. */
export function plansOf(evidence: EvidencePlan, days: number): readonly { readonly name: string; readonly plan: Question; readonly days: number }[] {
  return Object.entries(evidence).map(([name, plan]) => ({ name, plan, days: ownDaysOf('of' in plan ? plan.of : plan) ?? days }));
}

function ownDaysOf(counted: Counted): number | undefined {
  return 'days' in counted ? counted.days : undefined;
}
