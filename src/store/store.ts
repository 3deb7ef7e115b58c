import { canonicalText, compareBytes } from '../core/canonical.ts';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName, type Value, type ValueOf } from '../core/event.ts';
import type { PackedColumn, PackedEvents } from '../core/packed-events.ts';
import type { Day, Instant } from '../core/time.ts';

/** Everything a run keeps or asks for goes through this port. Two adapters implement it; an oracle in memory defines it. */
export interface Store {
  /** Folder or address, fit to be shown. */
  readonly name: string;
  readonly events: EventLog;
  /** Under which version of the key of identity it is sealed; missing where it holds who is meant in plain text. */
  readonly sealed?: { readonly key: number; /** The newest version, under which documents are written. */ readonly newest: number; /** Where the key was read from. */ readonly from: string; /** Bytes from before it was sealed may still lie on the disk. */ readonly unclean?: true };
  /** Documents by id, with revisions. `indexes` names the values that `list` may ask for. */
  shelf<T extends Identified>(name: string, indexes?: Indexes<T>): Shelf<T>;
  /** Entries in order, never changed; only emptied where they may be kept no longer. */
  journal<T>(name: string): ChainedJournal<T>;
  /** Gets ready for use: reachable, allowed, schema understood. */
  health(): Promise<Health>;
  /** Copies the open store into an empty folder, as it stands at one instant. Missing where a store is backed up by its own means. */
  copyTo?(folder: string): Promise<void>;
  /**
   * Takes what was removed out of the bytes on disk. Missing where a store sees to that by its own means.
   *
   * @returns false where something stood in the way, and the next time does it
   */
  scrub?(): Promise<boolean>;
  close(): Promise<void>;
}

export interface Identified { readonly id: string }
export interface Health { readonly ok: boolean; readonly engine: string; readonly schema: number; readonly said: string }

/** Event time in [from, to), learned of by `asOf`. */
export interface Period { readonly from: Instant; readonly to: Instant; readonly asOf: Instant }

/**
 * All conditions hold: a value equals, is one of, or the field merely exists. On a list field: any value does.
 * Text is compared by its exact bytes; a value of another kind than the field's equals nothing. An empty list is a missing value.
 */
export type Where = { readonly [F in FieldName]?: Condition };
export type Condition = string | number | boolean | readonly (string | number)[] | { readonly exists: boolean };

export interface Select {
  readonly where: Where;
  readonly limit?: number;
  /** The same order backwards: newest first. */
  readonly newest?: boolean;
}

export type Bucket = 'half-hour' | 'hour' | 'day';
export type GroupBy = FieldName | Bucket;
/**
 * `min` and `max` are for numbers and times, `sum` for whole numbers: their sum is the same in any order.
 * `bits: 'half-hour'` tells in which of the 48 half hours of a UTC day there were rows: bit i, worth 2^i, stands for the i-th.
 */
export type Measure = 'count' | { readonly distinct: FieldName | 'hour' | 'day' } | { readonly bits: 'half-hour' } | { readonly min: FieldName } | { readonly max: FieldName } | { readonly sum: FieldName };
export interface Tally {
  readonly where: Where;
  /** A missing value is a group of its own, `undefined` in the row. Buckets are cut in UTC. Without rows there are no groups. */
  readonly by: readonly GroupBy[];
  /** Rows without a value add nothing: `distinct` does not count them, `min`, `max` and `sum` of none are undefined. */
  readonly measure: Readonly<Record<string, Measure>>;
}

type GroupValue<G extends GroupBy> = G extends 'day' | 'hour' | 'half-hour' ? Instant : G extends FieldName ? ValueOf<G> | undefined : never;
type MeasureValue<M extends Measure> = M extends 'count' | { distinct: unknown } | { bits: unknown } ? number : number | undefined;
export type TallyRow<Q extends Tally> =
  { readonly [G in Q['by'][number]]: GroupValue<G> } & { readonly [M in keyof Q['measure']]: MeasureValue<Q['measure'][M]> };

/** The groups of a tally column by column, in no order: for who reads very many of them. */
export interface TallyColumns {
  readonly count: number;
  /** The text that a code of a `word` column stands for. It stays what it is while the store is open. */
  readonly textOf: (code: number) => string;
  /** By the name of the group or measure. */
  readonly columns: Readonly<Record<string, PackedColumn>>;
}

/** The fields of one event that a fold asked for. */
export type Row = { readonly [F in FieldName]?: Value };
/**
 * Rows of one UTC day become one small summary for each key. They come in the order of `select`.
 * A row carries the `fields` it has; the key comes with the summary.
 */
export interface Fold<S> {
  readonly where: Where;
  readonly fields: readonly FieldName[];
  readonly key: readonly FieldName[];
  start(): S;
  step(state: S, row: Row): S;
}
export interface Folded<S> { readonly key: Row; readonly day: Day; readonly state: S }

/** What became of the events of one `append`; the three add up to their number. */
export interface AppendResult {
  /** Facts that were new. */
  readonly added: number;
  /** Copies of a fact with the @timestamp of the one that counts, and copies of what was forgotten. */
  readonly known: number;
  /**
   * Copies that tell another @timestamp than the one that counts; they are not kept.
   * A stored row that an earlier copy replaces stands here in the place of that copy.
   */
  readonly conflicting: readonly Event[];
}

/** Two equal marks of a day mean the same rows: what was counted over them still holds. */
export interface DayMark {
  readonly day: Day;
  readonly rows: number;
  readonly latestIngested: Instant;
  /** Sum of all `event.ingested`, as precise as a double: a copy that was learned of earlier changes it, where rows and latest stamp stay. */
  readonly stamps: number;
}

export interface EventLog {
  /**
   * Keeps events, once each. Resolves when they are durable and can be read.
   * Of copies ({@link identityOf}) the first by {@link compareCopies} counts, whatever order they arrive in.
   */
  append(events: readonly Event[] | PackedEvents): Promise<AppendResult>;
  /** The latest instant up to which every stamped row can be read: now, or just before the oldest append still under way. */
  watermark(): Promise<Instant>;
  /** Rows in time order, ties by id, then module, then dataset, in UTF-8 byte order; a missing one comes first. Their fields come in the order of FIELDS. */
  select(query: Select, during: Period): AsyncIterable<Event>;
  /** One row for each group, in the order of {@link compareValues}, column by column as `by` names them. */
  tally<const Q extends Tally>(query: Q, during: Period): Promise<readonly TallyRow<Q>[]>;
  tallyColumns(query: Tally, during: Period): Promise<TallyColumns>;
  /** One summary for each day and key, in order of day, then of {@link compareValues}. */
  fold<S>(query: Fold<S>, during: Period): Promise<readonly Folded<S>[]>;
  /** Days with rows, in order, each with marks of its rows with `event.ingested` at or before `asOf`. */
  days(during: Period): Promise<readonly DayMark[]>;
  /** Removes rows for good and keeps only hashes of their ids, so that importing them again adds nothing. */
  forget(what: Forget, reason: string): Promise<{ readonly forgotten: number }>;
  /** Rows held, and a hash of their contents that does not depend on order. */
  census(): Promise<{ readonly rows: number; readonly hash: string }>;
}

export interface Forget {
  /** Rows with event time before this instant. */
  readonly before: Instant;
  /** Only rows that meet these conditions. */
  readonly where?: Where;
  /** Rows that stay whatever else is said: an open case rests on them. */
  readonly keep?: readonly Where[];
}

/** Values that `list` may ask for. They are kept with the document when it is written, so a new meaning needs a new name. */
export type Indexes<T> = Readonly<Record<string, (value: T) => string | number | undefined>>;
/** Changes with every write and never comes back, also not after a removal. */
export type Revision = string;
export interface Kept<T> { readonly value: T; readonly revision: Revision }

export interface Shelf<T extends Identified> {
  get(id: string): Promise<Kept<T> | undefined>;
  /** Writes a value. `over` is the revision that was read ('' for none yet); a stale one throws `record.stale`. */
  put(value: T, over?: Revision): Promise<Revision>;
  /** Writes many, without looking at revisions. */
  putAll(values: readonly T[]): Promise<void>;
  /**
   * Writes many, each over what was read of it (`revision` '' for none yet). What somebody else changed meanwhile is not written.
   *
   * @returns ids of those
   */
  putEach(values: readonly Kept<T>[]): Promise<readonly string[]>;
  remove(id: string): Promise<void>;
  /** Removes many; ids that are not there do no harm. */
  removeAll(ids: readonly string[]): Promise<void>;
  /** In order of id (UTF-8 bytes). `where` asks for equal index values; `from`/`to` bound ids (from ≤ id < to). */
  list(query?: ShelfQuery): AsyncIterable<Kept<T>>;
}
export interface ShelfQuery {
  readonly where?: Readonly<Record<string, string | number>>;
  readonly from?: string;
  readonly to?: string;
  /** The same order backwards. */
  readonly newest?: boolean;
  readonly limit?: number;
}

/** Numbers of a journal begin with 1 and rise. */
export type Seq = number;
/** The entry that was written last. */
export interface Newest<T> { readonly seq: Seq; readonly entry: T | undefined }
export interface Journal<T> {
  append(entry: T): Promise<Seq>;
  /** Empties entries for good. Their numbers stay taken, and `read` passes them over; numbers that are not there do no harm. */
  empty(seqs: readonly Seq[]): Promise<void>;
  /** Entries after `after`, in order. */
  read(after?: Seq): AsyncIterable<{ readonly seq: Seq; readonly entry: T }>;
}

/** A journal whose entries may rest on each other. */
export interface ChainedJournal<T> extends Journal<T> {
  /**
   * Appends what each of `next` makes of the entry before it; where somebody else was first, it is asked again.
   *
   * Of a newest entry that cannot be read `next` hears the number alone. Several are written together where the store can do
   * so, one after the other where not: where that fails, the first ones may stand.
   *
   * @returns the number of each
   */
  chain(...next: ((newest: Newest<T> | undefined) => T)[]): Promise<readonly Seq[]>;
}

/** A document as it lies in a store, with the values that `list` may ask for. */
export interface Lying { readonly id: string; readonly body: unknown; readonly indexes: readonly (readonly [name: string, value: string | number])[] }

/** All that lies in a store, offered to be written anew in its place. A change that says undefined leaves what lies there. */
export interface Rewriting {
  /** The body of one document. */
  get(shelf: string, id: string): Promise<unknown>;
  put(shelf: string, document: Lying): Promise<void>;
  /** Texts of some fields of events that hold one text each. */
  texts(fields: readonly FieldName[], change: (field: FieldName, text: string) => string | undefined): Promise<void>;
  /** A document may get another id. */
  documents(change: (shelf: string, document: Lying) => Lying | undefined): Promise<void>;
  /** Entries that were emptied are passed over. */
  entries(change: (journal: string, entry: unknown) => unknown): Promise<void>;
}

/** A store that is open for nothing but being written anew, by who is alone with it. */
export interface Rewritable {
  readonly name: string;
  /** Copies everything aside and says where. Missing where a store is backed up by its own means. */
  backup?(): Promise<string>;
  /** All that `work` writes or nothing, where the store can do so; piece by piece where not, and then `work` must bear being repeated. */
  rewrite(work: (rewriting: Rewriting) => Promise<void>): Promise<void>;
  /** Takes what lay there before out of the bytes on the disk. @returns false where something stood in the way */
  clean(): Promise<boolean>;
  close(): Promise<void>;
}

/** The schema of the embedded store that this code writes. A new field needs no step; a changed meaning does. */
export const SCHEMA = 2;

/** The fields that tell which fact an event is a copy of. */
export interface Identity { readonly 'event.module'?: string | undefined; readonly 'event.dataset'?: string | undefined; readonly 'event.id': string }

/** What makes two events copies of one fact: the same id from the same module and dataset; a missing one equals a missing one. */
export function identityOf(event: Identity): string {
  return `${event['event.module'] ?? ''}\0${event['event.dataset'] ?? ''}\0${event['event.id']}`;
}

/**
 * Which of two copies counts: the one learned of first, then the one with the smaller canonical bytes.
 *
 * @returns below 0 when `a` counts, above 0 when `b` does, 0 when they tell the same
 */
export function compareCopies(a: Event, b: Event): number {
  return a['event.ingested'] - b['event.ingested'] || compareBytes(tellingOf(a), tellingOf(b));
}

/** The same event with its fields in the order of FIELDS: written out, equal rows of all stores are equal text. */
export function inFieldOrder(event: Event): Event {
  const ordered: Partial<Record<FieldName, Value>> = {};
  for (const name of FIELD_NAMES) {
    const value = event[name];
    if (value !== undefined) ordered[name] = value;
  }
  return ordered as Event;
}

/** What the source told, without what we add. */
function tellingOf(event: Event): string {
  const told = Object.entries(event).filter(([name]) => name !== 'event.ingested' && fieldSpec(name as FieldName).derived !== true);
  return canonicalText(Object.fromEntries(told));
}

/** Order of group values: a missing one first, numbers by size, text by its bytes, false before true. */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'string' && typeof b === 'string') return compareBytes(a, b);
  return Number(a) - Number(b);
}
