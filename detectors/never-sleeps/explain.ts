import { counted } from '../../src/core/counted.ts';
import { percent } from '../../src/core/percent.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Cohort } from '../../src/detect/cohort.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { AWAKE } from './evidence.ts';
import type { SETTINGS } from './settings.ts';
import { NEVER_SLEEPS, type NightsSeen, type Usual } from './weigh.ts';

/** The cohort with what is known of its nights: the share awake, one for each other laptop. */
export interface ComparedWith extends Cohort, Omit<Usual, 'rate'> { readonly awake: number; readonly shares: Float64Array }

/** Words for the nights of one laptop. */
export function explain({ awake, known, rate }: NightsSeen, cohort: ComparedWith, llr: number, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const group = cohort.of === 'like' ? 'of the same role, region and quarter' : 'of the company';
  const median = Math.round(medianOf(cohort.shares) * known);
  const isUsual = awake >= NEVER_SLEEPS * known && medianOf(cohort.shares) >= NEVER_SLEEPS;
  return {
    because: {
      headline: [`Awake around the clock on ${awake} of ${counted(known, 'night')}; ${cohort.shares.length === 0 ? 'there is no other laptop to compare with' : `${cohort.shares.length === 1 ? 'the one other laptop' : `the median of ${cohort.shares.length} other laptops`} would manage ${median}${isUsual ? ', so this says little' : ''}`}.`],
      facts: [
        { label: 'Nights awake', value: [`${awake} of ${known} of which it is known`], usual: cohort.shares.length === 0 ? 'not known here' : `${median} of ${known} among starters ${group}` },
        { label: 'Other laptops that never sleep', value: [`${cohort.awake} of ${cohort.shares.length} ${group}`], usual: `${percent(settings.ordinaryAwake)} where people decide for themselves` },
        { label: 'Share taken as usual', value: [percent(rate)], usual: `${percent(cohort.cohortPart)} of it is the cohort's own, the rest the default${cohort.isBounded ? '; not more, because some of so few others may belong to one farm' : ''}` },
        { label: 'Counts as awake', value: [`never silent for more than ${settings.longestSilence} hours from noon to noon`], usual: 'ordinary laptops are silent for 8 hours and more' },
      ],
      innocent: [
        ['A power setting, a dock or a screen that is never left: ask the person, or look at the power profile.'],
        ['It builds, trains or tests at night, or waits for calls: ask the team lead.'],
        ['It was left on a desk while its holder is away, or management keeps it awake for updates: compare with laptops of the same profile.'],
      ],
    },
    clear: llr > 0 ? ['the power profile or the work of the team explains it'] : ['nothing: this already speaks for the person, a little'],
    look: { where: { 'event.action': AWAKE } },
  };
}

/** The middle one, the lower of two; 0 of none. */
function medianOf(shares: Float64Array): number {
  return shares.toSorted()[Math.floor((shares.length - 1) / 2)] ?? 0;
}
