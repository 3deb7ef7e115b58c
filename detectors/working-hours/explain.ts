import { percent } from '../../src/core/percent.ts';
import { HOUR, MINUTE, offsetMinutes, offsetText, type Instant } from '../../src/core/time.ts';
import type { Values } from '../../src/core/settings.ts';
import type { OffsetChances, Reading } from '../../src/detect/detector.ts';
import type { Agreed } from './agreed.ts';
import type { ClockPosterior } from './clock-model.ts';
import type { SETTINGS } from './settings.ts';
import { WORKED, type Shown } from './work-times.ts';

/** `about 170 to 1 for elsewhere`. */
export function oddsText(logOdds: number, near = 'the claim'): string {
  const odds = Math.round(Math.exp(Math.abs(logOdds)));
  return odds === 1 ? 'even' : `about ${odds} to 1 for ${logOdds > 0 ? 'elsewhere' : near}`;
}

/** Of some instants, those between midnight and six where the claim puts the person. */
function smallHours(times: readonly Instant[], zone: string): number {
  return times.filter((at) => new Date(at + offsetMinutes(zone, at) * MINUTE).getUTCHours() * HOUR < 6 * HOUR).length;
}

/**
 * What hours speak for. They fit the claim where it is among the offsets that are left and is likelier than elsewhere;
 * a weight of nothing is not enough for that, because it is also that of hours which tell little.
 */
function saysOf({ posterior: { sets, logOdds }, zone, agreed, llr }: Judged, claimedMin: number): Says {
  if (agreed?.left === 0) return 'agreed';
  if (llr > 0) return 'elsewhere';
  return logOdds(zone) <= 0 && sets[95].some(([from, to]) => from <= claimedMin && claimedMin <= to) ? 'the claim' : 'little';
}

type Says = 'agreed' | 'the claim' | 'little' | 'elsewhere';

/** For the picture: what is under one in a thousand would not be seen. */
function offsetsOf({ posterior, offsetMin, sets }: ClockPosterior, claimed: number): OffsetChances {
  const candidates = posterior.flatMap(({ offsetMin: at, p }) => (p < 0.001 ? [] : [[at, Number(p.toFixed(4))] as const]));
  return { candidates, best: offsetMin, likely: sets[95], claimed };
}

/** Work of one person, and what was made of it. */
export interface Judged {
  readonly times: readonly Instant[];
  readonly shown: Shown;
  /** Against which it is held: the claim, or the zone of the laptop where that fits better. */
  readonly zone: string;
  readonly claim: string;
  /** The zone in which the laptop is settled, where that is another one than the claim. */
  readonly standsIn: string | undefined;
  /** The claim is that of the place of the home; the record tells none. */
  readonly isDerived: boolean;
  readonly posterior: ClockPosterior;
  /** Undefined where no hours are on record. */
  readonly agreed: Agreed | undefined;
  readonly llr: number;
}

export function explain(judged: Judged, settings: Values<typeof SETTINGS>): Pick<Reading, 'because' | 'clear' | 'look'> {
  const { times, shown, zone, claim, standsIn, posterior, agreed } = judged;
  const likely = posterior.sets[95].map(([from, to]) => (from === to ? offsetText(from) : `${offsetText(from)} to ${offsetText(to)}`)).join(', ');
  const claimedMin = offsetMinutes(zone, posterior.middleSec * 1_000);
  const claimed = offsetText(claimedMin);
  const isLaptops = zone !== claim;
  const name = isLaptops ? 'the zone in which the laptop stands,' : 'the claimed zone';
  const says = saysOf(judged, claimedMin);
  // Where an agreement takes off part of the weight, nobody should have to look for it among the facts.
  const partly = agreed && agreed.left < 1 ? `; ${agreed.inside} of them lie within the agreed ${agreed.hours}` : '';
  const counted = `${posterior.n} half hours ${shown === 'work' ? 'of work' : `with ${shown}`} on ${posterior.days} days`;
  return {
    because: {
      headline: [{
        'agreed': `${counted}: ${agreed?.inside} of them lie within ${agreed?.hours} in ${zone}, give or take an hour, as agreed in the record; they tell nothing of where this person lives.`,
        'the claim': `${counted} fit ${name} ${zone}; that clears nobody.`,
        'little': `${counted} tell little for or against ${name} ${zone}, ${claimed}; they fit ${offsetText(posterior.offsetMin)} best.`,
        'elsewhere': `${counted} fit ${offsetText(posterior.offsetMin)} best; ${isLaptops ? `the laptop stands in ${zone}, ${claimed}, and the claim is ${claim}` : `the claim is ${zone}, ${claimed}${standsIn === undefined ? '' : `, and the laptop stands in ${standsIn}`}`}${partly}.`,
      }[says]],
      facts: [
        { label: `Half hours with ${shown}`, value: [`${posterior.n} on ${posterior.days} days`], usual: `at least ${settings.minimumEvents} on ${settings.minimumDays} days; below that nothing is said` },
        ...(judged.isDerived ? [{ label: 'Claimed zone', value: [`${claim}, by the place of the home on record`], usual: 'told by the record itself' }] : []),
        ...(standsIn === undefined ? [] : [{ label: 'Zone in which the laptop stands', value: [`${standsIn}; hours that fit it weigh no more than those that fit ${claim}`], usual: 'that of the record; that it is another is weighed under place' }]),
        ...(agreed ? [{
          label: `Of these, within the agreed hours of the record, ${agreed.hours} in ${zone}, give or take an hour`, value: [`${agreed.inside} of ${posterior.n}`],
          usual: `from ${percent(settings.agreedShare)} on hours weigh nothing, from half of them on less; here ${leftText(agreed)}`,
        }] : []),
        { label: `Of these, between midnight and 6 in ${isLaptops ? zone : 'the claimed zone'}`, value: [`${smallHours(times, zone)} of ${posterior.n}`], usual: agreed ? 'under 1 in 20, but where other hours are agreed' : 'under 1 in 20' },
        { label: 'Offsets that fit, 95 % sure', value: [likely], usual: isLaptops ? `that of where somebody lives is among them for 19 of 20; in ${zone} it is ${claimed}` : `the claim is among them for 19 of 20; here it is ${claimed}` },
        { label: 'Lives 5 h or more away, against within 2 h', value: [oddsText(posterior.logOdds(zone), isLaptops ? zone : 'the claim')], usual: isLaptops ? `for ${zone}` : 'for the claim' },
      ],
      innocent: innocentOf(says, agreed, shown),
      ...(says === 'elsewhere' ? { offsets: offsetsOf(posterior, claimedMin) } : {}),
    },
    clear: [clearOf(says, agreed)],
    look: { where: { 'event.action': WORKED } },
  };
}

function leftText({ left }: Agreed): string {
  return left === 0 ? 'nothing' : left === 1 ? 'as much as without an agreement' : `${percent(left)} of it`;
}

function innocentOf(says: Says, agreed: Agreed | undefined, shown: Shown): Reading['because']['innocent'] {
  if (says === 'agreed') return [['Nothing to explain: these hours were agreed, and can be worked from anywhere.']];
  if (says !== 'elsewhere') return [['Nothing to explain; these hours can also be worked from abroad.']];
  return [
    ...(agreed
      ? [
        [`A night owl, a carer or a parent works when others sleep, or the team has come to other hours: ask the manager whether ${agreed.hours} still holds.`],
        ['On-call duty or a second shift comes on top of the agreed hours.'],
      ]
      : [
        ['A night owl, a carer or a parent works when others sleep: ask the manager for the agreed hours.'],
        ['An agreed shift, on-call duty or a team in another zone sets the hours.'],
      ]),
    ...(shown === 'work' ? [] : [[`All there is are half hours with ${shown}: they show where something began, and little of how long somebody worked.`]]),
    ['A trip that nobody entered, or a claim that is out of date: ask HR whether the person moved.'],
  ];
}

function clearOf(says: Says, agreed: Agreed | undefined): string {
  switch (says) {
    case 'agreed': return 'nothing: hours as agreed tell nothing either way';
    case 'the claim': return 'nothing: fitting hours clear nobody';
    case 'little': return 'nothing: these hours tell little either way';
    case 'elsewhere': return agreed ? 'the manager confirms other hours than the record names, and they look like this' : 'the manager confirms agreed hours that look like this';
  }
}
