import { counted } from '../../src/core/counted.ts';
import { hiresSaid } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Reading } from '../../src/detect/detector.ts';
import { BUSY } from './evidence.ts';
import type { Tested } from './pairs.ts';
import type { SETTINGS } from './settings.ts';
import { ratioOf } from './turns.ts';

/** Chances below this are told of as turns; it decides no weight. */
export const TOLD = 0.05;
/** From this chance on so little overlap is nothing to speak of: it weighs 0.1 at the most. */
const COMMON = 0.2;
/** Whoever is busy together with the other half as often as by rhythm, or more, is not idle then. */
const IDLE = 0.5;

type Shows = 'turns' | 'less' | 'maybe' | 'none';

function showsOf(chance: number, ratio: number, llr: number): Shows {
  if (llr <= 0 || chance >= COMMON) return 'none';
  if (chance >= TOLD) return 'maybe';
  return ratio < IDLE ? 'turns' : 'less';
}

/**
 * Words for the other, or for all others at once, with whom the subject overlaps least.
 *
 * Any chance below 1 / e weighs a little above 0; that alone is no sign of turns, and is not called one.
 */
export function explain({ others, days, turns, typed }: Tested, tried: number, llr: number, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const { overlap, expected, p, handovers } = turns;
  const usual = Math.round(expected);
  const shows = showsOf(p * tried, ratioOf(turns), llr);
  const inBoth = `${counted(overlap, 'half hour')} of ${counted(days.length, 'day')}, where their rhythms would have ${usual}`;
  const those = others.length === 1 ? 'that of ' : 'those of ';
  const names = hiresSaid(others);
  const both = others.length === 1 ? 'both' : 'it and one of them';
  return {
    because: {
      headline: {
        turns: [`The laptop is idle when ${others.length === 1 ? 'that of ' : 'one of those of '}`, ...names, `, under the same roof, is busy: ${both} in ${inBoth}.`],
        less: [`The laptop and ${those}`, ...names, `, under the same roof, are busy at once less often than their rhythms would have it: ${both} in ${inBoth}.`],
        maybe: [`The laptop and ${those}`, ...names, `, under the same roof, are busy at once less often than their rhythms would have it, which may be chance: in ${inBoth}.`],
        none: [`No turns are seen between the laptop and ${those}`, ...names, `, under the same roof: ${both} are busy in ${inBoth}.`],
      }[shows],
      facts: [
        { label: others.length === 1 ? 'Half hours in which both were busy' : 'Half hours in which it and one of the others were busy', value: [String(overlap)], usual: `${usual}, with the same days in other orders` },
        { label: 'Busy means', value: [typed ? 'key strokes' : 'programs, lookups and sign-ins: not all of these laptops count key strokes'], usual: 'key strokes' },
        { label: 'Share of coincidences with so few', value: [p < 0.001 ? 'less than 1 in 1,000' : `${p.toFixed(3)}`], usual: 'anything between 0 and 1' },
        { label: 'Changes from one alone to the other alone, each for an hour or more', value: [`${handovers.toFixed(1)} a day`], usual: `about ${settings.arrangedHandovers} where people arrange their hours` },
        { label: others.length === 1 ? 'Days under one roof with both at work' : 'Days under one roof with it and one of them at work', value: [String(days.length)], usual: `${settings.minimumDays} or more to say anything` },
        { label: 'Comparisons under the roof, of two and with all others at once', value: [String(tried)], usual: '1 to 3 in a shared home' },
      ],
      innocent: shows === 'none'
        ? [['Nothing to explain: under one roof two are busy at once about so often.']]
        : [
          ['They share the care of children, one desk or one car, and arrange their hours around each other: ask the manager about their arrangement.'],
          ['They hold one post in turns, or hand a shift over to each other: ask the team lead.'],
          ['One of them drives both in the open, to help out or to test: ask which work it was.'],
        ],
    },
    clear: shows === 'none'
      ? [llr > 0 ? 'nothing: this tells next to nothing' : 'nothing: this already speaks for the person']
      : ['both are met at the same time, in person or in one call with both at work'],
    look: { where: { 'event.action': BUSY } },
  };
}
