import { SOURCES } from '../../collect/sources/index.ts';
import { NOT_OURS } from '../../collect/take.ts';
import type { Counts } from '../../collect/tally.ts';
import { counted } from '../../core/counted.ts';
import type { FarmwatchError } from '../../errors.ts';
import { printable, type CommandIo } from '../io.ts';
import { closingLine, dryFields, dryLine, reasonLines, repeatLines, unusedLines } from './counts.ts';

/** What became of one source, or of all that waited on disk together. */
export interface Taken {
  readonly names: readonly string[];
  readonly titles: readonly string[];
  /** True where its records become rows of a table. */
  readonly isTable: boolean;
  /** True where its folders are there and hold no file: an ordinary day of one that is emptied. */
  readonly isEmpty?: true;
  readonly counts: Counts;
  readonly failed: FarmwatchError[];
}

interface How { readonly json?: boolean; readonly dryRun?: boolean }

/** Says what became of a source, and why records of it were left out. @returns the same */
export function sayTaken(taken: Taken, { json = false, dryRun = false }: How, io: CommandIo): Taken {
  const { names, titles, isTable, isEmpty, counts } = taken;
  const from = isEmpty ? 'no file lies there' : `${counted(counts.made, isTable ? 'row' : 'event')} from ${counted(counts.read - counts.rejected, 'record')}`;
  if (!json) io.out(printable(`${names.join(', ')}: ${dryRun ? dryLine(counts, !isTable) : closingLine(counts)} (${from})`));
  for (const line of [...reasonLines(counts, 40), ...unusedLines(counts), ...repeatLines(counts)]) io.err(printable(line));
  // Whoever is told of kinds that are not wanted has brought the right system's records.
  const isKnown = [...counts.reasons.keys()].some((reason) => reason.startsWith(NOT_OURS));
  if (counts.read > 0 && counts.made === 0 && hasKept(counts) && !isKnown) io.err(`Nothing could be used. Are these records of ${titles.join(' or ')}? There are ${SOURCES.map(({ id }) => id).join(', ')}.`);
  return taken;
}

/** True where rejected records were written down, and not only counted. */
export function hasKept({ reasons }: Counts): boolean {
  return [...reasons.keys()].some((reason) => !reason.startsWith(NOT_OURS));
}

/** A failure that says whose it is. */
export function failureSaid(name: string, { message }: FarmwatchError): string {
  return message.startsWith(name) ? message : `${name}: ${message}`;
}

/** All sources together, as one JSON object. */
export function totalRecord(all: readonly Taken[], total: Counts, dryRun: boolean): object {
  const failed = all.flatMap((taken) => taken.failed.map(({ message }) => ({ source: taken.names.join(', '), why: message })));
  return {
    sources: [...new Set(all.flatMap(({ names }) => names))], read: total.read, events: total.made, added: total.added, known: total.known, rejected: total.rejected, reasons: Object.fromEntries(total.reasons),
    ...(total.late === undefined ? {} : { late: total.late }), ...(total.unusedValues.size === 0 ? {} : { unused_values: Object.fromEntries(total.unusedValues) }), ...(total.repeats.size === 0 ? {} : { repeats: Object.fromEntries(total.repeats) }), ...(failed.length === 0 ? {} : { failed }), ...(dryRun ? dryFields(total) : {}),
  };
}
