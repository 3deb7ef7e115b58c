import type { Values } from '../../src/core/settings.ts';
import { DAY, HOUR, MINUTE, dayOf, floorTo, isZone, startOfDay, startOfLocalDay, type Day, type Instant } from '../../src/core/time.ts';
import type { Contact } from './contact.ts';
import type { SETTINGS } from './settings.ts';

/** One night, told by the day on which it begins: from that noon to the next. */
export interface Night {
  readonly day: Day;
  /** `unknown` where silence may be the agent's own. */
  readonly was: 'awake' | 'asleep' | 'unknown';
  readonly to: Instant;
}

/**
 * Nights of one laptop, whole ones only.
 *
 * Awake is a laptop that is never silent for long from noon to noon: so somebody who works at night and sleeps by day does
 * not pass for one who never sleeps. Silence is sleep where it ends within a day, the agent reports regularly around it and
 * is silent for far longer than between two of these reports, or where the uptime shows that the machine has started since. Else it is unknown: an agent that is dark is not a laptop
 * that sleeps.
 *
 * @param zone where the holder lives; UTC where it is not known
 * @param from nights that begin before are left out
 */
export function nightsOf(contact: Contact, zone: string | undefined, from: Instant, to: Instant, settings: Rule): readonly Night[] {
  const nights: Night[] = [];
  let begin = 0;
  for (let at = floorTo(from, DAY) - DAY; at < to; at += DAY) {
    const [noon, next] = [noonOf(dayOf(at), zone), noonOf(dayOf(at + DAY), zone)];
    if (noon < from || next > to) continue;
    while (begin + 1 < contact.heard.length && contact.heard[begin + 1]! + HALF_HOUR <= noon) begin++;
    nights.push({ day: dayOf(at), was: stateOf(contact, begin, noon, next, settings), to: next });
  }
  return nights;
}

type Rule = Pick<Values<typeof SETTINGS>, 'longestSilence' | 'longestSleep' | 'regularContact' | 'timesRhythm'>;

/** @param begin place of the last half hour heard that had ended by noon, 0 where there is none: those before it tell nothing of the night */
function stateOf({ heard, agent, starts }: Contact, begin: number, noon: Instant, next: Instant, { longestSilence, longestSleep, regularContact, timesRhythm }: Rule): Night['was'] {
  const silence = longestSilenceIn(heard, begin, noon, next);
  if (Math.min(silence.to, next) - Math.max(silence.from, noon) <= longestSilence * HOUR) return 'awake';
  const reports: Instant[] = [];
  for (let place = begin; place < heard.length && heard[place]! < next; place++) if (heard[place]! > noon - HALF_HOUR && agent.has(heard[place]!)) reports.push(heard[place]!);
  const length = silence.to - silence.from;
  if (reports.length >= regularContact && length <= longestSleep * HOUR && length >= timesRhythm * rhythmOf(reports)) return 'asleep';
  // The first uptime told after it: a machine that has started since was off, because its agent starts with it.
  const after = starts.find(({ day }) => startOfDay(day) + DAY > silence.to);
  return after !== undefined && after.notBefore > silence.from ? 'asleep' : 'unknown';
}

/** How long an agent usually takes from one report to the next: the gap in the middle, of two the longer. */
function rhythmOf(reports: readonly Instant[]): number {
  const gaps = reports.slice(1).map((at, place) => at - reports[place]!).sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? 0;
}

/** The silence that takes most of a night, from its beginning to its end, which may lie outside. */
function longestSilenceIn(heard: readonly Instant[], begin: number, noon: Instant, next: Instant): { readonly from: Instant; readonly to: Instant } {
  let longest = { from: noon, to: noon };
  let most = 0;
  let last = begin === 0 ? -Infinity : heard[begin - 1]! + HALF_HOUR;
  for (let place = begin; last < next; place++) {
    const at = heard[place] ?? Infinity;
    const within = Math.min(at, next) - Math.max(last, noon);
    if (within > most) [longest, most] = [{ from: last, to: at }, within];
    last = at + HALF_HOUR;
  }
  return longest;
}

const HALF_HOUR = 30 * MINUTE;

function noonOf(day: Day, zone: string | undefined): Instant {
  return (zone !== undefined && isZone(zone) ? startOfLocalDay(day, zone) : startOfDay(day)) + 12 * HOUR;
}
