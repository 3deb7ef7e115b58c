import { HOUR, MINUTE, offsetMinutes, offsetText, type Instant } from '../../src/core/time.ts';
import type { Values } from '../../src/core/settings.ts';
import type { OffsetChances, Reading } from '../../src/detect/detector.ts';
import type { ClockPosterior } from './clock-model.ts';
import type { SETTINGS } from './settings.ts';
import { WORKED } from './work-times.ts';

/** `about 170 to 1 for elsewhere`. */
export function oddsText(logOdds: number): string {
  const odds = Math.round(Math.exp(Math.abs(logOdds)));
  return odds === 1 ? 'even' : `about ${odds} to 1 for ${logOdds > 0 ? 'elsewhere' : 'the claim'}`;
}

/** Of some instants, those between midnight and six where the claim puts the person. */
function smallHours(times: readonly Instant[], zone: string): number {
  return times.filter((at) => new Date(at + offsetMinutes(zone, at) * MINUTE).getUTCHours() * HOUR < 6 * HOUR).length;
}

/**
 * What hours speak for. They fit the claim where it is among the offsets that are left and is likelier than elsewhere;
 * a weight of nothing is not enough for that, because it is also that of hours which tell little.
 */
function saysOf({ sets }: ClockPosterior, claimedMin: number, logOdds: number, llr: number): 'the claim' | 'little' | 'elsewhere' {
  if (llr > 0) return 'elsewhere';
  return logOdds <= 0 && sets[95].some(([from, to]) => from <= claimedMin && claimedMin <= to) ? 'the claim' : 'little';
}

/** For the picture: what is under one in a thousand would not be seen. */
function offsetsOf({ posterior, offsetMin, sets }: ClockPosterior, claimed: number): OffsetChances {
  const candidates = posterior.flatMap(({ offsetMin: at, p }) => (p < 0.001 ? [] : [[at, Number(p.toFixed(4))] as const]));
  return { candidates, best: offsetMin, likely: sets[95], claimed };
}

export function explain(
  times: readonly Instant[], zone: string, posterior: ClockPosterior, llr: number, settings: Values<typeof SETTINGS>,
): Pick<Reading, 'because' | 'clear' | 'look'> {
  const likely = posterior.sets[95].map(([from, to]) => (from === to ? offsetText(from) : `${offsetText(from)} to ${offsetText(to)}`)).join(', ');
  const claimedMin = offsetMinutes(zone, posterior.middleSec * 1_000);
  const claimed = offsetText(claimedMin);
  const logOdds = posterior.logOdds(zone);
  const says = saysOf(posterior, claimedMin, logOdds, llr);
  const counted = `${posterior.n} half hours of work on ${posterior.days} days`;
  return {
    because: {
      headline: [{
        'the claim': `${counted} fit the claimed zone ${zone}; that clears nobody.`,
        'little': `${counted} tell little for or against the claimed zone ${zone}, ${claimed}; they fit ${offsetText(posterior.offsetMin)} best.`,
        'elsewhere': `${counted} fit ${offsetText(posterior.offsetMin)} best; the claim is ${zone}, ${claimed}.`,
      }[says]],
      facts: [
        { label: 'Half hours with work', value: [`${posterior.n} on ${posterior.days} days`], usual: `at least ${settings.minimumEvents} on ${settings.minimumDays} days; below that nothing is said` },
        { label: 'Of these, between midnight and 6 in the claimed zone', value: [`${smallHours(times, zone)} of ${posterior.n}`], usual: 'under 1 in 20' },
        { label: 'Offsets that fit, 95 % sure', value: [likely], usual: `the claim is among them for 19 of 20; here it is ${claimed}` },
        { label: 'Lives 5 h or more away, against within 2 h', value: [oddsText(logOdds)], usual: 'for the claim' },
      ],
      innocent: says !== 'elsewhere'
        ? [['Nothing to explain; these hours can also be worked from abroad.']]
        : [
          ['A night owl, a carer or a parent works when others sleep: ask the manager for the agreed hours.'],
          ['An agreed shift, on-call duty or a team in another zone sets the hours.'],
          ['A trip that nobody entered, or a claim that is out of date: ask HR whether the person moved.'],
        ],
      ...(says === 'elsewhere' ? { offsets: offsetsOf(posterior, claimedMin) } : {}),
    },
    clear: [says === 'the claim' ? 'nothing: fitting hours clear nobody' : says === 'little' ? 'nothing: these hours tell little either way' : 'the manager confirms agreed hours that look like this'],
    look: { where: { 'event.action': WORKED } },
  };
}
