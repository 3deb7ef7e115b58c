import type { HireId } from '../../src/core/person.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import type { Seen } from './evidence.ts';
import type { Owner, ProgramDay } from './program-day.ts';
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
  const each = (days: readonly ProgramDay[], tell: (draft: Draft, owner: Owner) => void): void => {
    for (const { owners } of days) {
      for (const owner of owners) {
        const hire = ownerOf(owner);
        if (hire === undefined) continue;
        let found = all.get(hire);
        if (!found) all.set(hire, (found = { days: new Set(), processDays: new Set(), activeDays: new Set(), looked: new Set(), commandLines: false, first: Infinity, last: -Infinity }));
        found.days.add(owner.day);
        found.first = Math.min(found.first, owner.first);
        found.last = Math.max(found.last, owner.last);
        tell(found, owner);
      }
    }
  };
  /** Once everybody is there. */
  const look = (days: readonly ProgramDay[]): void => {
    for (const { owners, programs } of days) for (const { name = '', on } of programs) for (const place of on) all.get(ownerOf(owners[place]!)!)?.looked.add(name);
  };
  each(window.rows.processes, (draft, owner) => {
    draft.processDays.add(owner.day);
    draft.activeDays.add(owner.day);
    draft.commandLines ||= owner.commandLines;
  });
  each(window.rows.lookups, (draft, { day }) => void draft.activeDays.add(day));
  each(window.rows.packages, () => {});
  look(window.rows.processes);
  look(window.rows.packages);
  return all;
}
