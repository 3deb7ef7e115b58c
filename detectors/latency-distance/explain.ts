import type { Reading } from '../../src/detect/detector.ts';
import { counted, wordFor } from '../../src/core/counted.ts';
import type { Longer, Shorter } from './compare.ts';
import { KINDS } from './evidence.ts';
import type { Path } from './paths.ts';
import { MOST_MORE } from './placing.ts';
import type { Among } from './weigh.ts';

type Words = Pick<Reading, 'because' | 'clear' | 'look'>;
const ms = (value: number): string => `${Math.round(value)} ms`;
const farEnd = ({ to }: Path): string => (to === '' ? 'the gateway' : to);
/** Where a round trip is measured from. */
const from = ({ reported }: { readonly reported: boolean }): string => (reported ? 'where the laptop reports to be' : 'where this person says to live');
const days = (path: Path): string => `${path.days.size} days`;

/** Words for a round trip that is longer than expected. */
export function explainLonger(longer: Longer, among: Among): Words {
  const { path, low, expected, excess, neighbours, withinKm } = longer;
  const hidden = path.way === 'hidden';
  return {
    because: {
      headline: [`The round trip to ${farEnd(path)} takes ${ms(low)} on the best of ${days(path)}, ${ms(excess)} more than from ${from(longer)}${hidden ? ', over a network that hides where somebody is' : ''}.`],
      facts: [
        { label: 'Round trip', value: [`${ms(low)} on the best days`], usual: `${ms(expected)} by ${neighbours} other starters who live nearest, within ${Math.round(withinKm)} km` },
        { label: 'Longer than expected', value: [ms(excess)], usual: `as much for ${among.showing} of ${among.others} other starters over such networks` },
        { label: 'Network', value: [hidden ? 'VPN, hosting, a gateway, or not told' : 'line of a home'], usual: 'line of a home' },
      ],
      innocent: [
        ['A slow line: long copper, radio, a satellite that is not known as one. Ask what the line at home is.'],
        hidden ? ['An exit that lies far away: ask which VPN is in use and where its exit is.'] : ['A long stay elsewhere that nobody entered, or an address that is out of date: ask where the person has been.'],
      ],
    },
    clear: ['the line at home is slow for everybody, or the person is away with leave'],
    look: lookOf(path),
  };
}

/** Words for a round trip that is shorter than light allows. */
export function explainShorter(shorter: Shorter, among: Among): Words {
  const { path, middle, floor, inferred } = shorter;
  const end = farEnd(path);
  return {
    because: {
      headline: [inferred
        ? `The round trip to ${end} takes ${ms(middle)} on most of ${days(path)}. No place of ${end} is listed; if it stands where the round trips of ${counted(inferred.tellers, 'other')} put it, light needs ${ms(floor)} or more from ${from(shorter)}.`
        : `The round trip to ${end} takes ${ms(middle)} on most of ${days(path)}; from ${from(shorter)} light needs ${ms(floor)}.`],
      facts: [
        { label: 'Round trip', value: [`${ms(middle)} on the day in the middle`], usual: `${ms(floor)} or more from ${from(shorter)}` },
        ...(inferred ? [{ label: `Place of ${end}`, value: [`not listed; inferred from the homes and round trips of ${counted(inferred.tellers, 'other')}; ${inferred.against} of these ${wordFor(inferred.against, 'does', 'do')} not fit`], usual: `if this person is at home, ${inferred.more} ${inferred.more >= MOST_MORE ? 'or more ' : ''}others would have to be elsewhere than at theirs too` }] : []),
        { label: 'Nearer than the claim allows', value: ['yes'], usual: `so for ${among.showing} of ${counted(among.others, 'other starter')} of whom it would be seen` },
      ],
      innocent: [
        ['Moved, and the record still names the old home: ask for the address.'],
        ['A long stay with family or at a second home that nobody entered: ask where the person has been.'],
        [inferred ? `${end} stands elsewhere than thought, or in several places under one name: enter its place in the list of places.` : `${end} has moved or answers in several places under one name: compare with others who reach it.`],
      ],
    },
    clear: ['the person has moved or is away with leave, or the far end stands elsewhere than thought'],
    look: lookOf(path),
  };
}

function lookOf({ to }: Path): Reading['look'] {
  return { where: { 'event.action': KINDS, 'farmwatch.net.rtt_to': to === '' ? { exists: false } : to } };
}
