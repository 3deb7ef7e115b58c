import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { BUSY } from './evidence.ts';
import type { SETTINGS } from './settings.ts';
import type { TestedPair } from './turn-taking.ts';

/** Words for the other with whom the subject overlaps least. */
export function explain({ days, turns, typed }: TestedPair, other: HireId, tried: number, llr: number, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const { overlap, expected, p, handovers } = turns;
  const usual = Math.round(expected);
  return {
    because: {
      headline: llr > 0
        ? ['The laptop is idle when that of ', { ref: 'hire', id: other }, `, under the same roof, is busy: both in ${overlap} half hours of ${days.length} days, where their rhythms would have ${usual}.`]
        : ['The laptop and that of ', { ref: 'hire', id: other }, `, under the same roof, are busy together: in ${overlap} half hours of ${days.length} days, where their rhythms would have ${usual}.`],
      facts: [
        { label: 'Half hours in which both were busy', value: [String(overlap)], usual: `${usual}, with the same days in other orders` },
        { label: 'Busy means', value: [typed ? 'key strokes' : 'programs, lookups and sign-ins: not both laptops count key strokes'], usual: 'key strokes' },
        { label: 'Chance of so few by coincidence', value: [p < 0.001 ? 'less than 1 in 1,000' : `${p.toFixed(3)}`], usual: 'anything between 0 and 1' },
        { label: 'Changes from one alone to the other alone', value: [`${handovers.toFixed(1)} a day`], usual: `about ${settings.arrangedHandovers} where people arrange their hours` },
        { label: 'Days under one roof with both at work', value: [String(days.length)], usual: `${settings.minimumDays} or more to say anything` },
        { label: 'Others under the roof that were compared', value: [String(tried)], usual: '1 or 2 in a shared home' },
      ],
      innocent: [
        ['They share the care of children, one desk or one car, and arrange their hours around each other: ask the manager about their arrangement.'],
        ['They hold one post in turns, or hand a shift over to each other: ask the team lead.'],
        ['One of them drives both in the open, to help out or to test: ask which work it was.'],
      ],
    },
    clear: llr > 0 ? ['both are met at the same time, in person or in one call with both at work'] : ['nothing: this already speaks for the person'],
    look: { where: { 'event.action': BUSY } },
  };
}
