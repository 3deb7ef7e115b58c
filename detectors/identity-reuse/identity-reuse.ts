import type { HireId } from '../../src/core/person.ts';
import { DAY, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { CROWD } from './crowd.ts';
import { EVIDENCE, type Seen } from './evidence.ts';
import { explain } from './explain.ts';
import { SETTINGS } from './settings.ts';
import { strongestByKind, tiesOf, type PersonTie } from './ties.ts';
import { sharedWeight } from './weigh.ts';

export const identityReuse = defineDetector({
  id: 'identity-reuse',
  version: 7,
  family: 'identity',
  days: 30,
  question: 'Does one MFA device, machine, phone, bank account, monitor serve several who do not live together?',
  technique: 'T1098.005',
  needs: ['sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  crowd: CROWD,
  detect(window, settings) {
    const seenOn = daysSeen(window);
    return [...Map.groupBy(tiesOf(window, settings), ({ subject }) => subject)].flatMap(([subject, all]): readonly Reading[] => {
      const days = seenOn.get(subject) ?? new Set<Day>();
      const ties = strongestByKind(all).filter(({ weight }) => weight > 0);
      if (ties.length === 0 || days.size < settings.minimumDays) return [];
      return [{
        subject, alongside: [...new Set(ties.flatMap(({ hires }) => hires))].sort(), llr: sharedWeight(ties.map(({ weight }) => weight), settings),
        newest: newestOf(ties, days, window.asOf), key: 'shared', ...explain(ties, settings),
      }];
    });
  },
});

/** What stands in a record holds for as long as the person is seen; what is used, as of its last use. */
function newestOf(ties: readonly PersonTie[], days: ReadonlySet<Day>, asOf: Instant): Instant {
  const lastSeen = startOfDay([...days].sort().at(-1)!) + DAY - 1;
  return Math.min(asOf, Math.max(...ties.map(({ own }) => (own.days > 0 ? own.last! : lastSeen))));
}

/** Days with any row, by starter. */
function daysSeen(window: Seen): ReadonlyMap<HireId, ReadonlySet<Day>> {
  const seen = new Map<HireId, Set<Day>>();
  for (const rows of Object.values(window.rows)) {
    for (const { hire, day } of rows) {
      if (hire === undefined) continue;
      const days = seen.get(hire);
      if (days) days.add(day);
      else seen.set(hire, new Set([day]));
    }
  }
  return seen;
}
