import { shareIn, type Interval, type Share } from './figures.ts';
import { inert } from './inert.ts';
import type { QuarterCounts, QuarterFacts } from './quarter-facts.ts';

/** Five quarters side by side. */
export interface QuarterlyReport {
  readonly quarter: string;
  readonly first: string;
  readonly last: string;
  readonly company: string;
  readonly simulated: boolean;
  readonly query: string;
  readonly quarters: readonly QuarterLine[];
  /** What has changed, and only where intervals do not overlap. */
  readonly changes: readonly string[];
  /** What must be known to read the figures. */
  readonly notes: readonly string[];
}

export interface QuarterLine extends QuarterCounts {
  /** Of the hires watched; with their intervals. Absent where nobody was watched. */
  readonly in_case?: Share;
  readonly confirmed?: Share;
}

const MEASURES = [['in_case', 'Hires in a case'], ['confirmed', 'Hires in a case that was a laptop farm']] as const;

/** What a report says of five quarters. Pure: the same facts give the same report. */
export function quarterlyOf({ quarter, company, simulated, quarters }: QuarterFacts, interval: Interval): QuarterlyReport {
  const query = `farmwatch report quarterly --quarter ${quarter.name} --format json`;
  const share = shareIn(interval, query);
  const lines = quarters.map((counts): QuarterLine => {
    const { watched, inCase, confirmed } = counts.hires;
    return counts.judged && watched > 0 ? { ...counts, in_case: share(inCase, watched), confirmed: share(confirmed, watched) } : counts;
  });
  return inert({
    quarter: quarter.name, first: quarter.first, last: quarter.last, company, simulated, query, quarters: lines, changes: changesOf(lines),
    notes: [
      `All as known at the end of ${quarter.name}: hires of its last months are still being watched, and may yet come into a case.`,
      'Held means that an application is still kept; those of people who were not hired go after a time. Confirmed means closed as a laptop farm.',
      ...(lines.some(({ judged }) => !judged) ? ['A quarter without any run is hatched: nobody was watched in it.'] : []),
    ],
  });
}

/** Each quarter against the one before it. */
function changesOf(lines: readonly QuarterLine[]): readonly string[] {
  const changes = lines.slice(1).flatMap((now, at) => MEASURES.flatMap(([measure, says]) => {
    const [before, after] = [lines[at]![measure], now[measure]];
    if (!before || !after || (before.atMost >= after.atLeast && after.atMost >= before.atLeast)) return [];
    return [`${says}: ${perThousand(before.hits, before.of)} per 1,000 in ${lines[at]!.name}, ${perThousand(after.hits, after.of)} in ${now.name}; the intervals do not overlap.`];
  }));
  return changes.length > 0 ? changes : ['Nothing has changed so much that intervals would not overlap.'];
}

/** @example perThousand(3, 2_000) // => '1.5' */
export function perThousand(hits: number, of: number): string {
  return ((1_000 * hits) / of).toFixed(1);
}
