import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { cohortReader, nearReader } from '../../src/detect/cohort.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { contactsOf } from './contact.ts';
import { EVIDENCE, type Seen } from './evidence.ts';
import { explain } from './explain.ts';
import { nightsOf, type Night } from './nights.ts';
import { SETTINGS } from './settings.ts';
import { NEVER_SLEEPS, nightsWeight, usualAwake } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const neverSleeps = defineDetector({
  id: 'never-sleeps',
  version: 4,
  family: 'machine',
  days: 21,
  question: 'Is the laptop awake around the clock, day after day?',
  needs: ['check-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const nights = nightsByHire(window, settings);
    const shares = new Map([...nights].map(([hire, known]) => [hire, countAwake(known) / known.length]));
    const cohortOf = cohortReader(window.hires, nights.keys(), nearReader(window, window.rows.lines));
    return [...nights].map(([subject, known]): Reading => {
      const cohort = cohortOf(subject);
      const there = Float64Array.from(cohort.others, (other) => shares.get(other)!);
      const awakeThere = there.filter((share) => share >= NEVER_SLEEPS).length;
      const usual = usualAwake(awakeThere, cohort.others.length, settings);
      const seen = { awake: countAwake(known), known: known.length, rate: usual.rate };
      const llr = nightsWeight(seen, settings);
      return {
        subject, llr, key: 'nights', newest: Math.min(window.asOf, known.at(-1)!.to),
        ...explain(seen, { ...cohort, ...usual, awake: awakeThere, shares: there }, llr, settings),
      };
    });
  },
});

/** Nights of starters since their first day of which it is known whether the laptop slept; of the laptop of which most is known. */
function nightsByHire(window: Seen, settings: Settings): ReadonlyMap<HireId, readonly Night[]> {
  const found = new Map<HireId, readonly Night[]>();
  for (const [holder, laptops] of contactsOf(window)) {
    const hire = window.hires.get(holder);
    if (!hire?.inScope) continue;
    const known = laptops
      .map((contact) => nightsOf(contact, hire.time_zone, Math.max(window.from, hire.startsAt), window.asOf, settings).filter(({ was }) => was !== 'unknown'))
      .reduce((most, nights) => (nights.length > most.length ? nights : most), []);
    if (known.length >= settings.minimumNights) found.set(holder, known);
  }
  return found;
}

function countAwake(nights: readonly Night[]): number {
  return nights.filter(({ was }) => was === 'awake').length;
}
