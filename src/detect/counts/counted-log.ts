import type { Event, FieldName, Value } from '../../core/event.ts';
import { withHalfHour } from '../../core/half-hours.ts';
import { IDENTITY } from '../../core/identity.ts';
import { DAY, HOUR, MINUTE, dayOf, daysBetween, floorTo, type Day, type Instant } from '../../core/time.ts';
import type { Condition, DayMark, Fold, Folded, GroupBy, Measure, Period, Row, Tally } from '../../store/store.ts';
import { columnsOfRows } from '../../store/tally-columns.ts';
import type { CountedStore } from './day-counts.ts';

/**
 * Answers tallies and folds over more events than fit into memory: told the questions first, it counts them as they pass.
 *
 * `asked` notes every question that it will answer, and how far back; `count` takes the next events, in the order in
 * which they were learned of; `counted` answers with everything taken so far, which is what was known by then. Days that
 * no question reaches any more are let go.
 */
export function countedLog(): { readonly asked: CountedStore; count(event: Event): void; readonly counted: CountedStore } {
  const counters = new Map<string, Counter>();
  const steps: unknown[] = [];
  const keyOf = (query: Tally | Fold<unknown>): string => {
    if (!('step' in query)) return JSON.stringify(query);
    // A fold is known by its step, which is code.
    if (!steps.includes(query.step)) steps.push(query.step);
    return `${steps.indexOf(query.step)} ${JSON.stringify(query)}`;
  };
  const days = new Map<Day, { day: Day; rows: number; latestIngested: Instant; stamps: number }>();
  const byAction = new Map<string, readonly Counter[]>();
  const countersOf = (action: string): readonly Counter[] => {
    const known = byAction.get(action) ?? [...counters.values()].filter(({ actions }) => actions === undefined || actions.includes(action));
    byAction.set(action, known);
    return known;
  };
  const log = (
    marks: (during: Period) => readonly DayMark[], groupsOf: (query: Tally | Fold<unknown>, during: Period) => readonly Group[],
  ): CountedStore => ({
    events: {
      days: async (during) => marks(during),
      tallyColumns: async (query, during) => columnsOfRows(query, groupsOf(query, during).map((group) => tallyRow(query, group))),
      fold: async <S>(query: Fold<S>, during: Period) => groupsOf(query as Fold<unknown>, during).map((group) => folded<S>(query.key, group)),
    },
  });
  return {
    // Every day seems to have rows, so that all of them are asked about.
    asked: log(({ from, to, asOf }) => daysBetween(from, to).map((day) => ({ day, rows: 1, latestIngested: asOf, stamps: asOf })), (query, { from, asOf }) => {
      const key = keyOf(query);
      const counter = counters.get(key) ?? counterOf(query);
      counter.lookBack = Math.max(counter.lookBack, asOf - from);
      counters.set(key, counter);
      return [];
    }),
    count(event) {
      const day = dayOf(event['@timestamp']);
      const mark = days.get(day);
      if (mark) {
        mark.rows++;
        mark.stamps += event['event.ingested'];
        mark.latestIngested = Math.max(mark.latestIngested, event['event.ingested']);
      } else {
        days.set(day, { day, rows: 1, latestIngested: event['event.ingested'], stamps: event['event.ingested'] });
        for (const counter of counters.values()) counter.forget(dayOf(event['event.ingested'] - counter.lookBack - DAY));
      }
      const who = keyOfValues(event, IDENTITY);
      for (const counter of countersOf(event['event.action'])) counter.add(event, day, who);
    },
    counted: log(
      ({ from }) => [...days.values()].filter(({ day }) => day >= dayOf(from)).sort((a, b) => (a.day < b.day ? -1 : 1)).map((mark) => ({ ...mark })),
      (query, { from, to }) => counters.get(keyOf(query))!.groups(dayOf(from), dayOf(to - 1)),
    ),
  };
}

interface Counter {
  readonly actions: readonly string[] | undefined;
  /** How far back it is asked. */
  lookBack: number;
  /** @param who values of the identity fields of the event, as one text */
  add(event: Event, day: Day, who: string): void;
  /** Lets go of days before this one. */
  forget(before: Day): void;
  groups(first: Day, last: Day): readonly Group[];
}

/** Rows of one day with equal values: what was made of them, measure by measure; of a fold its one state. */
interface Group { readonly day: Day; readonly values: readonly (Value | undefined)[]; readonly states: State[] }

function counterOf(query: Tally | Fold<unknown>): Counter {
  const { 'event.action': action, ...where } = query.where;
  const conditions = Object.entries(where) as readonly (readonly [FieldName, Condition])[];
  const by: readonly GroupBy[] = 'step' in query ? query.key : query.by;
  const takes = 'step' in query ? [stepOf(query)] : Object.values(query.measure).map(summaryOf);
  const byDay = new Map<Day, Map<string, Group>>();
  // Nearly every question groups by who it was: that part of the key is put together once an event.
  const asksWho = IDENTITY.every((name) => by.includes(name));
  const others = asksWho ? by.filter((group) => !(IDENTITY as readonly GroupBy[]).includes(group)) : by;
  return {
    lookBack: 0,
    actions: action === undefined ? undefined : [action as string | readonly string[]].flat(),
    add(event, day, who) {
      for (const [field, condition] of conditions) if (!holds(event[field], condition)) return;
      let groups = byDay.get(day);
      if (!groups) byDay.set(day, (groups = new Map()));
      const key = asksWho ? who + keyOfValues(event, others) : keyOfValues(event, others);
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { day, values: by.map((one) => groupValue(event, one)), states: takes.map(() => undefined) }));
      for (let index = 0; index < takes.length; index++) group.states[index] = takes[index]!(group.states[index], event);
    },
    forget(before) {
      for (const day of byDay.keys()) if (day < before) byDay.delete(day);
    },
    groups: (first, last) => [...byDay].filter(([day]) => day >= first && day <= last).sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, groups]) => [...groups.values()]),
  };
}

/** Equal values, equal keys. */
function keyOfValues(event: Event, by: readonly GroupBy[]): string {
  let key = '';
  for (const group of by) key += `${groupValue(event, group) ?? ''}\0`;
  return key;
}

function tallyRow(query: Tally, { values, states }: Group): Readonly<Record<string, unknown>> {
  return {
    ...Object.fromEntries(query.by.map((group, index) => [group, values[index]])),
    ...Object.fromEntries(Object.entries(query.measure).map(([name, measure], index) => [name, resultOf(measure, states[index])])),
  };
}

function folded<S>(key: readonly FieldName[], { day, values, states }: Group): Folded<S> {
  return { day, key: Object.fromEntries(key.flatMap((field, index) => (values[index] === undefined ? [] : [[field, values[index]]]))), state: states[0] as S };
}

/** Takes one more event into a fold. Its step is pure, so what was answered before stays as it was. */
function stepOf({ fields, start, step }: Fold<unknown>): (state: State, event: Event) => State {
  return (state, event) => {
    const row: Row = Object.fromEntries(fields.flatMap((field) => (event[field] === undefined ? [] : [[field, event[field]]])));
    return step(state === undefined ? start() : state, row);
  };
}

/** A number, a set of values, what a fold makes; undefined before the first row. */
type State = unknown;

/** Takes one more event into a measure; a plain number each, because there are millions of groups. */
function summaryOf(measure: Measure): (state: State, event: Event) => State {
  if (measure === 'count') return (state) => ((state as number | undefined) ?? 0) + 1;
  if ('bits' in measure) return (state, event) => withHalfHour((state as number | undefined) ?? 0, event['@timestamp']);
  if ('distinct' in measure) {
    return (state, event) => {
      const value = groupValue(event, measure.distinct);
      return value === undefined ? state : ((state as Set<unknown> | undefined) ?? new Set()).add(value);
    };
  }
  const [field, join] = 'min' in measure ? [measure.min, Math.min] as const : 'max' in measure ? [measure.max, Math.max] as const
    : [measure.sum, (a: number, b: number): number => a + b] as const;
  return (state, event) => {
    const found = event[field];
    return typeof found !== 'number' ? state : state === undefined ? found : join(state as number, found);
  };
}

function resultOf(measure: Measure, state: State): number | undefined {
  if (state instanceof Set) return state.size;
  return (state as number | undefined) ?? (measure === 'count' || 'distinct' in (measure as object) ? 0 : undefined);
}

function groupValue(event: Event, group: GroupBy): Value | undefined {
  switch (group) {
    case 'half-hour': return floorTo(event['@timestamp'], 30 * MINUTE);
    case 'hour': return floorTo(event['@timestamp'], HOUR);
    case 'day': return floorTo(event['@timestamp'], DAY);
    default: return event[group];
  }
}

function holds(value: Value | undefined, condition: Condition): boolean {
  if (typeof condition === 'object' && 'exists' in condition) return (value !== undefined) === condition.exists;
  if (Array.isArray(value)) return value.some((one) => holds(one as Value, condition));
  return Array.isArray(condition) ? condition.includes(value as string) : condition === value;
}
