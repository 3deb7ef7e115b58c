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
 * not pass for one who never sleeps. Silence is sleep where it ends within a day and the agent reports regularly around it,
 * or where the uptime shows that the machine has started since. Else it is unknown: an agent that is dark is not a laptop
 * that sleeps.
 *
 * @param zone where the holder lives; UTC where it is not known
 * @param from nights that begin before are left out
 */
export function nightsOf(contact: Contact, zone: string | undefined, from: Instant, to: Instant, settings: Rule): readonly Night[] {
  const nights: Night[] = [];
  for (let at = floorTo(from, DAY) - DAY; at < to; at += DAY) {
    const [noon, next] = [noonOf(dayOf(at), zone), noonOf(dayOf(at + DAY), zone)];
    if (noon < from || next > to) continue;
    nights.push({ day: dayOf(at), was: stateOf(contact, noon, next, settings), to: next });
  }
  return nights;
}

type Rule = Pick<Values<typeof SETTINGS>, 'longestSilence' | 'longestSleep' | 'regularContact'>;

function stateOf({ heard, agent, starts }: Contact, noon: Instant, next: Instant, { longestSilence, longestSleep, regularContact }: Rule): Night['was'] {
  const silence = longestSilenceIn(heard, noon, next);
  if (Math.min(silence.to, next) - Math.max(silence.from, noon) <= longestSilence * HOUR) return 'awake';
  const reports = heard.filter((at) => at > noon - HALF_HOUR && at < next && agent.has(at)).length;
  if (reports >= regularContact && silence.to - silence.from <= longestSleep * HOUR) return 'asleep';
  // The first uptime told after it: a machine that has started since was off, because its agent starts with it.
  const after = starts.find(({ day }) => startOfDay(day) + DAY > silence.to);
  return after !== undefined && after.notBefore > silence.from ? 'asleep' : 'unknown';
}

/** The silence that takes most of a night, from its beginning to its end, which may lie outside. */
function longestSilenceIn(heard: readonly Instant[], noon: Instant, next: Instant): { readonly from: Instant; readonly to: Instant } {
  let longest = { from: noon, to: noon };
  let last = -Infinity;
  for (const at of [...heard, Infinity]) {
    const within = (from: Instant, to: Instant): number => Math.min(to, next) - Math.max(from, noon);
    if (within(last, at) > within(longest.from, longest.to)) longest = { from: last, to: at };
    last = at + HALF_HOUR;
  }
  return longest;
}

const HALF_HOUR = 30 * MINUTE;

function noonOf(day: Day, zone: string | undefined): Instant {
  return (zone !== undefined && isZone(zone) ? startOfLocalDay(day, zone) : startOfDay(day)) + 12 * HOUR;
}
