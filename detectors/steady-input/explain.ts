import { counted } from '../../src/core/counted.ts';
import { percent } from '../../src/core/percent.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Cohort } from '../../src/detect/cohort.ts';
import type { Reading } from '../../src/detect/detector.ts';
import type { Clock } from './clock.ts';
import type { SETTINGS } from './settings.ts';

/** With whom the laptop was compared. */
export interface ComparedWith { readonly of: Cohort['of']; readonly others: number; readonly having: number; readonly rate: number }

/** Words for the beat of one laptop. */
export function explain({ idle, steady, days, gapS, spread, devices, work, workSteady }: Clock, cohort: ComparedWith, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const ownPart = cohort.others / (cohort.others + settings.cohortCounts);
  return {
    because: {
      headline: [`While nobody types, the pointer moves every ${seconds(gapS)} s: in ${steady} of ${counted(idle, 'idle interval')}, on ${counted(days.length, 'day')}, and ends where it began.`],
      facts: [
        { label: 'Beat', value: [`${seconds(gapS)} s, half of the gaps within ${percent(spread, 1)}`], usual: 'a hand has none: half of its gaps lie within 70 %' },
        { label: 'Idle intervals with it', value: [`${steady} of ${idle}`], usual: 'fewer than 1 in 40, by chance' },
        { label: 'Intervals of work with it', value: [work > 0 ? `${workSteady} of ${work}` : 'none is seen'], usual: `0; from ${percent(settings.samplerShare, 1)} on it would be the beat of whoever counts` },
        { label: 'Known devices with this beat', value: [devices.length > 0 ? devices.join(', ') : 'none'], usual: 'programs can be set to any beat' },
        {
          label: 'Others with such a beat', value: [`${cohort.having} of ${cohort.others} other starters ${cohort.of === 'like' ? 'of the same role, region and quarter' : 'of the company'}`],
          usual: `${percent(cohort.rate, 1)} taken; ${percent(ownPart, 1)} of it is the cohort's own, the rest the default`,
        },
      ],
      innocent: [
        ['A program or gadget keeps the status light green or the screen on: ask the person; it is a matter for the manager, not for security.'],
        ['A presentation, a wall display or a test rig moves the pointer: ask the team lead.'],
        ['Adaptive hardware for somebody who cannot use a mouse: ask before anything else is concluded.'],
      ],
    },
    clear: ['the person shows the program or gadget that does it'],
    look: { where: { 'event.action': 'activity', 'farmwatch.input.keys': 0 } },
  };
}

function seconds(value: number): string {
  return String(Math.round(value * 10) / 10);
}
