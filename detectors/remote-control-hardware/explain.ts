import { counted } from '../../src/core/counted.ts';
import { percent } from '../../src/core/percent.ts';
import type { HireId } from '../../src/core/person.ts';
import { hiresSaid, type Said } from '../../src/core/said.ts';
import type { Values } from '../../src/core/settings.ts';
import { dayOf } from '../../src/core/time.ts';
import type { Fact, Reading } from '../../src/detect/detector.ts';
import type { Came } from './arrival.ts';
import { KINDS } from './evidence.ts';
import { usualShare, type Prevalence } from './prevalence.ts';
import type { SETTINGS } from './settings.ts';
import type { Sign } from './signs.ts';

/** A KVM on a laptop with everything that was weighed about it. */
export interface Judged {
  readonly sign: Sign;
  readonly prevalence: Prevalence;
  readonly came: Came;
  /** Days since it came on which devices were seen, and on how many of them it was; the same for nights. */
  readonly days: number;
  readonly daysShown: number;
  readonly nights: number;
  readonly nightsShown: number;
  readonly llr: number;
}

const KNOWN_BY: Readonly<Record<Sign['how'], string>> = {
  named: 'the name, number or serial that it gives itself',
  shape: 'its shape: one device is keyboard, pointer that reports places, and disk, or has such a pointer under numbers of a device without one',
  untold: 'its shape: one device is keyboard, pointer and disk; nothing tells whether the pointer is a mouse that reports places',
  parts: 'its parts: keyboard, pointer that reports places, and disk on one plug, each with numbers of its own',
};

export function explain({ sign, prevalence, came, days, daysShown, nights, nightsShown }: Judged, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const same = prevalence.same.length;
  const facts: Fact[] = [
    { label: 'Hardware', value: [sign.how === 'named' ? { ref: 'tool', id: sign.name } : sign.name], usual: `on ${prevalence.having} of ${counted(prevalence.others, 'other laptop')} here; ${percent(usualShare(sign.how, settings), 1)} elsewhere` },
    { label: 'Known by', value: [KNOWN_BY[sign.how]], usual: 'docks, receivers and tablets show none of these' },
    { label: 'Sides seen', value: [sign.usb && sign.display ? 'keyboard side and display side' : sign.usb ? 'keyboard side' : 'display side'], usual: 'none' },
    { label: 'Days', value: [`on ${daysShown} of ${counted(days, 'day')} with devices since it came`], usual: `stays plugged in on ${percent(settings.keptOrdinary, 1)} of ordinary laptops with one` },
    ...(nights > 0 ? [{ label: 'Nights', value: [`in ${nightsShown} of ${counted(nights, 'night')} with devices`], usual: 'as on days, where it stays plugged in' }] : []),
    { label: 'Came', value: [cameText(sign, came, settings)], usual: `within ${settings.soonHours} hours on ${percent(settings.soonOrdinary, 1)} of ordinary laptops with one` },
    { label: 'Other starters with the same kind', value: sameText(prevalence.same, settings), usual: '0' },
  ];
  return {
    because: {
      headline: [`${sign.how === 'named' ? `A network KVM (${sign.name})` : /^\p{Ll}/u.test(sign.name) ? `A ${sign.name}` : sign.name}, seen on ${daysShown} of ${counted(days, 'day')} with devices${came.when === 'at-once' ? '; there from the first days' : ''}${same > 0 ? `; ${same} other ${same === 1 ? 'starter has' : 'starters have'} the same kind` : ''}.`],
      facts,
      innocent: [
        ['The person runs a lab at home and plugs the same KVM into this laptop: ask for the other machines and for what it is used here.'],
        ['The company set it up, on a bench or for somebody who needs it: ask IT, and put it on the allow list.'],
        ...(sign.how === 'named' ? [] : [['A cable between two computers, a button of a meeting room, a keypad that somebody built, a drawing tablet or a test rig looks like this: ask what is plugged in.'], ['Somebody who uses no mouse has an eye tracker, a head mouse or a screen to touch: ask before anything else is concluded.']]),
      ],
    },
    clear: ['the hardware is seen to be something else, or IT set it up'],
    look: { where: { 'event.action': sign.usb && sign.display ? KINDS : sign.usb ? 'usb-present' : 'display-present' } },
  };
}

/** Names them where they are few. They are no tie: whoever bought the same thing belongs to no case for that. */
function sameText(same: readonly HireId[], { companions }: Values<typeof SETTINGS>): Said {
  if (same.length === 0 || same.length > companions) return [String(same.length)];
  return [`${same.length}: `, ...hiresSaid(same)];
}

function cameText(sign: Sign, { when, before }: Came, { soonHours }: Values<typeof SETTINGS>): string {
  switch (when) {
    case 'at-once': return `within ${soonHours} hours of delivery or the first day`;
    case 'later': return `on ${dayOf(sign.first)}, after ${before} days of devices without it`;
    case 'unknown': return `not known; seen since ${dayOf(sign.first)} at the latest`;
  }
}
