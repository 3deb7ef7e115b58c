import { FIELDS, fieldSpec, type FieldName } from '../../core/event.ts';
import { picked, type PackedColumn } from '../../core/packed-events.ts';
import { IDENTITY, type IdentityName } from '../../core/identity.ts';
import { distinctRows } from '../../core/distinct-rows.ts';
import { DAY, dayOf, startOfDay, type Day, type Instant } from '../../core/time.ts';
import { compareValues, type DayMark, type EventLog, type Folded, type GroupBy, type Period, type TallyColumns } from '../../store/store.ts';
import { cellAt, ranksOf } from '../../store/tally-columns.ts';
import type { Counted, Evidence } from '../detector.ts';
import { numberCells, textCells, wordCells, type CellOf } from './kept-cells.ts';

/** Who an event names, before anybody is known by it: a number for each set of names that occurs. */
export type Names = number;

/** The groups of one question on one day, column by column. Of a summary the one column is `summary`. */
export interface DayTable {
  readonly count: number;
  readonly names: Uint32Array;
  /** By the name of the group or measure; a cell is undefined where it is missing. */
  readonly columns: readonly { readonly name: string; readonly cell: CellOf<unknown> }[];
}

/** A day without groups. */
export const EMPTY: DayTable = { count: 0, names: new Uint32Array(), columns: [] };

/** What counting asks of a store. */
export interface CountedStore { readonly events: Pick<EventLog, 'days' | 'tallyColumns' | 'fold'> }

/** Asks a store about stretches of days and cuts its answers into days. */
export interface DayCounts {
  /** @param days with rows, in order; a day without groups has no table */
  of(question: Counted, days: readonly Day[], asOf: Instant): AsyncIterable<{ readonly of: readonly Day[]; readonly tables: ReadonlyMap<Day, DayTable> }>;
  /** A name of a set of names. */
  nameIn(names: Names, field: IdentityName): string | undefined;
}

export function dayCounts(store: CountedStore): DayCounts {
  const words = wordList();
  const namesOf = nameList(words);
  return {
    nameIn: (names, field) => words.text(namesOf.codes(names)[IDENTITY.indexOf(field)]!),
    async *of(question, days, asOf) {
      for (const [first, last] of stretches(days)) {
        const during: Period = { from: startOfDay(first), to: startOfDay(last) + DAY, asOf };
        const tables = 'step' in question
          ? summariesByDay(await store.events.fold({ ...question, key: IDENTITY }, during), words, namesOf)
          : tablesByDay(question, await store.events.tallyColumns({ where: question.where, by: [...new Set<GroupBy>([...IDENTITY, ...question.by, 'day'])], measure: question.measure }, during), words, namesOf);
        yield { of: days.filter((day) => day >= first && day <= last), tables };
      }
    },
  };
}

/** Equal marks, equal rows of a day. */
export function rowsMark(mark: DayMark): string {
  return `${mark.rows}/${mark.latestIngested}/${mark.stamps}`;
}

/** Texts by number, from 1; 0 is a missing one. */
interface Words { code(text: string): number; text(code: number): string | undefined }

function wordList(): Words {
  const texts: (string | undefined)[] = [undefined];
  const codes = new Map<string, number>();
  return {
    code(text) {
      let code = codes.get(text);
      if (code === undefined) codes.set(text, (code = texts.push(text) - 1));
      return code;
    },
    text: (code) => texts[code],
  };
}

/** Sets of names by number. */
interface NameList {
  of(codes: readonly number[]): Names;
  codes(names: Names): readonly number[];
  /** The place of each set among all that are known by now, by their texts one after the other. */
  ranks(): Uint32Array;
}

function nameList(words: Words): NameList {
  const all: (readonly number[])[] = [];
  let ranks = new Uint32Array();
  const numbers = new Map<string, Names>();
  return {
    of(codes) {
      const key = codes.join(' ');
      let names = numbers.get(key);
      if (names === undefined) numbers.set(key, (names = all.push([...codes]) - 1));
      return names;
    },
    codes: (names) => all[names]!,
    ranks() {
      // Hardly any question names somebody whom none has named before.
      if (ranks.length < all.length) ranks = ranksOfTexts(all.map((codes) => codes.map(words.text)));
      return ranks;
    },
  };
}

function ranksOfTexts(all: readonly (readonly (string | undefined)[])[]): Uint32Array<ArrayBuffer> {
  const order = all.map((texts, place) => ({ texts, place })).sort((a, b) => {
    const at = a.texts.findIndex((text, index) => text !== b.texts[index]);
    return at < 0 ? 0 : compareValues(a.texts[at], b.texts[at]);
  });
  const ranks = new Uint32Array(all.length);
  order.forEach(({ place }, rank) => { ranks[place] = rank; });
  return ranks;
}

/** An answer over several days cut into days, with names that outlive it. */
function tablesByDay(plan: Evidence, { count, columns, textOf }: TallyColumns, words: Words, nameList: NameList): ReadonlyMap<Day, DayTable> {
  const own = new Map<number, number>([[0, 0]]);
  const ownCode = (code: number): number => {
    let found = own.get(code);
    if (found === undefined) own.set(code, (found = words.code(textOf(code))));
    return found;
  };
  const identity = IDENTITY.map((name) => codesIn(columns[name]!));
  const { kinds, first } = distinctRows(identity, count);
  const namesOfKind = first.map((row) => nameList.of(identity.map((codes) => ownCode(codes[row]!))));
  const names = Uint32Array.from(kinds, (kind) => namesOfKind[kind]!);
  const rowsByDay = new Map<number, number[]>();
  const midnights = numbersIn(columns['day']!);
  for (let row = 0; row < count; row++) {
    const rows = rowsByDay.get(midnights[row]!);
    if (rows) rows.push(row);
    else rowsByDay.set(midnights[row]!, [row]);
  }
  const wanted = [...new Set<string>([...plan.by, ...Object.keys(plan.measure)])].filter((name) => name !== 'day' && !(IDENTITY as readonly string[]).includes(name));
  // In an order that does not depend on the store: sums of decimals depend on the order of their parts.
  const ofNames = nameList.ranks();
  const ranks = [names.map((one) => ofNames[one]!), ...plan.by.filter((name) => wanted.includes(name)).map((name) => ranksOf(columns[name]!, count, textOf))];
  const inOrder = (a: number, b: number): number => {
    for (const rank of ranks) if (rank[a] !== rank[b]) return rank[a]! < rank[b]! ? -1 : 1;
    return 0;
  };
  for (const rows of rowsByDay.values()) rows.sort(inOrder);
  return new Map([...rowsByDay].map(([midnight, rows]) => [dayOf(midnight), {
    count: rows.length,
    names: Uint32Array.from(rows, (row) => names[row]!),
    columns: wanted.map((name) => ({ name, cell: cellsOf(name, columns[name]!, rows, textOf) })),
  }]));
}

/** Summaries over several days cut into days, in an order that does not depend on the store. */
function summariesByDay(folded: readonly Folded<unknown>[], words: Words, nameList: NameList): ReadonlyMap<Day, DayTable> {
  const codeOf = (text: string | undefined): number => (text === undefined ? 0 : words.code(text));
  return new Map([...Map.groupBy(folded, ({ day }) => day)].map(([day, ofDay]) => {
    const named = ofDay.map(({ key, state }) => ({ names: nameList.of(IDENTITY.map((name) => codeOf(key[name] as string | undefined))), state }));
    const ranks = nameList.ranks();
    const order = named.map((_, row) => row).sort((a, b) => ranks[named[a]!.names]! - ranks[named[b]!.names]!);
    const states = order.map((row) => named[row]!.state);
    return [day, { count: states.length, names: Uint32Array.from(order, (row) => named[row]!.names), columns: [{ name: 'summary', cell: (row) => states[row] }] }];
  }));
}

/** The cells of some rows of a column, as an event would have them. */
function cellsOf(name: string, column: PackedColumn, rows: readonly number[], textOf: (code: number) => string): CellOf<unknown> {
  switch (column.kind) {
    case 'word': return wordCells(picked(column.codes, rows, new Uint32Array(rows.length)), textOf);
    case 'number': return numberCells<number | boolean>(picked(column.values, rows, new Float64Array(rows.length)), isBoolean(name) ? isTrue : itself);
    default: return textCells(rows.map((row) => cellAt(column, row, textOf) as string | undefined));
  }
}

const isBoolean = (name: string): boolean => Object.hasOwn(FIELDS, name) && fieldSpec(name as FieldName).type === 'boolean';
const isTrue = (value: number): boolean => value === 1;
const itself = (value: number): number => value;

function codesIn(column: PackedColumn): Uint32Array {
  if (column.kind !== 'word') throw new TypeError('names are words');
  return column.codes;
}

function numbersIn(column: PackedColumn): Float64Array {
  if (column.kind !== 'number') throw new TypeError('days are numbers');
  return column.values;
}

/** Days to ask about in one query: long stretches cost memory, single days cost queries. */
const STRETCH = 15;

/** Neighbouring days as pairs of first and last. */
function stretches(days: readonly Day[]): readonly (readonly [Day, Day])[] {
  const runs: [Day, Day][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && startOfDay(day) - startOfDay(last[1]) <= DAY && startOfDay(day) - startOfDay(last[0]) < STRETCH * DAY) last[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}
