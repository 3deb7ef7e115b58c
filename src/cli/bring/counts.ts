import { closest } from 'fastest-levenshtein';
import { OTHER_FIELDS, repeatsIn, type Counts } from '../../collect/tally.ts';
import { counted } from '../../core/counted.ts';
import { FIELD_NAMES } from '../../core/event.ts';
import { dayOf } from '../../core/time.ts';

/** The closing line of every import and collection. */
export function closingLine(counts: Counts): string {
  const repeats = repeatsIn(counts);
  const left = repeats === 0 ? '' : ` / repeats left out ${repeats}, which leaves 1 of ${(counts.made / (counts.made - repeats)).toFixed(1)} events`;
  return `read ${counts.read} / added ${counts.added} / already known ${counts.known} / rejected ${counts.rejected}${left}`;
}

/**
 * The closing line of a dry run. What rows would add is known exactly; events are looked up in the store only when they
 * are written, so that of them it is the most.
 */
export function dryLine(counts: Counts, hasEvents: boolean): string {
  return `read ${counts.read} / would add ${hasEvents ? 'up to ' : ''}${wouldAdd(counts)}${hasEvents && counts.known === 0 ? '' : ` / already known ${counts.known}`} / rejected ${counts.rejected}`;
}

/** How many events and rows a dry run would have added, as fields of its JSON line: nothing was. */
export function dryFields(counts: Counts): object {
  return { dry_run: true, added: 0, would_add: wouldAdd(counts) };
}

function wouldAdd(counts: Counts): number {
  return counts.made - counts.known - repeatsIn(counts);
}

/** Kinds of events of which repeats were left out, with how many. */
export function repeatLines(counts: Counts): readonly string[] {
  return [...counts.repeats].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, times]) => `  ${times} × left out: ${kind} again on the same machine, in a half hour and of a program that are there already`);
}

/** Which days the events of a file cover: whoever takes in a past week looks at that week, and not at today. */
export function spanLines({ span }: Counts): readonly string[] {
  if (span === undefined) return [];
  const [first, last] = [dayOf(span.first), dayOf(span.last)];
  return [`  events of ${first === last ? first : `${first} to ${last}`}, UTC`];
}

/** Reasons with how often, the most frequent first. */
export function reasonLines(counts: Counts, most = 12): readonly string[] {
  const lines = [...counts.reasons].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = lines.slice(0, most).map(([reason, times]) => `  ${times} × ${reason}`);
  return lines.length > most ? [...shown, `  and ${lines.length - most} more reasons`] : shown;
}

/** Fields nobody knows, each with the nearest known name. */
export function unknownLines(counts: Counts, most = 12): readonly string[] {
  const lines = [...counts.unknownFields].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = lines.slice(0, most).map(([name, times]) => (name === OTHER_FIELDS ? `  more fields are not known (${counted(times, 'time')})` : `  field ${JSON.stringify(name)} is not known (${counted(times, 'time')}); nearest is ${closest(name, FIELD_NAMES)}`));
  return lines.length > most ? [...shown, `  and ${lines.length - most} more unknown fields`] : shown;
}

/** Values that are of no use in events that were taken, with how often. */
export function unusedLines(counts: Counts, most = 12): readonly string[] {
  const lines = [...counts.unusedValues].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = lines.slice(0, most).map(([said, times]) => `  taken, but ${said} (${counted(times, 'time')})`);
  return lines.length > most ? [...shown, `  and ${lines.length - most} more values of no use`] : shown;
}
