import type { HireId } from '../../src/core/person.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';
import { ownerOf } from './recognise.ts';

/** What there was to see of one hire's laptops, tools or not. */
export interface Observed {
  /** Days with rows of any kind. */
  readonly days: ReadonlySet<Day>;
  /** Days on which programs were seen running. */
  readonly processDays: ReadonlySet<Day>;
  /** Days on which a running tool would have shown: programs or lookups. */
  readonly activeDays: ReadonlySet<Day>;
  /** Different programs, packages and looked-up names. */
  readonly looked: ReadonlySet<string>;
  /** Command lines come in at all; without them nothing is known about the way a tool was set up. */
  readonly commandLines: boolean;
  readonly first: Instant;
  readonly last: Instant;
}

interface Draft { days: Set<Day>; processDays: Set<Day>; activeDays: Set<Day>; looked: Set<string>; commandLines: boolean; first: Instant; last: Instant }

/** Everybody whose laptop was looked at, starters and staff. */
export function observedOf(window: Seen): ReadonlyMap<HireId, Observed> {
  const all = new Map<HireId, Draft>();
  const draft = (row: Parameters<typeof ownerOf>[0] & { readonly day: Day; readonly first: Instant; readonly last: Instant }): Draft | undefined => {
    const hire = ownerOf(row);
    if (hire === undefined) return undefined;
    let found = all.get(hire);
    if (!found) all.set(hire, (found = { days: new Set(), processDays: new Set(), activeDays: new Set(), looked: new Set(), commandLines: false, first: Infinity, last: -Infinity }));
    found.days.add(row.day);
    found.first = Math.min(found.first, row.first);
    found.last = Math.max(found.last, row.last);
    return found;
  };
  for (const row of window.rows.processes) {
    const found = draft(row);
    found?.processDays.add(row.day);
    found?.activeDays.add(row.day);
    found?.looked.add(row['process.name'] ?? '');
    if (found && row['process.command_line'] !== undefined) found.commandLines = true;
  }
  for (const row of window.rows.lookups) draft(row)?.activeDays.add(row.day);
  for (const row of window.rows.packages) draft(row)?.looked.add(row['package.name'] ?? '');
  return all;
}
