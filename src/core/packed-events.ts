import { FIELD_NAMES, fieldSpec, type Event, type FieldName, type Value } from './event.ts';
import { Row, longer } from './packed-row.ts';

/**
 * Many events as columns, the form in which they travel from a reader to a store.
 *
 * Telemetry says the same few words again and again. Here every text stands once in `words`, and rows hold its number:
 * little to hand over between threads, and little for a column store to write.
 */
export interface PackedEvents {
  readonly count: number;
  /** Texts that codes stand for: code 1 is `words[0]`. A text may stand here twice. */
  readonly words: readonly string[];
  /** Events of one kind fill one set of columns, so they lie together. */
  readonly groups: readonly PackedGroup[];
}

export interface PackedGroup {
  readonly count: number;
  /** Place of each row in the batch, from 0, in ascending order. */
  readonly positions: Uint32Array;
  /** Fields that at least one row has. */
  readonly columns: ReadonlyMap<FieldName, PackedColumn>;
}

/** One value a row; what stands for a missing one depends on the kind of column. */
export type PackedColumn =
  /** 0 is missing. */
  | { readonly kind: 'word'; readonly codes: Uint32Array }
  /** NaN is missing; times in milliseconds, true is 1. */
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** Texts that hardly ever repeat, in UTF-8: row i holds `bytes` from `ends[i - 1]` to before `ends[i]`; an empty one is missing. */
  | { readonly kind: 'text'; readonly ends: Uint32Array; readonly bytes: Uint8Array }
  /** Row i holds `items` from `ends[i - 1]` to before `ends[i]`; an empty list is missing. */
  | { readonly kind: 'words' | 'numbers'; readonly ends: Uint32Array; readonly items: Float64Array };
export type Packing = PackedColumn['kind'];

const PACKING = new Map<FieldName, Packing>(FIELD_NAMES.map((field) => {
  const { type, list } = fieldSpec(field);
  const textual = type === 'keyword' || type === 'text' || type === 'ip';
  if (list) return [field, textual ? 'words' : 'numbers'];
  if (!textual) return [field, 'number'];
  return [field, field === 'event.id' || type === 'text' ? 'text' : 'word'];
}));

/** How a field is packed. */
export function packingOf(field: FieldName): Packing {
  return PACKING.get(field)!;
}

/** Fields by number, as {@link Row} names them. */
export const FIELD_INDEX: ReadonlyMap<string, number> = new Map(FIELD_NAMES.map((field, index) => [field, index]));
const PACKINGS: readonly Packing[] = FIELD_NAMES.map(packingOf);

/** Collects events until somebody takes them. */
export interface Packer {
  readonly count: number;
  /** The code of a text in this batch. */
  word(text: string): number;
  add(event: Event): void;
  /** Adds the event whose cells stand in a row; `action` is the code of its action. */
  row(action: number, cells: Row): void;
  /** All events so far; the packer begins anew. */
  take(): PackedEvents;
}

/**
 * Makes a packer. Rows of one action form one group.
 *
 * Columns of the last batch serve the next one: what is taken are copies that fit, all in one buffer.
 */
export function packer(): Packer {
  let words: string[] = [];
  let codes = new Map<string, number>();
  /** By the code of their action, and those of the batch before by its text. */
  let groups = new Map<number, Group>();
  let spare = new Map<string, Group>();
  let count = 0;

  const word = (text: string): number => {
    let code = codes.get(text);
    if (code === undefined) codes.set(text, (code = words.push(text)));
    return code;
  };
  const row = (action: number, cells: Row): void => {
    let group = groups.get(action);
    if (group === undefined) groups.set(action, (group = spare.get(words[action - 1]!) ?? new Group()));
    group.add(count++, cells);
  };
  const cells = new Row();
  return {
    get count() { return count; },
    word,
    row,
    add(event) {
      cells.clear();
      for (let index = 0; index < FIELD_NAMES.length; index++) {
        const value = event[FIELD_NAMES[index]!] as Value | undefined;
        if (value !== undefined) putValue(cells, index, value, word);
      }
      row(word(event['event.action']), cells);
    },
    take() {
      const taken = { count, words, groups: fitted([...groups.values()].map((group) => group.packed())) };
      spare = new Map([...groups].map(([action, group]) => [words[action - 1]!, group]));
      for (const group of spare.values()) group.clear();
      words = [];
      codes = new Map();
      groups = new Map();
      count = 0;
      return taken;
    },
  };
}

/** Copies of groups, all in one buffer. */
function fitted(groups: readonly PackedGroup[]): readonly PackedGroup[] {
  let bytes = 0;
  eachArray(groups, (array) => {
    bytes += roundedUp(array.byteLength);
    return array;
  });
  const buffer = new ArrayBuffer(bytes);
  let at = 0;
  return eachArray(groups, (array) => {
    const copy = new (array.constructor as new (buffer: ArrayBuffer, at: number, length: number) => typeof array)(buffer, at, array.length);
    copy.set(array as never);
    at += roundedUp(array.byteLength);
    return copy;
  });
}

/** The groups with other arrays in place of theirs. */
function eachArray(groups: readonly PackedGroup[], change: <T extends Uint32Array | Float64Array | Uint8Array>(array: T) => T): readonly PackedGroup[] {
  const changed = (column: PackedColumn): PackedColumn => {
    switch (column.kind) {
      case 'word': return { kind: 'word', codes: change(column.codes) };
      case 'number': return { kind: 'number', values: change(column.values) };
      case 'text': return { kind: 'text', ends: change(column.ends), bytes: change(column.bytes) };
      case 'words': case 'numbers': return { kind: column.kind, ends: change(column.ends), items: change(column.items) };
    }
  };
  return groups.map(({ count, positions, columns }) => ({
    count, positions: change(positions), columns: new Map([...columns].map(([field, column]) => [field, changed(column)])),
  }));
}

/** Numbers of eight bytes begin at a multiple of eight. */
function roundedUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function putValue(cells: Row, field: number, value: Value, word: (text: string) => number): void {
  switch (PACKINGS[field]!) {
    case 'word': return cells.put(field, word(value as string));
    case 'number': return cells.put(field, Number(value));
    case 'text': return cells.text(field, value as string);
    case 'words': return cells.list(field, (value as readonly string[]).map(word));
    case 'numbers': return cells.list(field, value as readonly number[]);
  }
}

/** Columns that grow, and are filled anew after each batch. */
class Group {
  private length = 0;
  private positions = new Uint32Array(ROOM);
  private columns: (Grown | undefined)[] = [];
  /** Columns of the batch before. */
  private spare: (Grown | undefined)[] = [];

  add(position: number, cells: Row): void {
    const row = this.length++;
    if (row === this.positions.length) this.positions = longer(this.positions, row * 2);
    this.positions[row] = position;
    for (let i = 0; i < cells.length; i++) {
      const field = cells.fields[i]!;
      const column = this.columns[field] ??= this.spare[field] ?? grown(PACKINGS[field]!, this.positions.length);
      column.set(row, cells, i);
    }
  }

  /** What it holds, until it is cleared. */
  packed(): PackedGroup {
    const columns = new Map<FieldName, PackedColumn>();
    this.columns.forEach((column, field) => column && columns.set(FIELD_NAMES[field]!, column.packed(this.length)));
    return { count: this.length, positions: this.positions.subarray(0, this.length), columns };
  }

  clear(): void {
    this.spare = this.columns;
    this.columns = [];
    for (const column of this.spare) column?.clear();
    this.length = 0;
  }
}

const ROOM = 64;

interface Grown {
  /** Takes the cell `i` of an event. */
  set(row: number, cells: Row, i: number): void;
  packed(count: number): PackedColumn;
  clear(): void;
}

function grown(kind: Packing, room: number): Grown {
  switch (kind) {
    case 'word': return new Codes(room);
    case 'number': return new Numbers(room);
    case 'text': return new Texts(room);
    case 'words': case 'numbers': return new Lists(kind, room);
  }
}

class Codes implements Grown {
  private codes: Uint32Array;
  constructor(room: number) { this.codes = new Uint32Array(room); }
  set(row: number, cells: Row, i: number): void {
    if (row >= this.codes.length) this.codes = longer(this.codes, roomFor(row));
    this.codes[row] = cells.values[i]!;
  }
  packed(count: number): PackedColumn {
    return { kind: 'word', codes: fit(this.codes, count) };
  }
  clear(): void {
    this.codes.fill(0);
  }
}

class Numbers implements Grown {
  private values: Float64Array;
  constructor(room: number) { this.values = new Float64Array(room).fill(NaN); }
  set(row: number, cells: Row, i: number): void {
    const had = this.values.length;
    if (row >= had) this.values = longer(this.values, roomFor(row)).fill(NaN, had);
    this.values[row] = cells.values[i]!;
  }
  packed(count: number): PackedColumn {
    const had = this.values.length;
    const values = fit(this.values, count);
    return { kind: 'number', values: had < count ? values.fill(NaN, had) : values };
  }
  clear(): void {
    this.values.fill(NaN);
  }
}

/** Where each row ends in what lies behind all rows; rows that were left out are empty. */
class Ends {
  private ends: Uint32Array;
  private rows = 0;
  private end = 0;
  constructor(room: number) { this.ends = new Uint32Array(room); }
  set(row: number, end: number): void {
    this.reach(row);
    this.ends[row] = this.end = end;
    this.rows = row + 1;
  }
  packed(count: number): Uint32Array {
    this.reach(count);
    return this.ends.subarray(0, count);
  }
  clear(): void {
    this.rows = this.end = 0;
  }
  private reach(row: number): void {
    if (row >= this.ends.length) this.ends = longer(this.ends, roomFor(row));
    if (this.rows < row) this.ends.fill(this.end, this.rows, row);
    this.rows = row;
  }
}

class Texts implements Grown {
  private readonly ends: Ends;
  private bytes: Uint8Array;
  private length = 0;
  constructor(room: number) {
    this.ends = new Ends(room);
    this.bytes = new Uint8Array(room * 24);
  }
  set(row: number, cells: Row, i: number): void {
    const from = cells.starts[i]!;
    const to = cells.values[i]!;
    const length = this.length + to - from;
    if (length > this.bytes.length) this.bytes = longer(this.bytes, length * 2);
    append(this.bytes, this.length, cells.bytes, from, to);
    this.ends.set(row, (this.length = length));
  }
  packed(count: number): PackedColumn {
    return { kind: 'text', ends: this.ends.packed(count), bytes: this.bytes.subarray(0, this.length) };
  }
  clear(): void {
    this.ends.clear();
    this.length = 0;
  }
}

class Lists implements Grown {
  private readonly kind: 'words' | 'numbers';
  private readonly ends: Ends;
  private items = new Float64Array(ROOM);
  private length = 0;
  constructor(kind: 'words' | 'numbers', room: number) {
    this.kind = kind;
    this.ends = new Ends(room);
  }
  set(row: number, cells: Row, i: number): void {
    const from = cells.starts[i]!;
    const to = cells.values[i]!;
    const length = this.length + to - from;
    if (length > this.items.length) this.items = longer(this.items, length * 2);
    append(this.items, this.length, cells.items, from, to);
    this.ends.set(row, (this.length = length));
  }
  packed(count: number): PackedColumn {
    return { kind: this.kind, ends: this.ends.packed(count), items: this.items.subarray(0, this.length) };
  }
  clear(): void {
    this.ends.clear();
    this.length = 0;
  }
}

/** Copies a stretch. Most are short, for which a loop is faster than a call. */
function append<T extends Uint8Array | Float64Array>(into: T, at: number, all: T, from: number, to: number): void {
  if (to - from > 64) into.set(all.subarray(from, to), at);
  else for (let i = from; i < to; i++) into[at++] = all[i]!;
}

// A byte-order mark may be a part of a text.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Texts as a column; '' is missing. */
export function packedTexts(texts: readonly string[]): PackedColumn {
  const column = new Texts(texts.length);
  const cells = new Row();
  texts.forEach((text, row) => {
    if (text === '') return;
    cells.clear();
    cells.text(0, text);
    column.set(row, cells, 0);
  });
  return column.packed(texts.length);
}

function roomFor(row: number): number {
  return Math.max(ROOM, 2 ** Math.ceil(Math.log2(row + 1)));
}

function fit<T extends Uint32Array | Float64Array>(array: T, count: number): T {
  return (array.length >= count ? array.subarray(0, count) : longer(array, count)) as T;
}

/** Events as columns. */
export function packed(events: readonly Event[]): PackedEvents {
  const into = packer();
  for (const event of events) into.add(event);
  return into.take();
}

/** Tells columns from a list of events. */
export function isPacked(events: readonly Event[] | PackedEvents): events is PackedEvents {
  return !Array.isArray(events);
}

/** Marks each code of a column with 1. */
export function mark(marks: Uint8Array, codes: Uint32Array | Float64Array): void {
  for (let i = 0; i < codes.length; i++) marks[codes[i]!] = 1;
}

/** A batch of those events whose position is wanted; they keep their positions. */
export function eventsAt(batch: PackedEvents, wanted: (position: number) => boolean): PackedEvents {
  const groups: PackedGroup[] = [];
  for (const group of batch.groups) {
    const rows = rowsAt(group.positions, wanted);
    if (rows.length === group.count) groups.push(group);
    else if (rows.length > 0) groups.push(rowsOf(group, rows));
  }
  return { count: groups.reduce((sum, { count }) => sum + count, 0), words: batch.words, groups };
}

function rowsAt(positions: Uint32Array, wanted: (position: number) => boolean): Uint32Array {
  const rows = new Uint32Array(positions.length);
  let count = 0;
  for (let row = 0; row < positions.length; row++) if (wanted(positions[row]!)) rows[count++] = row;
  return rows.subarray(0, count);
}

function rowsOf(group: PackedGroup, rows: Uint32Array): PackedGroup {
  const columns = new Map<FieldName, PackedColumn>();
  for (const [field, column] of group.columns) columns.set(field, cellsOf(column, rows));
  return { count: rows.length, positions: picked(group.positions, rows, new Uint32Array(rows.length)), columns };
}

function cellsOf(column: PackedColumn, rows: Uint32Array): PackedColumn {
  switch (column.kind) {
    case 'word': return { kind: 'word', codes: picked(column.codes, rows, new Uint32Array(rows.length)) };
    case 'number': return { kind: 'number', values: picked(column.values, rows, new Float64Array(rows.length)) };
    case 'text': return { kind: 'text', ...stretches(column.ends, column.bytes, rows, 'bytes') };
    case 'words': case 'numbers': return { kind: column.kind, ...stretches(column.ends, column.items, rows, 'items') };
  }
}

/** What lies behind some rows, moved together. */
function stretches<T extends Uint8Array | Float64Array, Name extends string>(ends: Uint32Array, all: T, rows: Uint32Array, name: Name): { readonly ends: Uint32Array } & { readonly [N in Name]: T } {
  const into = new (all.constructor as new (length: number) => T)(all.length);
  const moved = new Uint32Array(rows.length);
  let end = 0;
  for (let i = 0; i < rows.length;) {
    // Rows that follow each other move in one go: of a batch with copies nearly all rows stay.
    const from = rows[i] === 0 ? 0 : ends[rows[i]! - 1]!;
    const shift = end - from;
    do moved[i] = ends[rows[i]!]! + shift; while (++i < rows.length && rows[i] === rows[i - 1]! + 1);
    into.set(all.subarray(from, moved[i - 1]! - shift) as never, end);
    end = moved[i - 1]!;
  }
  return { ends: moved, [name]: into.subarray(0, end) } as { readonly ends: Uint32Array } & { readonly [N in Name]: T };
}

/** Cells of some rows. Plain loops: these run over every cell of an import. */
export function picked<T extends Uint32Array | Float64Array>(cells: T, rows: ArrayLike<number>, into: T): T {
  for (let i = 0; i < rows.length; i++) into[i] = cells[rows[i]!]!;
  return into;
}

/** The events of a batch in their order. */
export function unpacked({ count, words, groups }: PackedEvents): readonly Event[] {
  const events = new Array<Event>(count);
  for (const group of groups) {
    for (let row = 0; row < group.count; row++) events[group.positions[row]!] = eventOf(words, group, row);
  }
  return events;
}

/** One event of a batch by its position; made when it is asked for. */
export function eventReader({ words, groups }: PackedEvents): (position: number) => Event {
  return (position) => {
    for (const group of groups) {
      const row = rowAt(group.positions, position);
      if (row !== undefined) return eventOf(words, group, row);
    }
    throw new RangeError(`no event at ${position}`);
  };
}

/** Found by halving; few events of a batch are asked for, and an index over all of them would cost more. */
function rowAt(positions: Uint32Array, position: number): number | undefined {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! < position) low = middle + 1;
    else high = middle;
  }
  return positions[low] === position ? low : undefined;
}

/** One row as an event, its fields in the order of FIELDS. */
export function eventOf(words: readonly string[], group: PackedGroup, row: number): Event {
  const event: Record<string, Value> = {};
  for (const field of FIELD_NAMES) {
    const column = group.columns.get(field);
    const value = column && cellIn(column, row, words, fieldSpec(field).type === 'boolean');
    if (value !== undefined) event[field] = value;
  }
  return event as unknown as Event;
}

/** The text of a row; undefined where it is missing. */
export function textAt({ ends, bytes }: PackedColumn & { readonly kind: 'text' }, row: number): string | undefined {
  return DECODER.decode(bytes.subarray(row === 0 ? 0 : ends[row - 1]!, ends[row]!)) || undefined;
}

function cellIn(column: PackedColumn, row: number, words: readonly string[], boolean: boolean): Value | undefined {
  switch (column.kind) {
    case 'word': return column.codes[row] === 0 ? undefined : words[column.codes[row]! - 1];
    case 'text': return textAt(column, row);
    case 'number': {
      const value = column.values[row]!;
      return Number.isNaN(value) ? undefined : boolean ? value === 1 : value;
    }
    case 'words': case 'numbers': {
      const items = [...column.items.subarray(row === 0 ? 0 : column.ends[row - 1]!, column.ends[row]!)];
      if (items.length === 0) return undefined;
      return column.kind === 'numbers' ? items : items.map((code) => words[code - 1]!);
    }
  }
}
