import type { Instant } from '../core/time.ts';

/** Counts of one file or source, in the words of the closing line. */
export interface Counts {
  /** Lines, rows or records. */
  read: number;
  /** Events or rows made of them; equals `read − rejected` for files of sections 1 and 2. */
  made: number;
  added: number;
  known: number;
  rejected: number;
  /** Why, with how often. */
  readonly reasons: Map<string, number>;
  /** Kinds of events of which repeats were left out, with how many; they are among those made. */
  readonly repeats: Map<string, number>;
  /** Fields nobody knows, with how often. */
  readonly unknownFields: Map<string, number>;
  /** What is of no use in what was taken, each in a sentence, with how often: values of events, and events of records that say more. */
  readonly unusedValues: Map<string, number>;
  /** Saved events of a time that a live run had looked at already; missing where there are none. */
  late?: number;
  /** Earliest and latest time of the events of a file; missing where there are none, and where nobody looked. */
  span?: { readonly first: Instant; readonly last: Instant };
}

/** Counts of a file of which nothing has been read. */
export function noCounts(): Counts {
  return { read: 0, made: 0, added: 0, known: 0, rejected: 0, reasons: new Map(), repeats: new Map(), unknownFields: new Map(), unusedValues: new Map() };
}

/** Counts a reason; numbers and quoted values are left out of it, so that alike reasons stand on one line. */
export function countReason(counts: Counts, reason: string): void {
  counts.rejected++;
  const kind = kindOfReason(reason);
  counts.reasons.set(kind, (counts.reasons.get(kind) ?? 0) + 1);
}

/** A reason without the values it is about. */
export function kindOfReason(reason: string): string {
  return reason.replace(/"(?:[^"\\]|\\.)*"?…?/g, '…').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…');
}

/** Reasons of rows of a table: alike ones once, with the first line and what stands there, and how often. */
export function reasonsByKind(rejected: readonly { readonly line: number; readonly reason: string }[]): readonly { readonly reason: string; readonly times: number }[] {
  return [...Map.groupBy(rejected, ({ reason }) => kindOfReason(reason)).values()].map((alike) => ({ reason: `${alike.length === 1 ? '' : 'first in '}line ${alike[0]!.line}: ${alike[0]!.reason}`, times: alike.length }));
}

export function addCounts(total: Counts, part: Counts): void {
  total.read += part.read;
  total.made += part.made;
  total.added += part.added;
  total.known += part.known;
  total.rejected += part.rejected;
  if (part.late !== undefined) total.late = (total.late ?? 0) + part.late;
  addSpan(total, part.span);
  addTimes(total.reasons, part.reasons);
  addTimes(total.repeats, part.repeats);
  addTimes(total.unknownFields, part.unknownFields);
  addTimes(total.unusedValues, part.unusedValues);
}

/** Widens the span by another one. */
export function addSpan(total: Counts, more: Counts['span']): void {
  if (more === undefined) return;
  const { first, last } = total.span ?? more;
  total.span = { first: Math.min(first, more.first), last: Math.max(last, more.last) };
}

/** How many repeats were left out. */
export function repeatsIn({ repeats }: Counts): number {
  return [...repeats.values()].reduce((sum, times) => sum + times, 0);
}

/** So many different ones are told apart: a field that holds anything must not fill the memory. */
const MOST_TOLD_APART = 100;
/** Under which the other fields that nobody knows are counted. */
export const OTHER_FIELDS = '…';

/** Counts a value of no use. */
export function countUnused(into: Map<string, number>, said: string): void {
  const kind = into.has(said) || into.size < MOST_TOLD_APART ? said : kindOfReason(said);
  into.set(kind, (into.get(kind) ?? 0) + 1);
}

/** Counts a field that nobody knows. */
export function countUnknown(into: Map<string, number>, name: string): void {
  const kind = into.has(name) || into.size < MOST_TOLD_APART ? name : OTHER_FIELDS;
  into.set(kind, (into.get(kind) ?? 0) + 1);
}

/** Adds how often each name came. */
export function addTimes(total: Map<string, number>, part: ReadonlyMap<string, number>): void {
  for (const [name, times] of part) total.set(name, (total.get(name) ?? 0) + times);
}
