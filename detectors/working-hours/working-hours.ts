import type { HireId } from '../../src/core/person.ts';
import { MINUTE, SECOND, isZone, type Instant } from '../../src/core/time.ts';
import { defineDetector, type Evidence, type Hire, type Reading, type Window } from '../../src/detect/detector.ts';
import { clockWeight, isTooLittle, posteriorOf, type ClockPosterior } from './clock-model.ts';
import { SETTINGS } from './settings.ts';

const WORKED = ['activity', 'sign-in', 'vpn-connected', 'session-connected'] as const;
const EVIDENCE = {
  work: {
    where: { 'event.action': WORKED },
    by: ['event.action', 'event.outcome', 'farmwatch.remote.direction', 'half-hour'],
    measure: { times: 'count', keys: { sum: 'farmwatch.input.keys' }, last: { max: '@timestamp' } },
  },
} as const satisfies Record<string, Evidence>;

export const workingHours = defineDetector({
  id: 'working-hours',
  version: 1,
  family: 'hours',
  days: 60,
  question: 'Which UTC offset does this person live in?',
  needs: ['activity', 'sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const readings: Reading[] = [];
    for (const [hire, times] of workTimes(window)) {
      const person = window.hires.get(hire);
      const zone = person?.time_zone;
      if (!person?.inScope || zone === undefined || !isZone(zone)) continue;
      const posterior = posteriorOf(times.map((at) => at / SECOND));
      if (isTooLittle(posterior, settings)) continue;
      const llr = Math.min(settings.ceiling, clockWeight(posterior, zone, settings.floor));
      readings.push(readingOf(person, zone, posterior, llr, Math.max(...times)));
    }
    return readings;
  },
});

/** When each hire worked, by half hour; what a machine does by itself and days on the road are left out. */
function workTimes(window: Window<typeof EVIDENCE>): ReadonlyMap<HireId, readonly Instant[]> {
  const times = new Map<HireId, Set<Instant>>();
  const away = Map.groupBy(window.travel, (trip) => trip.hire_id);
  for (const row of window.rows.work) {
    if (row.hire === undefined || !isWork(row)) continue;
    if (away.get(row.hire)?.some((trip) => row.day >= trip.from && row.day <= trip.to)) continue;
    // An interval is stamped at its end: its middle lies a quarter of an hour earlier.
    const at = row['half-hour'] + (row['event.action'] === 'activity' ? -15 : 15) * MINUTE;
    const held = times.get(row.hire);
    if (held) held.add(at);
    else times.set(row.hire, new Set([at]));
  }
  return new Map([...times].map(([hire, set]) => [hire, [...set].sort((a, b) => a - b)]));
}

/** Keys are struck by somebody; a pointer that moves without any key may be a jiggler. */
function isWork(row: Window<typeof EVIDENCE>['rows']['work'][number]): boolean {
  switch (row['event.action']) {
    case 'activity': return row.keys > 0;
    case 'sign-in': return row['event.outcome'] !== 'failure';
    case 'session-connected': return row['farmwatch.remote.direction'] === 'outgoing';
    default: return true;
  }
}

/** `UTC+8`, `UTC−3:30`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60;
  return `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}

function readingOf(hire: Hire, zone: string, posterior: ClockPosterior, llr: number, newest: Instant): Reading {
  const likely = posterior.sets[95].map(([from, to]) => (from === to ? offsetText(from) : `${offsetText(from)} to ${offsetText(to)}`)).join(', ');
  const fits = llr <= 0;
  return {
    subject: hire.hire_id, llr, newest, key: 'clock',
    because: {
      headline: [fits
        ? `Work on ${posterior.days} days fits the claimed zone ${zone}, which clears nobody.`
        : `Work on ${posterior.days} days fits ${offsetText(posterior.offsetMin)} best; the claim is ${zone}.`],
      facts: [
        { label: 'Half hours with work', value: [`${posterior.n} on ${posterior.days} days`], usual: '20 on 5 days are needed' },
        { label: 'Offsets that fit, 95 %', value: [likely], usual: 'the claim is among them for 19 of 20' },
        { label: 'Five hours or more away against within two', value: [`log-odds ${posterior.logOdds(zone).toFixed(2)}`], usual: 'below 0 for most starters' },
      ],
      innocent: [
        ['A night owl, a carer or a parent works when others sleep: ask the manager for the agreed hours.'],
        ['An agreed shift, on-call duty or a team abroad sets the hours.'],
        ['The claimed zone is out of date: ask HR whether the person moved.'],
      ],
    },
    clear: [fits ? 'nothing: fitting hours clear nobody' : 'the manager confirms agreed hours that look like this'],
    look: { where: { 'event.action': WORKED } },
  };
}

